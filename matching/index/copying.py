"""Documents from old segments into a new one, by their arrays: nothing is read, cut or judged a second time.

A merge needs no texts then, which is what lets people be merged, of whom the index keeps no record. What a segment
keeps by the word is turned round, chunk by chunk, into what each document holds.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.columns import UNKNOWN, Names
from matching.index.dictionaries import Dictionaries
from matching.index.layout import CHUNK, Batch, CommonWords, Int, Rows, TermLists
from matching.index.segment import Segment
from matching.index.vocabulary import Entries
from matching.index.writing import SegmentWriter

Mask = NDArray[np.bool_]


class Copied(NamedTuple):
    """Rows of an old segment."""

    segment: Segment
    kept: Mask


class MovableDictionaries(Dictionaries[Any]):
    """Dictionaries that can take over the keys of an old segment.

    For that the keys stand in the segment a second time, as lines of JSON that no reader looks at.
    """

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all keys as arrays by name."""
        lines = {
            _lines_of(facet.name): np.frombuffer("\n".join(map(json.dumps, numbers)).encode(), dtype=np.uint8)
            for facet, numbers in zip(self.facets, self._numbers, strict=True)
        }
        return super().arrays() | lines

    def codes_of(self, segment: Segment, rows: NDArray[np.int64]) -> Rows:
        """Return the numbers, here, of the keys of some rows of an old segment."""
        codes = np.empty((len(self.facets), len(rows)), dtype=np.uint32)
        for number, (facet, numbers) in enumerate(zip(self.facets, self._numbers, strict=True)):
            lines = segment.extra(_lines_of(facet.name)).tobytes().split(b"\n")
            old, place = np.unique(segment.codes[number][rows], return_inverse=True)
            keys = (_hashable(json.loads(lines[code])) for code in old.tolist())
            codes[number] = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.uint32)[place]
        return codes


def copy_rows(writer: SegmentWriter, dictionaries: MovableDictionaries, names: Names, copied: Copied) -> None:
    """Copy documents into a segment that is being written.

    Parameters
    ----------
    writer : SegmentWriter
    dictionaries : MovableDictionaries
        Of the new segment.
    names : dict of str to list of str
        Of the new segment, see `columns`; grows.
    copied : Copied
    """
    segment, kept = copied
    rows = np.flatnonzero(kept)
    codes = dictionaries.codes_of(segment, rows)
    columns = {name: column[rows] for name, column in segment.columns.items()}
    for name, old in segment.facts["names"].items():
        columns[name] = _renumbered(columns[name], old, names.setdefault(name, []))
    word_numbers = writer.number_words(segment.term_keys("words"))
    term_numbers = writer.number_terms(segment.term_keys("search"))
    words = entries_by_document(segment.words, segment.common, word_numbers, kept)
    terms = entries_by_document(segment.search, None, term_numbers, kept)
    done = 0
    for own_words, own_terms in zip(words, terms, strict=True):
        part = slice(done, done + len(own_words.sizes))
        here = rows[part].tolist()
        ids, records = [segment.id(row) for row in here], [segment.record(row) for row in here]
        own_columns = {name: column[part] for name, column in columns.items()}
        batch = Batch(ids, (), (), (), own_columns, codes[:, part], records)
        writer.add_counted(batch, [segment.text(row) for row in here], own_words, own_terms)
        done = part.stop


def entries_by_document(
    lists: TermLists, common: CommonWords | None, numbers: Int, kept: Mask, chunk: int = CHUNK
) -> Iterator[Entries]:
    """Turn the lists of a segment round.

    Parameters
    ----------
    lists : TermLists
    common : CommonWords or None
        Of the same family; None where it has none.
    numbers : int32[terms]
        The number of each term in the new segment.
    kept : bool[rows]
        Which documents are wanted.
    chunk : int
        Rows of a chunk.

    Yields
    ------
    Entries
        Of the wanted rows of each chunk, rising.
    """
    for number, first in enumerate(range(0, len(kept), chunk)):
        wanted = kept[first : first + chunk]
        starts = lists.starts[number].astype(np.int64)
        listed = slice(starts[0], starts[-1])
        parts = [(lists.rows[listed], np.repeat(numbers, np.diff(starts)), lists.counts[listed])]
        if common is not None:
            parts.append(_common_entries(common, numbers, first, first + len(wanted)))
        rows, terms, counts = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        is_wanted = wanted[rows]
        order = np.argsort(rows[is_wanted], kind="stable")
        sizes = np.bincount(rows, minlength=len(wanted))[wanted].astype(np.uint32)
        yield Entries(terms[is_wanted][order], counts[is_wanted][order], sizes)


def _common_entries(
    common: CommonWords, numbers: Int, first: int, last: int
) -> tuple[NDArray[Any], Int, NDArray[Any]]:
    """Rows within the chunk, terms and counts of the common words of a chunk."""
    terms = np.full(64 * common.masks.shape[1], -1, dtype=np.int32)
    is_common = common.number_of >= 0
    terms[common.number_of[is_common]] = numbers[is_common]
    as_bytes = np.ascontiguousarray(common.masks[first:last]).astype("<u8").view(np.uint8)
    # Row by row, lowest bit first: the order in which the counts lie.
    rows, bits = np.nonzero(np.unpackbits(as_bytes, axis=1, bitorder="little"))
    return rows.astype(np.uint16), terms[bits], common.counts[common.starts[first] : common.starts[last]]


def _renumbered(column: Int, old: Sequence[str], new: list[str]) -> Int:
    """The numbers of names in another list, which takes up those that it lacks."""
    used = np.unique(column)
    numbers = np.full(len(old) + 1, UNKNOWN, dtype=np.int32)
    for number in used[used != UNKNOWN].tolist():
        if old[number] not in new:
            new.append(old[number])
        numbers[number] = new.index(old[number])
    # Unknown (-1) takes the last place, which says unknown again.
    return numbers[column]


def _lines_of(facet: str) -> str:
    return f"lines_{facet}"


def _hashable(value: Any) -> Any:
    return tuple(map(_hashable, value)) if isinstance(value, list) else value
