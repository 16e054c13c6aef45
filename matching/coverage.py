"""How much of what a posting is about a job seeker brings: occupation, skills, years."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.background import PreparedSeeker
from matching.crosswalk import Affinity, nearest
from matching.preparation import LIKELY_BESIDE_BEST, LikelyOccupation, PreparedPosting

NEAR_MISS = 0.5
# Where nothing is demanded, nothing that is merely mentioned speaks against anybody: the share starts here.
SHARE_UNDEMANDED = 0.3


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """Asked skills that are held, demanded ones that are missing, and the weighted share of the held ones."""

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
    """Return held and missing skills; None where the posting demands none and no mentioned one is held.

    Examples
    --------
    >>> from matching.records import JobPosting, JobSeeker
    >>> posting = PreparedPosting(JobPosting.from_mapping({"title": "x"}))
    >>> skill_match(PreparedSeeker(JobSeeker("p1")), posting) is None
    True
    """
    have = seeker.skills or {}
    held, missing, mentioned = [], [], 0.0
    held_weight = missing_weight = 0.0
    for one in posting.asked:
        if one.skill in have:
            held.append(one.skill)
            held_weight += one.weight
        elif one.is_demanded:
            missing.append(one.skill)
            missing_weight += one.weight
        else:
            mentioned += one.weight
    if not held and not missing:
        return None
    if any(one.is_demanded for one in posting.asked):
        share = held_weight / (held_weight + missing_weight)
    else:
        share = SHARE_UNDEMANDED + (1 - SHARE_UNDEMANDED) * held_weight / (held_weight + mentioned)
    return SkillMatch(tuple(held), tuple(missing), share)


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
        most = max(most, years_near(likely.code, seeker.years))
        is_open = is_open or likely.code[:7] in seeker.open_years
    return None if is_open and not most else most


def years_near(code: str, years: Mapping[str, float]) -> float:
    """Return the years in an occupation, else in its small group, else in its middle group.

    Examples
    --------
    >>> years_near("4-07-05-01", {"4-07-05-01": 0.0, "4-07": 2.0})
    2.0
    """
    return years.get(code) or years.get(code[:7]) or years.get(code[:4], 0.0)
