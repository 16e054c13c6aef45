"""A feed into the board: its vacancies to `postings`, its courses to `courses`, every row accounted for.

An import is one transaction: killed in the middle it leaves nothing behind. It holds one chunk of rows at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.core.actor import SYSTEM
from jobsboard.core.feeds import FeedRow, last_rows, read_feed
from jobsboard.core.progress import Progress
from jobsboard.courses import feeds as course_rows
from jobsboard.courses.ingest import CourseIntake
from jobsboard.occupations import services as occupations
from jobsboard.occupations.models import Occupation
from jobsboard.postings import feeds as posting_rows
from jobsboard.postings.compliance import check_course, is_unlawful
from jobsboard.postings.ingest import PostingIntake
from jobsboard.postings.models import IngestRun, Source
from jobsboard.postings.run_report import Tally
from jobsboard.postings.sightings import Crawl, crawl_of

CHUNK = 500
# Any number that no other lock of this database uses: two imports at once take turns.
IMPORT_LOCK = 20240601


def import_feed(path: Path | str, progress: Progress | None = None) -> Tally:
    """Take a feed in and return what became of its rows. Raises UnreadableFeed, and then nothing was written."""
    progress = progress or Progress()
    progress.begin("reading the feed")
    is_last = last_rows(path, identity_of)
    crawl = crawl_of(Path(path))
    if not Occupation.objects.exists():
        occupations.load()
    run = IngestRun.objects.create(feed=Path(path).name[:200])
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
            return _imported(path, run, crawl, is_last.tolist(), progress)
    finally:
        progress.end()


def identity_of(row: FeedRow) -> str | None:
    """Return what makes a row the same vacancy or course as before; None where it is nothing that could be shown."""
    if row.raw is None:
        return None
    if row.is_course:
        return course_rows.identity_of(row.raw) if course_rows.has_name(row.raw) else None
    return posting_rows.identity_of(row.raw) if posting_rows.has_title(row.raw) else None


def _imported(path: Path | str, run: IngestRun, crawl: Crawl | None, is_last: list[bool], progress: Progress) -> Tally:
    postings = PostingIntake(run, progress)
    courses = CourseIntake(postings.source_of, _must_wait, progress)
    progress.begin("taking rows in", len(is_last))
    rows = zip(read_feed(path), is_last, strict=False)
    while chunk := list(islice(rows, CHUNK)):
        postings.take([pair for pair in chunk if not pair[0].is_course])
        courses.take([pair for pair in chunk if pair[0].is_course])
        progress.advance(len(chunk))
    courses.count_grouped(Source.objects.switched_off())
    tally = postings.tally
    tally.courses = courses.tally.as_dict()
    if crawl:
        postings.close_source(crawl)
    if run.is_complete:
        tally.courses |= courses.close_gone(run.source.name)
    postings.finish()
    run.counts, run.finished_at = tally.as_report(), timezone.now()
    run.save()
    record(actor=SYSTEM, verb="import_feed", obj=run)
    return tally


def _must_wait(course: Mapping[str, Any]) -> bool:
    return is_unlawful(check_course(course))
