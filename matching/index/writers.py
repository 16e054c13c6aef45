"""What writers do to an index: build it, add to it, take out of it, merge it; each leaves a new version or none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from matching.index.changes import Change, worth_merging, write_segment
from matching.index.copying import Copied
from matching.index.kinds import kind_named
from matching.index.live import LiveSegment, write_weights
from matching.index.segment import Segment
from matching.index.store import Store
from matching.index.view import View
from matching.weights import WordWeights

T = TypeVar("T")
# Gives the state of the index as it is now, see `MatchIndex.refresh`.
Look = Callable[[], View]

_NOTHING = np.zeros(0, dtype=np.int64)


def build(
    store: Store, documents: Iterable[T], weights: WordWeights | None, progress: Callable[[int], None] | None
) -> None:
    """Write an index anew; see `MatchIndex.build`."""
    kind = kind_named(store.kind)
    with store.writing():
        name, weights_name = store.new_name("segment"), store.new_name("weights")
        for done in write_segment(store.folder / name, kind, weights, documents):
            if progress is not None:
                progress(done)
        segment = Segment.open(store.folder / name)
        learned = segment.weights if weights is None else weights
        write_weights(store.folder / weights_name, learned or WordWeights.from_documents([]))
        change = Change(store, kind, store.number(), ())
        change.include(name, segment, _NOTHING)
        change.publish(weights_name)


def add(store: Store, look: Look, documents: Iterable[T]) -> None:
    """Put documents in, in place of those with the same ids."""
    kind = kind_named(store.kind)
    added = {kind.identify(one): one for one in documents}
    if not added:
        return
    with store.writing():
        view = look()
        change = Change(store, kind, view.number, view.parts)
        change.remove(added)
        copied = [Copied(part.segment, part.mask()) for part in change.take_small_parts(len(added))]
        name = store.new_name("segment")
        for _ in write_segment(store.folder / name, kind, view.weights, added.values(), copied):
            pass
        change.include(name, Segment.open(store.folder / name), _NOTHING)
        change.publish(view.weights_file)


def remove(store: Store, look: Look, ids: Iterable[str]) -> None:
    """Take documents out; ids that are not there are passed over."""
    with store.writing():
        view = look()
        change = Change(store, kind_named(store.kind), view.number, view.parts)
        change.remove(ids)
        if change.has_removed:
            change.publish(view.weights_file)


def merge(store: Store, look: Look) -> bool:
    """Join segments without keeping other writers out; only what is published at the end waits for them."""
    with store.merging() as aside:
        view = look()
        chosen = worth_merging(view.parts)
        if not chosen:
            return False
        path = aside / store.new_name("segment")
        copied = [Copied(part.segment, part.mask()) for part in chosen]
        for _ in write_segment(path, kind_named(store.kind), view.weights, (), copied):
            pass
        with store.writing():
            return _publish_merged(store, look(), path, chosen)


def _publish_merged(store: Store, view: View, path: Path, merged: Sequence[LiveSegment]) -> bool:
    """Put the merged segment in place of those that it was made of, but for what has left them since."""
    now = {part.name: part for part in view.parts}
    if not any(part.name in now for part in merged):
        return False  # built anew meanwhile
    path.rename(store.folder / path.name)
    segment = Segment.open(store.folder / path.name)
    gone = [segment.row_of(one) for part in merged for one in _left_since(part, now.get(part.name))]
    change = Change(store, kind_named(store.kind), view.number, view.parts)
    change.drop({part.name for part in merged})
    change.include(path.name, segment, np.array(gone, dtype=np.int64))
    change.publish(view.weights_file)
    return True


def _left_since(part: LiveSegment, now: LiveSegment | None) -> Iterator[str]:
    """Ids of the documents that a segment has lost; all, where it is no longer there itself."""
    gone = part.mask() if now is None else part.mask() & ~now.mask()
    for row in np.flatnonzero(gone).tolist():
        yield part.segment.id(row)
