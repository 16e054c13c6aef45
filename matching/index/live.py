"""A segment as it stands in one version: what was removed from it, and what else changes without its file changing."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import Bytes, Int
from matching.index.packing import PackWriter
from matching.index.segment import FORMAT as SEGMENT_FORMAT
from matching.index.segment import KIND as SEGMENT_KIND
from matching.index.segment import Segment
from matching.index.store import Part, Store, Version
from matching.weights import WordWeights

# The column of `id_checks`.
ID_CHECK = "id_check"
# So few ids are looked up one by one.
_FEW = 32
_STATE, _STATE_FORMAT = "state", 1
_WEIGHTS, _WEIGHTS_FORMAT = "weights", 1


@dataclass(frozen=True, slots=True)
class LiveSegment:
    """A segment and its state.

    Attributes
    ----------
    name : str
        The segment's file.
    state : str or None
        The state's file, None where it is not written yet.
    live : uint8[rows] or None
        0 for a row that was removed; None: none was.
    places : uint8[rows]
        Place of each posting among its employer's, see `stalls`; empty for kinds that have no such places.
    size : int
        How many rows are left.
    """

    name: str
    state: str | None
    segment: Segment
    live: Bytes | None
    places: Bytes
    size: int

    def row_of(self, one: str) -> int | None:
        """Row of a document, None where it is not there or was removed."""
        row = self.segment.row_of(one)
        return None if row is None or (self.live is not None and not self.live[row]) else row

    def rows_of(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Rows of those documents that are there, in no order."""
        if len(ids) < _FEW:
            found = [row for one in ids if (row := self.row_of(one)) is not None]
            return np.array(found, dtype=np.int64)
        wanted = set(ids)
        rows = rows_with(self.segment.columns[ID_CHECK], id_checks(ids)).tolist()
        kept = [row for row in rows if (self.live is None or self.live[row]) and self.segment.id(row) in wanted]
        return np.array(kept, dtype=np.int64)

    def mask(self) -> NDArray[np.bool_]:
        """Which rows are left."""
        return np.ones(self.segment.rows, dtype=bool) if self.live is None else self.live != 0


def id_checks(ids: Sequence[str]) -> Int:
    """Return a checksum of each id, by which many are found in one pass over the column.

    Examples
    --------
    >>> id_checks(["p1", "p2"]).tolist()
    [1060662067, -1506723191]
    """
    return np.array([zlib.crc32(one.encode()) for one in ids], dtype=np.uint32).view(np.int32)


def rows_with(column: Int, values: Int) -> NDArray[np.int64]:
    """Return the rows whose number is among a few values, rising.

    Examples
    --------
    >>> rows_with(np.array([7, 8, 7, 9], dtype=np.int32), np.array([9, 7], dtype=np.int32)).tolist()
    [0, 2, 3]
    """
    # A table of 65,536 flags leaves out nearly all rows at a fraction of the price of a sorted look-up.
    flags = np.zeros(1 << 16, dtype=bool)
    flags[values & 0xFFFF] = True
    rows = np.flatnonzero(flags[column & 0xFFFF])
    return rows[np.isin(column[rows], values)]


def open_part(store: Store, version: Version, part: Part, known: LiveSegment | None) -> LiveSegment:
    """Map a segment and its state; what is `known` of the same segment stays mapped as it is."""
    if known is not None and known.state == part.state:
        return known
    if known is None:
        segment = Segment(store.open(part.segment, SEGMENT_KIND, SEGMENT_FORMAT, version))
    else:
        segment = known.segment
    state = store.open(part.state, _STATE, _STATE_FORMAT, version)
    live, places = state.arrays.get("live"), state.arrays["places"]
    return LiveSegment(part.segment, part.state, segment, live, places, state.facts["size"])


def write_state(path: Path, part: LiveSegment) -> None:
    """Write the state of a segment."""
    with PackWriter(path, _STATE, _STATE_FORMAT, {"size": part.size}) as pack:
        pack.add("places", part.places)
        if part.live is not None:
            pack.add("live", part.live)


def open_weights(store: Store, version: Version) -> WordWeights:
    """Map the weights that the last build learned."""
    return WordWeights.from_arrays(store.open(version.weights, _WEIGHTS, _WEIGHTS_FORMAT, version).arrays)


def write_weights(path: Path, weights: WordWeights) -> None:
    """Keep what a build has learned, for as long as nobody builds anew."""
    with PackWriter(path, _WEIGHTS, _WEIGHTS_FORMAT) as pack:
        for name, array in weights.to_arrays().items():
            pack.add(name, array)
