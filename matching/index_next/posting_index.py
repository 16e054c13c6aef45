"""MatchIndex: documents on disk, ranked and searched through a memory map, changed by whole versions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, Self, TypeVar

import numpy as np

from matching.index_next import stalls
from matching.index_next.changes import Change, worth_merging, write_segment
from matching.index_next.copying import Copied
from matching.index_next.filters import Filters
from matching.index_next.kinds import Kind, kind_named
from matching.index_next.live import LiveSegment, open_part, open_weights, write_weights
from matching.index_next.query import Query, Results
from matching.index_next.segment import Segment
from matching.index_next.store import Mark, Store
from matching.index_next.view import Asked, Ranked, View
from matching.persistence import StoreError
from matching.preparation import PreparedPosting
from matching.weights import WordWeights

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
        postings, people or courses.
    rebuild_hint : str
        What an error message says to do about a folder that cannot be read.

    Raises
    ------
    matching.persistence.StoreError
        There is none, or it is damaged, or of another kind or format; says what to do.

    Examples
    --------
    >>> import tempfile
    >>> from matching.records import JobPosting
    >>> guard = PreparedPosting(JobPosting.from_mapping({"id": "1", "title": "小区保安员"}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     index = MatchIndex.build(folder, "postings", [guard])
    ...     index.search(Query("保安")).ids, index.documents(["1"]) == [guard]
    (('1',), True)
    """

    def __init__(self, folder: Path | str, kind: str, rebuild_hint: str = REBUILD_HINT) -> None:
        self.folder = Path(folder)
        self.kind: Kind[T] = kind_named(kind)
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
        own, store = kind_named(kind), Store(Path(folder), kind)
        with store.writing():
            name, weights_name = store.new_name("segment"), store.new_name("weights")
            for done in write_segment(store.folder / name, own, weights, documents):
                if progress is not None:
                    progress(done)
            segment = Segment.open(store.folder / name)
            learned = segment.weights if weights is None else weights
            write_weights(store.folder / weights_name, learned or WordWeights.from_documents([]))
            change = Change(store, own, store.number(), ())
            change.include(name, segment, np.zeros(0, dtype=np.int64))
            change.publish(weights_name)
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
        added = {self.kind.identify(one): one for one in documents}
        if not added:
            return
        with self._store.writing():
            self.refresh()
            view = self._view
            change = Change(self._store, self.kind, view.number, view.parts)
            change.remove(added)
            copied = [Copied(part.segment, part.mask()) for part in change.take_small_parts(len(added))]
            name = self._store.new_name("segment")
            for _ in write_segment(self.folder / name, self.kind, view.weights, added.values(), copied):
                pass
            change.include(name, Segment.open(self.folder / name), np.zeros(0, dtype=np.int64))
            change.publish(view.weights_file)
        self.refresh()

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     MatchIndex.build(folder, "courses", []).remove(["k1"])
        """
        with self._store.writing():
            self.refresh()
            view = self._view
            change = Change(self._store, self.kind, view.number, view.parts)
            change.remove(ids)
            if not change.has_removed:
                return
            change.publish(view.weights_file)
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
        with self._store.merging() as aside:
            self.refresh()
            chosen = worth_merging(self._view.parts)
            if not chosen:
                return False
            name = self._store.new_name("segment")
            copied = [Copied(part.segment, part.mask()) for part in chosen]
            for _ in write_segment(aside / name, self.kind, self._view.weights, (), copied):
                pass
            with self._store.writing():
                self.refresh()
                self._publish_merged(aside / name, chosen)
        self.refresh()
        return True

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
        if self.kind.read is None:
            raise ValueError(f"kind: an index of {self.kind.name} keeps no records")
        view = self._view
        found = [view.find(one) for one in (view.ids() if ids is None else ids)]
        return [self.kind.read(one[0].segment.record(one[1])) for one in found if one is not None]

    def ids(self) -> list[str]:
        """Return all ids, rising."""
        return list(self._view.ids())

    def place_of(self, posting: PreparedPosting) -> int | None:
        """Return the place of a posting among those of its employer that are in the index.

        As `matching.exposure.Pool.place`; the posting itself need not be there.
        """
        stall = stalls.stall_key(posting)
        if not stall:
            return None
        wanted = np.array([stall], dtype=np.int64)
        return stalls.place_among(
            [stalls.live_rows(part.segment, part.live, wanted) for part in self._view.parts], posting
        )

    def _publish_merged(self, path: Path, merged: Sequence[LiveSegment]) -> None:
        """Put the merged segment in place of those that it was made of, but for what has left them since."""
        now = {part.name: part for part in self._view.parts}
        if not any(part.name in now for part in merged):
            return  # built anew meanwhile
        segment = Segment.open(path)
        path.rename(self.folder / path.name)
        gone = [segment.row_of(one) for part in merged for one in _left_since(part, now.get(part.name))]
        change = Change(self._store, self.kind, self._view.number, self._view.parts)
        change.drop({part.name for part in merged})
        change.include(path.name, segment, np.array(gone, dtype=np.int64))
        change.publish(self._view.weights_file)

    def _load(self) -> View:
        version = self._store.read()
        before = self._view
        at_hand = {part.name: part for part in before.parts}
        self._store.prove(version, before.files)
        weights = before.weights if before.weights_file == version.weights else open_weights(self._store, version)
        parts = [open_part(self._store, version, part, at_hand.get(part.segment)) for part in version.parts]
        return View(version, weights, parts)


def _left_since(part: LiveSegment, now: LiveSegment | None) -> Iterator[str]:
    """Ids of the documents that a segment has lost; all, where it is no longer there itself."""
    gone = part.mask() if now is None else part.mask() & ~now.mask()
    for row in np.flatnonzero(gone).tolist():
        yield part.segment.id(row)
