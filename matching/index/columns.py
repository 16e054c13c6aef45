"""What filters, facets and sorting need of a posting, one number a column."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import geography
from matching.parsing import EDUCATION_LEVELS
from matching.preparation import PreparedPosting

Columns = dict[str, NDArray[np.int32]]

UNKNOWN = -1
# Written out, not read off the parser: the stored numbers mean places in this tuple.
SHIFTS = ("day", "two_shift", "three_shift", "night", "flexible")
_REGION_DIGITS = 9


def columns_of(prepared: Sequence[PreparedPosting], sources: Sequence[str]) -> Columns:
    """Columns of many postings; -1 stands for what is not known.

    Parameters
    ----------
    prepared : sequence of PreparedPosting
    sources : sequence of str
        The names that the column ``source`` numbers.

    Returns
    -------
    dict of str to numpy.ndarray of int32

    Examples
    --------
    >>> sorted(columns_of([], []))[:2]
    ['city', 'demands']
    """
    number = {name: i for i, name in enumerate(sources)}
    rows = {name: [read(one) for one in prepared] for name, read in _READERS.items()}
    rows["source"] = [number.get(one.posting.source or "", UNKNOWN) for one in prepared]
    return {name: np.array(values, dtype=np.int32) for name, values in rows.items()}


def region_number(code: str | None) -> int:
    """A division code as nine digits, so that codes of districts and of towns compare.

    Examples
    --------
    >>> region_number("440306"), region_number(None)
    (440306000, -1)
    """
    return int(code.ljust(_REGION_DIGITS, "0")) if code else UNKNOWN


def region_divisor(code: str) -> int:
    """What to divide region numbers by so that all within `code` become equal to it.

    Examples
    --------
    >>> 440306000 // region_divisor("440300") == region_number("440300") // region_divisor("440300")
    True
    """
    digits = code[:6]
    while digits.endswith("00"):
        digits = digits[:-2]
    kept = _REGION_DIGITS if len(code) == _REGION_DIGITS else len(digits)
    return int(10 ** (_REGION_DIGITS - kept))


def occupation_number(code: str | None) -> int:
    """A code of the classification as one number.

    Examples
    --------
    >>> occupation_number("4-07-05-01")
    4070501
    """
    return int(code.replace("-", "").ljust(7, "0")) if code else UNKNOWN


def occupation_divisor(code: str) -> int:
    """What to divide occupation numbers by so that all of one group become equal.

    Examples
    --------
    >>> 4070501 // occupation_divisor("4-07-00-00"), 4070501 // occupation_divisor("4-07")
    (407, 407)
    """
    digits = code.replace("-", "")
    while digits.endswith("00"):
        digits = digits[:-2]
    return int(10 ** (7 - len(digits)))


def _flag(value: bool | None) -> int:
    return UNKNOWN if value is None else int(value)


def _amount(value: float | None) -> int:
    return UNKNOWN if value is None else int(value)


def _day(value: date | None) -> int:
    return UNKNOWN if value is None else value.toordinal()


def _education(one: PreparedPosting) -> int:
    education = one.posting.education
    if education.level is None:
        return UNKNOWN
    # "高中以下" asks for nothing: it is a ceiling.
    return 0 if education.or_above is False else EDUCATION_LEVELS.index(education.level)


def _best_pay(one: PreparedPosting) -> int:
    salary = one.posting.salary
    return _amount(salary.month_max if salary.month_max is not None else salary.month_min)


def _city(one: PreparedPosting) -> int:
    region = one.posting.region
    return region_number(geography.city_of(region) if region else None)


def _district(one: PreparedPosting) -> int:
    region = one.posting.region
    is_district = region is not None and not region[:6].endswith("00")
    return region_number(region[:6] if region and is_district else None)


def _occupation(one: PreparedPosting) -> int:
    return occupation_number(one.occupations[0].code if one.occupations else None)


_READERS: dict[str, Callable[[PreparedPosting], Any]] = {
    "region": lambda one: region_number(one.posting.region),
    "city": _city,
    "district": _district,
    "pay": _best_pay,
    "education": _education,
    "occupation": _occupation,
    "shift": lambda one: SHIFTS.index(s) if (s := one.posting.schedule.shift) else UNKNOWN,
    "housing": lambda one: _flag(one.posting.lodging.housing),
    "meals": lambda one: _flag(one.posting.lodging.meals),
    "demands": lambda one: sum(need.strength == "required" for need in one.needs),
    "posted": lambda one: _day(one.posting.posted),
    "valid_through": lambda one: _day(one.posting.valid_through),
}
