"""StoredMatch: an explained match as JSON, from which the same score can be made again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from matching import __version__
from matching.explanation import Explanation, Match, score_of
from matching.exposure import Pool
from matching.fields import expect_mapping, shown
from matching.matcher import Matcher
from matching.plain import from_plain, to_plain
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings

FORMAT = 1


@dataclass(frozen=True, slots=True, repr=False)
class StoredMatch:
    """What a score was made of, without a word that the person wrote.

    Attributes
    ----------
    settings : dict
        As ``MatchSettings.to_mapping`` writes them.
    place : int or None
        The posting's place among its employer's at that time (comparison ``exposure``).
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
        prepared = matcher.prepare([posting])[0]
        match = matcher.rank(seeker, [prepared])[0]
        return cls(
            FORMAT,
            __version__,
            matcher.settings.to_mapping(),
            matcher.as_of,
            matcher.place(prepared),
            _digest_of_seeker(seeker),
            _digests_of_posting(posting),
            match.score,
            match.eligibility,
            match.explanation,
        )

    def changes(self, matcher: Matcher, seeker: JobSeeker, posting: JobPosting) -> tuple[str, ...]:
        """Name what is no longer as it was: the version, a setting, the day, the person, a field of the posting.

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
        found += [] if self.seeker in (None, _digest_of_seeker(seeker)) else ["seeker"]
        return tuple(found + _changed(self.posting, _digests_of_posting(posting), "posting"))

    def make_again(self, seeker: JobSeeker, posting: JobPosting) -> Match:
        """Score the same pair with the stored settings, day and place.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> stored = StoredMatch.of(Matcher(), JobSeeker("p1"), guard)
        >>> stored.make_again(JobSeeker("p1"), guard).explanation == stored.explanation
        True
        """
        matcher = Matcher(MatchSettings.from_mapping(self.settings), self.as_of)
        prepared = matcher.prepare([posting])[0]
        matcher.pool_ = Pool.with_place(prepared, self.place)
        return matcher.rank(seeker, [prepared])[0]

    def redacted(self) -> Self:
        """Return the same score and rows without anything of the person."""
        return replace(self, seeker=None, explanation=self.explanation.redacted())

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
        ValueError: format: expected 1, got 7
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

    def __repr__(self) -> str:
        return f"StoredMatch({self.score}, {self.eligibility})"


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
