"""How much of what a posting is about a job seeker brings: occupation, skills, years."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.background import PreparedSeeker
from matching.crosswalk import Affinity, nearest
from matching.preparation import LikelyOccupation, PreparedPosting

# Meanings of a title much less likely than the first say nothing about the job.
LIKELY_BESIDE_BEST = 0.35
NEAR_MISS = 0.5


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """Asked skills that are held and that are missing, and the weighted share of the held ones."""

    held: tuple[str, ...]
    missing: tuple[str, ...]
    share: float


def occupation_fit(
    reach: Mapping[str, Affinity], occupations: tuple[LikelyOccupation, ...]
) -> tuple[float, Affinity | None]:
    """Return the expected closeness over a title's likely meanings, and the strongest link.

    Examples
    --------
    >>> driver = Affinity("4-02-02-04", 0.9, "job", "货车司机", "")
    >>> occupation_fit({"4-02-02-04": driver}, (LikelyOccupation("4-02-02-04", "", 0.8),))[0]
    0.9
    """
    floor = occupations[0].probability * LIKELY_BESIDE_BEST if occupations else 0.0
    expected = mass = strongest = 0.0
    best: Affinity | None = None
    for likely in occupations:
        if likely.probability < floor:
            break
        strength, link = nearest(likely.code, reach)
        mass += likely.probability
        expected += likely.probability * strength
        if strength > strongest:
            strongest, best = strength, link
    return (expected / mass if mass else 0.0), best


def skill_match(seeker: PreparedSeeker, posting: PreparedPosting) -> SkillMatch | None:
    """Return held and missing skills; None where the posting names none.

    Examples
    --------
    >>> from matching.records import JobPosting, JobSeeker
    >>> posting = PreparedPosting(JobPosting.from_mapping({"title": "x"}))
    >>> skill_match(PreparedSeeker(JobSeeker("p1")), posting) is None
    True
    """
    asked = posting.asked
    if not asked:
        return None
    have = seeker.skills or {}
    held = [(skill, weight) for skill, weight in asked if skill in have]
    share = sum([weight for _, weight in held]) / sum([weight for _, weight in asked])
    missing = tuple([skill for skill, _ in asked if skill not in have])
    return SkillMatch(tuple([skill for skill, _ in held]), missing, share)


def related_years(seeker: PreparedSeeker, posting: PreparedPosting) -> float | None:
    """Return the years in work that leads to the posting's occupation; None where that is not known.

    Examples
    --------
    >>> from matching.records import JobPosting, JobSeeker
    >>> posting = PreparedPosting(JobPosting.from_mapping({"title": "x"}))
    >>> related_years(PreparedSeeker(JobSeeker("p1")), posting) is None
    True
    """
    if seeker.years is None or not posting.occupations:
        return None
    most, is_open = 0.0, False
    floor = posting.occupations[0].probability * LIKELY_BESIDE_BEST
    for likely in posting.occupations:
        if likely.probability < floor:
            break
        code = likely.code
        years = seeker.years.get(code) or seeker.years.get(code[:7]) or seeker.years.get(code[:4], 0.0)
        most = max(most, years)
        is_open = is_open or code[:7] in seeker.open_years
    return None if is_open and not most else most
