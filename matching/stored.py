"""StoredMatch: an explained match as JSON, from which the same score can be made again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

import numpy as np

from matching import __version__
from matching.explanation import Explanation, Match, score_of
from matching.fields import expect_mapping, shown
from matching.matcher import Matcher
from matching.plain import from_plain, to_plain
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings
from matching.weights import WordWeights, key_of, slots_of

FORMAT = 2


@dataclass(frozen=True, slots=True, repr=False)
class StoredMatch:
    """What a score was made of, without a word that the person wrote.

    Attributes
    ----------
    settings : dict
        As ``MatchSettings.to_mapping`` writes them.
    place : int or None
        The posting's place among its employer's at that time (comparison ``exposure``).
    word_weights : dict of str to int, or None
        What each word of the two weighed (comparison ``wording``); None where no words counted, and in the redacted
        form.
    seeker : str or None
        Digest of the person's facts, without the id; None in the redacted form.
    posting : dict of str to str
        Digest of each field of the posting, so that a change can be named.
    """

    format: int
    library_version: str
    settings: dict[str, Any]
    as_of: date | None
    place: int | None
    word_weights: dict[str, int] | None
    seeker: str | None
    posting: dict[str, str]
    score: float | None
    eligibility: str
    explanation: Explanation

    @classmethod
    def of(cls, matcher: Matcher, seeker: JobSeeker, posting: JobPosting) -> "StoredMatch":
        """Score a pair and keep all that the score hangs on.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> stored = StoredMatch.of(Matcher(), JobSeeker("p1"), guard)
        >>> stored.score is None, stored.changes(Matcher(), JobSeeker("p1"), guard)
        (True, ())
        """
        prepared, person = matcher.prepare([posting])[0], matcher.prepare_seeker(seeker)
        match = matcher.rank(person, [prepared])[0]
        weights = _weights_of(matcher)
        words = dict.fromkeys((*prepared.words.counts, *person.words.words))
        return cls(
            FORMAT,
            __version__,
            matcher.settings.to_mapping(),
            matcher.as_of,
            matcher.place(prepared),
            None if weights is None else {word: weights.weight_of(word) for word in words},
            _digest_of_seeker(seeker),
            _digests_of_posting(posting),
            match.score,
            match.eligibility,
            match.explanation,
        )

    def changes(self, matcher: Matcher, seeker: JobSeeker, posting: JobPosting) -> tuple[str, ...]:
        """Name what is no longer as it was: version, settings, day, place, weights, person, fields of the posting.

        Examples
        --------
        >>> old = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> new = JobPosting.from_mapping({"id": "1", "title": "保安队长"})
        >>> StoredMatch.of(Matcher(), JobSeeker("p1"), old).changes(Matcher(), JobSeeker("p1"), new)
        ('posting.title',)
        """
        found = [] if self.library_version == __version__ else ["library_version"]
        found += _changed(self.settings, matcher.settings.to_mapping(), "settings")
        found += [] if self.as_of == matcher.as_of else ["as_of"]
        found += [] if self.place == matcher.place(matcher.prepare([posting])[0]) else ["place"]
        found += ["word_weights"] if self._is_weighed_anew(_weights_of(matcher)) else []
        found += [] if self.seeker in (None, _digest_of_seeker(seeker)) else ["seeker"]
        return tuple(found + _changed(self.posting, _digests_of_posting(posting), "posting"))

    def make_again(self, seeker: JobSeeker, posting: JobPosting) -> Match:
        """Score the same pair with the stored settings, day, place and weights of words.

        The weight of a word that only a closed gap would bring is not stored: it counts next to nothing.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> stored = StoredMatch.of(Matcher(), JobSeeker("p1"), guard)
        >>> stored.make_again(JobSeeker("p1"), guard).explanation == stored.explanation
        True
        """
        matcher = Matcher(MatchSettings.from_mapping(self.settings), self.as_of)
        prepared = matcher.prepare([posting])[0]
        weights = None if self.word_weights is None else _as_learned(self.word_weights)
        return matcher.explain(seeker, prepared, place=self.place, weights=weights)

    def redacted(self) -> Self:
        """Return the same score and rows without anything of the person."""
        return replace(self, word_weights=None, seeker=None, explanation=self.explanation.redacted())

    def to_mapping(self) -> dict[str, Any]:
        """Return plain JSON values."""
        mapping: dict[str, Any] = to_plain(self)
        return mapping

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> "StoredMatch":
        """Read what ``to_mapping`` wrote.

        Raises
        ------
        ValueError
            Another format, a key that is missing or unknown, or rows that do not add up to the score.

        Examples
        --------
        >>> StoredMatch.from_mapping({"format": 7})
        Traceback (most recent call last):
        ValueError: format: expected 2, got 7
        """
        expect_mapping(raw, "stored match")
        if raw.get("format") != FORMAT:
            raise ValueError(f"format: expected {FORMAT}, got {shown(raw.get('format'))}")
        missing = [one.name for one in fields(cls) if one.name not in raw]
        if missing:
            raise ValueError(f"{missing[0]}: missing")
        stored = from_plain(cls, raw)
        settings = MatchSettings.from_mapping(stored.settings)
        figure = score_of(stored.explanation.micro_total, settings.scale)
        if stored.score not in (None, figure):
            raise ValueError(f"score: expected {figure}, the figure of the rows, got {shown(stored.score)}")
        return stored

    def _is_weighed_anew(self, weights: WordWeights | None) -> bool:
        if self.seeker is None:  # redacted: which words there were is not known any more
            return False
        if self.word_weights is None or weights is None:
            return self.word_weights is not None or weights is not None
        return any(weights.weight_of(word) != weight for word, weight in self.word_weights.items())

    def __repr__(self) -> str:
        return f"StoredMatch({self.score}, {self.eligibility})"


def _weights_of(matcher: Matcher) -> WordWeights | None:
    return getattr(matcher, "word_weights_", None)


def _as_learned(weight_of: Mapping[str, int]) -> WordWeights:
    # By key: were two words to share one, they would have shared the weight too.
    by_key = {key_of(word): weight for word, weight in weight_of.items()}
    slot_keys, slots = slots_of(np.fromiter(by_key, np.uint64, len(by_key)))
    slot_weights = np.zeros(len(slot_keys), dtype=np.int32)
    slot_weights[slots] = list(by_key.values())
    return WordWeights(slot_keys, slot_weights, documents=0)


def _digest(value: object) -> str:
    text = json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _digest_of_seeker(seeker: JobSeeker) -> str:
    # One digest of everything: a digest of one field (a home county, a level of schooling) could be guessed back.
    return _digest(replace(seeker, id=""))


def _digests_of_posting(posting: JobPosting) -> dict[str, str]:
    return {one.name: _digest(getattr(posting, one.name)) for one in fields(posting) if one.name != "id"}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> list[str]:
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += _changed(one, other, f"{path}.{key}")
        elif one != other:
            found.append(f"{path}.{key}")
    return found
