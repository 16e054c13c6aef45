"""What may be asked of the index, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matching.index.columns import SHIFTS
from matching.parsing import EDUCATION_LEVELS
from matching.records import check_region

Sort = Literal["fit", "date", "pay"]

SORTS: tuple[Sort, ...] = ("fit", "date", "pay")
FACETS = ("city", "district", "occupation", "shift", "housing", "source")


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all must hold; one that is empty or None asks for nothing.

    What a posting does not say never passes a filter on it, but for `education` (a posting that
    asks for no schooling turns nobody away) and `open_on` (one without an end is open).

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
    sources : tuple of str
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

    def __post_init__(self) -> None:
        for code in self.regions:
            check_region(code, "regions")
        for code in self.occupations:
            if not code.replace("-", "").isdecimal() or len(code.replace("-", "")) > 7:
                raise ValueError(f"occupations: expected a code such as 4-07-05-01, got {code!r}")
        for shift in self.shifts:
            if shift not in SHIFTS:
                raise ValueError(f"shifts: expected one of {', '.join(SHIFTS)}, got {shift!r}")
        if self.education is not None and self.education not in EDUCATION_LEVELS:
            levels = ", ".join(EDUCATION_LEVELS)
            raise ValueError(f"education: expected one of {levels}, got {self.education!r}")


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words that must all be found, filters, order and page.

    Attributes
    ----------
    words : str
        A word of two characters or more is found exactly as it stands.
    sort : {"fit", "date", "pay"}
        Best, newest or highest first; "fit" without words is by date. Ties are by id.
    limit : int
        0 counts only.

    Examples
    --------
    >>> Query(sort="colour")
    Traceback (most recent call last):
    ValueError: sort: expected one of fit, date, pay, got 'colour'
    """

    words: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "fit"
    offset: int = 0
    limit: int = 20

    def __post_init__(self) -> None:
        if self.sort not in SORTS:
            raise ValueError(f"sort: expected one of {', '.join(SORTS)}, got {self.sort!r}")
        if self.offset < 0:
            raise ValueError(f"offset: expected 0 or more, got {self.offset!r}")
        if self.limit < 0:
            raise ValueError(f"limit: expected 0 or more, got {self.limit!r}")


@dataclass(frozen=True, slots=True)
class Results:
    """One page of ids, the number found, and counts of what the found ones are.

    `facets` maps each name of ``FACETS`` to value → count, greatest first. A facet is counted with
    every filter but its own, so that it shows what another choice would find.
    """

    ids: tuple[str, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
