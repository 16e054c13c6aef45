"""What filters, facets and sorting need of a document: one whole number a column, -1 for what is not known.

Names (districts, the source of a posting, the kind of a course) are numbered as they come, so that they are counted
with few counters; the list of names is kept with the segment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching import geography
from matching.index.layout import Int
from matching.parsing import EDUCATION_LEVELS

if TYPE_CHECKING:  # reading an index needs the numbers only, and what makes them is slow to import
    from matching.background import PreparedSeeker
    from matching.preparation import PreparedPosting
    from matching.records import Course

Columns = Mapping[str, Int]
# Column → names in the order of their numbers.
Names = dict[str, list[str]]
One = TypeVar("One")

UNKNOWN = -1
# Written out, not read off the parser: the stored numbers mean places in this tuple.
SHIFTS = ("day", "two_shift", "three_shift", "night", "flexible")
_REGION_DIGITS = 9
_LARGEST = 2**31 - 1


def posting_columns(prepared: Sequence[PreparedPosting], names: Names) -> dict[str, Int]:
    """Columns of postings; districts and sources not met before are added to `names`.

    Parameters
    ----------
    prepared : sequence of PreparedPosting
    names : dict of str to list of str
        Grows; hand the same one over for every batch of a segment, and keep it with the segment.

    Returns
    -------
    dict of str to numpy.ndarray of int32, each of shape (postings,)

    Examples
    --------
    >>> sorted(posting_columns([], {}))[:3]
    ['city', 'demands', 'district']
    """
    return _columns(prepared, _POSTING) | {
        "district": _numbered([_district(one.posting.region) for one in prepared], names, "district"),
        "source": _numbered([one.posting.source for one in prepared], names, "source"),
    }


def people_columns(prepared: Sequence[PreparedSeeker], _names: Names) -> dict[str, Int]:
    """Columns of people: where they live and what schooling they have, nothing else.

    Examples
    --------
    >>> sorted(people_columns([], {}))
    ['city', 'education', 'region']
    """
    return _columns(prepared, _PERSON)


def course_columns(courses: Sequence[Course], names: Names) -> dict[str, Int]:
    """Columns of courses; kinds and districts not met before are added to `names`.

    Examples
    --------
    >>> from matching.records import Course
    >>> names = {}
    >>> course_columns([Course("1", "电工班", kind="班"), Course("2", "焊工班")], names)["kind"].tolist(), names
    ([0, -1], {'district': [], 'kind': ['班']})
    """
    return _columns(courses, _COURSE) | {
        "district": _numbered([_district(one.region) for one in courses], names, "district"),
        "kind": _numbered([one.kind for one in courses], names, "kind"),
    }


def region_number(code: str | None) -> int:
    """A division code as nine digits, so that codes of districts and of towns compare.

    Examples
    --------
    >>> region_number("440306"), region_number(None)
    (440306000, -1)
    """
    return int(code.ljust(_REGION_DIGITS, "0")) if code else UNKNOWN


def region_span(code: str) -> tuple[int, int]:
    """Least region number within a division, and the first one beyond it.

    Examples
    --------
    >>> region_span("440300"), region_span("441900119")
    ((440300000, 440400000), (441900119, 441900120))
    """
    kept = _REGION_DIGITS if len(code) == _REGION_DIGITS else len(_without_zero_pairs(code[:6]))
    return _span(region_number(code), 10 ** (_REGION_DIGITS - kept))


def occupation_number(code: str | None) -> int:
    """A code of the classification as one number.

    Examples
    --------
    >>> occupation_number("4-07-05-01")
    4070501
    """
    return int(code.replace("-", "").ljust(7, "0")) if code else UNKNOWN


def occupation_span(code: str) -> tuple[int, int]:
    """Least occupation number within a group, and the first one beyond it.

    Examples
    --------
    >>> occupation_span("4-07-00-00"), occupation_span("4-07")
    ((4070000, 4080000), (4070000, 4080000))
    """
    return _span(occupation_number(code), 10 ** (7 - len(_without_zero_pairs(code.replace("-", "")))))


def _without_zero_pairs(digits: str) -> str:
    while digits.endswith("00"):
        digits = digits[:-2]
    return digits


def _span(number: int, size: int) -> tuple[int, int]:
    least = number // size * size
    return least, least + size


def _columns(documents: Sequence[One], readers: Mapping[str, Callable[[One], int]]) -> dict[str, Int]:
    return {name: np.array([read(one) for one in documents], dtype=np.int32) for name, read in readers.items()}


def _numbered(values: Sequence[str | None], names: Names, column: str) -> Int:
    known = names.setdefault(column, [])
    number = {name: place for place, name in enumerate(known)}
    for value in values:
        if value and value not in number:
            number[value] = len(known)
            known.append(value)
    return np.array([number.get(value or "", UNKNOWN) for value in values], dtype=np.int32)


def _flag(value: bool | None) -> int:
    return UNKNOWN if value is None else int(value)


def _amount(value: float | None) -> int:
    """Whole units, rounded down; more than a column holds is as good as its greatest number."""
    return UNKNOWN if value is None else int(min(value, _LARGEST))


def _day(value: date | None) -> int:
    return UNKNOWN if value is None else value.toordinal()


def _city(region: str | None) -> int:
    return region_number(geography.city_of(region) if region else None)


def _district(region: str | None) -> str | None:
    return region[:6] if region and not region[:6].endswith("00") else None


def _education(one: PreparedPosting) -> int:
    education = one.posting.education
    if education.level is None:
        return UNKNOWN
    # "高中以下" asks for nothing: it is a ceiling.
    return 0 if education.or_above is False else EDUCATION_LEVELS.index(education.level)


def _best_pay(one: PreparedPosting) -> int:
    salary = one.posting.salary
    return _amount(salary.month_max if salary.month_max is not None else salary.month_min)


_POSTING: Mapping[str, Callable[[PreparedPosting], int]] = {
    "region": lambda one: region_number(one.posting.region),
    "city": lambda one: _city(one.posting.region),
    "pay": _best_pay,
    "education": _education,
    "occupation": lambda one: occupation_number(one.occupations[0].code if one.occupations else None),
    "shift": lambda one: SHIFTS.index(s) if (s := one.posting.schedule.shift) else UNKNOWN,
    "housing": lambda one: _flag(one.posting.lodging.housing),
    "meals": lambda one: _flag(one.posting.lodging.meals),
    "demands": lambda one: sum(need.strength == "required" for need in one.needs),
    "posted": lambda one: _day(one.posting.posted),
    "valid_through": lambda one: _day(one.posting.valid_through),
}
_PERSON: Mapping[str, Callable[[PreparedSeeker], int]] = {
    "region": lambda one: region_number(one.seeker.home),
    "city": lambda one: _city(one.seeker.home),
    "education": lambda one: UNKNOWN if one.education_rank is None else one.education_rank,
}
_COURSE: Mapping[str, Callable[[Course], int]] = {
    "region": lambda one: region_number(one.region),
    "city": lambda one: _city(one.region),
    "hours": lambda one: _amount(one.hours),
    "fee": lambda one: _amount(one.fee),
    "subsidised": lambda one: _flag(one.subsidised),
    "starts": lambda one: _day(one.starts),
}
