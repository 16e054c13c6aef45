"""The rules as the tables of docs/lawful-check.md; tests hold the page against them."""

from jobsboard.postings.compliance.findings import SEVERITIES, STATUSES
from jobsboard.postings.compliance.rules import CONTENTS, COURSE_RULES, NO_SOURCE, RULES, SOURCE
from jobsboard.postings.compliance.rules.rule import Basis

AGE = ("age", "年龄条件", "quality", NO_SOURCE)


def table() -> str:
    """Return the rows of the page, in the order of the rules."""
    rows = [(rule.name, rule.label, rule.severity, rule.basis) for rule in RULES]
    return _lines([*rows, AGE, *[(one.rule, one.label, "quality", one.basis) for one in (*CONTENTS, SOURCE)]])


def course_table() -> str:
    """The same for courses."""
    return _lines([(rule.name, rule.label, rule.severity, rule.basis) for rule in COURSE_RULES])


def _lines(rows: list[tuple[str, str, str, Basis]]) -> str:
    lines = ["| 规则 | 查什么 | 轻重 | 依据 | 依据核对到哪一步 |", "| --- | --- | --- | --- | --- |"]
    for name, label, severity, basis in rows:
        law = f"{basis.law}{basis.article or ''}" if basis.law else "没有查到明文依据"
        lines.append(f"| `{name}` | {label} | {SEVERITIES[severity]} | {law} | {STATUSES[basis.status]} |")
    return "\n".join(lines)
