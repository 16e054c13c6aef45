"""One immutable part of the index: its postings, their words and their columns."""

import json
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching import geography
from matching.index.columns import Columns, columns_of
from matching.index.words import keys_of_texts, keys_of_word
from matching.persistence import read_parts, write_parts
from matching.plain import from_plain, to_plain
from matching.preparation import PreparedPosting
from matching.text import normalise

FORMAT = 2
_KIND = "postings"
_TITLE_WEIGHT = 4.0
_OCCUPATION_SHOWN = 0.2
_COLUMN_PREFIX = "column_"


class Segment:
    """A folder of postings, read through a memory map.

    Attributes
    ----------
    ids : list of str
    columns : dict of str to numpy.ndarray
    sources : list of str
        The names that ``columns["source"]`` numbers.
    lengths : numpy.ndarray of float32
        Weighted number of terms of each posting.
    """

    def __init__(self, folder: Path) -> None:
        facts, arrays, blobs = read_parts(folder, _KIND, FORMAT)
        self.ids: list[str] = facts["ids"]
        self.sources: list[str] = facts["sources"]
        self.columns: Columns = {
            name.removeprefix(_COLUMN_PREFIX): array
            for name, array in arrays.items()
            if name.startswith(_COLUMN_PREFIX)
        }
        self.lengths: NDArray[np.float32] = arrays["lengths"]
        self._keys, self._starts = arrays["keys"], arrays["starts"]
        self._documents, self._counts = arrays["documents"], arrays["counts"]
        self._records, self._record_ends = blobs["records"], arrays["record_ends"]
        self._texts, self._text_ends = blobs["texts"], arrays["text_ends"]
        self._decoded: dict[int, PreparedPosting] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each id."""
        return {one: row for row, one in enumerate(self.ids)}

    def term(self, key: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Rows that hold a term, rising, and how often (the title counts more)."""
        place = bisect_left(self._keys, np.uint64(key))
        if place == len(self._keys) or int(self._keys[place]) != key:
            return self._documents[:0], self._counts[:0]
        span = slice(int(self._starts[place]), int(self._starts[place + 1]))
        return self._documents[span], self._counts[span]

    def rows_with(self, word: str) -> NDArray[np.int32]:
        """Rows whose text holds the word as it stands."""
        keys = keys_of_word(word)
        rows = self.term(keys[0])[0]
        for key in keys[1:]:
            rows = np.intersect1d(rows, self.term(key)[0], assume_unique=True)
        if len(keys) < 2:
            return rows
        # 保安 and 安员 may stand apart: only the text itself proves 保安员.
        wanted = word.encode()
        return np.array([row for row in rows if wanted in self._text(int(row))], dtype=np.int32)

    def posting(self, row: int) -> PreparedPosting:
        """The posting in a row, decoded once."""
        found = self._decoded.get(row)
        if found is None:
            blob = _slice(self._records, self._record_ends, row)
            found = self._decoded[row] = from_plain(PreparedPosting, json.loads(blob))
        return found

    def _text(self, row: int) -> bytes:
        return _slice(self._texts, self._text_ends, row)


def write_segment(folder: Path, prepared: Sequence[PreparedPosting]) -> None:
    """Write a segment; its rows stand in the order given.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_segment(Path(folder), [])
    ...     len(Segment(Path(folder)))
    0
    """
    sources = sorted({one.posting.source for one in prepared if one.posting.source})
    titles = [normalise(one.posting.title) for one in prepared]
    bodies = [normalise(_body(one)) for one in prepared]
    words = _word_arrays(titles, bodies)
    records, record_ends = _join([_encode(to_plain(one)) for one in prepared])
    texts, text_ends = _join([f"{t}\n{b}".encode() for t, b in zip(titles, bodies, strict=True)])
    columns = {f"{_COLUMN_PREFIX}{name}": array for name, array in columns_of(prepared, sources).items()}
    write_parts(
        folder,
        _KIND,
        FORMAT,
        {"ids": [one.id for one in prepared], "sources": sources},
        {**words, **columns, "record_ends": record_ends, "text_ends": text_ends},
        {"records": records, "texts": texts},
    )


def _body(one: PreparedPosting) -> str:
    posting = one.posting
    region = geography.region_names(posting.region) if posting.region else ()
    occupations = [o.name for o in one.occupations if o.probability >= _OCCUPATION_SHOWN]
    parts = [posting.employer, *occupations, *region, posting.address, *posting.tags, posting.description]
    return "\n".join(part for part in parts if part)


def _word_arrays(titles: list[str], bodies: list[str]) -> dict[str, NDArray[Any]]:
    title_keys, title_rows = keys_of_texts(titles)
    body_keys, body_rows = keys_of_texts(bodies)
    weights = np.concatenate([np.full(len(title_keys), _TITLE_WEIGHT), np.ones(len(body_keys))])
    keys, term = np.unique(np.concatenate([title_keys, body_keys]), return_inverse=True)
    rows = np.concatenate([title_rows, body_rows])
    counts = sparse.coo_matrix((weights, (term, rows)), shape=(len(keys), len(titles))).tocsr()
    counts.sort_indices()
    return {
        "keys": keys,
        "starts": counts.indptr.astype(np.int64),
        "documents": counts.indices.astype(np.int32),
        "counts": counts.data.astype(np.float32),
        "lengths": np.asarray(counts.sum(axis=0), dtype=np.float32).ravel(),
    }


def _join(parts: list[bytes]) -> tuple[bytes, NDArray[np.int64]]:
    return b"".join(parts), np.cumsum([len(part) for part in parts], dtype=np.int64)


def _slice(blob: NDArray[np.uint8], ends: NDArray[np.int64], row: int) -> bytes:
    start = int(ends[row - 1]) if row else 0
    return blob[start : int(ends[row])].tobytes()


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
