"""Filters: conditions on columns, decided for whole cells where the order of the rows allows it.

A segment's rows stand in the order of their cells (postings: city, then schooling), so that a filter on a city or on
schooling is a few runs of rows. What cells do not decide is looked up row by row, inside those runs only. The facts of
a segment name the columns of its cells (``order_by``) and the names that some columns number (``names``).
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.index.columns import SHIFTS, UNKNOWN, occupation_span, region_span
from matching.index.layout import Bytes, Int
from matching.index.question import Selection
from matching.index.segment import Segment
from matching.parsing import EDUCATION_LEVELS
from matching.records import check_region

Mask = NDArray[np.bool_]
Ranges = NDArray[np.int64]
T = TypeVar("T")

# Runs of rows closer than this are looked up in one go: a further call costs more than the rows between.
_NEAR_ROWS = 4096
# The same few places and levels are asked for again and again, and deciding takes longer than a quick ranking.
_MOST_KNOWN = 512
_PROVINCE, _CITY, _DISTRICT = 10**7, 10**5, 10**3


@dataclass(frozen=True)
class Filters:
    """Conditions that all must hold; one that is empty or None asks for nothing.

    What a document does not say never passes a filter on it, but for `education` (a posting that asks for no
    schooling turns nobody away) and `open_on` (one without an end is open).

    Attributes
    ----------
    regions : tuple of str
        Division codes; within any of them.
    month_min : float
        CNY a month that the posting reaches at its best.
    education : str
        Asks for this level at most.
    occupations : tuple of str
        Codes of occupations or their groups; of any of them.
    shifts : tuple of str
    housing, meals : bool
    without_credentials : bool
        True: asks for no licence or certificate.
    sources, kinds : tuple of str
        Names of sources of postings, of kinds of courses.
    posted_since, open_on : datetime.date

    Examples
    --------
    >>> Filters(regions=("深圳",))
    Traceback (most recent call last):
    ValueError: regions: expected a six-digit region code, got '深圳'
    """

    regions: tuple[str, ...] = ()
    month_min: float | None = None
    education: str | None = None
    occupations: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    housing: bool | None = None
    meals: bool | None = None
    without_credentials: bool = False
    sources: tuple[str, ...] = ()
    posted_since: date | None = None
    open_on: date | None = None
    kinds: tuple[str, ...] = ()

    # Name and value of each filter that is not as it is by default; the same for equal filters.
    given: tuple[tuple[str, Any], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made anew for every question: only what is given costs anything.
        given = tuple([(name, value) for name, value in vars(self).items() if value is not _DEFAULTS[name]])
        object.__setattr__(self, "given", given)
        for name, value in given:
            _CHECKS[name](name, value)


_DEFAULTS = {one.name: one.default for one in fields(Filters) if one.init}


class Condition(NamedTuple):
    """One filter that asks for something: the column it reads, and which values of it pass."""

    column: str
    passes: Callable[[Int], Mask]


def conditions(filters: Filters, segment: Segment) -> dict[str, Condition]:
    """Conditions of a segment under the names of their filters.

    Raises
    ------
    ValueError
        The documents of this kind have no such column; names the filter.
    """
    names: Mapping[str, Sequence[str]] = segment.facts.get("names", {})
    asked = _asked(filters, names)
    for name, condition in asked.items():
        if condition.column not in segment.columns:
            raise ValueError(f"{name}: documents of this kind have no {condition.column!r}")
    return asked


def select(segment: Segment, filters: Filters, live: Bytes | None = None) -> Selection:
    """Rows of a segment that pass.

    Parameters
    ----------
    segment : Segment
    filters : Filters
    live : uint8[rows], optional
        0 for rows that were removed.

    Returns
    -------
    Selection
        Runs of rows, and row by row what the runs leave open (None where they leave nothing open).
    """
    runs, left = _known(segment, filters.given, lambda: _runs(segment, filters))
    if left:
        return Selection(runs.ranges, _allowed(segment, runs.ranges, left, live))
    return runs if live is None else Selection(runs.ranges, live)


def _known(segment: Segment, question: Hashable, work_out: Callable[[], T]) -> T:
    """What was worked out of a segment before; it goes with the segment."""
    known = segment.known
    found: T | None = known.get(question)
    if found is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[question] = work_out()
    return found


def _runs(segment: Segment, filters: Filters) -> tuple[Selection, list[Condition]]:
    """Rows of the cells where some may pass, and the conditions that these rows have to be asked.

    Cells are the bits of whole numbers here: of some hundred cells these are compared in no time.
    """
    kept = (1 << len(segment.cell_keys)) - 1
    left: list[Condition] = []
    for name, condition in conditions(filters, segment).items():
        asked = (name, getattr(filters, name))
        passes, fails = _known(segment, asked, lambda condition=condition: _cell_bits(condition, segment, filters))  # type: ignore[misc]
        kept &= ~fails
        if kept & ~passes:
            left.append(condition)
    # Where a bit differs from the one before it, a run begins or ends.
    edges, starts, bounds = kept ^ (kept << 1), segment.cell_starts.data, []
    while edges:
        lowest = edges & -edges
        bounds.append(starts[lowest.bit_length() - 1])
        edges ^= lowest
    return Selection(np.array(bounds, dtype=np.int64).reshape(-1, 2)), left


def _cell_bits(condition: Condition, segment: Segment, filters: Filters) -> tuple[int, int]:
    """The answer of `_cells` as bits, that of the first cell lowest."""
    passes, fails = (np.packbits(mask, bitorder="little").tobytes() for mask in _cells(condition, segment, filters))
    return int.from_bytes(passes, "little"), int.from_bytes(fails, "little")


def _allowed(segment: Segment, ranges: Ranges, left: Sequence[Condition], live: Bytes | None) -> Bytes:
    allowed = np.zeros(segment.rows, dtype=np.uint8)
    for start, end in _joined(ranges):
        passing = np.ones(end - start, dtype=bool) if live is None else live[start:end] != 0
        for condition in left:
            passing &= condition.passes(segment.columns[condition.column][start:end])
        allowed[start:end] = passing
    return allowed


def _joined(ranges: Ranges) -> Ranges:
    if len(ranges) == 0:
        return ranges
    parted = ranges[1:, 0] - ranges[:-1, 1] > _NEAR_ROWS
    return np.stack([ranges[np.r_[True, parted], 0], ranges[np.r_[parted, True], 1]], axis=1)


def _cells(condition: Condition, segment: Segment, filters: Filters) -> tuple[Mask, Mask]:
    """For each cell whether all of its rows pass, and whether none does; neither: the rows decide."""
    order_by: list[str] = segment.facts["order_by"]
    if condition.column in order_by:
        passes = condition.passes(segment.cell_keys[:, order_by.index(condition.column)])
        return passes, ~passes
    if condition.column == "region" and "city" in order_by:
        cities = segment.cell_keys[:, order_by.index("city")]
        ends = _known(segment, "city ends", lambda: _city_ends(cities))
        passes, fails = _cities(cities, ends, filters.regions)
        # Left are cities that a district lies in, and documents without a city (of a mere province, or of no known
        # place). Where all of these fail, or all pass, the other rows are spared the question.
        for cell in np.flatnonzero(~(passes | fails)):
            rows = slice(int(segment.cell_starts[cell]), int(segment.cell_starts[cell + 1]))
            passing = condition.passes(segment.columns["region"][rows])
            passes[cell], fails[cell] = passing.all(), not passing.any()
        return passes, fails
    nothing = np.zeros(len(segment.cell_keys), dtype=bool)
    return nothing, nothing


def _city_ends(cities: Int) -> Int:
    """The number behind the last place within each city (or province, or district)."""
    size = np.where(cities % _PROVINCE == 0, _PROVINCE, np.where(cities % _CITY == 0, _CITY, _DISTRICT))
    return (cities + size).astype(np.int32)


def _cities(cities: Int, ends: Int, regions: Sequence[str]) -> tuple[Mask, Mask]:
    """Whether a city lies within any of the regions, and whether none of it does."""
    inside = np.zeros(len(cities), dtype=bool)
    touched = cities == UNKNOWN
    for code in regions:
        least, beyond = region_span(code)
        inside |= (cities >= least) & (cities < beyond)
        touched |= (cities <= least) & (least < ends)
    return inside, ~(inside | touched)


def _asked(filters: Filters, names: Mapping[str, Sequence[str]]) -> dict[str, Condition]:
    f = filters
    asked: dict[str, Condition] = {}
    if f.regions:
        asked["regions"] = Condition("region", _within([region_span(code) for code in f.regions]))
    if f.occupations:
        asked["occupations"] = Condition("occupation", _within([occupation_span(code) for code in f.occupations]))
    if f.month_min is not None:
        asked["month_min"] = Condition("pay", _at_least(max(f.month_min, 0)))
    if f.education is not None:
        asked["education"] = Condition("education", _at_most(EDUCATION_LEVELS.index(f.education)))
    if f.shifts:
        asked["shifts"] = Condition("shift", _any_of([SHIFTS.index(shift) for shift in f.shifts]))
    if f.housing is not None:
        asked["housing"] = Condition("housing", _any_of([int(f.housing)]))
    if f.meals is not None:
        asked["meals"] = Condition("meals", _any_of([int(f.meals)]))
    if f.without_credentials:
        asked["without_credentials"] = Condition("demands", _any_of([0]))
    for name, column, wanted in (("sources", "source", f.sources), ("kinds", "kind", f.kinds)):
        if wanted:
            known = names.get(column, ())
            asked[name] = Condition(column, _any_of([known.index(one) for one in wanted if one in known]))
    if f.posted_since is not None:
        asked["posted_since"] = Condition("posted", _at_least(f.posted_since.toordinal()))
    if f.open_on is not None:
        asked["open_on"] = Condition("valid_through", _at_least(f.open_on.toordinal(), or_unknown=True))
    return asked


def _within(spans: Sequence[tuple[int, int]]) -> Callable[[Int], Mask]:
    return lambda column: _any([(column >= least) & (column < beyond) for least, beyond in spans], len(column))


def _any_of(numbers: Sequence[int]) -> Callable[[Int], Mask]:
    return lambda column: _any([column == number for number in numbers], len(column))


def _at_most(number: int) -> Callable[[Int], Mask]:
    return lambda column: column <= number


def _at_least(number: float, *, or_unknown: bool = False) -> Callable[[Int], Mask]:
    if or_unknown:
        return lambda column: (column >= number) | (column == UNKNOWN)
    return lambda column: column >= number


def _any(masks: Sequence[Mask], size: int) -> Mask:
    found = np.zeros(size, dtype=bool)
    for mask in masks:
        found |= mask
    return found


# More than anybody is paid; not a number compares as false, as what is infinite does.
_ANY_PAY = 1e15


def _check_texts(name: str, value: object) -> None:
    if not (isinstance(value, tuple) and all(isinstance(one, str) for one in value)):
        raise ValueError(f"{name}: expected a tuple of text, got {value!r}")


def _check_regions(name: str, value: Any) -> None:
    _check_texts(name, value)
    for code in value:
        check_region(code, name)


def _check_occupations(name: str, value: Any) -> None:
    _check_texts(name, value)
    for code in value:
        digits = code.replace("-", "")
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 7:
            raise ValueError(f"{name}: expected a code such as 4-07-05-01, got {code!r}")


def _check_shifts(name: str, value: Any) -> None:
    _check_texts(name, value)
    for shift in value:
        if shift not in SHIFTS:
            raise ValueError(f"{name}: expected one of {', '.join(SHIFTS)}, got {shift!r}")


def _check_education(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{name}: expected text, got {value!r}")
    if value not in EDUCATION_LEVELS:
        raise ValueError(f"{name}: expected one of {', '.join(EDUCATION_LEVELS)}, got {value!r}")


def _check_pay(name: str, value: object) -> None:
    if isinstance(value, bool) or not (isinstance(value, int | float) and abs(value) < _ANY_PAY):
        raise ValueError(f"{name}: expected an amount of money, got {value!r}")


def _check_flag(name: str, value: object) -> None:
    if value not in (None, True, False):
        raise ValueError(f"{name}: expected true or false, got {value!r}")


def _check_day(name: str, value: object) -> None:
    if not isinstance(value, date):
        raise ValueError(f"{name}: expected a date, got {value!r}")


_CHECKS: dict[str, Callable[[str, Any], None]] = {
    "regions": _check_regions,
    "month_min": _check_pay,
    "education": _check_education,
    "occupations": _check_occupations,
    "shifts": _check_shifts,
    "housing": _check_flag,
    "meals": _check_flag,
    "without_credentials": _check_flag,
    "sources": _check_texts,
    "posted_since": _check_day,
    "open_on": _check_day,
    "kinds": _check_texts,
}
