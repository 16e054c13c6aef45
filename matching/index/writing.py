"""Writes a segment: documents come in batches, in any order; memory does not grow with their words and texts.

Words, records and texts go to disk as they come. What stays in memory is a few numbers a document (columns, codes,
sizes), the ids and the vocabulary. `close` sorts the documents into cells and writes their words chunk by chunk.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.dtypes import StringDType
from numpy.typing import NDArray

from matching.index.layout import CHUNK, COMMON_SHARE, COMMON_WORDS, Batch, Int, Keys, Rows
from matching.index.packing import ArrayStream, PackWriter
from matching.index.segment import FORMAT, KIND
from matching.index.spool import Grouped, Runs, Spool
from matching.index.vocabulary import Entries, Vocabulary
from matching.weights import WordWeights

# A small segment is passed over quickly without common words.
_LEAST_ROWS_WITH_COMMON = 4096
_MOST_ENTRIES = (1 << 32) - 1
# Rows of one cell are sorted by it, so that what is worked out block by block meets like documents.
_INNER_ORDER = "occupation"
_WORD_BITS = 64

Order = NDArray[np.int64]


class SegmentWriter:
    """Takes batches of documents and writes the pack file of a segment.

    Parameters
    ----------
    path : Path
        Where the segment shall stand; nothing is there before `close` has ended.
    kind : str
        Kind of document, see `kinds`.
    order_by : tuple of str
        Columns that make the cells, the first first.
    weights : WordWeights or None
        None: they are learned from these documents and stored with them.
    scratch : Path
        Folder for what does not fit into memory; no file there has a name or outlives the process.

    Examples
    --------
    >>> import tempfile
    >>> from matching.index.segment import Segment
    >>> number = np.array([3], dtype=np.int32)
    >>> batch = Batch(["a"], ["焊工"], ["焊工"], ["包住"], {"city": number}, np.zeros((0, 1), np.uint32), [b"{}"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with SegmentWriter(Path(folder) / "one.pack", "demo", ("city",), None, Path(folder)) as writer:
    ...         writer.add(batch)
    ...         writer.close({}, {})
    ...     segment = Segment.open(Path(folder) / "one.pack")
    ...     segment.rows, segment.id(0), segment.text(0).decode()
    (1, 'a', '焊工\\n包住')
    """

    def __init__(
        self, path: Path, kind: str, order_by: tuple[str, ...], weights: WordWeights | None, scratch: Path
    ) -> None:
        self._path, self._kind, self._order_by, self._weights = path, kind, order_by, weights
        self._words, self._terms = _Family(scratch), _Family(scratch)
        self._records, self._texts = ArrayStream(np.uint8, None, scratch), ArrayStream(np.uint8, None, scratch)
        self._ids: list[NDArray[Any]] = []
        self._columns: dict[str, list[Int]] = {}
        self._codes: list[Rows] = []
        self._record_sizes: list[Rows] = []
        self._text_sizes: list[Rows] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for part in (self._words, self._terms, self._records, self._texts):
            part.close()

    def add(self, batch: Batch) -> None:
        """Take documents; where an id comes again, the later document counts.

        Raises
        ------
        ValueError
            A part of the batch does not fit the others, or the batch does not fit the one before.
        """
        self._check(batch)
        titles, bodies = _encoded("titles", batch.titles), _encoded("bodies", batch.bodies)
        texts = [b"%b\n%b" % both if any(both) else b"" for both in zip(titles, bodies, strict=True)]
        words = self._words.vocabulary.count_words(_encoded("words", batch.words))
        self.add_counted(batch, texts, words, self._terms.vocabulary.count_terms(titles, texts))

    def add_counted(self, batch: Batch, texts: Sequence[bytes], words: Entries, terms: Entries) -> None:
        """Take documents whose words were counted before; `words`, `titles` and `bodies` of the batch are not read.

        Parameters
        ----------
        batch : Batch
        texts : sequence of bytes
            As `Segment.text` gives them.
        words, terms : Entries
            Of the match words and of the search box, with the numbers that `number_words` and `number_terms` give.
        """
        self._words.spool.append(words)
        self._terms.spool.append(terms)
        _encoded("ids", batch.ids)  # so that an id that cannot be written is refused now, not at the end
        self._ids.append(np.array(list(batch.ids), dtype=StringDType()))
        for name, column in batch.columns.items():
            self._columns.setdefault(name, []).append(np.asarray(column, dtype=np.int32))
        self._codes.append(np.asarray(batch.codes, dtype=np.uint32))
        self._record_sizes.append(_append(self._records, batch.records))
        self._text_sizes.append(_append(self._texts, texts))

    def number_words(self, keys: Keys) -> Int:
        """The number of each match word in this segment, by its key."""
        return self._words.vocabulary.number(keys)

    def number_terms(self, keys: Keys) -> Int:
        """The number of each term of the search box in this segment, by its key."""
        return self._terms.vocabulary.number(keys)

    def close(self, facts: Mapping[str, Any], extra_arrays: Mapping[str, NDArray[Any]]) -> None:
        """Sort what came and write the segment; durable when it returns, but for the name in its folder.

        Parameters
        ----------
        facts : mapping
            JSON values for the reader.
        extra_arrays : mapping of str to numpy.ndarray
            Further arrays for the reader, see `Segment.extra`.

        Raises
        ------
        ValueError
            More words than one segment can count.
        """
        with PackWriter(self._path, KIND, FORMAT) as pack:
            order = self._write_ids_and_columns(pack)
            for name, blob, parts in (
                ("record", self._records, self._record_sizes),
                ("text", self._texts, self._text_sizes),
            ):
                sizes = _joined(parts, np.uint32)
                pack.add(f"{name}_sizes", sizes[order])
                pack.add(f"{name}_starts", (np.cumsum(sizes, dtype=np.uint64) - sizes)[order])
                pack.take(f"{name}s", blob)
            self._write_words(pack, order)
            self._write_terms(pack, order)
            for name, array in extra_arrays.items():
                pack.add(f"extra_{name}", array)
            pack.facts = {"kind": self._kind, "rows": len(order), "facts": dict(facts)}

    def _check(self, batch: Batch) -> None:
        number = len(batch.ids)
        for name in ("words", "titles", "bodies", "records"):
            if len(getattr(batch, name)) != number:
                raise ValueError(f"{name}: {len(getattr(batch, name))} given for {number} ids")
        for name, column in batch.columns.items():
            if np.shape(column) != (number,):
                raise ValueError(f"columns: {name!r} has shape {np.shape(column)} for {number} ids")
        if np.ndim(batch.codes) != 2 or np.shape(batch.codes)[1] != number:
            raise ValueError(f"codes: shape {np.shape(batch.codes)} for {number} ids")
        if missing := set(self._order_by) - set(batch.columns):
            raise ValueError(f"columns: {sorted(missing)} are missing, the rows are ordered by them")
        if self._columns and self._columns.keys() != batch.columns.keys():
            raise ValueError(f"columns: {sorted(batch.columns)} differ from {sorted(self._columns)} before")
        if self._codes and len(self._codes[0]) != len(batch.codes):
            raise ValueError(f"codes: {len(batch.codes)} facets differ from {len(self._codes[0])} before")

    def _write_ids_and_columns(self, pack: PackWriter) -> Order:
        """Decide which document stands in which row, and write all that is one number a row."""
        ids = np.concatenate([np.zeros(0, dtype=StringDType()), *self._ids])
        columns = {name: _joined(parts, np.int32) for name, parts in self._columns.items()}
        for name in self._order_by:
            columns.setdefault(name, np.zeros(0, dtype=np.int32))
        order, rank = _row_order(ids, [columns[name] for name in self._order_by], columns.get(_INNER_ORDER))
        pack.add("id_rank", rank[order].astype(np.uint32))
        pack.add("id_order", np.argsort(rank[order]).astype(np.uint32))
        _write_ids(pack, ids, order)
        cells = np.stack([columns[name][order] for name in self._order_by], axis=1)
        begins = np.ones(len(order), dtype=np.bool_)
        begins[1:] = (cells[1:] != cells[:-1]).any(axis=1)
        pack.add("cell_keys", cells[begins])
        pack.add("cell_starts", np.append(np.flatnonzero(begins), len(order)).astype(np.uint32))
        for name, column in columns.items():
            pack.add(f"column_{name}", column[order])
        codes = np.concatenate(self._codes, axis=1) if self._codes else np.zeros((0, 0), dtype=np.uint32)
        pack.add("codes", codes[:, order])
        return order

    def _write_words(self, pack: PackWriter, order: Order) -> None:
        """Write the match words: lists of the rare ones, the common ones and the norm with each document."""
        vocabulary = self._words.vocabulary
        keys = vocabulary.keys()
        with closing(self._words.group(order)) as grouped:
            weights = self._weights
            if weights is None:
                weights = WordWeights.from_frequencies(keys, grouped.frequencies, len(order))
                for name, array in weights.to_arrays().items():
                    pack.add(name, array)
            number_of = _common_numbers(keys, grouped.frequencies, len(order))
            lists = _ListsWriter(pack, "words", vocabulary, number_of, grouped)
            common = _CommonWriter(pack, number_of, weights.of_keys(keys), len(order))
            for runs in grouped.chunks():
                lists.append(runs)
                common.append(runs)
            pack.add("common_starts", common.starts)

    def _write_terms(self, pack: PackWriter, order: Order) -> None:
        """Write the terms of the search box, all of them as lists."""
        vocabulary = self._terms.vocabulary
        no_common = np.full(vocabulary.known, -1, dtype=np.int16)
        with closing(self._terms.group(order)) as grouped:
            lists = _ListsWriter(pack, "search", vocabulary, no_common, grouped)
            for runs in grouped.chunks():
                lists.append(runs)


class _Family:
    """The vocabulary and the entries of one family of words."""

    def __init__(self, scratch: Path) -> None:
        self.vocabulary = Vocabulary()
        self.spool = Spool(scratch)

    def group(self, order: Order) -> Grouped:
        grouped = self.spool.group(order, CHUNK, self.vocabulary.known)
        self.spool.close()
        return grouped

    def close(self) -> None:
        self.spool.close()


class _ListsWriter:
    """Writes `TermLists` chunk by chunk."""

    def __init__(
        self, pack: PackWriter, family: str, vocabulary: Vocabulary, number_of: NDArray[np.int16], grouped: Grouped
    ) -> None:
        slot_keys, slot_terms = vocabulary.smallest_table()
        pack.add(f"{family}_slot_keys", slot_keys)
        pack.add(f"{family}_slot_terms", slot_terms)
        pack.add(f"{family}_frequencies", grouped.frequencies.astype(np.uint32))
        self._starts = pack.stream(f"{family}_starts", np.uint32, columns=vocabulary.known + 1)
        self._rows = pack.stream(f"{family}_rows", np.uint16)
        self._counts = pack.stream(f"{family}_counts", np.uint8)
        self._number_of = number_of
        self._written = 0

    def append(self, runs: Runs) -> None:
        from matching.index.sorting import sort_by_term  # numba: loaded by who writes, see `vocabulary`

        starts = np.zeros(len(self._number_of) + 1, dtype=np.int64)
        rows, counts = np.empty(len(runs.terms), dtype=np.uint16), np.empty(len(runs.terms), dtype=np.uint8)
        listed = sort_by_term(*runs, self._number_of, starts, rows, counts)
        if self._written + listed > _MOST_ENTRIES:
            raise ValueError(f"documents: more than {_MOST_ENTRIES} words, one segment cannot count them")
        self._starts.append(starts + self._written)
        self._rows.append(rows[:listed])
        self._counts.append(counts[:listed])
        self._written += listed


class _CommonWriter:
    """Writes `CommonWords` chunk by chunk, except their numbers."""

    def __init__(self, pack: PackWriter, number_of: NDArray[np.int16], weights: Int, rows: int) -> None:
        pack.add("common_number_of", number_of)
        self._masks = pack.stream("common_masks", np.uint64, columns=COMMON_WORDS // _WORD_BITS)
        self._counts = pack.stream("common_counts", np.uint8)
        self._rest = pack.stream("common_rest", np.float32)
        self._inverse_norms = pack.stream("common_inverse_norms", np.float32)
        self._number_of, self._weights = number_of, weights
        self.starts = np.zeros(rows + 1, dtype=np.uint32)
        self._row = 0

    def append(self, runs: Runs) -> None:
        from matching.index.sorting import common_parts, squared_norms  # numba: see `vocabulary`

        rows = len(runs.sizes)
        masks = np.zeros((rows, COMMON_WORDS // _WORD_BITS), dtype=np.uint64)
        counts, sizes = np.empty(len(runs.terms), dtype=np.uint8), np.empty(rows, dtype=np.uint32)
        written = common_parts(*runs, self._number_of, masks, counts, sizes)
        self._masks.append(masks)
        self._counts.append(counts[:written])
        after = slice(self._row + 1, self._row + rows + 1)
        self.starts[after] = self.starts[self._row] + np.cumsum(sizes, dtype=np.uint32)
        self._row += rows
        whole, common = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
        squared_norms(*runs, self._number_of, self._weights, whole, common)
        inverse = np.divide(1.0, np.sqrt(whole), out=np.zeros(rows), where=whole > 0).astype(np.float32)
        rest = (np.sqrt(common) * inverse.astype(np.float64)).astype(np.float32)
        # Rounded up: a bound made from it may be too large, never too small.
        rest = np.where(common > 0, np.nextafter(rest, np.float32(np.inf)), np.float32(0))
        self._inverse_norms.append(inverse)
        self._rest.append(rest)


def _row_order(ids: NDArray[Any], order_by: Sequence[Int], inner: Int | None) -> tuple[Order, Order]:
    """The document of each row, and the place of each document among the ids; of equal ids the last stays."""
    by_id = np.argsort(ids, kind="stable")
    is_last = np.ones(len(ids), dtype=np.bool_)
    is_last[:-1] = ids[by_id[1:]] != ids[by_id[:-1]]
    by_id = by_id[is_last]
    rank = np.full(len(ids), -1, dtype=np.int64)
    rank[by_id] = np.arange(len(by_id))
    columns = [*order_by, *([] if inner is None else [inner])]
    # np.lexsort takes the last key first; the documents come by id, and it keeps that order where all are equal.
    return by_id[np.lexsort([column[by_id] for column in reversed(columns)])] if columns else by_id, rank


def _write_ids(pack: PackWriter, ids: NDArray[Any], order: Order) -> None:
    blob = pack.stream("ids", np.uint8)
    sizes = [
        _append(blob, [one.encode() for one in ids[order[first : first + CHUNK]].tolist()])
        for first in range(0, len(order), CHUNK)
    ]
    pack.add("id_ends", np.cumsum(_joined(sizes, np.uint32), dtype=np.uint64))


def _common_numbers(keys: Keys, frequencies: NDArray[np.int64], rows: int) -> NDArray[np.int16]:
    """Number of each common term among the common ones, -1 for the others."""
    number_of = np.full(len(keys), -1, dtype=np.int16)
    if rows >= _LEAST_ROWS_WITH_COMMON:
        most_frequent = np.lexsort((keys, -frequencies))[:COMMON_WORDS]
        common = most_frequent[frequencies[most_frequent] >= rows * COMMON_SHARE]
        number_of[common] = np.arange(len(common))
    return number_of


def _encoded(name: str, texts: Sequence[str]) -> list[bytes]:
    try:
        return [text.encode() for text in texts]
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: {error.object!r} holds half a character, which no text may") from error


def _append(blob: ArrayStream, parts: Sequence[bytes]) -> Rows:
    blob.append(b"".join(parts))
    return np.array([len(part) for part in parts], dtype=np.uint32)


def _joined(parts: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=dtype), *parts])
