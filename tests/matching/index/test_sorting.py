"""Each compiled loop gives what a few lines of plain numpy give."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.index.sorting import common_parts, gather_runs, sort_by_term, squared_norms

_TERMS = 200


class _Chunk(NamedTuple):
    """Runs of documents that do not lie in their order, with gaps; 70 of the 200 terms are common."""

    terms: NDArray[np.int32]
    counts: NDArray[np.uint8]
    starts: NDArray[np.int64]
    sizes: NDArray[np.uint32]

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Document and place of each entry."""
        places = [np.arange(a, a + n) for a, n in zip(self.starts, self.sizes.astype(int), strict=True)]
        return np.repeat(np.arange(len(self.sizes)), self.sizes), np.concatenate([np.zeros(0, int), *places])


def _chunk(seed: int) -> tuple[_Chunk, NDArray[np.int16]]:
    random = np.random.default_rng(seed)
    documents = int(random.integers(0, 60))
    sizes = random.integers(0, 90, documents).astype(np.uint32)
    order = random.permutation(documents)
    starts = np.zeros(documents, dtype=np.int64)
    starts[order] = np.cumsum(sizes[order] + 3) - sizes[order]
    length = int(sizes.sum()) + 3 * documents
    terms, counts = np.zeros(length, dtype=np.int32), random.integers(1, 256, length).astype(np.uint8)
    for start, size in zip(starts, sizes, strict=True):
        terms[start : start + size] = random.choice(_TERMS, size, replace=False)
    number_of = np.full(_TERMS, -1, dtype=np.int16)
    number_of[random.choice(_TERMS, 70, replace=False)] = np.arange(70)
    return _Chunk(terms, counts, starts, sizes), number_of


@pytest.mark.parametrize("seed", range(10))
def test_runs_are_gathered_one_behind_the_other(seed: int):
    chunk, _ = _chunk(seed)
    gathered = np.empty(chunk.sizes.sum(), dtype=np.uint8)
    gather_runs(chunk.counts, chunk.starts, chunk.sizes, gathered)
    assert gathered.tolist() == chunk.counts[chunk.pairs()[1]].tolist()


@pytest.mark.parametrize("seed", range(10))
def test_rare_entries_are_sorted_by_term_and_row(seed: int):
    chunk, number_of = _chunk(seed)
    starts = np.zeros(_TERMS + 1, dtype=np.int64)
    rows, counts = np.empty(len(chunk.terms), dtype=np.uint16), np.empty(len(chunk.terms), dtype=np.uint8)
    listed = sort_by_term(*chunk, number_of, starts, rows, counts)
    document, place = chunk.pairs()
    rare = number_of[chunk.terms[place]] < 0
    document, place = document[rare], place[rare]
    order = np.lexsort((document, chunk.terms[place]))
    assert listed == rare.sum()
    assert rows[:listed].tolist() == document[order].tolist()
    assert counts[:listed].tolist() == chunk.counts[place[order]].tolist()
    lengths = np.bincount(chunk.terms[place], minlength=_TERMS)
    assert starts.tolist() == [0, *np.cumsum(lengths).tolist()]


@pytest.mark.parametrize("seed", range(10))
def test_common_entries_become_bits_and_counts(seed: int):
    chunk, number_of = _chunk(seed)
    masks = np.zeros((len(chunk.sizes), 2), dtype=np.uint64)
    counts, sizes = np.empty(len(chunk.terms), dtype=np.uint8), np.empty(len(chunk.sizes), dtype=np.uint32)
    written = common_parts(*chunk, number_of, masks, counts, sizes)
    table = np.zeros((len(chunk.sizes), 128), dtype=np.uint8)
    document, place = chunk.pairs()
    number = number_of[chunk.terms[place]]
    table[document[number >= 0], number[number >= 0]] = chunk.counts[place[number >= 0]]
    assert counts[:written].tolist() == table[table > 0].tolist()
    assert sizes.tolist() == (table > 0).sum(axis=1).tolist()
    assert masks.tolist() == np.packbits(table > 0, axis=1, bitorder="little").view(np.uint64).tolist()


@pytest.mark.parametrize("seed", range(10))
def test_squared_norms_add_weight_times_count_squared(seed: int):
    chunk, number_of = _chunk(seed)
    weights = np.random.default_rng(seed).integers(1, 42_107, _TERMS).astype(np.int32)
    whole, common = np.zeros(len(chunk.sizes), dtype=np.int64), np.zeros(len(chunk.sizes), dtype=np.int64)
    squared_norms(*chunk, number_of, weights, whole, common)
    document, place = chunk.pairs()
    squares = weights[chunk.terms[place]].astype(np.int64) * chunk.counts[place].astype(np.int64) ** 2
    is_common = number_of[chunk.terms[place]] >= 0
    for found, kept in ((whole, np.ones(len(place), dtype=np.bool_)), (common, is_common)):
        wanted = np.zeros(len(chunk.sizes), dtype=np.int64)
        np.add.at(wanted, document[kept], squares[kept])
        assert found.tolist() == wanted.tolist()
