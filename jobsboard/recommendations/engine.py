"""The one door to the matcher: rank, explain, and remember; search and the index itself stand in `index`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from jobsboard.courses.models import Course
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.jobseekers.profile import to_match_mapping
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.index import (
    did_you_mean,
    ensure_index,
    index_is_ready,
    merge_index,
    opened,
    prepared_posting,
    rebuild_index,
    search,
    suggest,
    update_index,
)
from jobsboard.recommendations.models import MatchRecord
from jobsboard.recommendations.results import (
    CourseMatch,
    Facet,
    MatchPage,
    Missing,
    PostingMatch,
    Row,
    SearchFilters,
    SearchPage,
)
from matching import __version__ as LIBRARY_VERSION
from matching.background import PreparedSeeker
from matching.comparison import MICRO
from matching.index import Filters, Plan
from matching.index import warm_up as warm_up_kernels
from matching.matcher import POSTINGS_ASKED, Match, Matcher
from matching.matcher import CourseMatch as CourseAdvice
from matching.preparation import PreparedPosting
from matching.records import Course as CourseRecord
from matching.records import JobSeeker as SeekerRecord

__all__ = [
    "CourseMatch",
    "Facet",
    "MatchPage",
    "Missing",
    "PostingMatch",
    "Row",
    "SearchFilters",
    "SearchPage",
    "courses_for",
    "did_you_mean",
    "ensure_index",
    "explain",
    "index_is_ready",
    "merge_index",
    "people_for",
    "rank_for",
    "rank_profile",
    "rebuild_index",
    "record_match",
    "search",
    "suggest",
    "update_index",
    "warm_up",
]

REQUIREMENTS_NAMED = 3


def rank_for(job_seeker: JobSeeker, *, region: str = "", offset: int = 0, limit: int = 20) -> MatchPage:
    """Rank the open postings (of a place) for a person, best first; unmet hard demands come last, marked."""
    return _rank(_seeker_record(job_seeker), region, offset, limit)


def rank_profile(profile: Mapping[str, Any], *, offset: int = 0, limit: int = 20) -> MatchPage:
    """Rank for a profile in the seeker contract; nothing is stored. Raises ValueError naming field and value."""
    return _rank(SeekerRecord.from_mapping(profile), "", offset, limit)


def explain(job_seeker: JobSeeker, posting: JobPosting) -> PostingMatch:
    """Explain one posting for one person, whether or not it is in the index."""
    match = _matcher().rank(_seeker_record(job_seeker), [prepared_posting(posting)], _course_records())[0]
    return _posting_match(match)


def people_for(posting: JobPosting, job_seekers: Iterable[JobSeeker]) -> list[PostingMatch]:
    """Rank people for one posting, best first."""
    seekers = [_seeker_record(one) for one in job_seekers]
    matches = _matcher().rank_people(prepared_posting(posting), seekers, _course_records())
    return [_posting_match(match) for match in matches]


def courses_for(job_seeker: JobSeeker) -> list[CourseMatch]:
    """Return the courses that give what a person's best postings ask for and he lacks, most useful first."""
    matcher, courses, person = _matcher(), _course_records(), _seeker_record(job_seeker)
    best, _ = _best(matcher, matcher.licensed(person, courses), "", 0, POSTINGS_ASKED)
    advice = matcher.rank_courses(person, courses, best)
    return [_course_match(one) for one in advice if one.requirements]


def record_match(job_seeker: JobSeeker, thing: JobPosting | Course, match: PostingMatch | CourseMatch) -> MatchRecord:
    """Store a match as it stands now, with all that is needed to make the score again."""
    is_posting = isinstance(thing, JobPosting)
    text = json.dumps(thing.as_feed(), sort_keys=True) if isinstance(thing, JobPosting) else str(thing.description)
    return MatchRecord.objects.create(
        job_seeker=job_seeker,
        posting=thing if is_posting else None,
        course=None if is_posting else thing,
        score=match.score if isinstance(match, PostingMatch) else None,
        eligibility=match.eligibility if isinstance(match, PostingMatch) else "unknown",
        explanation=match.as_dict(),
        library_version=LIBRARY_VERSION,
        settings=_matcher().settings.to_mapping(),
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def warm_up() -> None:
    """Load what the first request would otherwise wait for: index, kernels, title coder, suggestions."""
    warm_up_kernels()
    _matcher().prepare_seeker(SeekerRecord("nobody"))
    suggest("d")


def _rank(seeker: SeekerRecord, region: str, offset: int, limit: int) -> MatchPage:
    matcher = _matcher()
    person = matcher.prepare_seeker(seeker)
    shown, total = _best(matcher, person, region, offset, limit)
    matches = matcher.rank(person, shown, _course_records())
    return MatchPage([_posting_match(match) for match in matches], total)


def _best(
    matcher: Matcher, person: PreparedSeeker, region: str, offset: int, limit: int
) -> tuple[list[PreparedPosting], int]:
    """The best postings of a page, and how many there are; one closed since the index was written is left out."""
    index = opened()
    if index is None:
        return [], 0
    filters = Filters(regions=(region,) if region else (), open_on=timezone.localdate())
    plan = Plan(person, matcher.settings, matcher.as_of)
    ranked = index.rank(plan, filters, k=limit, offset=offset)
    still_open = JobPosting.objects.open().filter(pk__in=[int(one) for one in ranked.ids]).order_by("pk")
    kept = {str(pk) for pk in still_open.values_list("pk", flat=True)}
    return index.documents(one for one in ranked.ids if one in kept), ranked.found


def _matcher() -> Matcher:
    """The matcher as of today: how fresh a posting is counts from the day of the question.

    Places of postings among their employer's and weights of words are those of the index.
    """
    index = opened()
    return _matcher_of(timezone.localdate(), None if index is None else index.number)


@lru_cache(maxsize=1)
def _matcher_of(day: date, version: int | None) -> Matcher:
    index, matcher = opened(), Matcher(as_of=day)
    return matcher if index is None else matcher.fit_to(index)


def _seeker_record(job_seeker: JobSeeker) -> SeekerRecord:
    return SeekerRecord.from_mapping(to_match_mapping(job_seeker) | {"id": str(job_seeker.pk)})


def _course_records() -> list[CourseRecord]:
    """The published courses as the matcher reads them: place and day of the next class with a free seat."""
    courses = (
        Course.objects.filter(is_published=True)
        .select_related("provider")
        .prefetch_related("credentials", "skills")
        .with_open_sessions()
    )
    return [_course_record(course) for course in courses]


def _course_record(course: Course) -> CourseRecord:
    session = course.open_sessions[0] if course.open_sessions else None
    cost = course.fee if course.own_cost is None else course.own_cost
    return CourseRecord(
        id=str(course.pk),
        title=course.title,
        provider=course.provider.name,
        kind=course.kind,
        credentials=tuple(one.pk for one in course.credentials.all()),
        skills=tuple(one.pk for one in course.skills.all()),
        region=(session.region if session else course.provider.region) or None,
        hours=course.hours,
        fee=None if cost is None else float(cost),
        subsidised=None if course.own_cost is None else course.own_cost == 0,
        starts=session.starts_on if session else None,
        description=course.description,
    )


def _course_match(advice: CourseAdvice) -> CourseMatch:
    helped = {*advice.opened, *advice.improved}
    return CourseMatch(int(advice.course_id), "、".join(advice.requirements[:REQUIREMENTS_NAMED]), len(helped))


def _posting_match(match: Match) -> PostingMatch:
    rows = [
        Row(
            row.comparison,
            row.label,
            row.level_label,
            row.points,
            row.sentence,
            row.seeker_evidence,
            row.posting_evidence,
        )
        for row in match.explanation.contributions
    ]
    return PostingMatch(
        posting_id=int(match.posting_id),
        # A profile that is not stored has an id of its own choosing, which says nothing here.
        job_seeker_id=int(match.seeker_id) if match.seeker_id.isdecimal() else None,
        score=match.score,
        eligibility=match.eligibility,
        unknown=list(match.unknown),
        rows=rows,
        prior=match.explanation.micro_prior / MICRO,
        total=match.explanation.micro_total / MICRO,
        missing=[
            Missing(one.requirement, [int(course) for course in one.courses], one.score_after) for one in match.missing
        ],
    )
