"""What each word weighs: rare words much, words that stand everywhere little; learned once from many documents.

A word is known by a 64-bit key of its bytes, so that no list of words is kept: the weights are two arrays.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Weights = NDArray[np.int32]

_FNV_START, _FNV_PRIME, _64_BITS = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
_SCALE = 200.0
# 200 words of a question, each counted up to 255 times, shall not leave 32 bits: 200 x 255 x this < 2^31. A word
# reaches it only where it stands in one of two million documents.
LARGEST_WEIGHT = 42_107


@lru_cache(maxsize=65_536)
def key_of(word: str) -> int:
    """64-bit key of a word: FNV-1a over its UTF-8 bytes, upper half folded into the lower, never 0.

    Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft). Two of a million words share
    a key with a chance of 1 in 37 million; they would then count as one word.

    Examples
    --------
    >>> hex(key_of("电焊工")), key_of("电焊工") == key_of("焊工")
    ('0xc66fcfbc0fbcf0eb', False)
    """
    value = _FNV_START
    for byte in word.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * _FNV_PRIME) & _64_BITS
    # The table of keys looks at the low bits, which FNV mixes least well.
    return (value ^ (value >> 32)) or 1


@dataclass(frozen=True, eq=False)
class WordWeights:
    """Weights of the words of a collection; a word that is not in it weighs as one that stands in one document.

    Attributes
    ----------
    slot_keys : numpy.ndarray of uint64, shape (2^m,)
        Open-address table: a key lies in the slot ``key & (2^m - 1)`` or the next free one; key 0 is an empty slot.
    slot_weights : numpy.ndarray of int32, shape (2^m,)
        The weight of the key in the same slot, 0 in empty ones.
    documents : int
        How many documents the weights were learned from.

    Examples
    --------
    >>> weights = WordWeights.from_documents([["焊工", "包住"], ["保安", "包住"], ["包住"]])
    >>> [weights.weight_of(word) for word in ("包住", "焊工", "没见过")]
    [17, 384, 384]
    """

    slot_keys: Keys
    slot_weights: Weights
    documents: int

    def __post_init__(self) -> None:
        # Read-only views, as mapped arrays are: what compiled code reads is compiled for these alone.
        for name in ("slot_keys", "slot_weights"):
            view = getattr(self, name).view()
            view.flags.writeable = False
            object.__setattr__(self, name, view)

    @classmethod
    def from_documents(cls, documents: Iterable[Iterable[str]]) -> Self:
        """Learn from the words of each document.

        Examples
        --------
        >>> WordWeights.from_documents([]).weight_of("焊工")
        1
        """
        holding: Counter[str] = Counter()
        number = 0
        for words in documents:
            number += 1
            holding.update(set(words))
        frequencies: dict[int, int] = {}
        for word, count in holding.items():
            frequencies[key_of(word)] = min(frequencies.get(key_of(word), 0) + count, number)
        keys = np.fromiter(frequencies.keys(), dtype=np.uint64, count=len(frequencies))
        return cls.from_frequencies(keys, np.fromiter(frequencies.values(), np.int64, len(frequencies)), number)

    @classmethod
    def from_frequencies(cls, keys: Keys, frequencies: NDArray[Any], documents: int) -> Self:
        """Work the weights out from the number of documents that hold each word.

        Parameters
        ----------
        keys : numpy.ndarray of uint64, shape (n,)
            Each once, none 0.
        frequencies : numpy.ndarray of whole numbers, shape (n,)
            From 0 to `documents`; a word that no document holds any more weighs as one that a single one holds.
        documents : int

        Raises
        ------
        ValueError
            The arrays do not fit, or a frequency is not within its range.

        Examples
        --------
        >>> weights = WordWeights.from_frequencies(np.array([7], np.uint64), np.array([10]), 100)
        >>> weights.slot_weights.max(), weights.default
        (np.int32(1070), 4260)
        """
        if len(keys) != len(frequencies):
            raise ValueError(f"frequencies: {len(frequencies)} numbers for {len(keys)} keys")
        if documents < 0 or (len(keys) and (frequencies.min() < 0 or frequencies.max() > documents)):
            raise ValueError(f"frequencies: must be from 0 to documents = {documents}")
        slot_keys, slots = slots_of(keys)
        slot_weights = np.zeros(len(slot_keys), dtype=np.int32)
        slot_weights[slots] = _weights(frequencies, documents)
        return cls(slot_keys, slot_weights, documents)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Take back what `to_arrays` gave; the arrays may be mapped."""
        return cls(arrays["weight_keys"], arrays["weights"], int(arrays["weight_documents"][0]))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored.

        Examples
        --------
        >>> WordWeights.from_arrays(WordWeights.from_documents([["焊工"]]).to_arrays()).documents
        1
        """
        documents = np.array([self.documents], dtype=np.int64)
        return {"weight_keys": self.slot_keys, "weights": self.slot_weights, "weight_documents": documents}

    @cached_property
    def default(self) -> int:
        """Weight of a word seen once, and of one never seen."""
        return int(_weights(np.ones(1), self.documents)[0])

    def weight_of(self, word: str) -> int:
        """Weight of one word."""
        key, last = key_of(word), len(self.slot_keys) - 1
        slot = key & last
        while held := int(self.slot_keys[slot]):
            if held == key:
                return int(self.slot_weights[slot])
            slot = (slot + 1) & last
        return self.default

    def of_words(self, words: Sequence[str]) -> tuple[Keys, Weights]:
        """Key and weight of each word, in the order given.

        Examples
        --------
        >>> keys, weights = WordWeights.from_documents([["焊工"], ["保安"]]).of_words(["焊工", "电工"])
        >>> keys.tolist() == [key_of("焊工"), key_of("电工")], weights.tolist()
        (True, [241, 241])
        """
        keys = np.fromiter(map(key_of, words), dtype=np.uint64, count=len(words))
        return keys, self.of_keys(keys)

    def of_keys(self, keys: Keys) -> Weights:
        """Weight of each key."""
        slots = find_slots(self.slot_keys, keys)
        return np.where(slots < 0, self.default, self.slot_weights[slots]).astype(np.int32)

    def heaviest(self, words: Iterable[str], most: int) -> list[str]:
        """The `most` heaviest different words, falling; the key rising where two weigh the same.

        Examples
        --------
        >>> weights = WordWeights.from_documents([["焊工", "包住"], ["包住"]])
        >>> weights.heaviest(["包住", "焊工", "包住"], 1)
        ['焊工']
        """
        different = list(dict.fromkeys(words))
        keys, weights = self.of_words(different)
        return [different[i] for i in np.lexsort((keys, -weights))[:most]]


def merge_frequencies(parts: Iterable[tuple[Keys, NDArray[Any]]]) -> tuple[Keys, NDArray[np.int64]]:
    """Add up the frequencies of several collections that share no document.

    Parameters
    ----------
    parts : iterable of (keys, frequencies)
        The keys of one part each once.

    Returns
    -------
    keys : numpy.ndarray of uint64, rising
    frequencies : numpy.ndarray of int64

    Examples
    --------
    >>> one = np.array([3, 9], np.uint64), np.array([1, 4])
    >>> [a.tolist() for a in merge_frequencies([one, (np.array([9], np.uint64), np.array([2]))])]
    [[3, 9], [1, 6]]
    """
    listed = list(parts)
    keys = np.concatenate([part for part, _ in listed] or [np.zeros(0, np.uint64)])
    frequencies = np.concatenate([part for _, part in listed] or [np.zeros(0, np.int64)])
    different, place = np.unique(keys, return_inverse=True)
    added = np.zeros(len(different), dtype=np.int64)
    np.add.at(added, place, frequencies)
    return different, added


def slots_of(keys: Keys) -> tuple[Keys, NDArray[np.int64]]:
    """An open-address table that holds the keys, at most half full, and the slot of each.

    Raises
    ------
    ValueError
        A key is 0 or stands there twice.

    Examples
    --------
    >>> slot_keys, slots = slots_of(np.array([5, 21, 6], np.uint64))
    >>> slot_keys.tolist(), slots.tolist()
    ([0, 0, 0, 0, 0, 5, 6, 21], [5, 7, 6])
    """
    if len(np.unique(keys)) < len(keys) or not keys.all():
        raise ValueError("keys: each must stand there once, and none be 0")
    size = 1 << max(3, (2 * len(keys) - 1).bit_length())
    last = np.uint64(size - 1)
    slot_keys = np.zeros(size, dtype=np.uint64)
    slots = (keys & last).astype(np.int64)
    waiting = np.arange(len(keys))
    # All keys at once: the first to ask for an empty slot gets it, the others ask for the next one.
    while len(waiting):
        empty = waiting[slot_keys[slots[waiting]] == 0]
        taken, first = np.unique(slots[empty], return_index=True)
        slot_keys[taken] = keys[empty[first]]
        waiting = waiting[slot_keys[slots[waiting]] != keys[waiting]]
        slots[waiting] = (slots[waiting] + 1) & (size - 1)
    return slot_keys, slots


def find_slots(slot_keys: Keys, keys: Keys) -> NDArray[np.int64]:
    """The slot of each key in an open-address table, -1 for a key that is not in it.

    Examples
    --------
    >>> find_slots(slots_of(np.array([5, 21], np.uint64))[0], np.array([21, 13], np.uint64)).tolist()
    [6, -1]
    """
    last = len(slot_keys) - 1
    slots = (keys & np.uint64(last)).astype(np.int64)
    waiting = np.arange(len(keys))
    while len(waiting):
        held = slot_keys[slots[waiting]]
        slots[waiting[held == 0]] = -1
        waiting = waiting[(held != 0) & (held != keys[waiting])]
        slots[waiting] = (slots[waiting] + 1) & last
    return slots


def keys_by_number(slot_keys: Keys, slot_numbers: NDArray[np.int32], count: int) -> Keys:
    """The keys of an open-address table that numbers them from 0 to `count` - 1, in the order of the numbers.

    Examples
    --------
    >>> keys_by_number(np.array([0, 9, 0, 7], np.uint64), np.array([0, 1, 0, 0], np.int32), 2).tolist()
    [7, 9]
    """
    keys = np.zeros(count, dtype=np.uint64)
    filled = slot_keys > 0
    keys[slot_numbers[filled]] = slot_keys[filled]
    return keys


def _weights(frequencies: NDArray[Any], documents: int) -> Weights:
    rarity = np.log((documents + 1) / np.maximum(frequencies, 1))
    weights: NDArray[np.float64] = np.clip(np.rint(_SCALE * rarity * rarity), 1, LARGEST_WEIGHT)
    return weights.astype(np.int32)
