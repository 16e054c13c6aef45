"""Which place each posting has among those that its employer has open for the same kind of work.

The same numbers as `matching.exposure.Pool.place`, kept beside the segments: when postings come or go, only those of
the same employers and groups of occupations are numbered anew. A stall (employer and group) is known by a hash of 64
bits in two columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.exposure import stall_of
from matching.index.layout import Bytes, Int
from matching.index.live import rows_with
from matching.index.segment import Segment
from matching.preparation import PreparedPosting
from matching.weights import key_of

HIGH, LOW = "stall_high", "stall_low"
# Places from here on weigh the same (see the comparison exposure), so nobody counts on.
LAST_PLACE = 4
# Postings without a date come after all others.
_NO_DATE = 0

Stalls = NDArray[np.int64]


def stall_columns(prepared: Sequence[PreparedPosting]) -> dict[str, Int]:
    """Return the stall of each posting in two columns of 32 bits; 0 and 0 where the employer is unknown.

    Examples
    --------
    >>> stall_columns([])["stall_high"].tolist()
    []
    """
    keys = np.array([stall_key(one) for one in prepared], dtype=np.int64)
    return {HIGH: (keys >> 32).astype(np.int32), LOW: keys.astype(np.int32)}


def stall_key(posting: PreparedPosting) -> int:
    """Return the stall as a signed number of 64 bits, 0 where the employer is unknown.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> stall_key(PreparedPosting(JobPosting.from_mapping({"title": "保安员"})))
    0
    """
    stall = stall_of(posting)
    if stall is None:
        return 0
    firm, group = stall
    unsigned = key_of(f"{firm}\n{group or ''}")
    return unsigned - (1 << 64) if unsigned >> 63 else unsigned


@dataclass(frozen=True, slots=True)
class Rows:
    """Some live rows of a segment: their stalls, and what they are ordered by inside a stall.

    Attributes
    ----------
    rows : int64[n]
    stalls, turns : int64[n]
        Turns: minus the day of publication, 0 without one.
    """

    segment: Segment
    rows: NDArray[np.int64]
    stalls: Stalls
    turns: NDArray[np.int64]


def live_rows(segment: Segment, live: Bytes | None, stalls: Stalls | None) -> Rows:
    """Return the live rows of some stalls, or of all known ones when None.

    Parameters
    ----------
    segment : Segment
    live : uint8[rows] or None
        1 for a row that counts; None: all do.
    stalls : int64[m], rising, or None
    """
    found = np.arange(segment.rows) if stalls is None else rows_with(segment.columns[LOW], stalls.astype(np.int32))
    keys = stalls_of(segment, found)
    wanted = keys != 0
    if stalls is not None:
        wanted &= np.isin(keys, stalls)
    if live is not None:
        wanted &= live[found] != 0
    found, keys = found[wanted], keys[wanted]
    posted = segment.columns["posted"][found].astype(np.int64)
    return Rows(segment, found, keys, np.where(posted > 0, -posted, _NO_DATE))


def stalls_of(segment: Segment, rows: NDArray[np.int64]) -> Stalls:
    """Return the stall of each row, 0 where the employer is unknown."""
    high = segment.columns[HIGH][rows].astype(np.int64)
    return (high << 32) | (segment.columns[LOW][rows].astype(np.int64) & 0xFFFF_FFFF)


def places_in(parts: Sequence[Rows]) -> list[Bytes]:
    """Number the rows of each stall over all segments: 1 for the newest, 2 for the next …, 4 for all further ones.

    Ties are by id. Returns one array a part, in the order of its rows.
    """
    places = [np.full(len(part.rows), LAST_PLACE, dtype=np.uint8) for part in parts]
    fronts = [_front(part) for part in parts]
    none = np.zeros(0, dtype=np.int64)
    stalls = np.concatenate([none, *(part.stalls[front] for part, front in zip(parts, fronts, strict=True))])
    turns = np.concatenate([none, *(part.turns[front] for part, front in zip(parts, fronts, strict=True))])
    owner = np.repeat(np.arange(len(parts)), [len(front) for front in fronts])
    index = np.concatenate([none, *fronts])
    order = np.lexsort((_id_ranks(parts, fronts), turns, stalls))
    ranks = _ranks(stalls[order])
    near = ranks < LAST_PLACE
    for number in range(len(parts)):
        own = near & (owner[order] == number)
        places[number][index[order][own]] = ranks[own] + 1
    return places


def place_among(parts: Iterable[Rows], posting: PreparedPosting) -> int:
    """Return the place of one posting among live rows of its stall: one more than stand before it."""
    posted = posting.posting.posted
    turn = -posted.toordinal() if posted else _NO_DATE
    before = 0
    for part in parts:
        before += int((part.turns < turn).sum())
        before += sum(part.segment.id(int(row)) < posting.id for row in part.rows[part.turns == turn])
    return before + 1


def _front(part: Rows) -> NDArray[np.int64]:
    """Those of a part that can have a place before the last: the first few of each stall in their own segment."""
    order = np.lexsort((part.segment.id_rank[part.rows], part.turns, part.stalls))
    return order[_ranks(part.stalls[order]) < LAST_PLACE]


def _id_ranks(parts: Sequence[Rows], fronts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Rank of each id among all; within one segment the stored rank serves, and no id is read."""
    if len(parts) == 1:
        return parts[0].segment.id_rank[parts[0].rows[fronts[0]]].astype(np.int64)
    ids = [part.segment.id(int(part.rows[i])) for part, front in zip(parts, fronts, strict=True) for i in front]
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return ranks


def _ranks(stalls: Stalls) -> NDArray[np.int64]:
    """0, 1, 2 … within each run of equal numbers."""
    places = np.arange(len(stalls))
    if not len(stalls):
        return places
    is_first = np.concatenate([[True], stalls[1:] != stalls[:-1]])
    first: NDArray[np.int64] = places[is_first][np.cumsum(is_first) - 1]
    return places - first
