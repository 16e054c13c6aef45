"""One segment as a reader sees it: arrays mapped from its file, nothing loaded that is not asked for."""

from collections.abc import Hashable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import CommonWords, Int, Keys, Rows, TermLists
from matching.index.packing import Pack, open_pack, populate
from matching.weights import WordWeights, keys_by_number

KIND = "segment"
FORMAT = 3

_COLUMN = "column_"
# What every question touches here and there.
_SEARCHED = ("words_", "common_", "id_")


class Segment:
    """An immutable part of an index.

    Attributes
    ----------
    kind : str
        Kind of document.
    rows : int
        How many documents.
    facts : dict
        What the writer was given for the reader.
    digest : str
        Names the content.
    columns : dict of str to int32[rows]
    codes : uint32[facets, rows]
    cell_keys : int32[cells, columns of the order], cell_starts : uint32[cells + 1]
        The rows ``[cell_starts[i], cell_starts[i + 1])`` have the numbers ``cell_keys[i]`` in these columns.
    id_order : uint32[rows], id_rank : uint32[rows]
        The rows by rising id, and the place of each row in that order.
    known : dict
        What `filters` has worked out of this segment.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._arrays = arrays = pack.arrays
        self.kind: str = pack.facts["kind"]
        self.rows: int = pack.facts["rows"]
        self.facts: dict[str, Any] = pack.facts["facts"]
        self.digest = pack.digest
        self.columns: dict[str, Int] = {
            name.removeprefix(_COLUMN): array for name, array in arrays.items() if name.startswith(_COLUMN)
        }
        self.codes: Rows = arrays["codes"]
        self.cell_keys: Int = arrays["cell_keys"]
        self.cell_starts: Rows = arrays["cell_starts"]
        self.id_order: Rows = arrays["id_order"]
        self.id_rank: Rows = arrays["id_rank"]
        self._ids, self._id_ends = arrays["ids"].data, arrays["id_ends"].data
        self.known: dict[Hashable, Any] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a segment's file.

        Raises
        ------
        StoreError
            The file is missing, damaged in its header, or of another format.

        Examples
        --------
        >>> Segment.open(Path("no/such.pack"))
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such.pack: damaged, the file is missing or too short
        """
        return cls(open_pack(path, KIND, FORMAT))

    @cached_property
    def words(self) -> TermLists:
        """The rare match words."""
        return self._lists("words")

    @cached_property
    def search(self) -> TermLists:
        """The terms of the search box, all in lists; counts are impacts."""
        return self._lists("search")

    @cached_property
    def common(self) -> CommonWords:
        """The common match words, and the norm of each document."""
        return CommonWords(**{name: self._arrays[f"common_{name}"] for name in CommonWords._fields})

    @cached_property
    def compiled(self) -> object:
        """What compiled code reads of this segment."""
        # Here, for it loads the compiler, which a first answer does without.
        from matching.index.segment_arrays import segment_arrays

        populate(self._pack, [name for name in self._arrays if name.startswith(_SEARCHED)])
        return segment_arrays(self)

    @cached_property
    def weights(self) -> WordWeights | None:
        """The weights learned from this segment's documents, None where it was written with given ones."""
        return WordWeights.from_arrays(self._arrays) if "weights" in self._arrays else None

    def document_frequencies(self, family: str) -> Rows:
        """How many documents hold each term of a family ("words" or "search"): uint32[terms], by its number.

        A term that only replaced documents held has 0.
        """
        frequencies: Rows = self._arrays[f"{family}_frequencies"]
        return frequencies

    def term_keys(self, family: str) -> Keys:
        """Key of each term of a family: uint64[terms], by its number."""
        lists = self._lists(family)
        return keys_by_number(lists.slot_keys, lists.slot_terms, len(self.document_frequencies(family)))

    def row_of(self, one: str) -> int | None:
        """Row of the document with an id, None where there is none."""
        wanted, low, high = one.encode(errors="surrogatepass"), 0, self.rows
        while low < high:
            middle = (low + high) // 2
            row = int(self.id_order[middle])
            found = self._id(row)
            if found == wanted:
                return row
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return None

    def id(self, row: int) -> str:
        """Id of the document in a row."""
        return self._id(row).decode()

    def ids(self, rows: NDArray[np.int64]) -> list[str]:
        """Ids of the documents in some rows, in their order; quicker than one by one."""
        # Through memory views: numpy makes an object of its own of every number.
        ends, ids = self._id_ends, self._ids
        return [str(ids[ends[row - 1] if row else 0 : ends[row]], "utf-8") for row in rows.tolist()]

    def record(self, row: int) -> bytes:
        """The document in a row, as its kind wrote it."""
        return self._piece("record", row)

    def text(self, row: int) -> bytes:
        """Title, line end and body as they are searched, UTF-8; empty for a document that is not searchable."""
        return self._piece("text", row)

    def texts(self, rows: Rows) -> Iterator[bytes]:
        """The texts of many rows, in their order; much quicker than one by one."""
        texts = self._arrays["texts"].data
        starts, sizes = self._arrays["text_starts"][rows].tolist(), self._arrays["text_sizes"][rows].tolist()
        for start, size in zip(starts, sizes, strict=True):
            yield texts[start : start + size].tobytes()

    def extra(self, name: str) -> NDArray[Any]:
        """An array that the writer was given besides.

        Raises
        ------
        KeyError
            There is none of this name.
        """
        return self._arrays[f"extra_{name}"]

    def _lists(self, family: str) -> TermLists:
        return TermLists(**{name: self._arrays[f"{family}_{name}"] for name in TermLists._fields})

    def _id(self, row: int) -> bytes:
        return self._ids[self._id_ends[row - 1] if row else 0 : self._id_ends[row]].tobytes()

    def _piece(self, name: str, row: int) -> bytes:
        start = int(self._arrays[f"{name}_starts"][row])
        return self._arrays[f"{name}s"][start : start + int(self._arrays[f"{name}_sizes"][row])].tobytes()
