"""The match index cut into shards, and ranked by the processes of a Dask cluster.

Postings are dealt out by their stalls (employer and kind of work), so that each employer's places are counted inside
one shard; all shards weigh words alike. A pair then has the same points in its shard as in one index of everything,
and since points and ids order all postings, the best of all are the best of the shards' best, however they are merged.

Needs the extra ``cluster`` (Dask); `build_shards` without a client does not.
"""

import json
import logging
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.index.batch import (
    ASKERS_A_CHUNK,
    NO_FILTERS,
    SHIPPED_SETTINGS,
    Ask,
    Asker,
    IndexVersion,
    Prepared,
    chunked,
    prepare_askers,
    rank_chunk,
)
from matching.index.filters import Filters
from matching.index.kinds import POSTINGS, record_of
from matching.index.posting_index import MatchIndex
from matching.index.rankings import Ranking, merge_rankings
from matching.index.stalls import stall_key
from matching.index.workers import cores
from matching.persistence import StoreError, sync
from matching.plain import from_plain
from matching.preparation import PreparedPosting
from matching.settings import MatchSettings
from matching.weights import Keys, WordWeights, key_of, merge_frequencies

T = TypeVar("T")
R = TypeVar("R")

_LIST, _FORMAT = "shards.json", 1
# Rankings merged by one task: shards are few and lists short, so the tree is flat.
_FAN_IN = 8
# Tasks for each core that are on their way at once; enough that none waits, and memory stays bounded.
_AHEAD = 4


class Client(Protocol):
    """What is used of a ``distributed.Client``; its futures are handed on and never looked into."""

    def submit(self, work: Callable[..., Any], *given: Any, **options: Any) -> Any:
        """Have one task done; returns a future."""

    def map(self, work: Callable[..., Any], *given: Any, **options: Any) -> Any:
        """Have a task done for each; returns futures."""

    def scatter(self, data: Any, *, broadcast: bool) -> Any:
        """Send data to the workers; returns a future."""

    def gather(self, futures: Any) -> Any:
        """Wait for results."""

    def ncores(self) -> dict[str, int]:
        """Cores of each worker, by its address."""


@dataclass(frozen=True, slots=True)
class Shards:
    """One collection of postings in several indexes, each in the version that it was built in.

    Every machine of the cluster must see the folder under the same path.
    """

    versions: tuple[IndexVersion, ...]

    @staticmethod
    def exist_in(folder: Path | str) -> bool:
        """Whether shards were written here to the end."""
        return (Path(folder) / _LIST).exists()

    @classmethod
    def open(cls, folder: Path | str) -> "Shards":
        """Read which shards there are.

        Raises
        ------
        matching.persistence.StoreError
            There are none, or their building was not finished.

        Examples
        --------
        >>> Shards.open("no/such/shards")
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such/shards: holds no shards; write them with build_shards
        """
        place = Path(folder)
        try:
            facts = json.loads((place / _LIST).read_bytes())
            listed = [(str(name), int(number)) for name, number in facts["shards"]]
            written = facts["format"]
        except FileNotFoundError as error:
            raise StoreError(f"{folder}: holds no shards; write them with build_shards") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{place / _LIST}: damaged; write the shards anew with build_shards") from error
        if written != _FORMAT:
            raise StoreError(f"{place / _LIST}: written in format {written}, this library reads format {_FORMAT}")
        return cls(tuple(IndexVersion(place / name, POSTINGS.name, number) for name, number in listed))


def build_shards(
    folder: Path | str, postings: Iterable[PreparedPosting], shards: int, client: Client | None = None
) -> Shards:
    """Write postings into so many indexes that rank like one; with a client, the shards are written side by side.

    Parameters
    ----------
    folder : Path or str
        Without shards as yet; seen by all machines under this path.
    postings : iterable of PreparedPosting
        Of two with the same id the later one counts. Memory grows by the ids alone, about 100 bytes each.
    shards : int
    client : distributed.Client, optional

    Raises
    ------
    ValueError
        Fewer than one shard.
    matching.persistence.StoreError
        The folder holds shards already.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(build_shards(folder, [], 2).versions)
    2
    """
    if shards < 1:
        raise ValueError(f"shards: expected 1 or more, got {shards}")
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    if Shards.exist_in(place):
        raise StoreError(f"{place}: holds shards already; write the new ones into a folder of their own")
    with tempfile.TemporaryDirectory(prefix="dealt-", dir=place) as aside:
        dealt = _deal_out(postings, place, Path(aside), shards)
        weights = _common_weights(_for_each(client, _count_words, dealt, None))
        versions = _for_each(client, _write_shard, dealt, weights)
    _write_list(place, versions)
    return Shards(tuple(versions))


def rank_many(
    client: Client,
    shards: Shards,
    askers: Iterable[Asker],
    k: int,
    *,
    settings: MatchSettings = SHIPPED_SETTINGS,
    as_of: date | None = None,
    filters: Filters = NO_FILTERS,
) -> Iterator[Ranking]:
    """Rank all shards for many people, in their order: what `batch.rank_many` gives for one index, to the last bit.

    Parameters
    ----------
    client : distributed.Client
    shards : Shards
    askers : iterable
        Taken as the work goes on.
    k : int
    settings, as_of, filters
        The same for all.
    """
    return rank_shards(client, shards, Ask(k, settings, as_of, filters), askers)


def rank_shards(client: Client, shards: Shards, ask: Ask, askers: Iterable[Asker]) -> Iterator[Ranking]:
    """Rank all shards for many people; see `rank_many`."""
    homes = _homes(sorted(client.ncores()), len(shards.versions))
    at_once = max(2, _AHEAD * sum(client.ncores().values()) // len(homes))
    waiting: deque[Any] = deque()
    for chunk in chunked(askers, ASKERS_A_CHUNK):
        people = client.submit(prepare_askers, chunk, pure=False)
        parts = [
            client.submit(_rank_shard, version, ask, people, workers=list(home), allow_other_workers=True, pure=False)
            for version, home in zip(shards.versions, homes, strict=True)
        ]
        waiting.append(_merged(client, parts, ask.k))
        if len(waiting) >= at_once:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


@contextmanager
def connect(scheduler: str | None = None, workers: int | None = None) -> Iterator[Client]:
    """A cluster: the one at an address, else one of processes on this machine that this machine alone can reach.

    Parameters
    ----------
    scheduler : str, optional
        Such as ``tls://scheduler:8786``.
    workers : int, optional
        Processes of a local cluster; as many as there are cores when None.

    Raises
    ------
    ModuleNotFoundError
        Dask is not installed; says how to.
    """
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "matching.distributed needs Dask: pip install 'bridgehead-matching[cluster]'", name=error.name
        ) from error
    dask: Any = distributed
    if scheduler is not None:
        with dask.Client(scheduler) as client:
            yield client
        return
    crew = cores() if workers is None else workers
    with (
        dask.LocalCluster(
            crew,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            # A worker that is slow to end on a busy machine is nothing to warn of.
            silence_logs=logging.ERROR,
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client


@dataclass(frozen=True, slots=True)
class _Dealt:
    """The postings dealt to one shard, one a line; where its index shall stand; the lines that do not count."""

    lines: Path
    folder: Path
    outdated: frozenset[int]

    def postings(self) -> Iterator[PreparedPosting]:
        """Those that count."""
        with self.lines.open("rb") as stream:
            for number, line in enumerate(stream):
                if number not in self.outdated:
                    yield from_plain(PreparedPosting, json.loads(line))


def _deal_out(postings: Iterable[PreparedPosting], place: Path, aside: Path, shards: int) -> list[_Dealt]:
    """Write each posting to the lines of its shard."""
    paths = [aside / f"{number:04}.jsonl" for number in range(shards)]
    outdated: list[set[int]] = [set() for _ in paths]
    sizes = [0] * shards
    # Shard and line in one number: two numbers in a tuple would take as much memory again as the id.
    seen: dict[str, int] = {}
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in paths]
        for posting in postings:
            shard = shard_of(posting, shards)
            if posting.id in seen:
                line, before = divmod(seen[posting.id], shards)
                outdated[before].add(line)
            seen[posting.id] = sizes[shard] * shards + shard
            sizes[shard] += 1
            files[shard].write(record_of(posting) + b"\n")
    rows = zip(paths, outdated, strict=True)
    return [_Dealt(path, place / f"shard-{i:04}", frozenset(gone)) for i, (path, gone) in enumerate(rows)]


def shard_of(posting: PreparedPosting, shards: int) -> int:
    """Return the shard of a posting: one for all of a stall; where the employer is unknown, by the id.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> one, other = (JobPosting.from_mapping({"id": i, "title": "x", "employer": "甲厂"}) for i in "12")
    >>> shard_of(PreparedPosting(one), 1000) == shard_of(PreparedPosting(other), 1000)
    True
    """
    return (stall_key(posting) or key_of(posting.id)) % shards


def _count_words(dealt: _Dealt, _: None) -> tuple[Keys, NDArray[np.int64], int]:
    """In how many postings of a shard each word stands, and how many postings there are."""
    frequencies: Counter[str] = Counter()
    number = 0
    for posting in dealt.postings():
        frequencies.update(set(POSTINGS.words(posting)))
        number += 1
    # Words first, keys once each at the end. Two words with one key would be one word in one index as well.
    keys = np.fromiter(map(key_of, frequencies), dtype=np.uint64, count=len(frequencies))
    counted = np.fromiter(frequencies.values(), dtype=np.int64, count=len(frequencies))
    return keys, counted, number


def _common_weights(parts: Sequence[tuple[Keys, NDArray[np.int64], int]]) -> WordWeights:
    keys, frequencies = merge_frequencies((keys, counted) for keys, counted, _ in parts)
    return WordWeights.from_frequencies(keys, frequencies, sum(number for _, _, number in parts))


def _write_shard(dealt: _Dealt, weights: WordWeights) -> IndexVersion:
    MatchIndex.build(dealt.folder, POSTINGS.name, dealt.postings(), weights=weights)
    return IndexVersion.now(dealt.folder, POSTINGS.name)


def _for_each(client: Client | None, work: Callable[[_Dealt, T], R], dealt: list[_Dealt], shared: T) -> list[R]:
    """Do the same for each shard, on the cluster where there is one."""
    if client is None:
        return [work(one, shared) for one in dealt]
    # Sent to every worker once, and not with every task.
    given = client.scatter(shared, broadcast=True)
    results: list[R] = client.gather(client.map(work, dealt, [given] * len(dealt), pure=False))
    return results


def _write_list(place: Path, versions: Sequence[IndexVersion]) -> None:
    facts = {"format": _FORMAT, "shards": [[one.folder.name, one.number] for one in versions]}
    fresh = place / f".{_LIST}"
    fresh.write_text(json.dumps(facts), encoding="utf-8")
    sync(fresh)
    fresh.replace(place / _LIST)
    sync(place)


def _homes(workers: Sequence[str], shards: int) -> list[Sequence[str]]:
    """Which workers read which shard: always the same ones, so that it stays in the memory of their machines."""
    return [workers[shard % len(workers) :: shards] for shard in range(shards)]


def _merged(client: Client, parts: list[Any], k: int) -> Any:
    """The tree: each task merges a few rankings of the same chunk, until one is left."""
    while len(parts) > 1:
        parts = [client.submit(_merge, group, k, pure=False) for group in chunked(parts, _FAN_IN)]
    return parts[0]


def _merge(parts: Sequence[Sequence[Ranking]], k: int) -> list[Ranking]:
    return [merge_rankings(same, k) for same in zip(*parts, strict=True)]


def _rank_shard(version: IndexVersion, ask: Ask, people: Sequence[Prepared]) -> list[Ranking]:
    return rank_chunk(_opened(version), ask, people)


@lru_cache(maxsize=64)
def _opened(version: IndexVersion) -> MatchIndex[PreparedPosting]:
    return version.open()
