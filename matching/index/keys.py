"""From the bytes of texts to numbered words: compiled loops that cut, hash and count without making strings.

Both families of words have the key of `matching.weights.key_of`. Match words are parted by single spaces; terms of
the search box are those of `matching.text.terms`: Han characters, pairs of neighbours, other words and figures whole.
"""

import functools
import re

import numpy as np
from numba import njit

from matching.index.layout import LARGEST_COUNT, Bytes

# Classes of characters, see matching.text.terms: the pattern there is read letter by letter here.
OTHER, HAN, LATIN, LETTER, DIGIT, SIGN = range(6)
_PATTERNS = {LETTER: r"[^\W\d_]+", HAN: r"[㐀-䶿一-鿿]+", LATIN: "[a-z]+", DIGIT: r"\d+", SIGN: "[+#]+"}
_HAN_BYTES = 3
_SPACE = 32

# BM25's usual settings. The mean length is fixed, not measured, so that a document's impacts do not change when
# others come; 350 is about that of real postings, title terms counted four times.
TITLE_COUNT = 4
_SATURATION, _LENGTH_SHARE, _MEAN_LENGTH = 1.2, 0.75, 350.0

_FNV_START, _FNV_PRIME, _HALF = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3), np.uint64(32)
_ZERO, _ONE = np.uint64(0), np.uint64(1)


@functools.cache
def character_classes() -> Bytes:
    """Class of each code point, uint8[0x110000].

    Examples
    --------
    >>> [int(character_classes()[ord(c)]) for c in "，焊aé1+"]
    [0, 1, 2, 3, 4, 5]
    """
    every = np.arange(0x110000, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    classes = np.zeros(len(every), dtype=np.uint8)
    for number, pattern in _PATTERNS.items():
        for run in re.finditer(pattern, every):
            classes[run.start() : run.end()] = number
    return classes


@njit(nogil=True, cache=True)
def _hash(buffer, start, end, value):  # type: ignore[no-untyped-def]
    """Go on with FNV-1a over some bytes."""
    for i in range(start, end):
        value = (value ^ np.uint64(buffer[i])) * _FNV_PRIME
    return value


@njit(nogil=True, cache=True)
def _key(value):  # type: ignore[no-untyped-def]
    """Turn a hash into the key: halves folded, never 0."""
    folded = value ^ (value >> _HALF)
    return folded if folded != _ZERO else _ONE


@njit(nogil=True, cache=True)
def word_keys(buffer, start, end, keys):  # type: ignore[no-untyped-def]
    """Write the key of each word of ``buffer[start:end]``, parted by spaces, to `keys`; how many there are."""
    found = 0
    value = _FNV_START
    begun = False
    for i in range(start, end):
        if buffer[i] != _SPACE:
            value = (value ^ np.uint64(buffer[i])) * _FNV_PRIME
            begun = True
        elif begun:
            keys[found] = _key(value)
            found += 1
            value = _FNV_START
            begun = False
    if begun:
        keys[found] = _key(value)
        found += 1
    return found


@njit(nogil=True, cache=True)
def _class_and_width(buffer, i, end, classes):  # type: ignore[no-untyped-def]
    """Class of the character at a byte of valid UTF-8, and its number of bytes."""
    if i >= end:
        return OTHER, 1
    first = np.int64(buffer[i])
    if first < 0x80:
        return classes[first], 1
    if first < 0xE0:
        return classes[(first & 0x1F) << 6 | (buffer[i + 1] & 0x3F)], 2
    if first < 0xF0:
        return classes[(first & 0x0F) << 12 | (buffer[i + 1] & 0x3F) << 6 | (buffer[i + 2] & 0x3F)], 3
    upper = (first & 0x07) << 18 | np.int64(buffer[i + 1] & 0x3F) << 12
    return classes[upper | np.int64(buffer[i + 2] & 0x3F) << 6 | np.int64(buffer[i + 3] & 0x3F)], 4


@njit(nogil=True, cache=True)
def _end_of_run(buffer, i, end, classes, one, other):  # type: ignore[no-untyped-def]
    """Where the characters of two classes end."""
    while True:
        kind, width = _class_and_width(buffer, i, end, classes)
        if kind != one and kind != other:
            return i
        i += width


@njit(nogil=True, cache=True)
def _end_of_word(buffer, i, end, classes, kind):  # type: ignore[no-untyped-def]
    """Where a word ends that begins with a letter or a digit: c++, 3d, ca6140, café2."""
    if kind == DIGIT:
        i = _end_of_run(buffer, i, end, classes, DIGIT, DIGIT)
        return _end_of_run(buffer, i, end, classes, LATIN, LATIN)
    if kind == LATIN:
        signs = _end_of_run(buffer, i, end, classes, LATIN, LATIN)
        behind = _end_of_run(buffer, signs, end, classes, SIGN, SIGN)
        if behind > signs:
            return behind
    i = _end_of_run(buffer, i, end, classes, LATIN, LETTER)
    return _end_of_run(buffer, i, end, classes, DIGIT, DIGIT)


@njit(nogil=True, cache=True)
def search_keys(buffer, start, end, classes, keys):  # type: ignore[no-untyped-def]
    """Write the keys of the search terms of ``buffer[start:end]`` to `keys`, in the order of `terms`; how many."""
    found = 0
    i = start
    while i < end:
        kind, width = _class_and_width(buffer, i, end, classes)
        if kind == HAN:
            value = _hash(buffer, i, i + _HAN_BYTES, _FNV_START)
            keys[found] = _key(value)
            found += 1
            i += _HAN_BYTES
            if _class_and_width(buffer, i, end, classes)[0] == HAN:
                keys[found] = _key(_hash(buffer, i, i + _HAN_BYTES, value))
                found += 1
        elif kind in (OTHER, SIGN):
            i += width
        else:
            behind = _end_of_word(buffer, i, end, classes, kind)
            keys[found] = _key(_hash(buffer, i, behind, _FNV_START))
            found += 1
            i = behind
    return found


@njit(nogil=True, cache=True)
def impact(count, length):  # type: ignore[no-untyped-def]
    """BM25's part of a term that does not depend on the other documents, in 1..255."""
    slack = _SATURATION * (1.0 - _LENGTH_SHARE + _LENGTH_SHARE * length / _MEAN_LENGTH)
    return max(1, int(LARGEST_COUNT * count / (count + slack) + 0.5))


@njit(nogil=True, cache=True)
def _term(key, slot_keys, slot_terms, known):  # type: ignore[no-untyped-def]
    """Number of the term with a key; a new one gets the number `known`."""
    last = len(slot_keys) - 1
    slot = np.int64(key & np.uint64(last))
    while slot_keys[slot] != key:
        if slot_keys[slot] == _ZERO:
            slot_keys[slot] = key
            slot_terms[slot] = known
            return known
        slot = (slot + 1) & last
    return np.int64(slot_terms[slot])


@njit(nogil=True, cache=True)
def number_keys(keys, slot_keys, slot_terms, known, numbers):  # type: ignore[no-untyped-def]
    """Write the number of the term of each key; how many terms are known then."""
    for i in range(len(keys)):
        numbers[i] = _term(keys[i], slot_keys, slot_terms, known)
        known = max(known, numbers[i] + 1)
    return known


@njit(nogil=True, cache=True)
def count_documents(  # type: ignore[no-untyped-def]
    buffer, ends, title_ends, classes, first, known, slot_keys, slot_terms, places, terms, counts, sizes
):
    """Entries of documents from `first` on; stops before one whose words might not fit into the table.

    Returns the number of the document to go on with, and of the terms known. `places` are scratch: where in the
    running document a term has its entry. An empty `title_ends` means match words.
    """
    longest = np.int64(0)
    for d in range(len(ends)):
        longest = max(longest, np.int64(ends[d]) - (np.int64(ends[d - 1]) if d else 0))
    keys = np.empty(longest + 1, dtype=np.uint64)
    tally = np.empty(longest + 1, dtype=np.int64)
    written = 0
    for d in range(first, len(ends)):
        start = np.int64(ends[d - 1]) if d else 0
        end = np.int64(ends[d])
        if known + end - start > len(places):
            return d, known
        in_title = 0
        if len(title_ends):
            in_title = search_keys(buffer, start, title_ends[d], classes, keys)
            found = in_title + search_keys(buffer, title_ends[d], end, classes, keys[in_title:])
        else:
            found = word_keys(buffer, start, end, keys)
        size = 0
        for i in range(found):
            term = _term(keys[i], slot_keys, slot_terms, known)
            known = max(known, term + 1)
            place = places[term]
            # A place left by an earlier document points behind, or at another term.
            if place >= size or terms[written + place] != term:
                place = size
                places[term] = place
                terms[written + place] = term
                tally[place] = 0
                size += 1
            tally[place] += TITLE_COUNT if i < in_title else 1
        length = found + in_title * (TITLE_COUNT - 1)
        for i in range(size):
            counts[written + i] = impact(tally[i], length) if len(title_ends) else min(tally[i], LARGEST_COUNT)
        sizes[d] = size
        written += size
    return len(ends), known
