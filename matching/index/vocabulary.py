"""The vocabulary of a segment in the making: which term has which number, and what each document holds.

The loops are compiled ones (`keys`). They are loaded where they are first needed: numba takes longer to import than
a reader needs for an answer, and readers import what writes as well.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import Bytes, Int, Keys, Rows
from matching.weights import keys_by_number

_FIRST_SIZE = 1 << 12


class Entries(NamedTuple):
    """What documents hold: for each document one run of terms, each once.

    Attributes
    ----------
    terms : int32[entries]
    counts : uint8[entries]
        How often the document holds the term, at most 255; in the search family the impact.
    sizes : uint32[documents]
        Length of each run.
    """

    terms: Int
    counts: Bytes
    sizes: Rows


class Vocabulary:
    """Numbers terms in the order in which they are met; keys only, no strings.

    Attributes
    ----------
    slot_keys : uint64[2^m], slot_terms : int32[2^m]
        As in `TermLists`.
    known : int
        How many terms there are.

    Examples
    --------
    >>> vocabulary = Vocabulary()
    >>> entries = vocabulary.count_words([b"a b a", b"b"])
    >>> entries.terms.tolist(), entries.counts.tolist(), entries.sizes.tolist(), vocabulary.known
    ([0, 1, 1], [2, 1, 1], [2, 1], 2)
    """

    def __init__(self) -> None:
        self.slot_keys: Keys = np.zeros(_FIRST_SIZE, dtype=np.uint64)
        self.slot_terms: Int = np.zeros(_FIRST_SIZE, dtype=np.int32)
        self.known = 0
        self._places = np.zeros(_FIRST_SIZE // 2, dtype=np.int32)

    def keys(self) -> Keys:
        """Key of each term, uint64[known]."""
        return keys_by_number(self.slot_keys, self.slot_terms, self.known)

    def smallest_table(self) -> tuple[Keys, Int]:
        """The slots as they are stored: as few as leave the table half empty, whatever was made room for.

        Examples
        --------
        >>> vocabulary = Vocabulary()
        >>> _ = vocabulary.count_words([b"a b c"])
        >>> len(vocabulary.slot_keys), len(vocabulary.smallest_table()[0])
        (4096, 8)
        """
        return self._table(1 << max(3, (2 * self.known - 1).bit_length()))

    def number(self, keys: Keys) -> Int:
        """Number of each key; those not met before get the next numbers.

        Examples
        --------
        >>> Vocabulary().number(np.array([9, 7, 9], dtype=np.uint64)).tolist()
        [0, 1, 0]
        """
        from matching.index.keys import number_keys

        self._make_room(len(keys))
        numbers = np.empty(len(keys), dtype=np.int32)
        self.known = number_keys(keys, self.slot_keys, self.slot_terms, self.known, numbers)
        return numbers

    def count_words(self, texts: list[bytes]) -> Entries:
        """Count the match words of each document: UTF-8, parted by single spaces."""
        return self._count(texts, np.zeros(0, dtype=np.int64))

    def count_terms(self, titles: list[bytes], texts: list[bytes]) -> Entries:
        """Weigh the search terms of each document; its text begins with its title.

        Examples
        --------
        >>> entries = Vocabulary().count_terms([b"abc"], [b"abc\\ndef"])
        >>> entries.counts.tolist()
        [237, 194]
        """
        before = np.cumsum([0, *map(len, texts)], dtype=np.int64)[:-1]
        return self._count(texts, before + np.array([len(title) for title in titles], dtype=np.int64))

    def _count(self, texts: list[bytes], title_ends: NDArray[np.int64]) -> Entries:
        from matching.index.keys import character_classes, count_documents

        buffer = np.frombuffer(b"".join(texts), dtype=np.uint8)
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        sizes = np.zeros(len(texts), dtype=np.uint32)
        parts: list[tuple[Int, Bytes]] = []
        done = 0
        while done < len(texts):
            start = int(ends[done - 1]) if done else 0
            self._make_room(int(ends[done]) - start)
            # No document has more terms than bytes.
            terms = np.empty(len(buffer) - start, dtype=np.int32)
            counts = np.empty(len(buffer) - start, dtype=np.uint8)
            with np.errstate(over="ignore"):  # hashes overflow on purpose; only uncompiled kernels would say so
                behind, self.known = count_documents(
                    buffer, ends, title_ends, character_classes(), done, self.known,
                    self.slot_keys, self.slot_terms, self._places, terms, counts, sizes,
                )  # fmt: skip
            written = int(sizes[done:behind].sum())
            parts.append((terms[:written], counts[:written]))
            done = behind
        if len(parts) == 1:
            return Entries(*parts[0], sizes)
        none = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint8))
        terms, counts = (np.concatenate(arrays) for arrays in zip(none, *parts, strict=True))
        return Entries(terms, counts, sizes)

    def _make_room(self, more: int) -> None:
        """Grow until `more` new terms leave the table at most half full."""
        size = len(self.slot_keys)
        while self.known + more > size // 2:
            size *= 2
        if size > len(self.slot_keys):
            self.slot_keys, self.slot_terms = self._table(size)
            self._places = np.zeros(size // 2, dtype=np.int32)

    def _table(self, size: int) -> tuple[Keys, Int]:
        from matching.index.keys import number_keys

        slot_keys, slot_terms = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.int32)
        number_keys(self.keys(), slot_keys, slot_terms, 0, np.empty(self.known, dtype=np.int32))
        return slot_keys, slot_terms
