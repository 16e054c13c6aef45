"""Words, compiled: from the bytes of a question to the lists and bits of a segment.

What memory is asked for in one short loop over all words, it yields at the same time; a look-up that waits for the
one before costs as much as all of them together. So each step goes over all words before the next begins.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numba import config, njit

from matching.index.keys import word_keys
from matching.index.layout import COMMON_WORDS, Int, Keys

# A bound in float32 loses some 1e-6 of itself by rounding; it is made larger (or smaller) by ten times that.
MARGIN = 1.00001

_EMPTY, _ONE = np.uint64(0), np.uint64(1)
_PAIRS, _FOURS, _EIGHTS, _BYTES = (
    np.uint64(mask) for mask in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101)
)


def wrapping(kernel: Any) -> Any:
    """Compile a kernel whose numbers overflow as they are meant to: numpy, where nothing is compiled, warns of it."""
    if config.DISABLE_JIT:  # type: ignore[attr-defined]  # numba sets its settings at run time
        return np.errstate(over="ignore")(kernel)
    return njit(nogil=True, cache=True)(kernel)


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


@wrapping
def words_and_weights(words, slot_keys, slot_weights, default):  # type: ignore[no-untyped-def]
    """Key and weight of each different word of some bytes, parted by spaces, as met; their inverse norm."""
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
        if seen[slot] != key:
            seen[slot] = keys[different] = key
            different += 1
    squares = np.int64(0)
    for i in range(different):
        slot = slot_of(slot_keys, keys[i])
        weights[i] = slot_weights[slot] if slot_keys[slot] == keys[i] else default
        squares += weights[i]
    return keys[:different], weights[:different], inverse_norm_of(squares)


@njit(nogil=True, cache=True)
def inverse_norm_of(squares):  # type: ignore[no-untyped-def]
    """As `layout.inverse_norm`."""
    return np.float64(np.float32(1 / math.sqrt(squares))) if squares > 0 else 0.0


@njit(nogil=True, cache=True)
def slot_of(slot_keys, key):  # type: ignore[no-untyped-def]
    """The slot of a key in an open-address table, or the empty one where it would stand."""
    last = np.uint64(len(slot_keys) - 1)
    slot = key & last
    while slot_keys[slot] != key and slot_keys[slot] != _EMPTY:
        slot = (slot + _ONE) & last
    return slot


@njit(nogil=True, cache=True)
def in_numbers(segment, keys, weights, counts, inverse_norm, worth):  # type: ignore[no-untyped-def]
    """Look the words of a `Question` up in a segment."""
    lists, common = segment.words, segment.common
    terms, rare_weights = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int32)
    masks, common_weights = np.zeros(2, dtype=np.uint64), np.zeros(COMMON_WORDS, dtype=np.int32)
    rare, common_squares = 0, np.int64(0)
    # Slots first, for all words: what memory is asked for in one short loop, it yields at the same time.
    slots = np.empty(len(keys), dtype=np.uint64)
    for i in range(len(keys)):
        slots[i] = slot_of(lists.slot_keys, keys[i])
    for i in range(len(keys)):
        if lists.slot_keys[slots[i]] == _EMPTY:
            continue
        term = lists.slot_terms[slots[i]]
        number = np.int64(common.number_of[term])
        if number < 0:
            terms[rare], rare_weights[rare] = term, weights[i]
            rare += 1
        else:
            masks[number >> 6] |= _ONE << np.uint64(number & 63)
            common_weights[number] = weights[i]
            common_squares += np.int64(weights[i]) * counts[i]
    factor = inverse_norm * worth
    return Asked(
        terms[:rare], rare_weights[:rare], masks, common_weights, inverse_norm, worth,
        np.float32(factor * MARGIN), np.float32(math.sqrt(common_squares) * factor * MARGIN),
        np.float32(factor / MARGIN),
    )  # fmt: skip


@njit(nogil=True, cache=True)
def entries_within(asked, lists, number, begin, end):  # type: ignore[no-untyped-def]
    """First entry of each rare word's list in chunk `number` with a row in [begin, end), and the one behind the last.

    All lists are searched at once, a halving each: so memory is asked for the next entries of all of them together,
    and no halving is guessed by the processor.
    """
    starts, rows, words = lists.starts[number], lists.rows, len(asked.terms)
    found, left = np.empty((2, words), dtype=np.int64), np.empty((2, words), dtype=np.int64)
    longest = np.int64(0)
    for i in range(words):
        first, behind = np.int64(starts[asked.terms[i]]), np.int64(starts[asked.terms[i] + 1])
        found[0, i], found[1, i] = first, first
        left[0, i], left[1, i] = behind - first, behind - first
        longest = max(longest, behind - first)
    while longest > 0:
        for side in range(2):
            bound = begin if side == 0 else end
            for i in range(words):
                if left[side, i] > 0:
                    half = (left[side, i] + 1) >> 1
                    found[side, i] += half * np.int64(rows[found[side, i] + half - 1] < bound)
                    left[side, i] -= half
        longest >>= 1
    return found


@njit(nogil=True, cache=True)
def add_rare(asked, lists, chunk, number, begin, end, overlaps):  # type: ignore[no-untyped-def]
    """Set `overlaps` to the sum of weight x count over the rare words, for the rows [begin, end) of chunk `number`."""
    overlaps[:] = 0
    starts = lists.starts[number]
    is_part = begin > 0 or end < chunk
    within = entries_within(asked, lists, number, begin, end) if is_part else np.empty((2, 0), dtype=np.int64)
    for i in range(len(asked.terms)):
        term, weight = asked.terms[i], asked.weights[i]
        if is_part:
            entry, last = within[0, i], within[1, i]
        else:
            entry, last = np.int64(starts[term]), np.int64(starts[term + 1])
        rows, counts = lists.rows[entry:last], lists.counts[entry:last]
        for j in range(len(rows)):
            overlaps[rows[j] - begin] += weight * np.int32(counts[j])


@wrapping
def ones(mask):  # type: ignore[no-untyped-def]
    """How many bits are set; in this form the compiler knows it and takes the processor's own instruction."""
    mask = mask - ((mask >> _ONE) & _PAIRS)
    mask = (mask & _FOURS) + ((mask >> np.uint64(2)) & _FOURS)
    return np.int64((((mask + (mask >> np.uint64(4))) & _EIGHTS) * _BYTES) >> np.uint64(56))


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
