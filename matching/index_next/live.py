"""A segment as it stands in one version: what was removed from it, and what else changes without its file changing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.index_next.layout import Bytes
from matching.index_next.packing import PackWriter
from matching.index_next.segment import FORMAT as SEGMENT_FORMAT
from matching.index_next.segment import KIND as SEGMENT_KIND
from matching.index_next.segment import Segment
from matching.index_next.store import Part, Store, Version
from matching.weights import WordWeights

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

    def mask(self) -> NDArray[np.bool_]:
        """Which rows are left."""
        return np.ones(self.segment.rows, dtype=bool) if self.live is None else self.live != 0


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
