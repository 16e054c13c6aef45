"""Facets: which parts of a posting, or of a person, a comparison reads.

Many postings ask for the same schooling or pay. A facet is one row: the comparisons it serves and the attributes
that they read. Documents that agree in these attributes have one *key*, a segment numbers the different keys, and
the comparisons are asked once for each key and not once for each document.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import Any, Generic, TypeVar

from matching.background import PreparedSeeker
from matching.crosswalk import Affinity
from matching.index.key_arrays import Keys, SkillKeys, SmallKeys, TitleKeys, WorkKeys
from matching.index.reach import HistoryKeys, HoldingKeys, WishKeys
from matching.parsing import Education, Experience, Lodging, Salary, Schedule
from matching.preparation import LIKELY_BESIDE_BEST, CredentialNeed, PreparedPosting
from matching.records import JobPosting, JobSeeker, ServiceRecord, Wishes
from matching.weights import key_of

D = TypeVar("D", PreparedPosting, PreparedSeeker)

# Not a comparison, but judged beside them: see `matching.eligibility`.
ELIGIBILITY = "eligibility"


@dataclass(frozen=True)
class Facet(Generic[D]):
    """One row of the table of facets.

    Attributes
    ----------
    name : str
    comparisons : tuple of str
        Names of those that read the attributes.
    reads : tuple of str
        The attributes, as dotted paths from the prepared posting or person.
    key : callable
        What counts of these attributes, as plain values.
    layout : type
        How the keys lie in a file.
    stand_in : callable, optional
        With `SmallKeys`: makes a document of a key that has these attributes and no others, so that a comparison
        can judge it. Where there are too many keys for that, all are judged at once (see `levels`).
    """

    name: str
    comparisons: tuple[str, ...]
    reads: tuple[str, ...]
    key: Callable[[D], Hashable]
    layout: type[Keys] = SmallKeys
    stand_in: Callable[[Sequence[Any]], D] | None = None


_NO_POSTING = JobPosting(
    id="",
    title="",
    employer=None,
    description="",
    region=None,
    address=None,
    salary=Salary(),
    education=Education(),
    experience=Experience(),
    headcount=None,
    posted=None,
    valid_through=None,
    employment_type=None,
    schedule=Schedule(),
    lodging=Lodging(),
)


def work_of(one: PreparedPosting) -> tuple[float | None, tuple[str, ...], tuple[float, ...]]:
    """Return the years asked for, and the codes and probabilities of the likely occupations.

    Examples
    --------
    >>> from matching.preparation import LikelyOccupation
    >>> likely = (LikelyOccupation("4-07-05-01", "", 0.8), LikelyOccupation("4-02-02-04", "", 0.1))
    >>> work_of(PreparedPosting(_NO_POSTING, likely))
    (None, ('4-07-05-01',), (0.8,))
    """
    # The meanings of a title behind the first unlikely one are never looked at: see `coverage.occupation_fit`.
    likely = []
    for occupation in one.occupations:
        if occupation.probability < one.occupations[0].probability * LIKELY_BESIDE_BEST:
            break
        likely.append(occupation)
    codes = tuple(intern(occupation.code) for occupation in likely)
    return one.posting.experience.min_years, codes, tuple(occupation.probability for occupation in likely)


def skills_of(one: PreparedPosting) -> tuple[tuple[str, float, bool], ...]:
    """Return skill, weight and whether it is demanded, of each asked skill.

    Raises
    ------
    ValueError
        A weight is not above 0: one could not tell what is lacked by its weight.

    Examples
    --------
    >>> from matching.demands import AskedSkill
    >>> skills_of(PreparedPosting(_NO_POSTING, asked=(AskedSkill("plc", 0.5, True),)))
    (('plc', 0.5, True),)
    """
    for asked in one.asked:
        if not asked.weight > 0:
            raise ValueError(f"asked.weight: expected more than 0 for {asked.skill!r}, got {asked.weight!r}")
    return tuple((asked.skill, asked.weight, asked.is_demanded) for asked in one.asked)


def _needs_of(one: PreparedPosting) -> Hashable:
    return tuple((need.credentials, need.strength) for need in one.needs)


def _posting_of_needs(key: Sequence[Any]) -> PreparedPosting:
    needs = tuple(CredentialNeed(tuple(credentials), strength, "", "") for credentials, strength in key)
    return PreparedPosting(_NO_POSTING, needs=needs)


def _conditions_of(one: PreparedPosting) -> Hashable:
    posting = one.posting
    # Of the words only whether there are any.
    return (
        posting.education.level,
        posting.education.or_above,
        posting.schedule.shift,
        posting.schedule.night,
        posting.lodging.housing,
        posting.lodging.meals,
        posting.veteran_preference is not None,
        bool(posting.description),
    )


def _posting_of_conditions(key: Sequence[Any]) -> PreparedPosting:
    level, or_above, shift, night, housing, meals, is_welcoming, is_described = key
    posting = replace(
        _NO_POSTING,
        education=Education(level, or_above),
        schedule=Schedule(shift, None, night),
        lodging=Lodging(housing, meals),
        veteran_preference="" if is_welcoming else None,
        description="." if is_described else "",
    )
    return PreparedPosting(posting)


def _pay_of(one: PreparedPosting) -> Hashable:
    return one.posting.salary.month_min, one.posting.salary.month_max


def _posting_of_pay(key: Sequence[Any]) -> PreparedPosting:
    return PreparedPosting(replace(_NO_POSTING, salary=Salary(month_min=key[0], month_max=key[1])))


def _days_of(one: PreparedPosting) -> Hashable:
    days = one.posting.posted, one.posting.valid_through
    return tuple(None if day is None else day.toordinal() for day in days)


def _posting_of_days(key: Sequence[Any]) -> PreparedPosting:
    posted, closes = (None if day is None else date.fromordinal(day) for day in key)
    return PreparedPosting(replace(_NO_POSTING, posted=posted, valid_through=closes))


POSTING_FACETS: tuple[Facet[PreparedPosting], ...] = (
    Facet(
        "work",
        ("wished_occupation", "background", "experience"),
        ("occupations.code", "occupations.probability", "posting.experience.min_years"),
        work_of,
        WorkKeys,
    ),
    Facet("title", ("wished_occupation",), ("posting.title",), lambda one: one.posting.title, TitleKeys),
    Facet("skills", ("skill_coverage",), ("asked.skill", "asked.weight", "asked.is_demanded"), skills_of, SkillKeys),
    Facet(
        "needs",
        ("certificates", ELIGIBILITY),
        ("needs.credentials", "needs.strength"),
        _needs_of,
        stand_in=_posting_of_needs,
    ),
    Facet(
        "conditions",
        ("education", "schedule", "lodging", "veteran_preference"),
        (
            "posting.education.level",
            "posting.education.or_above",
            "posting.schedule.shift",
            "posting.schedule.night",
            "posting.lodging.housing",
            "posting.lodging.meals",
            "posting.veteran_preference",
            "posting.description",
        ),
        _conditions_of,
        stand_in=_posting_of_conditions,
    ),
    Facet(
        "pay",
        ("pay",),
        ("posting.salary.month_min", "posting.salary.month_max"),
        _pay_of,
        stand_in=_posting_of_pay,
    ),
    Facet(
        "place",
        ("place",),
        ("posting.region",),
        lambda one: (one.posting.region,),
        stand_in=lambda key: PreparedPosting(replace(_NO_POSTING, region=key[0])),
    ),
    Facet(
        "freshness",
        ("freshness",),
        ("posting.posted", "posting.valid_through"),
        _days_of,
        stand_in=_posting_of_days,
    ),
)


def _wish_of(one: PreparedSeeker) -> Hashable:
    # Whatever he typed as his wish: not the words go into a file but what tells whether a title holds them.
    return _reach_of(one.wished), tuple((len(word), key_of(word)) for word in one.wished_words)


def _history_of(one: PreparedSeeker) -> Hashable:
    years = None if one.years is None else tuple((intern(code), more) for code, more in one.years.items())
    return _reach_of(one.background), years, tuple(sorted(one.open_years))


def _reach_of(reach: Any) -> Hashable:
    """What is reached, from which occupation, and how strongly; never the words that it was read from."""
    if reach is None:
        return None
    items: Iterable[tuple[str, Affinity]] = reach.items()
    return tuple((intern(code), intern(one.code), one.strength) for code, one in items)


def _held_of(one: PreparedSeeker) -> Hashable:
    return None if one.credentials is None else tuple(one.credentials)


def _person_of_held(key: Sequence[Any] | None) -> PreparedSeeker:
    return PreparedSeeker(JobSeeker(""), credentials=None if key is None else dict.fromkeys(key, ""))


def _circumstances_of(one: PreparedSeeker) -> Hashable:
    return one.education_rank, one.shift, one.seeker.wishes.lodging, bool(one.seeker.service)


def _person_of_circumstances(key: Sequence[Any]) -> PreparedSeeker:
    rank, shift, lodging, has_served = key
    seeker = JobSeeker("", service=(ServiceRecord(),) if has_served else (), wishes=Wishes(lodging=lodging))
    return PreparedSeeker(seeker, education_rank=rank, shift=shift)


def _places_of(one: PreparedSeeker) -> Hashable:
    return one.seeker.wishes.regions, one.seeker.home


def _person_of_places(key: Sequence[Any]) -> PreparedSeeker:
    regions, home = key
    return PreparedSeeker(JobSeeker("", home=home, wishes=Wishes(regions=None if regions is None else tuple(regions))))


# The other direction: what of a person the same comparisons read. Freshness and exposure read nothing of him.
PEOPLE_FACETS: tuple[Facet[PreparedSeeker], ...] = (
    Facet("wish", ("wished_occupation",), ("wished.code", "wished.strength", "wished_words"), _wish_of, WishKeys),
    Facet(
        "history",
        ("background", "experience"),
        ("background.code", "background.strength", "years", "open_years"),
        _history_of,
        HistoryKeys,
    ),
    Facet(
        "skills",
        ("skill_coverage",),
        ("skills",),
        lambda one: None if one.skills is None else tuple(sorted(map(intern, one.skills))),
        HoldingKeys,
    ),
    Facet("held", ("certificates", ELIGIBILITY), ("credentials",), _held_of, stand_in=_person_of_held),
    Facet(
        "circumstances",
        ("education", "schedule", "lodging", "veteran_preference"),
        ("education_rank", "shift", "seeker.wishes.lodging", "seeker.service"),
        _circumstances_of,
        stand_in=_person_of_circumstances,
    ),
    Facet(
        "pay",
        ("pay",),
        ("seeker.wishes.month_min",),
        lambda one: (one.seeker.wishes.month_min,),
        stand_in=lambda key: PreparedSeeker(JobSeeker("", wishes=Wishes(month_min=key[0]))),
    ),
    Facet("place", ("place",), ("seeker.wishes.regions", "seeker.home"), _places_of, stand_in=_person_of_places),
)


def part_of(one: D, facets: Iterable[Facet[D]], comparisons: Iterable[str]) -> Hashable:
    """Return all that the named comparisons read of a document: who agrees in it is judged alike.

    Parameters
    ----------
    one : PreparedPosting or PreparedSeeker
    facets : iterable of Facet
        `POSTING_FACETS` or `PEOPLE_FACETS`.
    comparisons : iterable of str

    Examples
    --------
    >>> person = PreparedSeeker(JobSeeker("p1", home="431127"))
    >>> part_of(person, PEOPLE_FACETS, ["pay", "place"])
    ((None,), (None, '431127'))
    """
    names = frozenset(comparisons)
    return tuple(facet.key(one) for facet in facets if names.intersection(facet.comparisons))
