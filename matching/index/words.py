"""Words as 64-bit keys: a Han character, a pair of them, or any other word whole.

The keys are those of `matching.text.terms`, worked out for many texts at once: a Han character is
its code point, a pair is both code points side by side, another word is a hash with the top bit set.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import rjieba
from numpy.typing import NDArray

from matching.text import normalise, terms

Keys = NDArray[np.uint64]

_PAIR_SHIFT = np.uint64(21)  # code points have 21 bits
_TOP_BIT = 1 << 63
_HAN = re.compile(r"[㐀-䶿一-鿿]+")
_WORD = re.compile(r"[㐀-䶿一-鿿]+|[^\s㐀-䶿一-鿿]+")
# A run of Han this long is several words (深圳保安); shorter ones are looked for as they stand.
_LONG_RUN = 4


def keys_of_texts(texts: Sequence[str]) -> tuple[Keys, NDArray[np.int32]]:
    """Keys of every term of each normalised text, and the number of the text it stands in.

    Parameters
    ----------
    texts : sequence of str
        Already normalised.

    Returns
    -------
    keys, places : numpy.ndarray, of one length
        Repeated as often as the term is.

    Examples
    --------
    >>> keys, places = keys_of_texts(["电工", "c1 电"])
    >>> sorted(places.tolist()), len(set(keys.tolist()))
    ([0, 0, 0, 1, 1], 4)
    """
    joined = "\n".join(texts)
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    place = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[: len(points)]
    is_han = ((points >= 0x3400) & (points <= 0x4DBF)) | ((points >= 0x4E00) & (points <= 0x9FFF))
    pair = is_han[:-1] & is_han[1:]
    others = [(key_of(word), number) for number, text in enumerate(texts) for word in _other_words(text)]
    keys = [
        points[is_han],
        (points[:-1][pair] << _PAIR_SHIFT) | points[1:][pair],
        np.array([key for key, _ in others], dtype=np.uint64),
    ]
    places = [place[is_han], place[:-1][pair], np.array([number for _, number in others], dtype=np.int32)]
    return np.concatenate(keys), np.concatenate(places)


@lru_cache(maxsize=100_000)
def key_of(term: str) -> int:
    """Key of one term of `matching.text.terms`.

    Examples
    --------
    >>> key_of("工") == ord("工"), key_of("c1") > 2**63
    (True, True)
    """
    if _HAN.fullmatch(term) is None or len(term) > 2:
        return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "big") | _TOP_BIT
    return ord(term) if len(term) == 1 else (ord(term[0]) << 21) | ord(term[1])


def words_of_query(text: str) -> list[str]:
    """Words that must all be found: runs as they stand, long runs of Han cut into words.

    Examples
    --------
    >>> words_of_query("深圳保安 C1")
    ['深圳', '保安', 'c1']
    """
    words: list[str] = []
    for run in _WORD.findall(normalise(text)):
        if _HAN.match(run) is None:
            words.extend(terms(run))
        elif len(run) < _LONG_RUN:
            words.append(run)
        else:
            cut = rjieba.cut(run)
            words.extend([word for word in cut if len(word) > 1] or [run])
    return list(dict.fromkeys(words))


def keys_of_word(word: str) -> list[int]:
    """Keys that a text with this word has: its pairs, or the word itself where it has none.

    Examples
    --------
    >>> len(keys_of_word("保安")), len(keys_of_word("保安员")), len(keys_of_word("焊"))
    (1, 2, 1)
    """
    if _HAN.match(word) is None or len(word) < 2:
        return [key_of(word)]
    return [key_of(word[i : i + 2]) for i in range(len(word) - 1)]


def _other_words(text: str) -> list[str]:
    return [term for run in _HAN.sub(" ", text).split() for term in terms(run)]
