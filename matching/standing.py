"""Standing: one pair judged by all comparisons, not yet put into words."""

from dataclasses import dataclass
from datetime import date

from matching.background import PreparedSeeker
from matching.comparison import MICRO, Level
from matching.eligibility import Eligibility, Unknown, assess
from matching.explanation import Contribution, Explanation, score_of
from matching.exposure import Places
from matching.preparation import PreparedPosting
from matching.settings import MatchSettings
from matching.weights import WordWeights

# Where neither occupation is known nor any skill shared, nothing is known about the work itself, and a
# score would be a guess.
TELLING_WHEN_KNOWN = ("wished_occupation", "background")
TELLING_WHEN_POSITIVE = "skill_coverage"


@dataclass(frozen=True, slots=True)
class Standing:
    """The levels on which a pair stands, and what they add up to in micro-points."""

    seeker: PreparedSeeker
    posting: PreparedPosting
    levels: tuple[Level, ...]
    eligibility: Eligibility
    total: int
    is_telling: bool

    def order(self, by: str) -> tuple[bool, bool, int, str]:
        """Unmet last, before them those without a score, then the total; ties by identifier."""
        return (self.eligibility.status == "unmet", not self.is_telling, -self.total, by)

    def __repr__(self) -> str:
        return f"Standing({self.seeker.seeker.id}, {self.posting.id}, {self.total / MICRO:+g})"


class Judge:
    """The comparisons of some settings on one day, among the postings of one pool, with what words weigh.

    Examples
    --------
    >>> from matching.exposure import Pool
    >>> from matching.records import JobPosting, JobSeeker
    >>> judge = Judge(MatchSettings(), None, Pool())
    >>> guard = PreparedPosting(JobPosting.from_mapping({"id": "1", "title": "保安员"}))
    >>> judge.score(judge.stand(PreparedSeeker(JobSeeker("p1")), guard)) is None
    True
    """

    def __init__(
        self, settings: MatchSettings, as_of: date | None, pool: Places, weights: WordWeights | None = None
    ) -> None:
        self.comparisons = tuple(one.within(as_of, pool, weights) for one in settings.comparisons)
        self._scale = settings.scale
        self._micro_prior = round(settings.prior * MICRO)
        names = [one.name for one in self.comparisons]
        self._telling = [names.index(name) for name in TELLING_WHEN_KNOWN if name in names]
        self._skills = names.index(TELLING_WHEN_POSITIVE) if TELLING_WHEN_POSITIVE in names else None

    def stand(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Standing:
        """Judge a pair."""
        levels = tuple([one.level(seeker, posting) for one in self.comparisons])
        total = self._micro_prior + sum([level.points for level in levels])
        return Standing(seeker, posting, levels, assess(seeker, posting), total, self._is_telling(levels))

    def score(self, standing: Standing) -> float | None:
        """Return the figure from 0 to 100, None where too little is known to tell."""
        return score_of(standing.total, self._scale) if standing.is_telling else None

    def explain(self, standing: Standing) -> Explanation:
        """Put a standing into words."""
        rows = []
        for comparison, level in zip(self.comparisons, standing.levels, strict=True):
            words = comparison.words(standing.seeker, standing.posting, level)
            rows.append(Contribution.of(comparison, level, words))
        return Explanation(self._micro_prior, tuple(rows))

    def unknown(self, standing: Standing) -> tuple[str, ...]:
        """Return the fields that are not known, the one that would help most first.

        First what eligibility hangs on; where there is no score, then what would make one possible; then by
        what the comparisons that a field settles can change.
        """
        stakes: dict[str, tuple[int, int]] = {}
        for comparison, level in zip(self.comparisons, standing.levels, strict=True):
            if level.settles is None:
                continue
            helps = not standing.is_telling and comparison.name in (*TELLING_WHEN_KNOWN, TELLING_WHEN_POSITIVE)
            first, span = stakes.get(level.settles, (0, 0))
            stakes[level.settles] = (max(first, int(helps)), span + comparison.span)
        fields = sorted(stakes, key=lambda field: stakes[field], reverse=True)
        if isinstance(standing.eligibility, Unknown):
            fields.insert(0, standing.eligibility.field)
        return tuple(dict.fromkeys(fields))

    def _is_telling(self, levels: tuple[Level, ...]) -> bool:
        if not all(levels[place].is_unknown for place in self._telling):
            return True
        return self._skills is not None and levels[self._skills].value > 0
