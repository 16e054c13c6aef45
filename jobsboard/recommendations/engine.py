"""The one door to the matcher and the match index: search, rank, explain, and keep the index up to date.

The index is opened once a process and looked at anew on every call, so that what the worker wrote is seen at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobsboard.courses.models import Course
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.jobseekers.profile import to_match_mapping
from jobsboard.occupations.models import Occupation
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.facets import labelled_facets
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
from matching.comparison import MICRO
from matching.index import Filters, PostingIndex, Query
from matching.matcher import CourseMatch as CourseAdvice
from matching.matcher import Match, Matcher
from matching.persistence import StoreError, current
from matching.preparation import SURE_OF_OCCUPATION, PreparedPosting
from matching.records import Course as CourseRecord
from matching.records import JobPosting as PostingRecord
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
    "ensure_index",
    "explain",
    "index_is_ready",
    "people_for",
    "rank_for",
    "rank_profile",
    "rebuild_index",
    "record_match",
    "search",
    "update_index",
    "warm_up",
]

# Any number that no other lock of this database uses: a rebuild and an update take turns.
INDEX_LOCK = 20240602
BUILD_BATCH = 500
REQUIREMENTS_NAMED = 3


def search(
    words: str, filters: SearchFilters | None = None, *, sort: str = "fit", offset: int = 0, limit: int = 20
) -> SearchPage:
    """Find open postings that hold all words and pass all filters; an index not built yet finds nothing."""
    index = _index()
    if index is None:
        return SearchPage([], 0, {})
    wanted = _index_filters(filters or SearchFilters())
    found = index.search(Query(words, wanted, sort or "fit", offset, limit))  # type: ignore[arg-type]
    return SearchPage([int(one) for one in found.ids], found.total, labelled_facets(found.facets))


def rank_for(job_seeker: JobSeeker, *, region: str = "", offset: int = 0, limit: int = 20) -> MatchPage:
    """Rank the open postings (of a place) for a person, best first; unmet hard demands come last, marked."""
    return _rank(_seeker_record(job_seeker), _open_postings(region), offset, limit)


def rank_profile(profile: Mapping[str, Any], *, offset: int = 0, limit: int = 20) -> MatchPage:
    """Rank for a profile in the seeker contract; nothing is stored. Raises ValueError naming field and value."""
    return _rank(SeekerRecord.from_mapping(profile), _open_postings(), offset, limit)


def explain(job_seeker: JobSeeker, posting: JobPosting) -> PostingMatch:
    """Explain one posting for one person, whether or not it is in the index."""
    match = _matcher().rank(_seeker_record(job_seeker), [_prepared(posting)], _course_records())[0]
    return _posting_match(match)


def people_for(posting: JobPosting, job_seekers: Iterable[JobSeeker]) -> list[PostingMatch]:
    """Rank people for one posting, best first."""
    seekers = [_seeker_record(one) for one in job_seekers]
    matches = _matcher().rank_people(_prepared(posting), seekers, _course_records())
    return [_posting_match(match) for match in matches]


def courses_for(job_seeker: JobSeeker) -> list[CourseMatch]:
    """Return the courses that give what a person's best postings ask for and he lacks, most useful first."""
    advice = _matcher().rank_courses(_seeker_record(job_seeker), _course_records(), _open_postings())
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


def index_is_ready() -> bool:
    """Whether there is an index to search in."""
    return _index() is not None


def rebuild_index() -> int:
    """Write the index anew from every open posting; return how many there are."""
    with _index_lock():
        postings = JobPosting.objects.open().select_related("source").order_by("pk")
        index = PostingIndex.build(settings.MATCH_INDEX_DIR, _prepare_all(postings))
    return len(index)


def update_index(posting_ids: Iterable[int]) -> None:
    """Bring these postings into the index, or out of it, as they stand in the database now."""
    ids = set(posting_ids)
    with _index_lock():
        index = _index()
        if index is None:
            PostingIndex.build(settings.MATCH_INDEX_DIR, ())
            index = _index()
        shown = JobPosting.objects.open().filter(pk__in=ids).select_related("source").order_by("pk")
        prepared = list(_prepare_all(shown))
        index.add(prepared)
        index.remove(str(pk) for pk in ids - {int(one.id) for one in prepared})


def ensure_index() -> None:
    """Build the index anew when there is none, or one that this version cannot read."""
    try:
        is_ready = index_is_ready()
    except StoreError:
        is_ready = False
    if not is_ready:
        rebuild_index()


def warm_up() -> None:
    """Load what the first request would otherwise wait for: the index and the title coder."""
    _matcher().prepare_seeker(SeekerRecord("nobody"))


def _rank(seeker: SeekerRecord, postings: Sequence[PreparedPosting], offset: int, limit: int) -> MatchPage:
    matches = _matcher().rank(seeker, postings, _course_records(), k=offset + limit)
    return MatchPage([_posting_match(match) for match in matches[offset:]], len(postings))


def _open_postings(region: str = "") -> Sequence[PreparedPosting]:
    """What is in the index and open now: a posting closed since the index was written is left out here already."""
    index = _index()
    if index is None:
        return []
    shown = JobPosting.objects.open().order_by("pk")
    if region:
        shown = shown.in_region(region)
    return index.postings(str(pk) for pk in shown.values_list("pk", flat=True))


def _index() -> PostingIndex | None:
    try:
        index = _opened(settings.MATCH_INDEX_DIR)
    except StoreError:
        if (settings.MATCH_INDEX_DIR / "CURRENT").exists():
            raise
        return None
    index.refresh()
    return index


@cache
def _opened(folder: Path) -> PostingIndex:
    return PostingIndex.open(folder)


def _matcher() -> Matcher:
    """The matcher as of today: how fresh a posting is counts from the day of the question.

    It knows what is in the index, so that one employer's many postings do not fill a list.
    """
    version = None if _index() is None else current(settings.MATCH_INDEX_DIR)
    return _matcher_of(timezone.localdate(), version)


@lru_cache(maxsize=1)
def _matcher_of(day: date, version: Path | None) -> Matcher:
    index = None if version is None else _index()
    return Matcher(as_of=day).fit([] if index is None else index.postings())


@contextmanager
def _index_lock() -> Iterator[None]:
    """Read the database and write the index in one turn, or an older reading could overwrite a newer one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDEX_LOCK])
        yield


def _prepare_all(postings: QuerySet[JobPosting]) -> Iterator[PreparedPosting]:
    """Prepare in batches, and note the occupation of postings that had none yet."""
    rows = postings.iterator(chunk_size=BUILD_BATCH)
    while batch := list(islice(rows, BUILD_BATCH)):
        prepared = Matcher().prepare([PostingRecord.from_mapping(one.as_feed()) for one in batch])
        _note_occupations(batch, prepared)
        yield from prepared


def _note_occupations(postings: list[JobPosting], prepared: list[PreparedPosting]) -> None:
    known = set(Occupation.objects.values_list("pk", flat=True).order_by("pk"))
    coded = []
    for posting, one in zip(postings, prepared, strict=True):
        best = one.occupations[0] if one.occupations else None
        if posting.occupation_id is None and best and best.probability >= SURE_OF_OCCUPATION and best.code in known:
            posting.occupation_id = best.code
            coded.append(posting)
    JobPosting.objects.bulk_update(coded, ["occupation"])


def _prepared(posting: JobPosting) -> PreparedPosting:
    index = _index()
    found = index.postings([str(posting.pk)]) if index else ()
    return found[0] if found else Matcher().prepare([PostingRecord.from_mapping(posting.as_feed())])[0]


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


def _index_filters(filters: SearchFilters) -> Filters:
    return Filters(
        regions=(filters.region,) if filters.region else (),
        month_min=filters.month_min,
        education=filters.education or None,
        occupations=(filters.occupation,) if filters.occupation else (),
        shifts=(filters.schedule,) if filters.schedule else (),
        housing=True if filters.lodging else None,
        without_credentials=filters.without_credentials,
        sources=(filters.source,) if filters.source else (),
        open_on=timezone.localdate(),
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
