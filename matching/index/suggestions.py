"""What somebody means who is still typing, types by sound, or mistypes: titles and skills, best first."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.index.layout import Bytes
from matching.index.segment import Segment
from matching.index.sounds import heard, readings, slots
from matching.taxonomy import load_taxonomy
from matching.text import clean_title, normalise

Kind = Literal["title", "occupation", "skill", "posting"]
Why = Literal["prefix", "pinyin", "sound", "typo"]

# What is longer is not the name of a job.
LONGEST_TYPED = 24
_LATIN = re.compile(r"[a-z]")
_NO_SIGNS = re.compile(r"[^a-z0-9+#㐀-䶿一-鿿]+")
# Behind every text that begins alike.
_LAST = chr(0x10FFFF)
_SHOWABLE = re.compile(r"[㐀-䶿一-鿿a-z+#]{2,12}")
# Words of everyday speech: postings are recognised by them, nobody is addressed so.
_EVERYDAY = re.compile(r"师傅|小哥|阿姨|大[叔妈姐]|小[妹弟姐]")
_LEAF = 4
_FOUND: Kind = "posting"
_ANY_TITLES = 100_000
# Changes that a text of some length may have; a character that sounds the same counts half.
_CHANGES = ((2, 0.5), (4, 1.0), (LONGEST_TYPED, 1.5))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to search for instead; `kind` says where the text is from, `why` what it has in common with what was typed.

    Attributes
    ----------
    text : str
    kind : {"title", "occupation", "skill", "posting"}
    why : {"prefix", "pinyin", "sound", "typo"}
    """

    text: str
    kind: Kind
    why: Why


class Suggester:
    """Finds texts by their beginning, by how they are typed by sound, and by what they look or sound like.

    Parameters
    ----------
    entries : iterable of (str, str)
        Texts and their kinds; of equal texts the first counts.
    weights : mapping of str to number
        How common a text (in normal form) is; what is more common comes first.

    Examples
    --------
    >>> suggester = Suggester([("电焊工", "title"), ("电工", "title"), ("叉车司机", "title")], {"电工": 3})
    >>> [one.text for one in suggester.suggest("电")]
    ['电工', '电焊工']
    >>> suggester.suggest("dhg"), suggester.suggest("叉车思机")[0].why
    ([Suggestion(text='电焊工', kind='title', why='pinyin')], 'sound')
    """

    def __init__(self, entries: Iterable[tuple[str, Kind]], weights: Mapping[str, float] | None = None) -> None:
        found: dict[str, tuple[str, Kind]] = {}
        for text, kind in entries:
            plain = normalise(text).strip()
            if plain:
                found.setdefault(plain, (text, kind))
        self._plain = sorted(found)
        self._entries = [found[plain] for plain in self._plain]
        self._rank = self._ranks(weights or {})
        self._by_sound = sorted((heard(plain), number) for number, plain in enumerate(self._plain))
        self._by_first: dict[str, list[int]] = {}
        self._by_length: dict[int, list[int]] = {}
        for number, plain in enumerate(self._plain):
            self._by_length.setdefault(len(plain), []).append(number)
            for first in {plain[0], *(reading[0] for reading in readings().get(plain[0], ()))}:
                self._by_first.setdefault(first, []).append(number)
        self._lines: dict[str, tuple[str, list[int]]] = {}

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Suggest texts for what is typed so far.

        Parameters
        ----------
        text : str
            The first ``LONGEST_TYPED`` characters count.
        limit : int

        Returns
        -------
        list of Suggestion
            Those that begin so, then those typed so by sound; where there are none those that sound so; where there
            are none either, those that look so.

        Raises
        ------
        ValueError
            `text` is no text, or `limit` is negative.

        Examples
        --------
        >>> Suggester([("电焊工", "title")]).suggest("电悍工")
        [Suggestion(text='电焊工', kind='title', why='sound')]
        """
        if not isinstance(text, str):
            raise ValueError(f"text: expected text, got {type(text).__name__}")
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < 0:
            raise ValueError(f"limit: expected 0 or more, got {limit!r}")
        plain = normalise(text[:LONGEST_TYPED]).strip()[:LONGEST_TYPED]
        typed = _NO_SIGNS.sub("", plain)
        found: dict[int, Why] = {}
        if typed:
            found = dict.fromkeys(self._beginning_with(plain), "prefix")
            by_sound = self._typed_as(typed) if _LATIN.search(typed) else []
            found |= {number: "pinyin" for number in by_sound if number not in found}
            found = found or dict.fromkeys(self._sounding_like(typed), "sound")
            found = found or dict.fromkeys(self._looking_like(typed), "typo")
        return [Suggestion(*self._entries[number], why) for number, why in islice(found.items(), limit)]

    def did_you_mean(self, words: str) -> str | None:
        """Correct the words of a search that found nothing; None where nothing better is known.

        Examples
        --------
        >>> Suggester([("电焊工", "title")]).did_you_mean("蓝山 电悍工")
        '蓝山 电焊工'
        """
        plain = normalise(words[: 2 * LONGEST_TYPED]).split()
        better = [self._corrected(word) for word in plain]
        return " ".join(better) if better != plain else None

    def _corrected(self, word: str) -> str:
        near = self.suggest(word, 1)
        return near[0].text if near and near[0].why != "prefix" else word

    def _ranks(self, weights: Mapping[str, float]) -> list[int]:
        """Place of each text among all, the most common first; of equally common ones those that have many alike."""
        beginnings = Counter(plain[:2] for plain in self._plain)
        order = sorted(
            range(len(self._plain)),
            key=lambda n: (-weights.get(self._plain[n], 0), -beginnings[self._plain[n][:2]], len(self._plain[n]), n),
        )
        ranks = [0] * len(order)
        for rank, number in enumerate(order):
            ranks[number] = rank
        return ranks

    def _beginning_with(self, plain: str) -> list[int]:
        """Texts that begin so, the text itself first."""
        first = bisect_left(self._plain, plain)
        last = bisect_right(self._plain, plain + _LAST, lo=first)
        return sorted(range(first, last), key=lambda n: (self._plain[n] != plain, self._rank[n]))

    def _typed_as(self, typed: str) -> list[int]:
        """Texts typed so, be it whole syllables, first letters, characters or a mixture.

        First those of which fewest characters are needed, of these the ones that have no more.
        """
        text, starts = self._lines_of(typed[0])
        numbers = self._by_first.get(typed[0], [])
        found = []
        for match in _pattern(typed).finditer(text):
            line = bisect_left(starts, match.start())
            goes_on = text.find(" ", match.end(), starts[line + 1]) >= 0
            found.append((match.group().count(" "), goes_on, self._rank[numbers[line]], numbers[line]))
        return [number for *_, number in sorted(found)]

    def _lines_of(self, first: str) -> tuple[str, list[int]]:
        """The slots of all texts that can begin with a sign, a line each, and where the lines start."""
        if first not in self._lines:
            lines = [slots(self._plain[number]) for number in self._by_first.get(first, [])]
            starts = np.cumsum([0, *(len(line) + 1 for line in lines)]).tolist()
            self._lines[first] = "\n".join(lines), starts
        return self._lines[first]

    def _sounding_like(self, typed: str) -> list[int]:
        """Texts that begin with the same sounds, those with fewest other characters first."""
        sounds = heard(typed)
        first = bisect_left(self._by_sound, (sounds, 0))
        last = bisect_right(self._by_sound, (sounds + _LAST, 0), lo=first)
        numbers = [number for _, number in self._by_sound[first:last]]
        shared = {n: len(set(typed) & set(self._plain[n])) for n in numbers}
        return sorted(numbers, key=lambda n: (-shared[n], len(self._plain[n]) > len(typed), self._rank[n]))

    def _looking_like(self, typed: str) -> list[int]:
        """Texts that few changes make of what was typed, fewest first, then those of the same characters."""
        allowed = next(changes for length, changes in _CHANGES if len(typed) <= length)
        sounds, most = heard(typed, alike=True), int(2 * allowed)
        found = []
        for length in range(len(typed) - int(allowed), len(typed) + int(allowed) + 1):
            numbers = self._by_length.get(length, [])
            near = process.extract(
                typed, [self._plain[n] for n in numbers], scorer=OSA.distance, score_cutoff=most, limit=None
            )
            for plain, changed, place in near:
                cost = (changed + OSA.distance(sounds, heard(plain, alike=True))) / 2
                if cost <= allowed:
                    found.append((cost, set(plain) != set(typed), self._rank[numbers[place]], numbers[place]))
        return [number for *_, number in sorted(found)]


def shipped_suggester(counts: Mapping[str, int] | None = None) -> Suggester:
    """Suggest titles, occupations and skills of the taxonomy, and the titles that `counts` counts.

    Parameters
    ----------
    counts : mapping of str to int, optional
        What `common_titles` found. Before what is counted comes nothing; of the rest, trades with many titles first.

    Examples
    --------
    >>> shipped_suggester().suggest("dhg", 1)
    [Suggestion(text='电焊工', kind='title', why='pinyin')]
    """
    titles = load_taxonomy().titles.values()
    # Below 1, so that a title met once comes before any that was not.
    weights = {normalise(title): len(many) / _ANY_TITLES for many in titles for title in many}
    found: Mapping[str, int] = counts or {}
    entries = [*_shipped_entries(), *((title, _FOUND) for title in found)]
    return Suggester(entries, weights | {title: 1.0 + number for title, number in found.items()})


def common_titles(
    parts: Sequence[tuple[Segment, Bytes | None]], sample: int = 20_000, least: int = 3
) -> dict[str, int]:
    """Cleaned titles that several postings have and how many of those looked at; none with figures in it.

    Parameters
    ----------
    parts : sequence of (Segment, uint8[rows] or None)
        Segments and which of their rows live.
    sample : int
        How many rows are looked at, evenly spread.
    least : int
        How many of them must have the title.

    Examples
    --------
    >>> common_titles([])
    {}
    """
    total = sum(segment.rows for segment, _ in parts)
    step = max(1, -(-total // sample)) if sample > 0 else total + 1
    counts: Counter[str] = Counter()
    for segment, live in parts:
        rows = np.arange(0, segment.rows, step, dtype=np.uint32)
        rows = rows if live is None else rows[live[rows] != 0]
        counts.update(clean_title(text.split(b"\n", 1)[0].decode()) for text in segment.texts(rows))
    return {t: n for t, n in counts.items() if n >= least and _SHOWABLE.fullmatch(t) and not _EVERYDAY.search(t)}


@cache
def _shipped_entries() -> tuple[tuple[str, Kind], ...]:
    taxonomy = load_taxonomy()
    entries: list[tuple[str, Kind]] = []
    entries += [(title, "title") for titles in taxonomy.titles.values() for title in titles]
    entries += [(one.name, "occupation") for one in taxonomy.occupations.values() if one.level == _LEAF]
    entries += [(word, "skill") for one in taxonomy.skills.values() for word in (one.label, *one.synonyms)]
    return tuple(entry for entry in entries if not _EVERYDAY.search(entry[0]))


def _pattern(typed: str) -> re.Pattern[str]:
    """Each sign follows the one before, or begins one of the ways to type the next character."""
    way, rest = r"(?:[^ \n|]*\|)*?", r"(?:[^ \n]* (?:[^ \n|]*\|)*?)??"
    return re.compile(f"^{way}" + rest.join(re.escape(sign) for sign in typed), re.MULTILINE)
