"""Everybody at once: the best of an index for many people (or the best people for many postings), in processes.

Each process opens the same version of the index; what they read of it lies in memory once. Askers go out in chunks
and come back in order, so that neither all of them nor all results are ever in memory together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from matching.background import PreparedSeeker
from matching.index.filters import Filters
from matching.index.plan import Plan, PostingPlan
from matching.index.posting_index import MatchIndex
from matching.index.rankings import Ranking
from matching.index.workers import cores, results_in_order
from matching.matcher import Matcher
from matching.persistence import StoreError
from matching.plain import to_plain
from matching.preparation import PreparedPosting
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings

T = TypeVar("T")

# About a tenth of a second of work: long against the way between processes, short against waiting for the last one.
ASKERS_A_CHUNK = 64
PREPARED_A_CHUNK = 256
SHIPPED_SETTINGS = MatchSettings()
NO_FILTERS = Filters()


class PlacedPosting(NamedTuple):
    """A posting that people are ranked for, with its place among its employer's (see `MatchIndex.place`)."""

    posting: PreparedPosting
    place: int | None


# Who is ranked for: a person, or a posting where people are ranked.
Prepared = PreparedSeeker | PreparedPosting | PlacedPosting
Asker = JobSeeker | JobPosting | Prepared


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for everybody alike; it travels to every process.

    Examples
    --------
    >>> Ask(0)
    Traceback (most recent call last):
    ValueError: k: expected 1 or more, got 0
    """

    k: int
    settings: MatchSettings = SHIPPED_SETTINGS
    as_of: date | None = None
    filters: Filters = NO_FILTERS

    def __post_init__(self) -> None:
        if self.k < 1:
            raise ValueError(f"k: expected 1 or more, got {self.k}")

    def to_mapping(self) -> dict[str, Any]:
        """Everything as JSON values.

        Examples
        --------
        >>> Ask(20, as_of=date(2026, 11, 23)).to_mapping()["as_of"]
        '2026-11-23'
        """
        filters = {name: value for name, value in to_plain(self.filters).items() if value}
        return {"k": self.k, "as_of": to_plain(self.as_of), "filters": filters, "settings": self.settings.to_mapping()}


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """One state of one index, the same for every process that opens it."""

    folder: Path
    kind: str
    number: int

    @classmethod
    def now(cls, folder: Path | str, kind: str) -> "IndexVersion":
        """The version in force."""
        return cls(Path(folder), kind, MatchIndex(folder, kind).number)

    def open(self) -> MatchIndex[Any]:
        """Open it.

        Raises
        ------
        matching.persistence.StoreError
            There is none, it is damaged, or another version is in force by now.
        """
        index: MatchIndex[Any] = MatchIndex(self.folder, self.kind)
        if index.number != self.number:
            raise StoreError(
                f"{self.folder}: changed while the work began (version {index.number}, not {self.number})"
            )
        return index


def rank_many(
    folder: Path | str,
    kind: str,
    askers: Iterable[Asker],
    k: int,
    *,
    settings: MatchSettings = SHIPPED_SETTINGS,
    as_of: date | None = None,
    filters: Filters = NO_FILTERS,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Ranking]:
    """Rank an index for many askers, in their order; the same to the last bit however many processes work.

    Parameters
    ----------
    folder, kind
        The index; changes made to it meanwhile are not seen.
    askers : iterable
        People for an index of postings, postings for one of people; taken as the work goes on.
    k : int
        So many for each, at most.
    settings, as_of, filters
        The same for all.
    workers : int, optional
        Processes; as many as there are cores when None.
    progress : callable, optional
        Called with the number of askers done.

    Raises
    ------
    ValueError
        An argument cannot be.
    matching.persistence.StoreError
        There is no such index.
    ChildProcessError
        A worker died or failed; names it.
    """
    ask, version = Ask(k, settings, as_of, filters), IndexVersion.now(folder, kind)
    return rank_version(version, ask, askers, workers, progress)


def rank_version(
    version: IndexVersion,
    ask: Ask,
    askers: Iterable[Asker],
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Ranking]:
    """Rank one state of an index for many askers; see `rank_many`."""
    crew = cores() if workers is None else workers
    results = results_in_order(partial(_opened_ranker, version, ask), chunked(askers, ASKERS_A_CHUNK), crew)
    done = 0
    for rankings in results:
        yield from rankings
        done += len(rankings)
        if progress is not None:
            progress(done)


def id_of(asker: Asker) -> str:
    """Return the id of a person or posting.

    Examples
    --------
    >>> id_of(JobSeeker("p1"))
    'p1'
    """
    if isinstance(asker, PreparedSeeker):
        return asker.seeker.id
    return asker.posting.id if isinstance(asker, PlacedPosting) else asker.id


def prepare_askers(askers: Sequence[Asker]) -> list[Prepared]:
    """Work out what comparisons need of those who come as records; titles are coded in one batch."""
    matcher = Matcher()
    records = [one for one in askers if isinstance(one, JobPosting)]
    # The coder is large and slow to load: a process that meets prepared ones only does without.
    postings = iter(matcher.prepare(records) if records else ())
    prepared: list[Prepared] = []
    for one in askers:
        if isinstance(one, JobPosting):
            prepared.append(next(postings))
        else:
            prepared.append(matcher.prepare_seeker(one) if isinstance(one, JobSeeker) else one)
    return prepared


def rank_chunk(index: MatchIndex[Any], ask: Ask, askers: Sequence[Prepared]) -> list[Ranking]:
    """Rank an index for each of a few askers."""
    rankings = []
    for asker in askers:
        best = index.rank(_plan_of(asker, ask), ask.filters, k=ask.k)
        rankings.append(Ranking(id_of(asker), best.points, best.ids))
    return rankings


def prepare_many(records: Iterable[Asker], workers: int | None = None) -> Iterator[Prepared]:
    """Prepare people or postings in their order; it is what building an index spends most time on.

    Parameters
    ----------
    records : iterable
        Those that are prepared already are passed on.
    workers : int, optional
        Processes; as many as there are cores when None.

    Examples
    --------
    >>> [one.id for one in prepare_many([JobPosting.from_mapping({"id": "1", "title": "保安员"})], workers=1)]
    ['1']
    """
    chunks = chunked(records, PREPARED_A_CHUNK)
    for prepared in results_in_order(_preparer, chunks, cores() if workers is None else workers):
        yield from prepared


def chunked(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut an iterable into lists; the last may be shorter.

    Examples
    --------
    >>> list(chunked("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


def _preparer() -> Callable[[Sequence[Asker]], list[Prepared]]:
    return prepare_askers


def _opened_ranker(version: IndexVersion, ask: Ask) -> Callable[[Sequence[Asker]], list[Ranking]]:
    """What each process does first, and what it then does with each chunk."""
    index = version.open()
    return lambda askers: rank_chunk(index, ask, prepare_askers(askers))


def _plan_of(asker: Prepared, ask: Ask) -> Plan | PostingPlan:
    if isinstance(asker, PreparedSeeker):
        return Plan(asker, ask.settings, ask.as_of)
    if isinstance(asker, PlacedPosting):
        return PostingPlan(asker.posting, ask.settings, ask.as_of, asker.place)
    return PostingPlan(asker, ask.settings, ask.as_of)
