"""Matcher: seeker × postings, posting × seekers, seeker × courses → explained, ordered matches."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol, Self

from sklearn.base import BaseEstimator

from matching.background import PreparedSeeker, prepare_seeker, with_skill
from matching.course_comparisons import CourseMatch, match_courses
from matching.eligibility import Eligibility, Unmet, credential_labels
from matching.explanation import Match, Missing
from matching.exposure import Places, Pool
from matching.gaps import COURSES_NAMED, CourseShelf, Gap, gaps_of, with_credential
from matching.occupations import OccupationCoder, shipped_coder
from matching.persistence import current, exclusive, publish, read_parts, write_parts
from matching.preparation import PreparedPosting, prepare_postings
from matching.records import Course, JobPosting, JobSeeker
from matching.settings import MatchSettings
from matching.skills import SkillExtractor, default_extractor
from matching.standing import Judge, Standing
from matching.taxonomy import Taxonomy, load_taxonomy
from matching.weights import WordWeights

__all__ = ["CourseMatch", "Match", "Matcher", "Missing"]

POSTINGS_ASKED = 60
SHIPPED_SETTINGS = MatchSettings()
_KIND, _FORMAT = "matcher", 2


class Fitted(Places, Protocol):
    """An index of postings: it knows the place of each among its employer's, and how rare each word is."""

    @property
    def weights(self) -> WordWeights:
        """What words weigh."""


class Matcher(BaseEstimator):  # type: ignore[misc]  # scikit-learn carries no types
    """Scores and explains matches.

    Parameters
    ----------
    settings : MatchSettings
    as_of : date, optional
        The day that the freshness of postings is counted from; unknown freshness when None.
    taxonomy : Taxonomy, optional
    coder : OccupationCoder, optional
    extractor : SkillExtractor, optional
        The shipped ones when None.

    Attributes
    ----------
    pool_ : Pool or MatchIndex
        After ``fit``: the postings among which the comparison ``exposure`` gives each its place.
    word_weights_ : WordWeights
        After ``fit``: what the comparison ``wording`` weighs each word by.

    Examples
    --------
    >>> seeker = JobSeeker.from_mapping({"id": "p1", "wishes": {"occupations": ["保安员"]}})
    >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
    >>> cook = JobPosting.from_mapping({"id": "2", "title": "中式烹调师"})
    >>> [match.posting_id for match in Matcher().rank(seeker, [cook, guard])]
    ['1', '2']
    """

    pool_: Places
    word_weights_: WordWeights

    def __init__(
        self,
        settings: MatchSettings = SHIPPED_SETTINGS,
        as_of: date | None = None,
        taxonomy: Taxonomy | None = None,
        coder: OccupationCoder | None = None,
        extractor: SkillExtractor | None = None,
    ) -> None:
        self.settings = settings
        self.as_of = as_of
        self.taxonomy = taxonomy
        self.coder = coder
        self.extractor = extractor

    def fit(self, postings: Sequence[JobPosting] | Sequence[PreparedPosting]) -> Self:
        """Learn which postings compete for one screen, and how rare each word is.

        A matcher that never did takes the postings at hand for competitors, and counts no words.

        Examples
        --------
        >>> guard = {"title": "保安员", "employer": "甲物业", "posted": "2026-11-01"}
        >>> pool = [JobPosting.from_mapping({"id": "1", **guard}), JobPosting.from_mapping({"id": "2", **guard})]
        >>> [Matcher().fit(pool).place(one) for one in Matcher().prepare(pool)]
        [1, 2]
        """
        prepared = self._prepared(postings)
        self.pool_ = Pool.of(prepared)
        self.word_weights_ = WordWeights.from_documents(posting.words.counts for posting in prepared)
        return self

    def fit_to(self, index: Fitted) -> Self:
        """Take places and weights of words from an index instead of learning them.

        Examples
        --------
        >>> import tempfile
        >>> from matching.index import MatchIndex
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     index = MatchIndex.build(folder, "postings", [])
        ...     Matcher().fit_to(index).pool_ is index
        True
        """
        self.pool_, self.word_weights_ = index, index.weights
        return self

    def place(self, posting: PreparedPosting) -> int | None:
        """Return the place among its employer's postings in the pool; None where the employer is unknown.

        Examples
        --------
        >>> Matcher().place(Matcher().prepare([JobPosting.from_mapping({"title": "保安员"})])[0]) is None
        True
        """
        return getattr(self, "pool_", Pool()).place(posting)

    def prepare(self, postings: Sequence[JobPosting]) -> list[PreparedPosting]:
        """Work out once what comparisons need of postings.

        Examples
        --------
        >>> Matcher().prepare([])
        []
        """
        return prepare_postings(postings, *self._readers())

    def prepare_seeker(self, seeker: JobSeeker | PreparedSeeker) -> PreparedSeeker:
        """Work out once what comparisons need of a job seeker.

        Examples
        --------
        >>> Matcher().prepare_seeker(JobSeeker("p1")).background is None
        True
        """
        return seeker if isinstance(seeker, PreparedSeeker) else prepare_seeker(seeker, *self._readers())

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
        prepared, person = self._prepared(postings), self.prepare_seeker(seeker)
        judge = self.judge(prepared)
        return self._explained(judge, _best(judge, person, prepared, k), self._shelf(courses))

    def rank_people(
        self,
        posting: JobPosting | PreparedPosting,
        seekers: Iterable[JobSeeker | PreparedSeeker],
        courses: Iterable[Course] = (),
        k: int | None = None,
    ) -> list[Match]:
        """Return the best ``k`` job seekers for one posting, unmet ones last and marked.

        A pair has the number that ``rank`` gives it.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> Matcher().rank_people(guard, [JobSeeker("p1")])[0].seeker_id
        'p1'
        """
        prepared = posting if isinstance(posting, PreparedPosting) else self.prepare([posting])[0]
        judge = self.judge([prepared])
        standings = [judge.stand(self.prepare_seeker(seeker), prepared) for seeker in seekers]
        standings.sort(key=lambda one: one.order(one.seeker.seeker.id))
        return self._explained(judge, standings[:k], self._shelf(courses))

    def rank_courses(
        self,
        seeker: JobSeeker,
        courses: Iterable[Course],
        postings: Sequence[JobPosting] | Sequence[PreparedPosting],
        k: int | None = None,
    ) -> list[CourseMatch]:
        """Return the best ``k`` courses by what they change among these postings, by price, place and date.

        Examples
        --------
        >>> guard = JobPosting.from_mapping({"id": "1", "title": "保安员"})
        >>> course = Course("k1", "保安员取证班", credentials=("guard",))
        >>> seeker = JobSeeker.from_mapping({"credentials": [], "wishes": {"occupations": ["保安员"]}})
        >>> Matcher().rank_courses(seeker, [course], [guard])[0].opened
        ('1',)
        """
        shelf, prepared = list(courses), self._prepared(postings)
        person, licensed = self.prepare_seeker(seeker), self.licensed(seeker, shelf)
        judge = self.judge(prepared)
        best = _best(judge, licensed, prepared, POSTINGS_ASKED)
        matches = self._explained(judge, [judge.stand(person, one.posting) for one in best], self._shelf(shelf, None))
        return match_courses(seeker, shelf, matches, self.as_of, self.settings)[:k]

    def licensed(self, seeker: JobSeeker | PreparedSeeker, courses: Iterable[Course]) -> PreparedSeeker:
        """Return the person with the credentials of all courses: what he is ranked as to find out what helps him.

        Asked are the postings that he would be shown first if no licence stood in the way. The licences lead him to
        no other trade: a cook who lacks every paper is still a cook.

        Examples
        --------
        >>> course = Course("k1", "保安员取证班", credentials=("guard",))
        >>> Matcher().licensed(JobSeeker("p1"), [course]).credentials
        {'guard': ''}
        """
        person = self.prepare_seeker(seeker)
        granted = dict.fromkeys((one for course in courses for one in course.credentials), "")
        return replace(person, credentials=granted | dict(person.credentials or {}))

    def judge(self, postings: Sequence[PreparedPosting]) -> Judge:
        """Return the comparisons as they stand today in the pool that was fitted, else among these postings."""
        pool = self.pool_ if hasattr(self, "pool_") else Pool.of(postings)
        return Judge(self.settings, self.as_of, pool, getattr(self, "word_weights_", None))

    def explain(
        self,
        seeker: JobSeeker | PreparedSeeker,
        posting: PreparedPosting,
        courses: Iterable[Course] = (),
        *,
        place: int | None,
        weights: WordWeights | None,
    ) -> Match:
        """Explain one pair as an index ranked it, whatever this matcher was fitted to.

        Parameters
        ----------
        seeker : JobSeeker or PreparedSeeker
        posting : PreparedPosting
        courses : iterable of Course
        place : int or None
            The posting's place among its employer's, from 1; None where that is not known.
        weights : WordWeights or None
            What words weigh; None leaves them out.

        Examples
        --------
        >>> cook = PreparedPosting(JobPosting.from_mapping({"title": "厨师", "employer": "甲"}))
        >>> match = Matcher().explain(JobSeeker("p1"), cook, place=2, weights=None)
        >>> match.explanation.contributions[-1].level
        'second'
        """
        judge = Judge(self.settings, self.as_of, Pool.with_place(posting, place), weights)
        return self._explained(judge, [judge.stand(self.prepare_seeker(seeker), posting)], self._shelf(courses))[0]

    def save(self, folder: Path | str) -> None:
        """Write settings, day, pool and weights of words, whole or not at all.

        What coder and taxonomy know has its own place.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Matcher(as_of=date(2026, 11, 23)).save(folder)
        ...     Matcher.load(folder).as_of
        datetime.date(2026, 11, 23)
        """
        pool = getattr(self, "pool_", None)
        if pool is not None and not isinstance(pool, Pool):
            raise ValueError("pool_: a matcher that was fitted to an index is saved with the index")
        stalls = None if pool is None else [[*stall, list(turns)] for stall, turns in pool.stalls.items()]
        day = self.as_of.isoformat() if self.as_of else None
        facts = {"settings": self.settings.to_mapping(), "as_of": day, "stalls": stalls}
        arrays = self.word_weights_.to_arrays() if hasattr(self, "word_weights_") else {}
        store = Path(folder)
        with exclusive(store):
            publish(store, lambda version: write_parts(version, _KIND, _FORMAT, facts, arrays))

    @classmethod
    def load(
        cls,
        folder: Path | str,
        taxonomy: Taxonomy | None = None,
        coder: OccupationCoder | None = None,
        extractor: SkillExtractor | None = None,
    ) -> Self:
        """Read what ``save`` wrote.

        Raises
        ------
        matching.persistence.StoreError
            Nothing is stored there, or it is damaged or of another format.

        Examples
        --------
        >>> Matcher.load("no/such/matcher")
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such/matcher: nothing is stored here
        """
        facts, arrays, _ = read_parts(current(Path(folder)), _KIND, _FORMAT)
        day = date.fromisoformat(facts["as_of"]) if facts["as_of"] else None
        matcher = cls(MatchSettings.from_mapping(facts["settings"]), day, taxonomy, coder, extractor)
        if facts["stalls"] is not None:
            rows = facts["stalls"]
            matcher.pool_ = Pool({(firm, group): tuple(map(tuple, turns)) for firm, group, turns in rows})
        if arrays:
            matcher.word_weights_ = WordWeights.from_arrays(arrays)
        return matcher

    def _readers(self) -> tuple[Taxonomy, OccupationCoder, SkillExtractor]:
        return (
            load_taxonomy() if self.taxonomy is None else self.taxonomy,
            shipped_coder() if self.coder is None else self.coder,
            default_extractor() if self.extractor is None else self.extractor,
        )

    def _shelf(self, courses: Iterable[Course], named: int | None = COURSES_NAMED) -> CourseShelf:
        return CourseShelf(courses, self._readers()[0], named)

    def _prepared(self, postings: Sequence[JobPosting] | Sequence[PreparedPosting]) -> Sequence[PreparedPosting]:
        raw = [posting for posting in postings if isinstance(posting, JobPosting)]
        fresh = iter(self.prepare(raw))
        return [posting if isinstance(posting, PreparedPosting) else next(fresh) for posting in postings]

    def _explained(self, judge: Judge, standings: list[Standing], shelf: CourseShelf) -> list[Match]:
        closed: dict[tuple[str, Gap], PreparedSeeker] = {}
        return [
            Match(
                seeker_id=standing.seeker.seeker.id,
                posting_id=standing.posting.id,
                title=standing.posting.posting.title,
                score=judge.score(standing),
                eligibility=standing.eligibility.status,
                unknown=judge.unknown(standing),
                explanation=judge.explain(standing),
                missing=tuple(
                    self._missing(judge, standing, gap, shelf, closed)
                    for gap in gaps_of(standing.seeker, standing.posting)
                ),
                blocked_by=_blocked_by(standing.eligibility),
            )
            for standing in standings
        ]

    def _missing(
        self,
        judge: Judge,
        standing: Standing,
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
        after = judge.score(judge.stand(closed[key], standing.posting))
        return Missing(gap.label, shelf.courses_for(gap, standing.seeker.seeker), after)


def _best(judge: Judge, seeker: PreparedSeeker, postings: Sequence[PreparedPosting], k: int | None) -> list[Standing]:
    standings = [judge.stand(seeker, posting) for posting in postings]
    standings.sort(key=lambda one: one.order(one.posting.id))
    return standings[:k]


def _blocked_by(eligibility: Eligibility) -> tuple[str, ...]:
    if not isinstance(eligibility, Unmet):
        return ()
    return tuple(dict.fromkeys(credential_labels(need.credentials) for need in eligibility.needs))
