"""Which courses bring a job seeker nearest to which postings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.matcher import Match, Matcher
from matching.preparation import PreparedPosting
from matching.records import Course, JobSeeker


@dataclass(frozen=True, slots=True)
class CourseAdvice:
    """A course, what it gives, the postings it opens or improves, and the largest gain in score."""

    course_id: str
    requirements: tuple[str, ...]
    opened: tuple[str, ...]
    improved: tuple[str, ...]
    best_gain: float


def courses_for(
    matcher: Matcher,
    seeker: JobSeeker,
    postings: Sequence[PreparedPosting],
    courses: Iterable[Course],
) -> list[CourseAdvice]:
    """Return the courses worth taking, those that open most postings first; ties by identifier.

    A posting is opened when its only unmet requirement is one that the course grants.

    Examples
    --------
    >>> courses_for(Matcher(), JobSeeker("p1"), [], [])
    []
    """
    gains: dict[str, list[tuple[Match, str, float]]] = {}
    for match in matcher.rank(seeker, postings, courses):
        for missing in match.missing:
            if match.score is None or missing.score_after is None:
                continue
            for course in missing.courses:
                gain = missing.score_after - match.score
                gains.setdefault(course, []).append((match, missing.requirement, gain))
    advice = [_advice(course, found) for course, found in gains.items()]
    return sorted(advice, key=lambda one: (-len(one.opened), -one.best_gain, one.course_id))


def _advice(course: str, found: list[tuple[Match, str, float]]) -> CourseAdvice:
    opened = [match.posting_id for match, requirement, _ in found if match.blocked_by == (requirement,)]
    improved = [match.posting_id for match, _, gain in found if gain > 0 and match.eligibility == "met"]
    return CourseAdvice(
        course,
        tuple(dict.fromkeys(requirement for _, requirement, _ in found)),
        tuple(dict.fromkeys(opened)),
        tuple(dict.fromkeys(improved)),
        round(max(gain for _, _, gain in found), 2),
    )
