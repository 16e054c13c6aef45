"""A new version in the making: documents taken out, written anew, and numbered anew; then published as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.index import stalls
from matching.index.copying import Copied, copy_rows
from matching.index.kinds import BatchMaker, Kind
from matching.index.live import LiveSegment, write_state
from matching.index.segment import Segment
from matching.index.store import Part, Store
from matching.index.writing import SegmentWriter
from matching.weights import WordWeights

T = TypeVar("T")

BATCH = 1024
# An addition takes small segments along as long as it stays this small; the rest is left to the merge. Only where
# nobody merges, and segments have become many, it takes more: it is late then by about a second.
ROWS_TAKEN_ALONG, MANY_PARTS, ROWS_TAKEN_OF_MANY = 1_000, 16, 20_000
# A segment that has lost this share of its rows is worth writing anew.
_WORN_OUT = 0.3
# Segments are joined with those that are up to so many times larger than all smaller ones together.
_WORTH_JOINING = 4


class Change:
    """Collects what changes of a version, and publishes it; the caller holds `Store.writing`.

    Parameters
    ----------
    store : Store
    kind : Kind
    number : int
        Of the version in force.
    parts : sequence of LiveSegment
        What it is made of, as far as it is to stay.
    """

    def __init__(self, store: Store, kind: Kind[Any], number: int, parts: Sequence[LiveSegment]) -> None:
        self.has_removed = False
        self._store, self._kind, self._number = store, kind, number
        self._parts = {part.name: part for part in parts}
        self._touched = [np.zeros(0, dtype=np.int64)]

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over."""
        wanted = list(ids)
        for part in list(self._parts.values()):
            rows = part.rows_of(wanted)
            if len(rows):
                self._remove_rows(part, rows)

    def take_small_parts(self, added: int) -> list[LiveSegment]:
        """Take out the segments that an addition of so many documents takes along, and return them.

        As each of them is no larger than what it is joined with, a document moves about log2(1,000) times.
        """
        most = ROWS_TAKEN_ALONG if len(self._parts) < MANY_PARTS else ROWS_TAKEN_OF_MANY
        taken: list[LiveSegment] = []
        rows = added
        for part in sorted(self._parts.values(), key=lambda one: one.size):
            if part.size > rows or rows + part.size > most:
                break
            rows += part.size
            taken.append(self._parts.pop(part.name))
        return taken

    def drop(self, names: Iterable[str]) -> None:
        """Leave segments out whose documents stand elsewhere now."""
        for name in names:
            self._parts.pop(name, None)

    def include(self, name: str, segment: Segment, gone: NDArray[np.int64]) -> None:
        """Put a segment in, without some of its rows."""
        if not segment.rows:
            return
        live = None
        if len(gone):
            live = np.ones(segment.rows, dtype=np.uint8)
            live[gone] = 0
        places = np.zeros(segment.rows if self._kind.has_stalls else 0, dtype=np.uint8)
        self._parts[name] = LiveSegment(name, None, segment, live, places, segment.rows - len(gone))
        if self._kind.has_stalls:
            self._touched.append(stalls.live_rows(segment, live, None).stalls)

    def publish(self, weights: str) -> None:
        """Number what was touched, write the states that changed, and make all of it the current version."""
        parts = [part for part in self._parts.values() if part.size]
        named = []
        for part in self._numbered(parts):
            state = part.state or self._store.new_name("state")
            if part.state is None:
                write_state(self._store.folder / state, part)
            named.append(Part(part.name, state))
        self._store.publish(self._number + 1, weights, named)

    def _remove_rows(self, part: LiveSegment, rows: NDArray[np.int64]) -> None:
        live = part.mask().astype(np.uint8)
        live[rows] = 0
        self._parts[part.name] = replace(part, state=None, live=live, size=part.size - len(rows))
        self.has_removed = True
        if self._kind.has_stalls:
            self._touched.append(stalls.stalls_of(part.segment, rows))

    def _numbered(self, parts: Sequence[LiveSegment]) -> Iterator[LiveSegment]:
        touched = np.unique(np.concatenate(self._touched))
        if not len(touched):
            yield from parts
            return
        rows = [stalls.live_rows(part.segment, part.live, touched) for part in parts]
        for part, found, numbers in zip(parts, rows, stalls.places_in(rows), strict=True):
            if (part.places[found.rows] == numbers).all():
                yield part
                continue
            places = part.places.copy()
            places[found.rows] = numbers
            yield replace(part, state=None, places=places)


def write_segment(
    path: Path, kind: Kind[T], weights: WordWeights | None, documents: Iterable[T], copied: Iterable[Copied] = ()
) -> Iterator[int]:
    """Write a segment of rows of older segments and of documents; yields how many documents are done.

    Memory does not grow with the documents beyond a few numbers of each.
    """
    maker = BatchMaker(kind)
    left = iter(documents)
    done = 0
    with SegmentWriter(path, kind.name, kind.order_by, weights, path.parent) as writer:
        for one in copied:
            copy_rows(writer, maker.dictionaries, maker.names, one)
        while batch := list(islice(left, BATCH)):
            writer.add(maker.batch(batch))
            done += len(batch)
            yield done
        writer.close({"order_by": list(kind.order_by), "names": maker.names}, maker.dictionaries.arrays())


def worth_merging(parts: Iterable[LiveSegment]) -> list[LiveSegment]:
    """Return the segments that are better written as one: the small ones, and those that have lost many rows.

    A large segment is written anew only where that costs little beside what is joined with it, so that the work of
    all merges grows with the documents times the logarithm of their number.
    """
    ordered = sorted(parts, key=lambda one: one.size)
    smaller = np.cumsum([0, *(part.size for part in ordered)])
    joined = [i for i, part in enumerate(ordered) if i and part.size <= _WORTH_JOINING * smaller[i]]
    chosen = ordered[: max(joined) + 1] if joined else []
    worn = [part for part in ordered if part.segment.rows - part.size > _WORN_OUT * part.segment.rows]
    return [*chosen, *(part for part in worn if part not in chosen)]
