"""Pool: which place a posting has among those that its employer has open for the same kind of work."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from matching.preparation import PreparedPosting
from matching.text import normalise

# Employer and small group of the occupation, None where the title does not say.
Stall = tuple[str, str | None]
# Newest first, those without a date last; ties by identifier.
Turn = tuple[int, str]

_GROUP_DIGITS = 7
_BEFORE_ALL: Turn = (-date.max.toordinal() - 1, "")


class Places(Protocol):
    """What gives a posting its place: a `Pool`, or an index that keeps the places."""

    def place(self, posting: PreparedPosting) -> int | None:
        """Return 1 for the newest posting of a stall, 2 for the next; None where the employer is unknown."""


@dataclass(frozen=True)
class Pool:
    """The postings that compete for one screen, by employer and occupation group.

    The place hangs on the postings alone, not on the person and not on the order of input, so that a pair has
    one score in both directions, and an index can keep the place in a column.

    Parameters
    ----------
    stalls : mapping of (employer, occupation group) to tuple of (minus the day of publication, id)
        Sorted.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> rows = [{"id": one, "title": "x", "employer": "甲厂"} for one in ("b", "a")]
    >>> pool = Pool.of(PreparedPosting(JobPosting.from_mapping(row)) for row in rows)
    >>> [pool.place(PreparedPosting(JobPosting.from_mapping(row))) for row in rows]
    [2, 1]
    """

    stalls: Mapping[Stall, tuple[Turn, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, postings: Iterable[PreparedPosting]) -> "Pool":
        """Sort postings into the stalls of their employers."""
        stalls: dict[Stall, list[Turn]] = {}
        for posting in postings:
            stall = stall_of(posting)
            if stall is not None:
                stalls.setdefault(stall, []).append(_turn(posting))
        return cls({stall: tuple(sorted(turns)) for stall, turns in stalls.items()})

    @classmethod
    def with_place(cls, posting: PreparedPosting, place: int | None) -> "Pool":
        """Return a pool in which a posting has the place that it had once.

        Examples
        --------
        >>> from matching.records import JobPosting
        >>> posting = PreparedPosting(JobPosting.from_mapping({"title": "x", "employer": "甲厂"}))
        >>> Pool.with_place(posting, 3).place(posting)
        3
        """
        stall = stall_of(posting)
        # Who stood before it is not known any more, only how many: each is newer than any date.
        return cls() if stall is None or place is None else cls({stall: (_BEFORE_ALL,) * (place - 1)})

    def place(self, posting: PreparedPosting) -> int | None:
        """Return 1 for the newest posting of a stall, 2 for the next; None where the employer is unknown."""
        stall = stall_of(posting)
        if stall is None:
            return None
        return bisect_left(self.stalls.get(stall, ()), _turn(posting)) + 1


def stall_of(posting: PreparedPosting) -> Stall | None:
    """Return whom a posting competes with for one screen; None where the employer is unknown.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> stall_of(PreparedPosting(JobPosting.from_mapping({"title": "x", "employer": "甲厂"})))
    ('甲厂', None)
    """
    if not posting.posting.employer:
        return None
    group = posting.occupations[0].code[:_GROUP_DIGITS] if posting.occupations else None
    return _firm(posting.posting.employer), group


@lru_cache(maxsize=65536)
def _firm(employer: str) -> str:
    return normalise(employer)


def _turn(posting: PreparedPosting) -> Turn:
    posted = posting.posting.posted
    return (-posted.toordinal() if posted else 0, posting.id)
