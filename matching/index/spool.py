"""Entries of documents on disk: written as they come, read again chunk by chunk, in an order known only later.

Memory holds a block of entries at a time: the spool is read once from its beginning, and every document is copied
to the place of its chunk in a second file.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import Bytes, Int, Rows
from matching.index.vocabulary import Entries

# Entries read at once: 20 MB.
_BLOCK = 1 << 22
# Small segments stay in memory.
_IN_MEMORY = 8 << 20


class Runs(NamedTuple):
    """Entries of the rows of a chunk: those of row r are ``[starts[r], starts[r] + sizes[r])``.

    Attributes
    ----------
    terms : int32[entries], counts : uint8[entries]
    starts : int64[rows], sizes : uint32[rows]
    """

    terms: Int
    counts: Bytes
    starts: NDArray[np.int64]
    sizes: Rows


class _EntryFile:
    """Terms and counts side by side in two files without a name."""

    def __init__(self, scratch: Path) -> None:
        self._terms: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(scratch))  # noqa: SIM115
        self._counts: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(scratch))  # noqa: SIM115

    def write(self, at: int, terms: Int, counts: Bytes) -> None:
        self._terms.seek(at * terms.itemsize)
        self._terms.write(terms.data)
        self._counts.seek(at)
        self._counts.write(counts.data)

    def read(self, start: int, end: int) -> tuple[Int, Bytes]:
        width = np.dtype(np.int32).itemsize
        self._terms.seek(start * width)
        self._counts.seek(start)
        terms = np.frombuffer(self._terms.read((end - start) * width), dtype=np.int32)
        return terms, np.frombuffer(self._counts.read(end - start), dtype=np.uint8)

    def close(self) -> None:
        self._terms.close()
        self._counts.close()


class Spool:
    """Entries of documents in the order in which they came.

    Parameters
    ----------
    scratch : Path
        Folder for the files; they have no name there and are gone with the process.

    Examples
    --------
    >>> spool = Spool(Path(tempfile.gettempdir()))
    >>> spool.append(Entries(np.array([0, 1, 1], "i4"), np.array([2, 1, 5], "u1"), np.array([2, 1], "u4")))
    >>> grouped = spool.group(np.array([1, 0]), chunk=1, terms=2)
    >>> grouped.frequencies.tolist(), [runs.counts.tolist() for runs in grouped.chunks()]
    ([1, 2], [[5], [2, 1]])
    >>> grouped.close(), spool.close()
    (None, None)
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._file = _EntryFile(scratch)
        self._sizes: list[Rows] = []
        self._written = 0

    def append(self, entries: Entries) -> None:
        """Write the entries of further documents."""
        self._file.write(self._written, entries.terms, entries.counts)
        self._written += len(entries.terms)
        self._sizes.append(entries.sizes)

    def group(self, order: NDArray[Any], chunk: int, terms: int) -> "Grouped":
        """Sort the documents into chunks of rows.

        Parameters
        ----------
        order : numpy.ndarray of whole numbers, shape (rows,)
            The document in each row; documents that are not named are left out.
        chunk : int
            Rows of a chunk.
        terms : int
            How many terms there are.
        """
        sizes = np.concatenate([np.zeros(0, np.uint32), *self._sizes])
        grouped = Grouped(_EntryFile(self._scratch), order, sizes[order], chunk, terms)
        chunk_of = np.full(len(sizes), -1, dtype=np.int32)
        chunk_of[order] = np.arange(len(order)) // chunk
        ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        first = 0
        while first < len(sizes):
            # At least one document, and as many as a block holds.
            last = max(first + 1, int(np.searchsorted(ends, ends[first] + _BLOCK, side="right")) - 1)
            block = self._file.read(int(ends[first]), int(ends[last]))
            grouped.add(*block, ends[first:last] - ends[first], sizes[first:last], chunk_of[first:last])
            first = last
        return grouped

    def close(self) -> None:
        """Give the space on disk back."""
        self._file.close()


class Grouped:
    """The same entries, those of a chunk together; made by `Spool.group`.

    Attributes
    ----------
    frequencies : int64[terms]
        How many documents hold each term.
    """

    def __init__(self, file: _EntryFile, order: NDArray[Any], sizes: Rows, chunk: int, terms: int) -> None:
        self.frequencies = np.zeros(terms, dtype=np.int64)
        self._file = file
        self._order, self._sizes, self._chunk = order, sizes, chunk
        ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        self._starts = ends[[*range(0, len(order), chunk), len(order)]]
        self._next = self._starts.copy()

    def add(self, terms: Int, counts: Bytes, starts: NDArray[np.int64], sizes: Rows, chunk_of: Int) -> None:
        """Copy a block of documents to their chunks; chunk -1 leaves a document out."""
        from matching.index.sorting import gather_runs  # numba: loaded by who writes, see `vocabulary`

        by_chunk = np.argsort(chunk_of, kind="stable")
        by_chunk = by_chunk[np.searchsorted(chunk_of[by_chunk], 0) :]
        starts, sizes, chunk_of = starts[by_chunk], sizes[by_chunk], chunk_of[by_chunk]
        ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        moved_terms, moved_counts = np.empty(ends[-1], dtype=np.int32), np.empty(ends[-1], dtype=np.uint8)
        gather_runs(terms, starts, sizes, moved_terms)
        gather_runs(counts, starts, sizes, moved_counts)
        self.frequencies += np.bincount(moved_terms, minlength=len(self.frequencies))
        for number in np.unique(chunk_of):
            first, behind = ends[np.searchsorted(chunk_of, [number, number + 1])]
            self._file.write(int(self._next[number]), moved_terms[first:behind], moved_counts[first:behind])
            self._next[number] += behind - first

    def chunks(self) -> Iterator[Runs]:
        """The runs of each chunk, its rows rising."""
        for number, first in enumerate(range(0, len(self._order), self._chunk)):
            rows = slice(first, first + self._chunk)
            sizes = self._sizes[rows]
            # Within a chunk the documents lie as they came.
            as_they_came = np.argsort(self._order[rows])
            starts = np.empty(len(sizes), dtype=np.int64)
            starts[as_they_came] = np.cumsum(sizes[as_they_came], dtype=np.int64) - sizes[as_they_came]
            terms, counts = self._file.read(int(self._starts[number]), int(self._starts[number + 1]))
            yield Runs(terms, counts, starts, sizes)

    def close(self) -> None:
        """Give the space on disk back."""
        self._file.close()
