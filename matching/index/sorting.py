"""Compiled loops that turn documents with their words into words with their documents.

They work on runs: the entries of a document are ``[starts[d], starts[d] + sizes[d])`` of the terms and counts.
"""

import numpy as np
from numba import njit

_WORD_BITS = 64


@njit(nogil=True, cache=True)
def gather_runs(values, starts, sizes, gathered):  # type: ignore[no-untyped-def]
    """Copy runs of `values` one behind the other."""
    written = 0
    for d in range(len(starts)):
        start = np.int64(starts[d])
        for i in range(start, start + np.int64(sizes[d])):
            gathered[written] = values[i]
            written += 1


@njit(nogil=True, cache=True)
def sort_by_term(terms, counts, starts, sizes, number_of, list_starts, rows, row_counts):  # type: ignore[no-untyped-def]
    """Counting sort of a chunk's entries by term, rows rising; common terms (``number_of >= 0``) are left out.

    Fills list_starts (int64[terms + 1], zeros before), rows and row_counts; returns the number of entries sorted.
    """
    for d in range(len(starts)):
        start = np.int64(starts[d])
        for i in range(start, start + np.int64(sizes[d])):
            if number_of[terms[i]] < 0:
                list_starts[terms[i] + 1] += 1
    for t in range(len(list_starts) - 1):
        list_starts[t + 1] += list_starts[t]
    following = list_starts[:-1].copy()
    for d in range(len(starts)):
        start = np.int64(starts[d])
        for i in range(start, start + np.int64(sizes[d])):
            term = terms[i]
            if number_of[term] < 0:
                rows[following[term]] = d
                row_counts[following[term]] = counts[i]
                following[term] += 1
    return list_starts[-1]


@njit(nogil=True, cache=True)
def common_parts(terms, counts, starts, sizes, number_of, masks, common_counts, common_sizes):  # type: ignore[no-untyped-def]
    """Bits and counts of the common terms of each document, lowest bit first; returns how many counts.

    Fills masks (uint64[documents, 2], zeros before), common_counts and common_sizes (of each document).
    """
    written = 0
    held = np.zeros(masks.shape[1] * _WORD_BITS, dtype=np.uint8)
    for d in range(len(starts)):
        start = np.int64(starts[d])
        for i in range(start, start + np.int64(sizes[d])):
            number = np.int64(number_of[terms[i]])
            if number >= 0:
                held[number] = counts[i]
                masks[d, number // _WORD_BITS] |= np.uint64(1) << np.uint64(number % _WORD_BITS)
        before = written
        for bit in range(len(held)):
            if held[bit] > 0:
                common_counts[written] = held[bit]
                held[bit] = 0
                written += 1
        common_sizes[d] = written - before
    return written


@njit(nogil=True, cache=True)
def squared_norms(terms, counts, starts, sizes, number_of, weights, whole, common):  # type: ignore[no-untyped-def]
    """Sum of weight x count^2 of each document over all its terms, and over the common ones (int64[documents])."""
    for d in range(len(starts)):
        start = np.int64(starts[d])
        for i in range(start, start + np.int64(sizes[d])):
            square = np.int64(weights[terms[i]]) * np.int64(counts[i]) * np.int64(counts[i])
            whole[d] += square
            if number_of[terms[i]] >= 0:
                common[d] += square
