"""What stands between a person and a posting, and the courses that give it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matching.background import PreparedSeeker
from matching.coverage import skill_match
from matching.eligibility import credential_labels, holds_any
from matching.preparation import PreparedPosting
from matching.records import Course, JobSeeker
from matching.taxonomy import Taxonomy, load_taxonomy

SKILLS_NAMED = 3
COURSES_NAMED = 5
_STRENGTHS = ("required", "preferred")


@dataclass(frozen=True, slots=True)
class Gap:
    """A credential need (any of its ids will do) or a skill that is not there."""

    label: str
    credentials: tuple[str, ...] = ()
    skill: str | None = None


def gaps_of(seeker: PreparedSeeker, posting: PreparedPosting) -> tuple[Gap, ...]:
    """Return what is asked for and missing: credentials first, the required before the preferred.

    A credential or skill that is unknown is not missing: the field is asked for instead.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> gaps_of(PreparedSeeker(JobSeeker("p1")), PreparedPosting(JobPosting.from_mapping({"title": "x"})))
    ()
    """
    gaps: dict[tuple[str, ...], Gap] = {}
    if seeker.credentials is not None:
        asked = [need for need in posting.needs if need.strength in _STRENGTHS]
        for need in sorted(asked, key=lambda one: _STRENGTHS.index(one.strength)):
            if not holds_any(seeker, need.credentials):
                gaps.setdefault(need.credentials, Gap(credential_labels(need.credentials), need.credentials))
    found = None if seeker.skills is None else skill_match(seeker, posting)
    skills = load_taxonomy().skills
    for skill in found.missing[:SKILLS_NAMED] if found else ():
        label = skills[skill].label if skill in skills else skill
        gaps.setdefault((skill,), Gap(label, skill=skill))
    return tuple(gaps.values())


def with_credential(seeker: JobSeeker, gap: Gap) -> JobSeeker:
    """Return the same person holding the first credential that closes a gap.

    Examples
    --------
    >>> with_credential(JobSeeker("p1", credentials=()), Gap("叉车证", ("forklift",))).credentials
    ('forklift',)
    """
    return replace(seeker, credentials=(*(seeker.credentials or ()), gap.credentials[0]))


class CourseShelf:
    """Courses by what they grant and teach.

    Parameters
    ----------
    courses : iterable of Course
    taxonomy : Taxonomy
    named : int, optional
        How many are named for one gap; all when None.

    Examples
    --------
    >>> shelf = CourseShelf([Course("k1", "叉车班", credentials=("forklift",))], load_taxonomy())
    >>> shelf.courses_for(Gap("叉车证", ("forklift",)), JobSeeker("p1"))
    ('k1',)
    """

    def __init__(self, courses: Iterable[Course], taxonomy: Taxonomy, named: int | None = COURSES_NAMED) -> None:
        self._taxonomy = taxonomy
        self._named = named
        self._courses = tuple(courses)
        self._found: dict[tuple[Gap, tuple[str, ...]], tuple[str, ...]] = {}

    def courses_for(self, gap: Gap, seeker: JobSeeker) -> tuple[str, ...]:
        """Return the ids of courses that close a gap: subsidised first, then near, cheap, by id."""
        places = (*(seeker.wishes.regions or ()), *filter(None, (seeker.home,)))
        key = (gap, places)
        if key not in self._found:
            fitting = [course for course in self._courses if self._closes(course, gap)]
            fitting.sort(key=lambda course: _course_order(course, places))
            self._found[key] = tuple(dict.fromkeys(course.id for course in fitting))[: self._named]
        return self._found[key]

    def _closes(self, course: Course, gap: Gap) -> bool:
        if gap.skill is not None:
            return gap.skill in course.skills
        return any(
            self._taxonomy.covers(granted, wanted) for granted in course.credentials for wanted in gap.credentials
        )


def _course_order(course: Course, places: tuple[str, ...]) -> tuple[bool, bool, float, str]:
    # The first four digits of a division code name the city.
    is_near = any((course.region or "")[:4] == place[:4] for place in places)
    return (not course.subsidised, not is_near, course.fee if course.fee is not None else 1e9, course.id)
