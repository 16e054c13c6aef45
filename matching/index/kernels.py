"""The exact pass, compiled: the best rows of a segment for one question, touching as few rows as it can.

A *span* is a run of rows within one chunk. For each span the tables are added up first; where even a text that
shares everything could not lift a row among the best, nothing more is read. What is left of the span gets its rare
words added up (list by list); what rows have by then raises the floor; then, block by block, a bound on what the
common words could still add: they are asked only of the rows that pass. `plain` says the same in numpy.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import config, njit

from matching.index.keys import word_keys
from matching.index.layout import BLOCK, COMMON_WORDS, FLAG_BITS, Int, Keys

# Otherwise (NUMBA_DISABLE_JIT=1) numpy warns of hashes that overflow, as they are meant to.
IS_COMPILED = not config.DISABLE_JIT  # type: ignore[attr-defined]  # numba sets its settings at run time
# A bound in float32 loses some 1e-6 of itself by rounding; it is made larger (or smaller) by ten times that.
MARGIN = 1.00001
# The points of rows that must not be returned; no sum of tables comes near (see `plan`).
NOT_ALLOWED = -(1 << 31)
# Parts of a span closer than this are scored together: finding the parts of all lists costs as much.
_NEAR = 16 * BLOCK

_FLAGS = (1 << FLAG_BITS) - 1
_RANKS = np.int64(0xFFFF_FFFF)
_EMPTY, _ONE = np.uint64(0), np.uint64(1)
_PAIRS, _FOURS, _EIGHTS = (np.uint64(i) for i in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F))


class Asked(NamedTuple):
    """A question in the numbers of one segment.

    Attributes
    ----------
    terms, weights : int32[rare words]
        Weights are those of `Question`: weight of the word x count.
    masks : uint64[2]
        The common words of the question, as in `CommonWords`.
    common_weights : int32[COMMON_WORDS]
        By number of the common word, 0 for those that are not asked.
    inverse_norm, worth : float
        Points of the text are overlap x (inverse norm of the row x this one) x worth, rounded.
    rare_factor, common_factor : float32
        The same for the bound, rounded up: of the rare overlap, and of the common norm.
    sure_factor : float32
        That of the rare overlap, rounded down.
    """

    terms: Int
    weights: Int
    masks: Keys
    common_weights: Int
    inverse_norm: float
    worth: float
    rare_factor: np.float32
    common_factor: np.float32
    sure_factor: np.float32


@njit(nogil=True, cache=True)
def words_and_weights(words, slot_keys, slot_weights, default):  # type: ignore[no-untyped-def]
    """Key and weight of each different word of a text (uint8[bytes]) parted by spaces, in the order met."""
    met = np.empty(len(words) + 1, dtype=np.uint64)
    met = met[: word_keys(words, 0, len(words), met)]
    size = 8
    while size < 2 * len(met):
        size *= 2
    seen = np.zeros(size, dtype=np.uint64)
    keys, weights = np.empty(len(met), dtype=np.uint64), np.empty(len(met), dtype=np.int32)
    different = 0
    for key in met:
        slot = slot_of(seen, key)
        if seen[slot] == key:
            continue
        seen[slot] = key
        slot = slot_of(slot_keys, key)
        keys[different] = key
        weights[different] = slot_weights[slot] if slot_keys[slot] == key else default
        different += 1
    return keys[:different], weights[:different]


@njit(nogil=True, cache=True)
def slot_of(slot_keys, key):  # type: ignore[no-untyped-def]
    """The slot of a key in an open-address table, or the empty one where it would stand."""
    last = np.uint64(len(slot_keys) - 1)
    slot = key & last
    while slot_keys[slot] != key and slot_keys[slot] != _EMPTY:
        slot = (slot + _ONE) & last
    return slot


@njit(nogil=True, cache=True)
def in_numbers(question, worth, lists, common):  # type: ignore[no-untyped-def]
    """Look the words of a question up in a segment."""
    keys, weights = question.keys, question.weights
    terms, rare_weights = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int32)
    masks, common_weights = np.zeros(2, dtype=np.uint64), np.zeros(COMMON_WORDS, dtype=np.int32)
    rare, common_squares = 0, np.int64(0)
    for i in range(len(keys)):
        slot = slot_of(lists.slot_keys, keys[i])
        if lists.slot_keys[slot] == _EMPTY:
            continue
        term = lists.slot_terms[slot]
        number = np.int64(common.number_of[term])
        if number < 0:
            terms[rare], rare_weights[rare] = term, weights[i]
            rare += 1
        else:
            masks[number >> 6] |= _ONE << np.uint64(number & 63)
            common_weights[number] = weights[i]
            common_squares += np.int64(weights[i]) * question.counts[i]
    factor = question.inverse_norm * worth
    return Asked(
        terms[:rare], rare_weights[:rare], masks, common_weights, question.inverse_norm, worth,
        np.float32(factor * MARGIN), np.float32(math.sqrt(common_squares) * factor * MARGIN),
        np.float32(factor / MARGIN),
    )  # fmt: skip


@njit(nogil=True, cache=True)
def first_at(rows, begin, end, row):  # type: ignore[no-untyped-def]
    """Place of the first entry of ``rows[begin:end]`` that is not below `row`."""
    while begin < end:
        middle = (begin + end) >> 1
        if rows[middle] < row:
            begin = middle + 1
        else:
            end = middle
    return begin


@njit(nogil=True, cache=True)
def add_rare(asked, lists, chunk, number, begin, end, overlaps):  # type: ignore[no-untyped-def]
    """Set `overlaps` to the sum of weight x count over the rare words, for the rows [begin, end) of chunk `number`."""
    overlaps[:] = 0
    starts = lists.starts[number]
    is_part = begin > 0 or end < chunk
    for i in range(len(asked.terms)):
        term, weight = asked.terms[i], asked.weights[i]
        entry, last = np.int64(starts[term]), np.int64(starts[term + 1])
        if is_part:
            entry = first_at(lists.rows, entry, last, begin)
            last = first_at(lists.rows, entry, last, end)
        rows, counts = lists.rows[entry:last], lists.counts[entry:last]
        for j in range(len(rows)):
            overlaps[rows[j] - begin] += weight * np.int32(counts[j])


@njit(nogil=True, cache=True)
def add_tables(tables, codes, places, allowed, first, behind, fixed):  # type: ignore[no-untyped-def]
    """Set `fixed` to the points of the tables for the rows from `first` on; `NOT_ALLOWED` where a row is."""
    fixed[:] = 0
    for i in range(len(tables.starts)):
        values, row_codes = tables.values[tables.starts[i] :], codes[tables.facet[i]][first:behind]
        if i == tables.override_table:
            flags, flagged_codes = tables.override_flags, codes[tables.override_facet][first:behind]
            override_value = np.int32(tables.override_value)
            for d in range(len(fixed)):
                # Worked out, not chosen: a processor that guesses wrong loses as much as four look-ups.
                value, is_flagged = values[row_codes[d]], np.int32(flags[flagged_codes[d]] != 0)
                fixed[d] += value + is_flagged * (override_value - value)
        else:
            for d in range(len(fixed)):
                fixed[d] += values[row_codes[d]]
    if len(tables.place_values):
        row_places = places[first:behind]
        for d in range(len(fixed)):
            fixed[d] += tables.place_values[row_places[d]]
    vague = np.int32(tables.vague)
    for d in range(len(fixed)):
        fixed[d] = (fixed[d] >> FLAG_BITS) - (vague if fixed[d] & _FLAGS == 0 else np.int32(0))
    row_allowed = allowed[first:behind]
    for d in range(len(row_allowed)):
        if row_allowed[d] == 0:
            fixed[d] = NOT_ALLOWED


@njit(nogil=True, cache=True, fastmath=True)
def bounds(asked, fixed, overlaps, inverse_norms, rest, upper):  # type: ignore[no-untyped-def]
    """Set `upper` to points that no row exceeds, whatever common words it holds; return the greatest.

    The common part is no more than the product of its two norms (Cauchy). Only here may the compiler reorder the
    arithmetic: the margin covers it.
    """
    most = np.int32(NOT_ALLOWED)
    for d in range(len(upper)):
        text = np.float32(overlaps[d]) * inverse_norms[d] * asked.rare_factor + rest[d] * asked.common_factor
        upper[d] = fixed[d] + np.int32(text + np.float32(0.5))
        most = max(most, upper[d])
    return most


@njit(nogil=True, cache=True, fastmath=True)
def surely(asked, fixed, overlaps, inverse_norms, lower):  # type: ignore[no-untyped-def]
    """Set `lower` to points that every row has without its common words; return the greatest."""
    most = np.int32(NOT_ALLOWED)
    for d in range(len(lower)):
        lower[d] = fixed[d] + np.int32(np.float32(overlaps[d]) * inverse_norms[d] * asked.sure_factor)
        most = max(most, lower[d])
    return most


@njit(nogil=True, cache=True)
def ones(mask):  # type: ignore[no-untyped-def]
    """How many bits are set."""
    mask = mask - ((mask >> _ONE) & _PAIRS)
    mask = (mask & _FOURS) + ((mask >> np.uint64(2)) & _FOURS)
    mask = (mask + (mask >> np.uint64(4))) & _EIGHTS
    mask += mask >> np.uint64(8)
    mask += mask >> np.uint64(16)
    return np.int64((mask + (mask >> np.uint64(32))) & np.uint64(0x7F))


@njit(nogil=True, cache=True)
def common_overlap(asked, common, row):  # type: ignore[no-untyped-def]
    """Sum of weight x count over the common words of the question that a row holds."""
    total = np.int64(0)
    first = np.int64(common.starts[row])
    for half in range(2):
        held = common.masks[row, half]
        shared = held & asked.masks[half]
        while shared != _EMPTY:
            lowest = shared & (~shared + _ONE)
            below = lowest - _ONE
            count = common.counts[first + ones(held & below)]
            total += np.int64(asked.common_weights[64 * half + ones(below)]) * np.int64(count)
            shared &= shared - _ONE
        first += ones(held)
    return total


@njit(nogil=True, cache=True)
def text_points(asked, overlap, inverse_norm):  # type: ignore[no-untyped-def]
    """As `layout.text_points`."""
    return np.int64(math.floor(overlap * (np.float64(inverse_norm) * asked.inverse_norm) * asked.worth + 0.5))


@njit(nogil=True, cache=True)
def replace_worst(heap, key):  # type: ignore[no-untyped-def]
    """Put a key in the place of the smallest, which stands first; no parent is greater than its children."""
    place, child = 0, 1
    while child < len(heap):
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[place] = heap[child]
        place, child = child, 2 * child + 1
    heap[place] = key


@njit(nogil=True, cache=True)
def in_order(heap, least, id_order):  # type: ignore[no-untyped-def]
    """Points and rows of the keys (see `plain.best_keys`) that have `least` points, best first."""
    keys = np.sort(heap[heap >> 32 >= least])[::-1]
    points, rows = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.uint32)
    for i in range(len(keys)):
        points[i], rows[i] = keys[i] >> 32, id_order[_RANKS - (keys[i] & _RANKS)]
    return points, rows


@njit(nogil=True, cache=True)
def raise_floor(fixed, floor):  # type: ignore[no-untyped-def]
    """Keep the k greatest points of tables alone: the k-th total cannot be less, for a text takes nothing away."""
    for begin in range(0, len(fixed), BLOCK):
        block = fixed[begin : begin + BLOCK]
        if block.max() > floor[0]:
            for points in block:
                if points > floor[0]:
                    replace_worst(floor, np.int64(points))


@njit(nogil=True, cache=True)
def raise_floor_by_rare(asked, inverse_norms, fixed, overlaps, floor):  # type: ignore[no-untyped-def]
    """The same with the rare words of a part; it spares most rows the look at their common words."""
    lower = np.empty(BLOCK, dtype=np.int32)
    for begin in range(0, len(fixed), BLOCK):
        end = min(begin + BLOCK, len(fixed))
        block = lower[: end - begin]
        if surely(asked, fixed[begin:end], overlaps[begin:end], inverse_norms[begin:end], block) > floor[0]:
            for points in block:
                if points > floor[0]:
                    replace_worst(floor, np.int64(points))


@njit(nogil=True, cache=True)
def next_part(fixed, begin, needed):  # type: ignore[no-untyped-def]
    """The next run of blocks with a row that has the points needed; runs that lie near each other are one."""
    first, behind = len(fixed), len(fixed)
    for block in range(begin, len(fixed), BLOCK):
        if first < len(fixed) and block - behind >= _NEAR:
            break
        if fixed[block : block + BLOCK].max() >= needed:
            first = min(first, block)
            behind = min(block + BLOCK, len(fixed))
    return first, behind


@njit(nogil=True, cache=True)
def score_blocks(asked, common, id_rank, first_row, fixed, overlaps, least, heap):  # type: ignore[no-untyped-def]
    """Take the rows of a part (all arrays cut to it) that belong among the best into the heap."""
    upper = np.empty(BLOCK, dtype=np.int32)
    for begin in range(0, len(fixed), BLOCK):
        end = min(begin + BLOCK, len(fixed))
        first, behind = first_row + begin, first_row + end
        inverse_norms, rest = common.inverse_norms[first:behind], common.rest[first:behind]
        block_upper = upper[: end - begin]
        most = bounds(asked, fixed[begin:end], overlaps[begin:end], inverse_norms, rest, block_upper)
        if most < max(least, heap[0] >> 32):
            continue
        for d in range(end - begin):
            rank = _RANKS - np.int64(id_rank[first + d])
            if upper[d] < least or (np.int64(upper[d]) << 32 | rank) <= heap[0]:
                continue
            overlap = np.int64(overlaps[begin + d]) + common_overlap(asked, common, first + d)
            points = np.int64(fixed[begin + d]) + text_points(asked, overlap, inverse_norms[d])
            key = points << 32 | rank
            if points >= least and key > heap[0]:
                replace_worst(heap, key)


@njit(nogil=True, cache=True)
def best(  # type: ignore[no-untyped-def]
    question, text_worth, lists, common, id_rank, id_order, codes, tables, places, allowed, ranges, chunk, k, least,
):  # fmt: skip
    """Points (int32) and rows (uint32) of the best k rows that have `least` points, best first.

    `places` and `allowed` may be empty; ``chunk`` is the number of rows of a chunk.
    """
    asked = in_numbers(question, text_worth, lists, common)
    heap = np.full(k, np.int64(NOT_ALLOWED) << 32)
    floor = np.full(k if len(tables.starts) else 0, np.int64(NOT_ALLOWED))
    # A floor of its own, for a row may count once in a floor, and not every row gets as far as its words.
    rare_floor = np.full(k, np.int64(NOT_ALLOWED))
    needed, most_text = np.int64(least), np.int64(text_worth * MARGIN) + 1
    # No more than the longest span: memory given back and taken anew at every question costs more than the question.
    longest = 0
    for r in range(len(ranges)):
        longest = max(longest, min(chunk, ranges[r, 1] - ranges[r, 0]))
    overlaps, all_fixed = np.empty(longest, dtype=np.int32), np.empty(longest, dtype=np.int32)
    for r in range(len(ranges)):
        row = ranges[r, 0]
        while row < ranges[r, 1]:
            number = row // chunk
            behind = min(ranges[r, 1], (number + 1) * chunk)
            fixed = all_fixed[: behind - row]
            add_tables(tables, codes, places, allowed, row, behind, fixed)
            if len(floor):
                raise_floor(fixed, floor)
                needed = max(needed, floor[0])
            begin, end = 0, len(fixed)
            while begin < len(fixed):
                if len(floor):
                    begin, end = next_part(fixed, begin, max(needed, heap[0] >> 32) - most_text)
                    if begin == len(fixed):
                        break
                first = row - number * chunk
                part = overlaps[: end - begin]
                add_rare(asked, lists, chunk, number, first + begin, first + end, part)
                inverse_norms = common.inverse_norms[row + begin : row + end]
                raise_floor_by_rare(asked, inverse_norms, fixed[begin:end], part, rare_floor)
                needed = max(needed, rare_floor[0])
                score_blocks(asked, common, id_rank, row + begin, fixed[begin:end], part, needed, heap)
                begin = end
            row = behind
    return in_order(heap, least, id_order)


@njit(nogil=True, cache=True)
def points_of(  # type: ignore[no-untyped-def]
    question, text_worth, lists, common, codes, tables, places, rows, chunk
):
    """Points of some rows (int64, rising): the rows of one chunk are looked up as one span."""
    asked = in_numbers(question, text_worth, lists, common)
    points = np.empty(len(rows), dtype=np.int32)
    overlaps, all_fixed = np.empty(chunk, dtype=np.int32), np.empty(chunk, dtype=np.int32)
    nothing = np.empty(0, dtype=np.uint8)
    done = 0
    while done < len(rows):
        number = rows[done] // chunk
        behind = done
        while behind < len(rows) and rows[behind] // chunk == number:
            behind += 1
        first, last = rows[done], rows[behind - 1] + 1
        add_tables(tables, codes, places, nothing, first, last, all_fixed[: last - first])
        add_rare(asked, lists, chunk, number, first - number * chunk, last - number * chunk, overlaps[: last - first])
        for i in range(done, behind):
            row = rows[i]
            overlap = np.int64(overlaps[row - first]) + common_overlap(asked, common, row)
            points[i] = all_fixed[row - first] + text_points(asked, overlap, common.inverse_norms[row])
        done = behind
    return points
