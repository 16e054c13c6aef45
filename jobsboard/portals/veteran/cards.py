"""Matches as the pages show them: the vacancy beside its score, one sentence why, and what would settle the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jobsboard.core.actor import Actor
from jobsboard.courses.models import Course
from jobsboard.portals.veteran.parts import Part, parts_that_settle
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.engine import Missing, PostingMatch, Row

# Reasons of one kind say nearly the same; the strongest of each is named. How new a vacancy is, is no reason.
_KINDS = (
    ("wished_occupation", "background", "skill_coverage"),
    ("certificates", "experience", "education"),
    ("pay",),
    ("place",),
    ("schedule", "lodging"),
    ("veteran_preference",),
)
REASONS_NAMED = 3
COURSES_NAMED = 2
# What only spreads the list over several employers says nothing of the vacancy itself.
SPREADS_THE_LIST = "exposure"
# What costs less than this (that veterans are not mentioned) speaks against no vacancy.
WORTH_NAMING = -0.125
# What lets the matcher score at all: the work wished for, or what a person has done and can do.
LETS_SCORE = ("seeker.wishes.occupations", "seeker.service", "seeker.experience", "seeker.skills")


@dataclass(frozen=True)
class Card:
    """A vacancy in the list of matches."""

    posting: JobPosting
    match: PostingMatch
    why: str
    settles: Sequence[Part]

    @property
    def lacks(self) -> str:
        """What stands in the way, in words: what is demanded comes first among what is missing."""
        if self.match.eligibility != "unmet" or not self.match.missing:
            return ""
        return self.match.missing[0].requirement


@dataclass(frozen=True)
class Gap:
    """What is missing for a vacancy, and the courses that give it, those with a class to come first."""

    requirement: str
    score_after: float | None
    courses: Sequence[Course]
    # A course that gives several things is shown with the first of them.
    is_taught_above: bool = False


def cards_of(actor: Actor, matches: Iterable[PostingMatch]) -> list[Card]:
    """Put matches beside their vacancies; one that was closed a moment ago is left out."""
    matches = list(matches)
    postings = JobPosting.objects.visible_to(actor).select_related("source", "employer")
    rows = postings.in_bulk([match.posting_id for match in matches])
    return [
        Card(rows[match.posting_id], match, reason_of(match), parts_that_settle(_lets_score(match)))
        for match in matches
        if match.posting_id in rows
    ]


def _lets_score(match: PostingMatch) -> list[str]:
    return [field for field in match.unknown if field in LETS_SCORE]


def reason_of(match: PostingMatch) -> str:
    """Return one sentence: what speaks most for a vacancy, and what speaks most against it."""
    rows = [max((row for row in match.rows if row.comparison in kind), key=_points, default=None) for kind in _KINDS]
    speaking_for = sorted((row for row in rows if row and row.points > 0), key=_points, reverse=True)
    counted = (row for row in match.rows if row.points <= WORTH_NAMING and row.comparison != SPREADS_THE_LIST)
    against = min(counted, key=_points, default=None)
    good = "，".join(_in_short(row) for row in speaking_for[:REASONS_NAMED])
    if against is None:
        return f"{good}。" if good else ""
    return f"{good}；不过{_in_short(against)}。" if good else f"{_in_short(against)}。"


def _points(row: Row) -> float:
    return row.points


def _in_short(row: Row) -> str:
    # The levels of pay say only how much; all others name what they are about.
    return f"{row.label}{row.level}" if row.comparison == "pay" else row.level


def gaps_of(actor: Actor, missing: Iterable[Missing]) -> list[Gap]:
    """Put what is missing beside the courses that give it."""
    missing = list(missing)
    ids = {course_id for one in missing for course_id in one.courses}
    courses = Course.objects.visible_to(actor).select_related("provider").with_open_sessions().in_bulk(ids)
    gaps: list[Gap] = []
    shown: set[int] = set()
    for one in missing:
        teaching = [courses[pk] for pk in one.courses if pk in courses]
        new = _soonest_first([course for course in teaching if course.pk not in shown])[:COURSES_NAMED]
        gaps.append(Gap(one.requirement, one.score_after, new, is_taught_above=bool(teaching) and not new))
        shown.update(course.pk for course in new)
    return gaps


def _soonest_first(courses: list[Course]) -> list[Course]:
    """Keep the matcher's order among those with a class to come, and put them before the others."""
    return sorted(courses, key=lambda course: not course.open_sessions)
