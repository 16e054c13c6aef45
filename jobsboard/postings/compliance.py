"""The lawful-posting check: a posting's words → findings with rule, law and what to write instead.

Pure functions over a mapping (plain or schema.org names); no database. It marks for a person, who decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jobsboard.postings.compliance_rules import (
    CONTENTS,
    HR_MARKET,
    NO_SOURCE,
    QUALITY,
    RULES,
    UNLAWFUL,
    Basis,
    Rule,
)
from matching.text import normalise_with_offsets

# Fields whose words are read; a structured `sex` or `age` is judged by its value.
TEXT_FIELDS = (
    "title",
    "description",
    "requirements",
    "qualifications",
    "responsibilities",
    "skills",
    "experience",
    "experienceRequirements",
    "education",
    "educationRequirements",
    "tags",
    "jobBenefits",
)
_SENTENCE_END = "。;!?\n"
_NEGATION = re.compile(r"(?:不|无|免|零|未|没有|勿|禁|严禁|杜绝|拒绝|谢绝|(?<!\d)0)[^,。;!\n]{0,9}$")
_WAIVED = re.compile(r"^[^,。;!\n]{0,4}(?:全免|免除|免收|不收|不用)")
_ONE_SEX = re.compile(r"^(?:仅?限)?(?:男|女)(?:性|士|生)?$|^(?:fe)?male$", re.IGNORECASE)
_WINDOW = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a posting that a person should look at; offsets count code points of the field's text."""

    rule: str
    severity: str
    status: str
    field: str | None
    start: int | None
    end: int | None
    text: str | None
    law: str | None
    article: str | None
    instead: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def check_posting(posting: Mapping[str, Any]) -> list[Finding]:
    """Return every finding: unlawful words first, what is missing last."""
    found = [
        finding
        for field in TEXT_FIELDS
        if isinstance(text := posting.get(field), str) and text
        for finding in _in_text(field, text)
    ]
    found += _in_structure(posting)
    order = {"unlawful": 0, "review": 1, "quality": 2}
    found.sort(key=lambda finding: order[finding.severity])
    return found + list(_missing(posting))


def is_unlawful(findings: list[Finding]) -> bool:
    """Whether anything was found for which a posting is held back."""
    return any(finding.severity == UNLAWFUL for finding in findings)


def _in_text(field: str, text: str) -> Iterator[Finding]:
    plain, offsets = normalise_with_offsets(text)
    for rule in RULES:
        last_end = 0
        for hit in rule.pattern.finditer(plain):
            if hit.start() < last_end or _is_cleared(rule, plain, hit.start(), hit.end()):
                continue
            last_end = hit.end()
            start, end = offsets[hit.start()], offsets[hit.end() - 1] + 1
            yield _finding(rule.name, rule.severity, rule.basis, rule.instead, field, (start, end), text)


def _is_cleared(rule: Rule, plain: str, start: int, end: int) -> bool:
    """Whether the sentence around a hit says that it is harmless."""
    before, after = _sentence_before(plain, start), _sentence_after(plain, end)
    if rule.can_be_negated and (_NEGATION.search(before + plain[start : start + 1]) or _WAIVED.search(after)):
        return True
    return rule.unless is not None and rule.unless.search(before + plain[start:end] + after) is not None


def _sentence_before(plain: str, start: int) -> str:
    window = plain[max(0, start - _WINDOW) : start]
    return window[max(window.rfind(mark) for mark in _SENTENCE_END) + 1 :]


def _sentence_after(plain: str, end: int) -> str:
    window = plain[end : end + _WINDOW]
    return re.split(f"[{_SENTENCE_END}]", window, maxsplit=1)[0]


def _in_structure(posting: Mapping[str, Any]) -> Iterator[Finding]:
    sex = posting.get("sex")
    if isinstance(sex, str) and _ONE_SEX.match(sex.strip()):
        yield _finding("sex", UNLAWFUL, HR_MARKET, "删去性别条件", "sex", (0, len(sex)), sex)
    age = posting.get("age")
    if isinstance(age, str) and any(character.isdigit() for character in age):
        yield _finding("age", QUALITY, NO_SOURCE, "少用年龄条件", "age", (0, len(age)), age)


def _missing(posting: Mapping[str, Any]) -> Iterator[Finding]:
    description = str(posting.get("description") or "")
    for rule, fields, basis, instead in CONTENTS:
        has_it = any(posting.get(field) not in (None, "", [], {}) for field in fields)
        if rule == "missing_conditions":
            has_it = has_it or re.search("要求|条件|资格", description) is not None
        if not has_it:
            yield _finding(rule, QUALITY, basis, instead, fields[0], None, "")


def _finding(
    rule: str,
    severity: str,
    basis: Basis,
    instead: str,
    field: str,
    span: tuple[int, int] | None,
    text: str,
) -> Finding:
    start, end = span or (None, None)
    words = text[start:end] if span else None
    return Finding(rule, severity, basis.status, field, start, end, words, basis.law, basis.article, instead)
