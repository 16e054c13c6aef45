"""A posting or a course → its findings: every rule over every text; of a posting also limits, pay and contents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from jobsboard.postings.compliance.findings import QUALITY, REVIEW, UNLAWFUL, Finding
from jobsboard.postings.compliance.minimum_wage import WageFigure, below_minimum_wage
from jobsboard.postings.compliance.rules import (
    CONTENTS,
    COURSE_RULES,
    NO_SOURCE,
    REPOST_FIELDS,
    RULES,
    SOURCE,
    Basis,
    Content,
    Rule,
)
from jobsboard.postings.compliance.rules.sex import BOTH_SEXES_VALUE, ONE_SEX_VALUE, SEX
from jobsboard.postings.compliance.wording import read
from matching.parsing import parse_age_limits
from matching.text import normalise

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
    "salary",
    "baseSalary",
)
COURSE_FIELDS = (
    "name",
    "description",
    "audience",
    "coursePrerequisites",
    "educationalCredentialAwarded",
    "timeRequired",
    "courseSchedule",
    "price",
)
_RANK = {UNLAWFUL: 0, REVIEW: 1, QUALITY: 2}
_WINDOW = 60
# Nobody reads the hundredth mark of one rule in one text.
MOST_OF_A_RULE = 50
# Items of a numbered list are sentences even where white space was joined.
_ITEM_MARK = r"(?<![\d.])\d{1,2}[、)](?!\d)|[【】◆★●■]"
_BEFORE = re.compile(rf"[。;!?\n]|{_ITEM_MARK}")
_AFTER = re.compile(rf"[。;!\n]|{_ITEM_MARK}")
_LESS_THAN_AGE = "写明工作强度，少用年龄条件"


def check_posting(posting: Mapping[str, Any], minimum_wages: Mapping[str, WageFigure] | None = None) -> list[Finding]:
    """Return every finding: unlawful words first, what is missing last.

    Parameters
    ----------
    posting
        Plain or schema.org names; what is absent or not a text is passed over.
    minimum_wages
        Division code → the figure in force there. An empty mapping says that none was entered; None leaves
        pay unchecked.
    """
    found = [
        finding
        for field in TEXT_FIELDS
        if isinstance(text := posting.get(field), str) and text
        for finding in (*_in_text(field, text, RULES), *_ages(field, text))
    ]
    found += _in_structure(posting)
    if minimum_wages is not None:
        found += below_minimum_wage(posting, minimum_wages)
    return _gravest_first(found) + list(_missing(posting))


def check_course(course: Mapping[str, Any]) -> list[Finding]:
    """Return every finding in the words of a course under schema.org names; nothing is asked of what it leaves out.

    >>> [finding.rule for finding in check_course({"name": "电工班", "price": "学费1380元，可分期付学费"})]
    ['training_loan']
    """
    texts = ((field, course.get(field)) for field in COURSE_FIELDS)
    found = [
        finding
        for field, text in texts
        if isinstance(text, str) and text
        for finding in _in_text(field, text, COURSE_RULES)
    ]
    return _gravest_first(found)


def is_unlawful(findings: list[Finding]) -> bool:
    """Whether anything was found for which a posting or a course is held back."""
    return any(finding.severity == UNLAWFUL for finding in findings)


def _gravest_first(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: _RANK[finding.severity])


def _in_text(field: str, text: str, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    plain, offsets = read(text)
    taken: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(len(plain)))
    for rule in rules:
        if rule.needs and not any(word in plain for word in rule.needs):
            continue
        marks = taken[rule.topic or rule.name]
        for start, end in islice(_hits(rule, plain, marks), MOST_OF_A_RULE):
            marks[start:end] = b"\1" * (end - start)
            span = offsets[start], offsets[end - 1] + 1
            yield _finding(rule.name, rule.label, rule.severity, rule.basis, rule.instead, field, span, text)


def _hits(rule: Rule, plain: str, marks: bytearray) -> Iterator[tuple[int, int]]:
    for hit in rule.pattern.finditer(plain):
        start, end = hit.span()
        if not any(marks[start:end]) and not rule.is_cleared(*_around(plain, start, end, is_wide=rule.is_wide)):
            yield start, end


def _around(plain: str, start: int, end: int, *, is_wide: bool) -> tuple[str, str, str]:
    """The words before a hit in its sentence, the hit, the words after it."""
    before, after = plain[max(0, start - _WINDOW) : start], plain[end : end + _WINDOW]
    if not is_wide:
        before = before[max((mark.end() for mark in _BEFORE.finditer(before)), default=0) :]
        after = _AFTER.split(after, maxsplit=1)[0]
    return before, plain[start:end], after


def _ages(field: str, text: str) -> Iterator[Finding]:
    for limit in parse_age_limits(text)[:MOST_OF_A_RULE]:
        yield _finding("age", "年龄条件", QUALITY, NO_SOURCE, _LESS_THAN_AGE, field, limit.span, text)


def _in_structure(posting: Mapping[str, Any]) -> Iterator[Finding]:
    sex = posting.get("sex")
    if isinstance(sex, str):
        value = normalise(sex).strip()
        if ONE_SEX_VALUE.search(value) and not BOTH_SEXES_VALUE.search(value):
            yield _finding(SEX.name, SEX.label, SEX.severity, SEX.basis, "删去性别条件", "sex", (0, len(sex)), sex)
    age = posting.get("age")
    if isinstance(age, str):
        for limit in parse_age_limits(age)[:1]:
            yield _finding("age", "年龄条件", QUALITY, NO_SOURCE, _LESS_THAN_AGE, "age", limit.span, age)


def _missing(posting: Mapping[str, Any]) -> Iterator[Finding]:
    description = str(posting.get("description") or "")
    for content in CONTENTS:
        has_it = _has_any(posting, content.fields)
        if content.rule == "missing_conditions":
            has_it = has_it or re.search("要求|条件|资格", description) is not None
        if not has_it:
            yield _lacks(content)
    if _has_any(posting, REPOST_FIELDS) and not _has_any(posting, SOURCE.fields):
        yield _lacks(SOURCE)


def _lacks(content: Content) -> Finding:
    return _finding(content.rule, content.label, QUALITY, content.basis, content.instead, content.fields[0], None, "")


def _has_any(posting: Mapping[str, Any], fields: tuple[str, ...]) -> bool:
    return any(posting.get(field) not in (None, "", [], {}) for field in fields)


def _finding(
    rule: str,
    label: str,
    severity: str,
    basis: Basis,
    instead: str,
    field: str,
    span: tuple[int, int] | None,
    text: str,
) -> Finding:
    start, end = span or (None, None)
    words = text[start:end] if span else None
    return Finding(rule, severity, basis.status, field, start, end, words, basis.law, basis.article, instead, label)
