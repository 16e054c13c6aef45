"""Plan: what the comparisons of one question add to any document of a segment, worked out key by key.

A question is a person who looks for postings (`Plan`) or a posting that looks for people (`PostingPlan`). Points
are whole units of 1/64 point, `layout.FUSED_UNIT` micro-points. The order of `Standing.order` is inside them: what
is not eligible, and what tells nothing of the work, lies whole steps of `CLASS_STEP` units lower.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import ClassVar, Generic

import numpy as np

from matching.background import PreparedSeeker
from matching.comparison import MICRO, UNKNOWN_POSTING, Comparison
from matching.condition_comparisons import Exposure, Freshness, Place
from matching.eligibility import Unmet, assess
from matching.exposure import Pool
from matching.index.dictionaries import HoldsArrays, OpenDictionaries
from matching.index.facets import (
    ELIGIBILITY,
    PEOPLE_FACETS,
    POSTING_FACETS,
    D,
    Facet,
    part_of,
    skills_of,
    work_of,
)
from matching.index.key_arrays import SkillKeys, TitleKeys, WorkKeys
from matching.index.layout import FLAG_BITS, FUSED_UNIT, Bytes, Int, Tables
from matching.index.levels import fit_values, skill_values, value_of, years_values
from matching.index.memory import Memory
from matching.index.places import place_values
from matching.index.reach import HistoryKeys, HoldingKeys, WishKeys, strengths_on, years_on
from matching.preparation import PreparedPosting
from matching.records import JobSeeker
from matching.settings import MatchSettings
from matching.wording_comparison import Wording
from matching.work_comparisons import ExperienceYears, SkillCoverage, WishedOccupation

# Telling documents come first, then those that tell nothing, then unmet ones, then unmet ones that tell nothing.
CLASS_STEP = 1 << 27
UNMET = 2 * CLASS_STEP
# Totals stay below, so that no total reaches into another class: 1,048,576 points, and all sums fit into 32 bits.
LARGEST_TOTAL = CLASS_STEP // 2

# What a user waits for again, the second page, costs nothing; this much of it is kept in a process.
_TABLES_KEPT = 12 << 20
_FLAGS_KEPT = 1 << 20
_tables: Memory[Int] = Memory(_TABLES_KEPT)
_flags: Memory[Bytes] = Memory(_FLAGS_KEPT)
_UNMET_VALUE = np.int32(UNMET << FLAG_BITS)

_WISH, _EXPOSURE, _FRESHNESS = WishedOccupation.name, Exposure.name, Freshness.name


def classes_and_totals(points: Int) -> tuple[Int, Int]:
    """Part the points of documents into their classes (0 the best, to 3) and their totals in 1/64 points.

    Examples
    --------
    >>> classes_and_totals(np.array([130, -70, -70 - UNMET - CLASS_STEP], dtype=np.int32))
    (array([0, 0, 3], dtype=int32), array([130, -70, -70], dtype=int32))
    """
    classes = -((points + LARGEST_TOTAL) // CLASS_STEP)
    return classes, points + classes * CLASS_STEP


class _Plan(ABC, Generic[D]):
    """What both directions share; a document is what is ranked, the question what it is ranked for."""

    # Facets with stand-ins that are not judged key by key all the same.
    _judged_otherwise: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        facets: Sequence[Facet[D]],
        beside: Iterable[str],
        settings: MatchSettings,
        as_of: date | None,
        pool: Pool,
    ) -> None:
        _check(settings, {name for facet in facets for name in facet.comparisons}.union(beside))
        self._facets: Sequence[Facet[D]] = facets
        self._comparisons: dict[str, Comparison] = {one.name: one.within(as_of, pool) for one in settings.comparisons}
        self._constant = settings.prior * MICRO / FUSED_UNIT
        self._finished: dict[int, Tables] = {}

    @property
    def text_units(self) -> float:
        """Points of a cosine of 1, in units of 1/64; 0 where the comparison ``wording`` takes no part."""
        wording = self._comparisons.get(Wording.name)
        return wording.worth if isinstance(wording, Wording) else 0.0

    def tables(self, segment: HoldsArrays) -> Tables:
        """Return what to look up for each row of a segment.

        Parameters
        ----------
        segment : Segment
            Or whatever gives the arrays of `Dictionaries` by ``extra(name)``.
        """
        dictionaries = OpenDictionaries.of(segment, self._facets)
        if dictionaries.serial not in self._finished:
            self._finished[dictionaries.serial] = self._joined(dictionaries)
        return self._finished[dictionaries.serial]

    def _joined(self, dictionaries: OpenDictionaries[D]) -> Tables:
        names = [(number, names) for number, facet in enumerate(self._facets) for names in self._tables_of(facet)]
        parts: list[Int] = [self._table(dictionaries, self._facets[number], together) for number, together in names]
        starts = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        values = np.concatenate(parts)
        # What is the same for all documents is counted once, in the table that is always there.
        always = next(place for place, (_, together) in enumerate(names) if ELIGIBILITY in together)
        values[starts[always] : starts[always + 1]] += round(self._constant) << FLAG_BITS
        wish = next((place for place, (_, together) in enumerate(names) if _WISH in together), -1)
        override_facet, flags, value = self._override(dictionaries)
        return Tables(
            values=values,
            starts=starts[:-1],
            facet=np.array([number for number, _ in names], dtype=np.int64),
            place_values=self._place_values(),
            override_table=wish if flags.size else -1,
            override_facet=override_facet,
            override_flags=flags,
            override_value=value,
            vague=CLASS_STEP,
        )

    def _tables_of(self, facet: Facet[D]) -> list[tuple[str, ...]]:
        """The comparisons that are counted, those of one table together."""
        counted = [name for name in facet.comparisons if name in self._comparisons or name == ELIGIBILITY]
        # A wish has a table of its own, for a word of the title may stand in its place.
        alone: list[tuple[str, ...]] = [(_WISH,)] if _WISH in counted and facet.layout is not TitleKeys else []
        rest = tuple([name for name in counted if name != _WISH])
        return [*alone, rest] if rest else alone

    def _table(self, dictionaries: OpenDictionaries[D], facet: Facet[D], names: tuple[str, ...]) -> Int:
        judges = tuple(self._comparisons[name] for name in names if name != ELIGIBILITY)
        key = dictionaries.serial, facet.name, names, judges, self._part(names)
        return _tables.get(key, lambda: self._judged(dictionaries, facet, names))

    def _judged(self, dictionaries: OpenDictionaries[D], facet: Facet[D], names: tuple[str, ...]) -> Int:
        if facet.stand_in is None or facet.name in self._judged_otherwise:
            one, *more = (self._judged_at_once(dictionaries, self._comparisons[name]) for name in names)
            return sum(more, one)
        pairs = [self._pair(document) for document in dictionaries.stand_ins(facet.name)]
        values = np.zeros(len(pairs), dtype=np.int32)
        for name in names:
            if name == ELIGIBILITY:
                values -= np.array([isinstance(assess(*pair), Unmet) for pair in pairs], np.int32) * _UNMET_VALUE
            else:
                comparison = self._comparisons[name]
                value = {key: value_of(comparison, level) for key, level in comparison.levels.items()}
                values += np.array([value[comparison.judge(*pair)] for pair in pairs], dtype=np.int32)
        return values

    def _override(self, dictionaries: OpenDictionaries[D]) -> tuple[int, Bytes, int]:
        """Facet and flags of its keys for which the wish has another value, and that value."""
        return 0, np.zeros(0, dtype=np.uint8), 0

    def _place_values(self) -> Int:
        """Values by the place in the employer's stall."""
        return np.zeros(0, dtype=np.int32)

    @abstractmethod
    def _part(self, names: Iterable[str]) -> Hashable:
        """What the comparisons read of the question."""

    @abstractmethod
    def _pair(self, document: D) -> tuple[PreparedSeeker, PreparedPosting]:
        """Question and document as comparisons want them."""

    @abstractmethod
    def _judged_at_once(self, dictionaries: OpenDictionaries[D], comparison: Comparison) -> Int:
        """The values of a comparison that is not asked key by key."""


class Plan(_Plan[PreparedPosting]):
    """Postings for a person.

    Parameters
    ----------
    seeker : PreparedSeeker
    settings : MatchSettings
    as_of : date, optional
        The day that freshness is counted from.

    Raises
    ------
    ValueError
        The settings have a comparison that no facet serves, or points beyond what the index can add up.

    Examples
    --------
    >>> from matching.index.dictionaries import posting_dictionaries
    >>> from matching.records import JobPosting
    >>> rows = [{"title": "x", "region": "深圳"}, {"title": "x", "region": "长沙"}]
    >>> postings = posting_dictionaries()
    >>> codes = postings.codes([PreparedPosting(JobPosting.from_mapping(row)) for row in rows])
    >>> plan = Plan(PreparedSeeker(JobSeeker("p1", home="440300")), MatchSettings(prior=0.0))
    >>> tables = plan.tables(postings.in_memory())
    >>> values = sum(tables.values[start + codes[facet]] for start, facet in zip(tables.starts, tables.facet))
    >>> (values >> FLAG_BITS).tolist()
    [128, -256]
    """

    _judged_otherwise = ("place",)

    def __init__(self, seeker: PreparedSeeker, settings: MatchSettings, as_of: date | None = None) -> None:
        super().__init__(POSTING_FACETS, (_EXPOSURE, Wording.name), settings, as_of, Pool())
        self.seeker = seeker

    @property
    def words(self) -> list[str]:
        """The person's words, to be weighed against those of postings."""
        return list(self.seeker.words.words)

    def _part(self, names: Iterable[str]) -> Hashable:
        return part_of(self.seeker, PEOPLE_FACETS, names)

    def _pair(self, document: PreparedPosting) -> tuple[PreparedSeeker, PreparedPosting]:
        return self.seeker, document

    def _judged_at_once(self, dictionaries: OpenDictionaries[PreparedPosting], comparison: Comparison) -> Int:
        seeker = self.seeker
        if comparison.name == Place.name:
            wished, home = seeker.seeker.wishes.regions or (), seeker.seeker.home
            return place_values(comparison, dictionaries, wished, home)
        if comparison.name == SkillCoverage.name:
            skills = dictionaries.keys("skills", SkillKeys)
            is_known = np.full(len(skills.has_demand), seeker.skills is not None)
            return skill_values(comparison, skills.tally(seeker.skills or ()), skills.has_demand == 1, is_known)
        work = dictionaries.keys("work", WorkKeys)
        if comparison.name == ExperienceYears.name:
            if seeker.years is None:
                return years_values(comparison, work.years_asked, np.full_like(work.years_asked, np.nan))
            years = work.years(years_on(work.vocabulary, seeker.years, seeker.open_years))
            return years_values(comparison, work.years_asked, years)
        reach = seeker.wished if comparison.name == _WISH else seeker.background
        closeness = work.closeness(strengths_on(work.vocabulary, reach or {}))
        return fit_values(comparison, closeness, work.has_no_occupation | (reach is None))

    def _override(self, dictionaries: OpenDictionaries[PreparedPosting]) -> tuple[int, Bytes, int]:
        wish, words = self._comparisons.get(_WISH), self.seeker.wished_words
        if wish is None or self.seeker.wished is None or not words:
            return super()._override(dictionaries)
        titles = [facet.name for facet in POSTING_FACETS].index("title")
        key = dictionaries.serial, words
        flags = _flags.get(key, lambda: dictionaries.keys("title", TitleKeys).holding(words))
        return titles, flags, value_of(wish, wish.levels["exact"])

    def _place_values(self) -> Int:
        exposure = self._comparisons.get(_EXPOSURE)
        if exposure is None:
            return super()._place_values()
        levels = (UNKNOWN_POSTING, *(key for key, _, _ in exposure.ladder))
        return np.array([value_of(exposure, exposure.levels[key]) for key in levels], dtype=np.int32)


class PostingPlan(_Plan[PreparedSeeker]):
    """People for a posting; a pair has the points that `Plan` gives it.

    Parameters
    ----------
    posting : PreparedPosting
    settings : MatchSettings
    as_of : date, optional
        The day that freshness is counted from.
    place : int, optional
        The posting's place among its employer's, 1 for the newest, if the employer is known.

    Raises
    ------
    ValueError
        As `Plan` does.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> posting = PreparedPosting(JobPosting.from_mapping({"title": "x"}))
    >>> PostingPlan(posting, MatchSettings()).text_units >= 0
    True
    """

    def __init__(
        self, posting: PreparedPosting, settings: MatchSettings, as_of: date | None = None, place: int | None = None
    ) -> None:
        pool = Pool.with_place(posting, place)
        super().__init__(PEOPLE_FACETS, (_EXPOSURE, _FRESHNESS, Wording.name), settings, as_of, pool)
        self.posting = posting
        nobody = PreparedSeeker(JobSeeker(""))
        for name in (_EXPOSURE, _FRESHNESS):
            if name in self._comparisons:
                # The same for all people.
                self._constant += self._comparisons[name].level(nobody, posting).points / FUSED_UNIT

    @property
    def words(self) -> dict[str, int]:
        """How often each word stands in the posting; people hold each of theirs once."""
        return self.posting.words.counts

    def _part(self, names: Iterable[str]) -> Hashable:
        return part_of(self.posting, POSTING_FACETS, names)

    def _pair(self, document: PreparedSeeker) -> tuple[PreparedSeeker, PreparedPosting]:
        return document, self.posting

    def _judged_at_once(self, dictionaries: OpenDictionaries[PreparedSeeker], comparison: Comparison) -> Int:
        years_asked, codes, chances = work_of(self.posting)
        likely = tuple(zip(codes, chances, strict=True))
        if comparison.name == SkillCoverage.name:
            held = dictionaries.keys("skills", HoldingKeys)
            *tally, has_demand = held.tally(skills_of(self.posting))
            return skill_values(comparison, tally, np.full(len(held.is_known), has_demand), held.is_known)
        if comparison.name == _WISH:
            wish = dictionaries.keys("wish", WishKeys)
            values = fit_values(comparison, wish.reach.closeness(likely), ~wish.reach.is_known | (not likely))
            is_named = wish.named_in(self.posting.posting.title) & wish.reach.is_known
            values[is_named] = value_of(comparison, comparison.levels["exact"])
            return values
        history = dictionaries.keys("history", HistoryKeys)
        if comparison.name == ExperienceYears.name:
            years = history.years(codes)
            asked = np.full_like(years, np.nan if years_asked is None else years_asked)
            return years_values(comparison, asked, years)
        return fit_values(comparison, history.reach.closeness(likely), ~history.reach.is_known | (not likely))


def _check(settings: MatchSettings, served: Collection[str]) -> None:
    for one in settings.comparisons:
        if one.name not in served:
            raise ValueError(f"settings.comparisons: {one.name!r} reads what no facet of the index holds")
    # A custom weight may be 1000 times a value of 1000.
    largest = abs(settings.prior) * MICRO
    for one in settings.comparisons:
        largest += max(abs(level.points) for level in one.levels.values())
        largest += one.worth * FUSED_UNIT if isinstance(one, Wording) else 0
    if largest >= LARGEST_TOTAL * FUSED_UNIT:
        raise ValueError(
            f"settings: points may add up to {largest / MICRO:,.0f}, the index counts less than"
            f" {LARGEST_TOTAL * FUSED_UNIT / MICRO:,.0f}"
        )
