"""The exact pass in numpy alone: what `kernels` does, in other words, and to the last bit the same.

It answers the first question of a process, while loading the compiled kernels would take longer than the answer.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.layout import Best, Int, Keys, Rows, Tables
from matching.index.question import Question, Scored, Selection
from matching.weights import WordWeights, find_slots

# Added to a bound before it is compared: more than floating point can lose on the way (some 1e-15 of it).
MARGIN = 1e-9
_RANKS = 0xFFFF_FFFF


def words_and_weights(words: bytes, weights: WordWeights) -> tuple[Keys, Int]:
    """Key and weight of each different word of a text parted by spaces, in the order met."""
    keys, found = weights.of_words([word for word in dict.fromkeys(words.decode().split(" ")) if word])
    _, first = np.unique(keys, return_index=True)
    first.sort()
    return keys[first], found[first]


def best(
    segment: Scored, question: Question, selection: Selection, tables: Tables | None, places: layout.Bytes,
    k: int, text_worth: float, least: int,
) -> NDArray[np.int64]:  # fmt: skip
    """Keys (see `best_keys`) of the best rows that have `least` points, in no order.

    The common words are asked of few rows only: those that could be among the best if they held as many common
    words as their norm allows.
    """
    rows = selected(selection)
    fixed = _table_points(segment, rows, tables, places)
    rare = _rare_overlap(segment, question, rows)
    lower = fixed + _text_points(segment, question, rows, rare, text_worth)
    if len(rows) > k:
        known = lower[lower >= least]
        threshold = np.partition(known, len(known) - k)[len(known) - k] if len(known) >= k else least
        kept = fixed + _upper_bound(segment, question, rows, rare, text_worth) >= threshold
        rows, fixed, rare = rows[kept], fixed[kept], rare[kept]
    overlap = rare + _common_overlap(segment, question, rows)
    points = fixed + _text_points(segment, question, rows, overlap, text_worth)
    return best_keys(points, segment.id_rank[rows], k, least)


def points_of(
    segment: Scored, question: Question, rows: NDArray[np.int64], tables: Tables | None, places: layout.Bytes,
    text_worth: float,
) -> Int:  # fmt: skip
    """Points of some rows, in the order given."""
    overlap = _rare_overlap(segment, question, rows) + _common_overlap(segment, question, rows)
    text = _text_points(segment, question, rows, overlap, text_worth)
    return (_table_points(segment, rows, tables, places) + text).astype(np.int32)


def best_keys(points: NDArray[np.signedinteger[Any]], ranks: Rows, k: int, least: int) -> NDArray[np.int64]:
    """The k greatest keys of rows with `least` points, in no order.

    A key is the points and, below them, the id's rank counted from the end: no two are equal, and the greater is the
    better. Cutting off the best of many equal numbers would take numpy many times as long.
    """
    enough = points >= least
    keys = (points[enough].astype(np.int64) << 32) | (_RANKS - ranks[enough].astype(np.int64))
    return np.partition(keys, len(keys) - k)[-k:] if len(keys) > k else keys


def rows_of_keys(keys: NDArray[np.int64], id_order: Rows) -> Best:
    """Points and rows of keys."""
    return keys >> 32, id_order[_RANKS - (keys & _RANKS)].astype(np.int64)


def selected(selection: Selection) -> NDArray[np.int64]:
    """The rows of a selection, rising."""
    runs = [np.arange(first, behind) for first, behind in selection.ranges]
    rows = np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)
    return rows if selection.allowed is None else rows[selection.allowed[rows] != 0]


def _table_points(
    segment: Scored, rows: NDArray[np.int64], tables: Tables | None, places: layout.Bytes
) -> NDArray[np.int64]:
    """What the tables add to each row, see `layout.Tables`."""
    total = np.zeros(len(rows), dtype=np.int32)
    if tables is None:
        return total.astype(np.int64)
    for i, (start, facet) in enumerate(zip(tables.starts, tables.facet, strict=True)):
        found = tables.values[start + segment.codes[facet, rows].astype(np.int64)]
        if i == tables.override_table:
            flagged = tables.override_flags[segment.codes[tables.override_facet, rows]] != 0
            found = np.where(flagged, np.int32(tables.override_value), found)
        total += found
    if len(tables.place_values):
        total += tables.place_values[places[rows]]
    is_vague = (total & ((1 << layout.FLAG_BITS) - 1)) == 0
    points: NDArray[np.int64] = (total >> layout.FLAG_BITS).astype(np.int64)
    points[is_vague] -= tables.vague
    return points


def _rare_overlap(segment: Scored, question: Question, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum of weight x count over the rare words of the question that each row holds; chunk by chunk."""
    lists, overlap = segment.words, np.zeros(len(rows), dtype=np.int64)
    terms, weights, _ = _terms(segment, question)
    is_rare = segment.common.number_of[terms] < 0
    asked = list(zip(terms[is_rare].tolist(), weights[is_rare], strict=True))
    of_chunk = rows // layout.CHUNK
    for chunk in np.unique(of_chunk).tolist():
        here = np.flatnonzero(of_chunk == chunk)
        inside = rows[here] - chunk * layout.CHUNK
        found = np.zeros(layout.CHUNK, dtype=np.int32)
        for term, weight in asked:
            span = slice(int(lists.starts[chunk, term]), int(lists.starts[chunk, term + 1]))
            found[lists.rows[span]] += weight * lists.counts[span].astype(np.int32)
        overlap[here] = found[inside]
    return overlap


def _common_overlap(segment: Scored, question: Question, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same over the common words, word by word; the count of a word lies behind those of the lower bits."""
    common, overlap = segment.common, np.zeros(len(rows), dtype=np.int64)
    masks, first = common.masks[rows], common.starts[rows].astype(np.int64)
    numbers, weights, _ = _common_words(segment, question)
    for number, weight in zip(numbers.tolist(), weights.tolist(), strict=True):
        word, bit = divmod(number, 64)
        holds = np.flatnonzero(masks[:, word] >> np.uint64(bit) & np.uint64(1))
        below = np.bitwise_count(masks[holds, word] & np.uint64((1 << bit) - 1)).astype(np.int64)
        if word:
            below += np.bitwise_count(masks[holds, 0])
        overlap[holds] += weight * common.counts[first[holds] + below].astype(np.int64)
    return overlap


def _text_points(
    segment: Scored, question: Question, rows: NDArray[np.int64], overlap: NDArray[np.int64], text_worth: float
) -> NDArray[np.int64]:
    """`layout.text_points`, for many rows."""
    inverse_norms = segment.common.inverse_norms[rows].astype(np.float64) * question.inverse_norm
    points: NDArray[np.int64] = np.floor(overlap * inverse_norms * text_worth + 0.5).astype(np.int64)
    return points


def _upper_bound(
    segment: Scored, question: Question, rows: NDArray[np.int64], rare: NDArray[np.int64], text_worth: float
) -> NDArray[np.int64]:
    """At most these points of the text: the common part is no more than the product of its two norms (Cauchy)."""
    _, weights, counts = _common_words(segment, question)
    norm = np.sqrt((weights.astype(np.int64) * counts).sum())
    cosine = rare * segment.common.inverse_norms[rows].astype(np.float64) + norm * segment.common.rest[rows]
    factor = question.inverse_norm * text_worth * (1 + MARGIN)
    points: NDArray[np.int64] = np.floor(cosine * factor + 0.5).astype(np.int64)
    return points


def _common_words(segment: Scored, question: Question) -> tuple[NDArray[np.int64], Int, Int]:
    """Number among the common words, weight x count, and count, of the question's common words."""
    terms, weights, counts = _terms(segment, question)
    numbers = segment.common.number_of[terms].astype(np.int64)
    is_common = numbers >= 0
    return numbers[is_common], weights[is_common], counts[is_common]


def _terms(segment: Scored, question: Question) -> tuple[Int, Int, Int]:
    """Number in the segment, weight x count, and count, of the question's words that the segment holds."""
    slots = find_slots(segment.words.slot_keys, question.keys)
    is_held = slots >= 0
    return segment.words.slot_terms[slots[is_held]], question.weights[is_held], question.counts[is_held]
