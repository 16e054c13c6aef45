"""Lexicon: many terms found in one pass over a text, the longest first, whole words only."""

import re
from collections.abc import Iterable

import rjieba

SHORT = 2
_LATIN = re.compile(r"[a-z0-9+#]")
_LETTER = re.compile(r"[a-z0-9_]")
_IN_WORD_BEHIND = re.compile(r"(?<![+#])[a-z0-9_]|(?<=[+#])[a-z]|[+#](?![a-z0-9])")
# Python3, Java8 and CAD2014 are Python, Java and CAD; C1 and N1 are not C and N.
_VERSION = re.compile(r"(?:(?P<year>(?:19|20)\d\d)|\d{1,2}(?:\.[\dx]{1,2})?)(?![\da-z])")
_HAN = re.compile(r"[㐀-鿿]")


class Lexicon:
    """Terms in normal form, indexed by their first two characters.

    Parameters
    ----------
    terms : iterable of str
        In the form of ``matching.text.normalise``; terms of one character are left out.

    Examples
    --------
    >>> Lexicon(["发电机组", "机组", "plc"]).find("发电机组和plc，不是plcs")
    [(0, 4), (5, 8)]
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = {term for term in terms if len(term) > 1}
        lengths: dict[str, set[int]] = {}
        for term in self._terms:
            lengths.setdefault(term[:2], set()).add(len(term))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def find(self, plain: str) -> list[tuple[int, int]]:
        """Return the spans of the terms in a normalised text; none overlaps another.

        Examples
        --------
        >>> Lexicon(["电工"]).find("机电工程，电工")
        [(5, 7)]
        """
        spans = self._spans(plain)
        if all(end - start > SHORT for start, end in spans):
            return spans
        words = _words_at(plain)
        return [span for span in spans if span[1] - span[0] > SHORT or not _cuts_a_word(words, plain, *span)]

    def _spans(self, plain: str) -> list[tuple[int, int]]:
        found, at, lengths, terms = [], 0, self._lengths, self._terms
        while at < len(plain) - 1:
            for length in lengths.get(plain[at : at + 2], ()):
                end = at + length
                if plain[at:end] in terms and end <= len(plain) and _stands_alone(plain, at, end):
                    found.append((at, end))
                    at = end - 1
                    break
            at += 1
        return found


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Latin letters and digits need a border: ``cad`` is not in ``autocad`` nor ``plc`` in ``plc3``."""
    if start and _LATIN.match(plain[start]) and _LETTER.match(plain[start - 1]):
        return False
    if not _LATIN.match(plain[end - 1]) or end == len(plain):
        return True
    version = _VERSION.match(plain, end)
    if version and end - start >= (3 if version["year"] else 4) and plain[start:end].isalpha():
        return True
    return _IN_WORD_BEHIND.match(plain, end) is None


def _words_at(plain: str) -> list[tuple[int, int]]:
    """For each character the word that it belongs to, as start and end."""
    words: list[tuple[int, int]] = []
    at = 0
    for word in rjieba.cut(plain):
        words.extend([(at, at + len(word))] * len(word))
        at += len(word)
    return words


def _cuts_a_word(words: list[tuple[int, int]], plain: str, start: int, end: int) -> bool:
    """Whether a term of two characters takes a piece out of a word: 电工 of 机电|工程, 会计 of 会|计算机.

    Longer terms do not arise by accident, while words are often cut wrongly around them (会开|叉车).
    """
    if end > len(words) or _HAN.match(plain[start]) is None:
        return False
    first, last = words[start], words[end - 1]
    if first == last:
        # Within one word a term may be its head or its tail: 叉车 of 叉车工.
        return first[0] < start and end < last[1]
    return first[0] < start or end < last[1]
