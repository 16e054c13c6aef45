"""PostingIndex: the postings on disk, searched through a memory map, changed by whole versions."""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from matching.index.query import Query, Results
from matching.index.segment import Segment, write_segment
from matching.index.view import View
from matching.persistence import StoreError, current, exclusive, publish, read_parts, write_parts
from matching.preparation import PreparedPosting

_KIND, _FORMAT = "posting index", 1
_REBUILD = "build it anew with PostingIndex.build"
# A segment that has lost this share of its rows is written anew with the next change.
_WORN_OUT = 0.3

Removed = NDArray[np.int32]


class PostingIndex:
    """Search over prepared postings; one writer at a time, any number of readers.

    A version holds the names of its segments and the rows removed from each; segments are linked
    from the version before, so that a change of one posting writes one small segment. Segments are
    merged as their sizes meet, so that there are never more than about log2(postings).

    Parameters
    ----------
    folder : Path or str
        A store that `build` wrote.

    Raises
    ------
    matching.persistence.StoreError
        There is none, or it is damaged or of another format; the message says what to do.

    Examples
    --------
    >>> import tempfile
    >>> from matching.records import JobPosting
    >>> guard = PreparedPosting(JobPosting.from_mapping({"id": "1", "title": "小区保安员"}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     index = PostingIndex.build(folder, [guard])
    ...     index.search(Query("保安")).ids
    ('1',)
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._stamp: tuple[int, int] | None = None
        self._view = View({}, [])
        self.refresh()

    def __len__(self) -> int:
        return len(self._view)

    @classmethod
    def build(cls, folder: Path | str, postings: Iterable[PreparedPosting]) -> "PostingIndex":
        """Write the index anew, whatever stood there, and open it.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     len(PostingIndex.build(folder, []))
        0
        """
        store = Path(folder)
        rows = list({one.id: one for one in postings}.values())
        with exclusive(store):
            publish(store, lambda version: _write_version(version, None, [], rows))
        return cls(store)

    @classmethod
    def open(cls, folder: Path | str) -> "PostingIndex":
        """Open what `build` wrote.

        Examples
        --------
        >>> PostingIndex.open("no/such/index")
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such/index: nothing is stored here; build it anew with \
PostingIndex.build
        """
        return cls(folder)

    def refresh(self) -> bool:
        """Take over what another process wrote; a look at one small file when nothing changed.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     PostingIndex.build(folder, []).refresh()
        False
        """
        stamp = self._stamp_now()
        if stamp is not None and stamp == self._stamp:
            return False
        try:
            self._view = self._load()
        except StoreError as error:
            if self._stamp_now() != stamp:  # writers went two versions on while this one was read
                return self.refresh()
            raise StoreError(f"{error}; {_REBUILD}") from error
        self._stamp = stamp
        return True

    def add(self, postings: Iterable[PreparedPosting]) -> None:
        """Put postings in, in place of those with the same ids.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     PostingIndex.build(folder, []).add([])
        """
        self._change(list({one.id: one for one in postings}.values()), frozenset())

    def remove(self, ids: Iterable[str]) -> None:
        """Take postings out; ids that are not there are passed over.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     PostingIndex.build(folder, []).remove(["1"])
        """
        self._change([], frozenset(ids))

    def search(self, query: Query) -> Results:
        """Find the postings that hold all words and pass all filters.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     PostingIndex.build(folder, []).search(Query("保安")).total
        0
        """
        return self._view.search(query)

    def postings(self, ids: Iterable[str] | None = None) -> Sequence[PreparedPosting]:
        """Return postings as the matcher needs them: all by id, or those of `ids` that are there, in order.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     PostingIndex.build(folder, []).postings(["1"])
        []
        """
        view = self._view
        wanted = sorted(view.row_of) if ids is None else ids
        return [view.posting(view.row_of[one]) for one in wanted if one in view.row_of]

    def _change(self, added: list[PreparedPosting], gone: frozenset[str]) -> None:
        with exclusive(self.folder):
            self.refresh()
            before = self._view
            gone = gone | {one.id for one in added}
            if not added and not any(one in before.row_of for one in gone):
                return
            kept, merged = _merge(before, gone, len(added))
            old = current(self.folder)
            publish(self.folder, lambda version: _write_version(version, old, kept, [*merged, *added]))
        self.refresh()

    def _load(self) -> View:
        folder = current(self.folder)
        facts, arrays, _ = read_parts(folder, _KIND, _FORMAT)
        names: list[str] = facts["segments"]
        at_hand = dict(zip(self._view.names, self._view.segments, strict=True))
        opened = {name: at_hand.get(name) or Segment(folder / name) for name in names}
        return View(opened, [arrays[f"removed_{i}"] for i in range(len(names))])

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            facts = os.stat(self.folder / "CURRENT")
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_ino


def _merge(view: View, gone: frozenset[str], size: int) -> tuple[list[tuple[str, Removed]], list[PreparedPosting]]:
    """Split the segments into those that stay, and the postings of those no larger than the `size` to come."""
    stay: list[tuple[str, Removed]] = []
    merged: list[PreparedPosting] = []
    parts = zip(view.names, view.segments, view.removed, strict=True)
    for name, segment, removed in sorted(parts, key=lambda part: len(part[1])):
        removed = _removed_from(segment, removed, gone)
        is_small = bool(size) and len(segment) - len(removed) <= size + len(merged)
        if is_small or len(removed) > _WORN_OUT * len(segment):
            rows = np.setdiff1d(np.arange(len(segment)), removed)
            merged.extend(segment.posting(int(row)) for row in rows)
        else:
            stay.append((name, removed))
    return stay, merged


def _removed_from(segment: Segment, removed: Removed, gone: frozenset[str]) -> Removed:
    rows = [segment.row_of[one] for one in gone if one in segment.row_of]
    return np.union1d(removed, np.array(rows, dtype=np.int32)).astype(np.int32)


def _write_version(
    version: Path, before: Path | None, kept: list[tuple[str, Removed]], rows: list[PreparedPosting]
) -> None:
    for name, _ in kept:
        if before is not None:
            shutil.copytree(before / name, version / name, copy_function=_link)
    names = [name for name, _ in kept]
    removed = [rows_gone for _, rows_gone in kept]
    if rows:
        names.append(uuid4().hex)
        removed.append(np.zeros(0, dtype=np.int32))
        write_segment(version / names[-1], rows)
    arrays = {f"removed_{i}": rows_gone for i, rows_gone in enumerate(removed)}
    write_parts(version, _KIND, _FORMAT, {"segments": names}, arrays)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)
