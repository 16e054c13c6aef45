"""The search box: documents that hold all words and pass all filters, counted by facet, ordered, page by page.

Each segment finds its own; sort values mean the same in all of them, so that the best of all are among the best of
each. Scores are whole numbers: the importance of a term x its impact on the document, which the segment keeps.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.distances import distance_keys
from matching.index.filters import Mask, conditions
from matching.index.layout import Bytes, Int, Rows
from matching.index.query import (
    LARGEST_IMPORTANCE,
    Cursor,
    Query,
    Results,
    Word,
    keys_of,
    read_cursor,
    words_of,
    write_cursor,
)
from matching.index.segment import Segment
from matching.index.tallies import FILTER_OF, shown_counts, tally
from matching.weights import find_slots

# A segment, and 0 for each of its rows that was removed (None: none was).
Part = tuple[Segment, Bytes | None]
Impacts = NDArray[np.uint8]
Number = TypeVar("Number", bound=np.generic)

# Sort value of rows that are not found; below all others.
_NOT_FOUND = -(2**31)
# Steps of importance: a term that half of the documents hold gets _STEPS x ln(2), one that one of a million holds
# twenty times that.
_STEPS = 64.0
# A list this many times longer than the other is searched in, not spread out.
_MUCH_LONGER = 16


@dataclass(frozen=True, slots=True)
class _Found:
    """What one segment has: how many, how many behind the cursor, the first of those, and facets."""

    total: int
    left: int
    page: list[tuple[int, str]]
    facets: Mapping[str, Mapping[str, int]]


def search(parts: Sequence[Part], query: Query) -> Results:
    """Find, count and order.

    Parameters
    ----------
    parts : sequence of (Segment, uint8[rows] or None)
        Segments and which of their rows live.
    query : Query

    Returns
    -------
    Results

    Raises
    ------
    ValueError
        A filter or an order that documents of this kind do not have; names the argument.

    Examples
    --------
    >>> search([], Query("保安")).total
    0
    """
    words = words_of(query.words)
    cursor = read_cursor(query)
    importance = cursor.importance if cursor else _importance(parts, words)
    found = [_search_segment(segment, live, query, words, importance, cursor) for segment, live in parts]
    ordered = sorted((one for part in found for one in part.page), key=lambda pair: (-pair[0], pair[1]))
    page = ordered[query.offset : query.offset + query.limit]
    is_last = sum(part.left for part in found) <= query.offset + query.limit
    following = None if is_last or not page else write_cursor(query, Cursor(*page[-1], importance))
    total = sum(part.total for part in found)
    return Results(tuple(one for _, one in page), total, shown_counts([part.facets for part in found]), following)


def _search_segment(
    segment: Segment,
    live: Bytes | None,
    query: Query,
    words: tuple[Word, ...],
    importance: Sequence[int],
    cursor: Cursor | None,
) -> _Found:
    """Look at the rows that hold the words (all rows where there are none) through the columns."""
    rows, scores = _rows_with(segment, words, importance) if words else (None, None)
    masks = {
        name: condition.passes(_taken(segment.columns[condition.column], rows))
        for name, condition in conditions(query.filters, segment).items()
    }
    living = None if live is None else _taken(live, rows) != 0
    size = segment.rows if rows is None else len(rows)
    found = _all_of([living, *masks.values()], size)
    values = scores if scores is not None and query.sort == "fit" else _sort_values(segment, rows, query)
    values = np.where(found, values, _NOT_FOUND)
    ranks = _taken(segment.id_rank, rows)
    if cursor is not None:
        values = np.where(_is_behind(segment, cursor, values, ranks), values, _NOT_FOUND)
    first = _best(values, ranks, query.offset + query.limit)
    chosen = first if rows is None else rows[first]
    page = [(int(values[place]), segment.id(int(row))) for place, row in zip(first, chosen, strict=True)]
    total = int(np.count_nonzero(found))
    left = total if cursor is None else int(np.count_nonzero(values != _NOT_FOUND))
    return _Found(total, left, page, _facets(segment, rows, found, living, masks))


def _taken(column: NDArray[Number], rows: Rows | None) -> NDArray[Number]:
    return column if rows is None else column[rows]


def _all_of(masks: Sequence[Mask | None], size: int) -> Mask:
    every = np.ones(size, dtype=bool)
    for mask in masks:
        if mask is not None:
            every &= mask
    return every


def _facets(
    segment: Segment, rows: Rows | None, found: Mask, living: Mask | None, masks: Mapping[str, Mask]
) -> dict[str, dict[str, int]]:
    """Counts of each facet, with every filter but its own."""
    counts = {}
    for facet, own in FILTER_OF.items():
        counted = found
        if own in masks:
            others = [mask for name, mask in masks.items() if name != own]
            counted = _all_of([living, *others], len(found))
        tallied = tally(segment, facet, rows, counted)
        if tallied is not None:
            counts[facet] = tallied
    return counts


def _importance(parts: Sequence[Part], words: tuple[Word, ...]) -> tuple[int, ...]:
    """How much each term says: the logarithm of how rare it is among what lives, in whole steps."""
    keys = keys_of(words)
    documents = sum(segment.rows if live is None else int(np.count_nonzero(live)) for segment, live in parts)
    holders = np.zeros(len(keys), dtype=np.int64)
    for segment, live in parts:
        for place, term in enumerate(_terms(segment, keys)):
            holders[place] += 0 if term < 0 else _holders(segment, live, term)
    rarity = [math.log1p((documents - n + 0.5) / (n + 0.5)) for n in holders.tolist()]
    return tuple(min(max(1, round(_STEPS * one)), LARGEST_IMPORTANCE) for one in rarity)


def _terms(segment: Segment, keys: Sequence[int]) -> Int:
    """Numbers of the terms in the segment, -1 for those it has not."""
    lists = segment.search
    slots = find_slots(lists.slot_keys, np.array(keys, dtype=np.uint64))
    return np.where(slots < 0, np.int32(-1), lists.slot_terms[slots])


def _holders(segment: Segment, live: Bytes | None, term: int) -> int:
    """How many living rows hold a term."""
    lists = segment.search
    if live is None:
        return int((lists.starts[:, term + 1] - lists.starts[:, term]).sum())
    counted = 0
    for chunk in range(len(lists.starts)):
        part = live[chunk * layout.CHUNK : (chunk + 1) * layout.CHUNK]
        counted += int(np.count_nonzero(part[_list(segment, chunk, term)[0]]))
    return counted


def _list(segment: Segment, chunk: int, term: int) -> tuple[NDArray[np.uint16], Impacts]:
    """Rows of a chunk, within the chunk, that hold a term, and its impact on each."""
    lists = segment.search
    span = slice(int(lists.starts[chunk, term]), int(lists.starts[chunk, term + 1]))
    return lists.rows[span], lists.counts[span]


def _rows_with(segment: Segment, words: tuple[Word, ...], importance: Sequence[int]) -> tuple[Rows, Int]:
    """Rows that hold all words, rising, and their scores."""
    terms = _terms(segment, keys_of(words))
    rows: list[Rows] = [np.zeros(0, dtype=np.uint32)]
    scores: list[Int] = [np.zeros(0, dtype=np.int32)]
    if (terms >= 0).all():
        for chunk in range(len(segment.search.starts)):
            held, fit = _rows_of_chunk(segment, chunk, terms, importance)
            rows.append(held.astype(np.uint32) + np.uint32(chunk * layout.CHUNK))
            scores.append(fit)
    found, fits = np.concatenate(rows), np.concatenate(scores)
    for word in words:
        if word.exact is not None:
            # 保安 and 安员 may stand apart: only the text itself proves 保安员.
            proved = np.fromiter((word.exact in text for text in segment.texts(found)), bool, len(found))
            found, fits = found[proved], fits[proved]
    return found, fits


def _rows_of_chunk(
    segment: Segment, chunk: int, terms: Int, importance: Sequence[int]
) -> tuple[NDArray[np.uint16], Int]:
    """Rows of a chunk that hold all terms, and the sum of importance x impact; the shortest list leads."""
    lists = [(*_list(segment, chunk, int(term)), weight) for term, weight in zip(terms, importance, strict=True)]
    lists.sort(key=lambda one: len(one[0]))
    rows, impacts, weight = lists[0]
    scores = impacts * np.int32(weight)
    for others, impacts, weight in lists[1:]:
        if len(rows) == 0:
            break
        held = _impacts_on(rows, others, impacts)
        # An impact is at least 1.
        both = held > 0
        rows, scores = rows[both], scores[both] + held[both] * np.int32(weight)
    return rows, scores


def _impacts_on(rows: NDArray[np.uint16], others: NDArray[np.uint16], impacts: Impacts) -> Impacts:
    """Impact of a term on each of `rows`, 0 where it is not among the `others` that hold it."""
    if len(rows) * _MUCH_LONGER < len(others):
        places = np.minimum(np.searchsorted(others, rows), len(others) - 1)
        return np.where(others[places] == rows, impacts[places], np.uint8(0))
    spread = np.zeros(layout.CHUNK, dtype=np.uint8)
    spread[others] = impacts
    return spread[rows]


_COLUMN_OF = {"fit": "posted", "date": "posted", "pay": "pay", "distance": "region"}


def _sort_values(segment: Segment, rows: Rows | None, query: Query) -> Int:
    """Greater comes first; unknown is -1, or least of all by distance."""
    name = _COLUMN_OF[query.sort]
    column = segment.columns.get(name)
    if column is None and query.sort != "fit":
        raise ValueError(f"sort: documents of this kind have no {name!r} to sort by {query.sort}")
    if column is None:
        return np.full(segment.rows if rows is None else len(rows), -1, dtype=np.int32)
    values = _taken(column, rows)
    return distance_keys(values, query.near) if query.sort == "distance" and query.near else values


def _is_behind(segment: Segment, cursor: Cursor, values: Int, ranks: Rows) -> Mask:
    """Rows that come after the document at which the page before ended, be it still there or not."""
    order = segment.id_order
    rank = bisect_right(range(segment.rows), cursor.id, key=lambda place: segment.id(int(order[place])))
    behind: Mask = (values < cursor.value) | ((values == cursor.value) & (ranks >= rank))
    return behind


def _best(values: Int, ranks: Rows, k: int) -> NDArray[np.int64]:
    """Places of the k greatest values that are found, in order; of equal ones those with the lowest rank."""
    if k == 0:
        return np.zeros(0, dtype=np.int64)
    places = np.flatnonzero(values >= max(_floor(values, k), _NOT_FOUND + 1))
    if len(places) > k:
        kept = values[places]
        last = np.partition(kept, -k)[-k]
        above, tied = places[kept > last], places[kept == last]
        missing = k - len(above)
        places = np.concatenate([above, tied[np.argpartition(ranks[tied], missing - 1)[:missing]]])
    return places[np.lexsort((ranks[places], -values[places].astype(np.int64)))]


def _floor(values: Int, k: int) -> int:
    """A value that at least k rows reach, found quickly: the k-th best of the blocks' best."""
    blocks = len(values) // layout.BLOCK
    if blocks <= k:
        return _NOT_FOUND
    best = values[: blocks * layout.BLOCK].reshape(blocks, layout.BLOCK).max(axis=1)
    return int(np.partition(best, -k)[-k])
