"""Matcher: one seeker × many postings (or one posting × many seekers) → explained, ordered matches."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from matching.background import PreparedSeeker, prepare_seeker, with_skill
from matching.comparison import MICRO, Comparison, Level
from matching.condition_comparisons import Freshness
from matching.eligibility import Eligibility, Unknown, Unmet, assess, credential_labels
from matching.explanation import Contribution, Explanation
from matching.gaps import CourseShelf, Gap, gaps_of, with_credential
from matching.occupations import OccupationCoder, shipped_coder
from matching.preparation import PreparedPosting, prepare_postings
from matching.records import Course, JobPosting, JobSeeker
from matching.settings import MatchSettings
from matching.skills import SkillExtractor, default_extractor
from matching.taxonomy import Taxonomy, load_taxonomy

# Where neither occupation is known nor any skill shared, nothing is known about the work itself, and a
# score would be a guess.
TELLING_WHEN_KNOWN = ("wished_occupation", "background")
TELLING_WHEN_POSITIVE = "skill_coverage"
SCORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, the courses that give it, and the score once it is there."""

    requirement: str
    courses: tuple[str, ...]
    score_after: float | None


@dataclass(frozen=True, slots=True)
class Match:
    """One posting for one seeker; ``score`` is None where too little is known to tell.

    ``blocked_by`` names the hard requirements that are unmet.
    """

    seeker_id: str
    posting_id: str
    title: str
    score: float | None
    eligibility: str
    unknown: tuple[str, ...]
    explanation: Explanation
    missing: tuple[Missing, ...]
    blocked_by: tuple[str, ...]

    def to_mapping(self) -> dict[str, Any]:
        """Return the match as the ``match`` command prints it, without its rank."""
        return {
            "id": self.posting_id,
            "title": self.title,
            "score": self.score,
            "eligibility": self.eligibility,
            "unknown": list(self.unknown),
            "prior": self.explanation.micro_prior / MICRO,
            "contributions": [row.to_mapping() for row in self.explanation.contributions],
            "total": self.explanation.micro_total / MICRO,
            "missing": [
                {"requirement": one.requirement, "courses": list(one.courses), "score_after": one.score_after}
                for one in self.missing
            ],
        }


@dataclass(frozen=True, slots=True)
class _Standing:
    """One pair, judged but not yet put into words."""

    seeker: PreparedSeeker
    posting: PreparedPosting
    levels: tuple[Level, ...]
    eligibility: Eligibility
    total: int
    is_telling: bool

    def order(self, by: str) -> tuple[bool, bool, int, str]:
        """Unmet last, before them those without a score, then the total; ties by identifier."""
        return (self.eligibility.status == "unmet", not self.is_telling, -self.total, by)


@dataclass(frozen=True)
class Matcher:
    """Scores and explains matches.

    Parameters
    ----------
    settings : MatchSettings
    as_of : date, optional
        The day that the freshness of postings is counted from; unknown freshness when None.

    Examples
    --------
    >>> seeker = JobSeeker.from_mapping({"id": "p1", "wishes": {"occupations": ["保安员"]}})
    >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
    >>> cook = JobPosting.from_mapping({"id": "2", "title": "中式烹调师"})
    >>> [match.posting_id for match in Matcher().rank(seeker, [cook, guard])]
    ['1', '2']
    """

    settings: MatchSettings = field(default_factory=MatchSettings)
    as_of: date | None = None
    taxonomy: Taxonomy = field(default_factory=load_taxonomy, repr=False)
    coder: OccupationCoder = field(default_factory=shipped_coder, repr=False)
    extractor: SkillExtractor = field(default_factory=default_extractor, repr=False)
    _comparisons: tuple[Comparison, ...] = field(init=False, repr=False)
    _micro_prior: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        dated = tuple(
            replace(one, as_of=self.as_of) if isinstance(one, Freshness) else one for one in self.settings.comparisons
        )
        object.__setattr__(self, "_comparisons", dated)
        object.__setattr__(self, "_micro_prior", round(self.settings.prior * MICRO))

    def prepare(self, postings: Sequence[JobPosting]) -> list[PreparedPosting]:
        """Work out once what comparisons need of postings.

        Examples
        --------
        >>> Matcher().prepare([])
        []
        """
        return prepare_postings(postings, self.taxonomy, self.coder, self.extractor)

    def prepare_seeker(self, seeker: JobSeeker | PreparedSeeker) -> PreparedSeeker:
        """Work out once what comparisons need of a job seeker.

        Examples
        --------
        >>> Matcher().prepare_seeker(JobSeeker("p1")).background is None
        True
        """
        if isinstance(seeker, PreparedSeeker):
            return seeker
        return prepare_seeker(seeker, self.taxonomy, self.coder, self.extractor)

    def rank(
        self,
        seeker: JobSeeker | PreparedSeeker,
        postings: Sequence[JobPosting] | Sequence[PreparedPosting],
        courses: Iterable[Course] = (),
        k: int | None = None,
    ) -> list[Match]:
        """Return the best ``k`` postings (all when None), unmet ones last and marked.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> Matcher().rank(JobSeeker("p1"), [guard])[0].score is None
        True
        """
        prepared = self.prepare_seeker(seeker)
        standings = [self._stand(prepared, posting) for posting in self._prepared(postings)]
        standings.sort(key=lambda one: one.order(one.posting.id))
        return self._explained(standings[:k], courses)

    def rank_people(
        self,
        posting: JobPosting | PreparedPosting,
        seekers: Iterable[JobSeeker | PreparedSeeker],
        courses: Iterable[Course] = (),
        k: int | None = None,
    ) -> list[Match]:
        """Return the best ``k`` job seekers for one posting, unmet ones last and marked.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> Matcher().rank_people(guard, [JobSeeker("p1")])[0].seeker_id
        'p1'
        """
        prepared = posting if isinstance(posting, PreparedPosting) else self.prepare([posting])[0]
        standings = [self._stand(self.prepare_seeker(seeker), prepared) for seeker in seekers]
        standings.sort(key=lambda one: one.order(one.seeker.seeker.id))
        return self._explained(standings[:k], courses)

    def _prepared(self, postings: Sequence[JobPosting] | Sequence[PreparedPosting]) -> Sequence[PreparedPosting]:
        raw = [posting for posting in postings if isinstance(posting, JobPosting)]
        fresh = iter(self.prepare(raw))
        return [posting if isinstance(posting, PreparedPosting) else next(fresh) for posting in postings]

    def _stand(self, seeker: PreparedSeeker, posting: PreparedPosting) -> _Standing:
        levels = tuple([one.level(seeker, posting) for one in self._comparisons])
        total = self._micro_prior + sum([level.points for level in levels])
        return _Standing(seeker, posting, levels, assess(seeker, posting), total, self._is_telling(levels))

    def _is_telling(self, levels: tuple[Level, ...]) -> bool:
        for comparison, level in zip(self._comparisons, levels, strict=True):
            if comparison.name in TELLING_WHEN_KNOWN and not level.is_unknown:
                return True
            if comparison.name == TELLING_WHEN_POSITIVE and level.value > 0:
                return True
        return False

    def _explained(self, standings: list[_Standing], courses: Iterable[Course]) -> list[Match]:
        shelf = CourseShelf(courses, self.taxonomy)
        closed: dict[tuple[str, Gap], PreparedSeeker] = {}
        return [self._match(standing, shelf, closed) for standing in standings]

    def _match(self, standing: _Standing, shelf: CourseShelf, closed: dict[tuple[str, Gap], PreparedSeeker]) -> Match:
        explanation = self._explanation(standing)
        unknown = list(explanation.unknown)
        if isinstance(standing.eligibility, Unknown):
            unknown = list(dict.fromkeys([standing.eligibility.field, *unknown]))
        return Match(
            seeker_id=standing.seeker.seeker.id,
            posting_id=standing.posting.id,
            title=standing.posting.posting.title,
            score=self._score(standing),
            eligibility=standing.eligibility.status,
            unknown=tuple(unknown),
            explanation=explanation,
            missing=tuple(
                self._missing(standing, gap, shelf, closed) for gap in gaps_of(standing.seeker, standing.posting)
            ),
            blocked_by=_blocked_by(standing.eligibility),
        )

    def _explanation(self, standing: _Standing) -> Explanation:
        rows = []
        for comparison, level in zip(self._comparisons, standing.levels, strict=True):
            words = comparison.words(standing.seeker, standing.posting, level)
            rows.append(
                Contribution(
                    comparison.name,
                    comparison.label,
                    level.key,
                    level.label,
                    level.value,
                    comparison.weight,
                    level.points,
                    level.settles,
                    words.sentence,
                    words.seeker,
                    words.posting,
                )
            )
        return Explanation(self._micro_prior, tuple(rows))

    def _missing(
        self,
        standing: _Standing,
        gap: Gap,
        shelf: CourseShelf,
        closed: dict[tuple[str, Gap], PreparedSeeker],
    ) -> Missing:
        """Close one gap for real and score the same posting again."""
        key = (standing.seeker.seeker.id, gap)
        if key not in closed:
            closed[key] = (
                self.prepare_seeker(with_credential(standing.seeker.seeker, gap))
                if gap.skill is None
                else with_skill(standing.seeker, gap.skill, gap.label)
            )
        after = self._score(self._stand(closed[key], standing.posting))
        return Missing(gap.label, shelf.courses_for(gap, standing.seeker.seeker), after)

    def _score(self, standing: _Standing) -> float | None:
        if not standing.is_telling:
            return None
        odds = standing.total / MICRO / self.settings.scale
        return round(100 / (1 + math.exp(-odds)), SCORE_DIGITS)


def _blocked_by(eligibility: Eligibility) -> tuple[str, ...]:
    if not isinstance(eligibility, Unmet):
        return ()
    return tuple(dict.fromkeys(credential_labels(need.credentials) for need in eligibility.needs))
