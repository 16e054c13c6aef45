"""MatchIndex: documents on disk, ranked and searched through a memory map, changed by whole versions.

What writers and records need is imported where it is needed: it takes many times as long as opening an index.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar

import numpy as np

from matching.index.filters import Filters
from matching.index.live import open_part, open_weights
from matching.index.query import Query, Results
from matching.index.store import Mark, Store
from matching.index.view import Asked, Ranked, View, Words
from matching.persistence import StoreError
from matching.weights import WordWeights

if TYPE_CHECKING:
    from matching.preparation import PreparedPosting

__all__ = ["Asked", "MatchIndex", "Ranked", "Words"]

T = TypeVar("T")

REBUILD_HINT = "build it anew with MatchIndex.build"
ALL = Filters()


class MatchIndex(Generic[T]):
    """Ranking and search over documents of one kind; one writer at a time, any number of readers.

    A version names segments, and for each of them a small state: which rows were removed, which place each posting
    has among its employer's. An addition writes one small segment, and takes along segments no larger than itself;
    `merge` joins what is left in the background.

    Parameters
    ----------
    folder : Path or str
        What `build` wrote.
    kind : str
        postings, people or courses, see `kinds`.
    rebuild_hint : str
        What an error message says to do about a folder that cannot be read.

    Raises
    ------
    matching.persistence.StoreError
        There is none, or it is damaged, or of another kind or format; says what to do.

    Examples
    --------
    >>> import tempfile
    >>> from matching.preparation import PreparedPosting
    >>> from matching.records import JobPosting
    >>> guard = PreparedPosting(JobPosting.from_mapping({"id": "1", "title": "小区保安员"}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     index = MatchIndex.build(folder, "postings", [guard])
    ...     index.search(Query("保安")).ids, index.documents(["1"]) == [guard]
    (('1',), True)
    """

    def __init__(self, folder: Path | str, kind: str, rebuild_hint: str = REBUILD_HINT) -> None:
        self.folder = Path(folder)
        self.kind = kind
        self.rebuild_hint = rebuild_hint
        self._store = Store(self.folder, kind)
        self._stamp: Mark | None = None
        self._view = View(None, WordWeights.from_documents([]), ())
        self.refresh()

    def __len__(self) -> int:
        return len(self._view)

    @property
    def number(self) -> int:
        """Number of the version that is read, one more with each change."""
        return self._view.number

    @property
    def weights(self) -> WordWeights:
        """Weights of words, learned by the build and kept until the next."""
        return self._view.weights

    @classmethod
    def build(
        cls,
        folder: Path | str,
        kind: str,
        documents: Iterable[T],
        progress: Callable[[int], None] | None = None,
        *,
        weights: WordWeights | None = None,
        rebuild_hint: str = REBUILD_HINT,
    ) -> Self:
        """Write the index anew, whatever stood there, and open it; memory does not grow with the documents.

        Parameters
        ----------
        folder : Path or str
        kind : str
        documents : iterable
            Taken as the work goes on; where an id comes again, the later document counts.
        progress : callable, optional
            Called with the number of documents done.
        weights : WordWeights, optional
            Learned from these documents when None.
        rebuild_hint : str

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     len(MatchIndex.build(folder, "courses", []))
        0
        """
        from matching.index import writers

        writers.build(Store(Path(folder), kind), documents, weights, progress)
        return cls(folder, kind, rebuild_hint)

    @classmethod
    def open(cls, folder: Path | str, kind: str, rebuild_hint: str = REBUILD_HINT) -> Self:
        """Open what `build` wrote.

        Examples
        --------
        >>> MatchIndex.open("no/such/index", "postings")
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such/index: nothing is stored here; build it anew with MatchIndex.build
        """
        return cls(folder, kind, rebuild_hint)

    def refresh(self) -> bool:
        """Take over what another process wrote; a look at one small file when nothing changed.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).refresh()
        False
        """
        stamp = self._store.stamp()
        if stamp is not None and stamp == self._stamp:
            return False
        try:
            view = self._load()
        except StoreError as error:
            if self._store.stamp() != stamp:  # writers went two versions on while this one was read
                return self.refresh()
            raise StoreError(f"{error}; {self.rebuild_hint}") from error
        self._view, self._stamp = view, stamp
        return True

    def verify(self) -> None:
        """Prove every byte anew, which opening does only for files that it has not seen before."""
        try:
            self._store.prove(self._store.read(), anew=True)
        except StoreError as error:
            raise StoreError(f"{error}; {self.rebuild_hint}") from error

    def add(self, documents: Iterable[T]) -> None:
        """Put documents in, in place of those with the same ids; the disk holds them when this returns.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).add([])
        """
        from matching.index import writers

        writers.add(self._store, self._look, documents)
        self.refresh()

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).remove(["k1"])
        """
        from matching.index import writers

        writers.remove(self._store, self._look, ids)
        self.refresh()

    def merge(self) -> bool:
        """Join segments that have become many, or lost many rows; others may change the index meanwhile.

        Returns whether there was anything to do. What was removed or replaced meanwhile stays so.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).merge()
        False
        """
        from matching.index import writers

        has_merged = writers.merge(self._store, self._look)
        self.refresh()
        return has_merged

    def rank(self, asked: Asked, filters: Filters = ALL, *, k: int = 20, offset: int = 0) -> Ranked:
        """Return the best documents that pass, exactly, in the order of the matcher.

        Parameters
        ----------
        asked : Asked
            A `plan.Plan` of a person, a `plan.PostingPlan` of a posting, or `Words` alone.
        filters : Filters
        k : int
            So many at most; 0 counts only.
        offset : int
            How many to pass over.
        """
        for name, value in (("k", k), ("offset", offset)):
            if value < 0:
                raise ValueError(f"{name}: expected 0 or more, got {value}")
        return self._view.rank(asked, filters, k, offset)

    def points(self, asked: Asked, ids: Sequence[str]) -> dict[str, int]:
        """Return the points of some documents, those that are there; the same numbers as in `rank`."""
        return self._view.points(asked, ids)

    def search(self, query: Query) -> Results:
        """Find the documents that hold all words and pass all filters.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).search(Query("保安")).total
        0
        """
        return self._view.search(query)

    def documents(self, ids: Iterable[str] | None = None) -> list[T]:
        """Return documents: all by id, or those of `ids` that are there, in order.

        Raises
        ------
        ValueError
            The index keeps no records of this kind: what it holds of people is in the bureau's database.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).documents(["k1"])
        []
        """
        from matching.index.kinds import kind_named

        read = kind_named(self.kind).read
        if read is None:
            raise ValueError(f"kind: an index of {self.kind} keeps no records")
        view = self._view
        found = [view.find(one) for one in (view.ids() if ids is None else ids)]
        return [read(one[0].segment.record(one[1])) for one in found if one is not None]

    def ids(self) -> list[str]:
        """Return all ids, rising."""
        return list(self._view.ids())

    def common_titles(self) -> dict[str, int]:
        """Return titles that several documents have, and how many; see `suggestions.common_titles`.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).common_titles()
        {}
        """
        from matching.index.suggestions import common_titles

        return common_titles([(part.segment, part.live) for part in self._view.parts])

    def place(self, posting: "PreparedPosting") -> int | None:
        """Return the place of a posting among those of its employer that are in the index.

        As `matching.exposure.Pool.place`; the posting itself need not be there.
        """
        from matching.index import stalls

        stall = stalls.stall_key(posting)
        if not stall:
            return None
        wanted = np.array([stall], dtype=np.int64)
        return stalls.place_among(
            [stalls.live_rows(part.segment, part.live, wanted) for part in self._view.parts], posting
        )

    def _look(self) -> View:
        self.refresh()
        return self._view

    def _load(self) -> View:
        version = self._store.read()
        before = self._view
        at_hand = {part.name: part for part in before.parts}
        self._store.prove(version, before.files)
        weights = before.weights if before.weights_file == version.weights else open_weights(self._store, version)
        parts = [open_part(self._store, version, part, at_hand.get(part.segment)) for part in version.parts]
        return View(version, weights, parts)
