"""The exact pass, compiled: the best rows of a segment for one question, touching as few rows as it can.

A *span* is a run of rows within one chunk. For each span the tables are added up first; where even a text that
shares everything could not lift a row among the best, nothing more is read. What is left of the span gets its rare
words added up (list by list); what rows have by then raises the floor; then, block by block, a bound on what the
common words could still add: they are asked only of the rows that pass. `plain` says the same in numpy.
"""

import math

import numpy as np
from numba import njit

from matching.index.layout import BLOCK, FLAG_BITS
from matching.index.word_kernels import MARGIN, add_rare, common_overlap, in_numbers, words_and_weights

# The points of rows that must not be returned; no sum of tables comes near (see `plan`).
NOT_ALLOWED = -(1 << 31)
# Parts of a span closer than this are scored together: finding the parts of all lists costs as much.
_NEAR = 16 * BLOCK
# Of how many rows one may raise the floor: of one in eight times as many groups as rows are wanted.
_GROUPS_A_PLACE, _LARGEST_GROUP = 8, 32

_FLAGS = (1 << FLAG_BITS) - 1
_RANKS = np.int64(0xFFFF_FFFF)


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
def bounds(rare_factor, common_factor, fixed, overlaps, inverse_norms, rest, upper):  # type: ignore[no-untyped-def]
    """Set `upper` to points that no row exceeds, whatever common words it holds; return the greatest.

    The common part is no more than the product of its two norms (Cauchy). Only here may the compiler reorder the
    arithmetic: the margin covers it.
    """
    most = np.int32(NOT_ALLOWED)
    for d in range(len(upper)):
        text = np.float32(overlaps[d]) * inverse_norms[d] * rare_factor + rest[d] * common_factor
        upper[d] = fixed[d] + np.int32(text + np.float32(0.5))
        most = max(most, upper[d])
    return most


@njit(nogil=True, cache=True, fastmath=True)
def surely(sure_factor, fixed, overlaps, inverse_norms):  # type: ignore[no-untyped-def]
    """Return points that one of the rows has at least, without its common words."""
    most = np.int32(NOT_ALLOWED)
    for d in range(len(fixed)):
        text = np.float32(overlaps[d]) * inverse_norms[d] * sure_factor
        most = max(most, fixed[d] + np.int32(text))
    return most


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
def in_order(heap, least, id_order, found):  # type: ignore[no-untyped-def]
    """Write points and rows of the keys (see `plain.best_keys`) that have `least` points, best first; how many."""
    keys = np.sort(heap[heap >> 32 >= least])[::-1]
    for i in range(len(keys)):
        found[0, i], found[1, i] = keys[i] >> 32, id_order[_RANKS - (keys[i] & _RANKS)]
    return len(keys)


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
def raise_floor_by_rare(sure_factor, inverse_norms, fixed, overlaps, floor):  # type: ignore[no-untyped-def]
    """The same with the rare words of a part; it spares most rows the look at their common words.

    Only the best row of each group counts: looking at every row costs four times as much, and the floor is hardly
    higher, for seldom do two of the best stand in one of so many groups.
    """
    group = min(max(len(fixed) // (_GROUPS_A_PLACE * len(floor)), 1), _LARGEST_GROUP)
    for begin in range(0, len(fixed), group):
        end = min(begin + group, len(fixed))
        points = surely(sure_factor, fixed[begin:end], overlaps[begin:end], inverse_norms[begin:end])
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
    upper, rare_factor, common_factor = np.empty(BLOCK, dtype=np.int32), asked.rare_factor, asked.common_factor
    for begin in range(0, len(fixed), BLOCK):
        end = min(begin + BLOCK, len(fixed))
        first, behind = first_row + begin, first_row + end
        inverse_norms, rest = common.inverse_norms[first:behind], common.rest[first:behind]
        most = bounds(
            rare_factor, common_factor, fixed[begin:end], overlaps[begin:end], inverse_norms, rest,
            upper[: end - begin],
        )  # fmt: skip
        bar = max(least, heap[0] >> 32)
        if most < bar:
            continue
        for d in range(end - begin):
            if upper[d] < bar:
                continue
            rank = _RANKS - np.int64(id_rank[first + d])
            if (np.int64(upper[d]) << 32 | rank) <= heap[0]:
                continue
            overlap = np.int64(overlaps[begin + d]) + common_overlap(asked, common, first + d)
            points = np.int64(fixed[begin + d]) + text_points(asked, overlap, inverse_norms[d])
            key = points << 32 | rank
            if points >= least and key > heap[0]:
                replace_worst(heap, key)
                bar = max(least, heap[0] >> 32)


@njit(nogil=True, cache=True)
def best(segment, asked, tables, places, allowed, ranges, chunk, least, found):  # type: ignore[no-untyped-def]
    """Write points and rows of the best that have `least` points, best first, to `found` (int64[2, k]); how many.

    `segment` is what `segment_arrays` makes of it; `places` and `allowed` may be empty; `chunk` is the number of rows
    of a chunk.
    """
    lists, common, id_rank, codes, k = segment.words, segment.common, segment.id_rank, segment.codes, found.shape[1]
    heap = np.full(k, np.int64(NOT_ALLOWED) << 32)
    floor = np.full(k if len(tables.starts) else 0, np.int64(NOT_ALLOWED))
    # A floor of its own, for a row may count once in a floor, and not every row gets as far as its words.
    rare_floor = np.full(k, np.int64(NOT_ALLOWED))
    needed, most_text = np.int64(least), np.int64(asked.worth * MARGIN) + 1
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
                raise_floor_by_rare(asked.sure_factor, inverse_norms, fixed[begin:end], part, rare_floor)
                needed = max(needed, rare_floor[0])
                score_blocks(asked, common, id_rank, row + begin, fixed[begin:end], part, needed, heap)
                begin = end
            row = behind
    return in_order(heap, least, segment.id_order, found)


@njit(nogil=True, cache=True)
def best_of_question(  # type: ignore[no-untyped-def]
    segment, question, worth, tables, places, allowed, ranges, chunk, least, found
):
    """As `best`, for the arrays of a `Question`."""
    keys, weights, counts, inverse_norm = question
    asked = in_numbers(segment, keys, weights, counts, inverse_norm, worth)
    return best(segment, asked, tables, places, allowed, ranges, chunk, least, found)


@njit(nogil=True, cache=True)
def best_of_words(  # type: ignore[no-untyped-def]
    segment, words, slot_keys, slot_weights, default, worth, allowed, ranges, chunk, longest, found
):
    """As `best`, for the bytes of words that count once each and alone; -1: they are more than `longest`.

    From words to rows in one step: where the processor's caches hold other things, as in a server, every object that
    is handed over costs as much as a piece of the search.
    """
    keys, weights, inverse_norm = words_and_weights(words, slot_keys, slot_weights, default)
    if len(keys) > longest:
        return -1
    asked = in_numbers(segment, keys, weights, np.ones(len(keys), dtype=np.int32), inverse_norm, worth)
    return best(segment, asked, segment.no_tables, allowed[:0], allowed, ranges, chunk, 1, found)


@njit(nogil=True, cache=True)
def points_of(segment, question, worth, tables, places, rows, chunk):  # type: ignore[no-untyped-def]
    """Points of some rows (int64, rising): the rows of one chunk are looked up as one span."""
    keys, weights, counts, inverse_norm = question
    asked = in_numbers(segment, keys, weights, counts, inverse_norm, worth)
    lists, common, codes = segment.words, segment.common, segment.codes
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
