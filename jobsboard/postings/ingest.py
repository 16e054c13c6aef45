"""One re-runnable pipeline: validate → parse → place → occupation → lawful check → duplicate group → show or hold.

An import is one transaction: killed in the middle it leaves nothing behind. It holds one chunk of rows at a time.
Whatever a person decided about a posting stands; everything else is decided anew from the feed, so an import after
a better parser improves old rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.core.actor import SYSTEM
from jobsboard.core.progress import Progress
from jobsboard.occupations import services as occupations
from jobsboard.occupations.models import Occupation
from jobsboard.policies.models import MinimumWage
from jobsboard.postings.feeds import FeedRow, columns_of, identity_of, last_rows, read_feed
from jobsboard.postings.grouping import group_duplicates
from jobsboard.postings.models import IngestRun, JobPosting, PostingState, ReasonCode, Source, WithheldEmployer
from jobsboard.postings.run_report import Tally
from jobsboard.postings.services import last_day_shown
from jobsboard.postings.sightings import Crawl, close_gone, crawl_of
from jobsboard.postings.standing import RUN_OUT, Moves, decide, decided_by_person
from matching.occupations import shipped_coder
from matching.preparation import DESCRIPTION_CODED, SURE_OF_OCCUPATION
from matching.ranking import Query

CHUNK = 500
# Any number that no other lock of this database uses: two imports at once take turns.
IMPORT_LOCK = 20240601
UNNAMED_SOURCE = "unnamed"

Columns = dict[str, Any]


def import_feed(path: Path | str, progress: Progress | None = None) -> Tally:
    """Take a feed in and return what became of its rows. Raises UnreadableFeed, and then nothing was written."""
    progress = progress or Progress()
    progress.begin("reading the feed")
    is_last = last_rows(path)
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


def _imported(path: Path | str, run: IngestRun, crawl: Crawl | None, is_last: list[bool], progress: Progress) -> Tally:
    intake = _Intake(run, progress)
    progress.begin("taking rows in", len(is_last))
    rows = zip(read_feed(path), is_last, strict=False)
    while chunk := list(islice(rows, CHUNK)):
        intake.take(chunk)
        progress.advance(len(chunk))
    tally = intake.tally
    if crawl:
        intake.close_source(crawl)
    progress.begin("looking for duplicates")
    group_duplicates(intake.today, progress)
    tally.count_states(run)
    run.counts, run.finished_at = tally.as_report(), timezone.now()
    run.save()
    record(actor=SYSTEM, verb="import_feed", obj=run)
    return tally


class _Intake:
    """Writes the rows of one feed, chunk by chunk."""

    def __init__(self, run: IngestRun, progress: Progress) -> None:
        self.run, self.progress = run, progress
        self.tally = Tally()
        self.now, self.today = timezone.now(), timezone.localdate()
        self.sources = {source.name: source for source in Source.objects.all()}
        self.figures = MinimumWage.objects.valid_on(self.today).by_region()
        self.withheld = set(WithheldEmployer.objects.values_list("name", flat=True))

    def take(self, rows: Iterable[tuple[FeedRow, bool]]) -> None:
        """Parse a chunk, judge every posting of it, write what is new or differs."""
        read = dict(self._parsed(rows))
        known = _locked(read)
        moves = Moves()
        self._end_expired(read, known, moves)
        deciders = decided_by_person(posting.pk for posting in known.values())
        for identity, columns in read.items():
            posting = known.get(identity) or JobPosting(identity=identity, first_seen_at=self.now)
            is_same = posting.content_hash == columns["content_hash"]
            is_touched = _fill(posting, columns)
            posting.last_seen_at, posting.last_run, posting.missed_runs = self.now, self.run, 0
            posting.shown_until = last_day_shown(posting.valid_through, self.today)
            verdict = decide(
                posting,
                withheld=self.withheld,
                figures=self.figures,
                is_same=is_same,
                has_decider=posting.pk in deciders,
            )
            self.tally.count(posting, verdict, is_same=is_same)
            moves.judge(posting, verdict, is_touched=is_touched)
        moves.write()

    def close_source(self, crawl: Crawl) -> None:
        """Say what the crawl was, and end what its source no longer has."""
        source = self.sources.get(crawl.source) or self._source_named(crawl.source, crawl.publisher)
        close_gone(self.run, source, crawl, self.tally)

    def _parsed(self, rows: Iterable[tuple[FeedRow, bool]]) -> Iterable[tuple[str, Columns]]:
        """Validate and parse; what cannot be used is dropped with its reason."""
        usable = []
        for row, is_last in rows:
            self.tally.read += 1
            if row.raw is None:
                self._drop(ReasonCode.UNREADABLE, row, "not a JSON object")
            elif not row.has_title:
                self._drop(ReasonCode.MISSING_TITLE, row, "no title")
            elif not is_last:
                self.tally.dropped[ReasonCode.REPEATED_IN_FILE] += 1
            else:
                try:
                    usable.append((identity_of(row.raw), columns_of(row.raw) | {"source": self._source(row.raw)}))
                except ValueError as error:
                    self._drop(ReasonCode.UNREADABLE, row, str(error))
        codes = _occupation_codes([columns for _, columns in usable])
        for (identity, columns), code in zip(usable, codes, strict=True):
            yield identity, columns | {"occupation_id": code}

    def _drop(self, reason: ReasonCode, row: FeedRow, why: str) -> None:
        self.tally.dropped[reason] += 1
        self.progress.say(f"line {row.line}: {why}")

    def _end_expired(self, read: dict[str, Columns], known: dict[str, JobPosting], moves: Moves) -> None:
        """Drop what has run out at its source; end it here, if it was shown."""
        for identity, columns in list(read.items()):
            if columns["valid_through"] and columns["valid_through"] < self.today:
                self.tally.dropped[ReasonCode.EXPIRED] += 1
                del read[identity]
                posting = known.pop(identity, None)
                if posting and posting.state in {PostingState.PUBLISHED, PostingState.GROUPED}:
                    moves.judge(posting, RUN_OUT)

    def _source(self, raw: dict[str, Any]) -> Source:
        name = str(raw.get("source") or UNNAMED_SOURCE)[:60]
        return self._source_named(name, str(raw.get("publisher") or name))

    def _source_named(self, name: str, publisher: str) -> Source:
        if name not in self.sources:
            self.sources[name] = Source.objects.create(name=name, publisher=publisher[:120])
        return self.sources[name]


def _fill(posting: JobPosting, columns: Columns) -> bool:
    """Write what was read; whether anything of it is new."""
    differing = [name for name, value in columns.items() if posting.pk is None or getattr(posting, name) != value]
    for name in differing:
        setattr(posting, name, columns[name])
    return bool(differing)


def _locked(read: dict[str, Columns]) -> dict[str, JobPosting]:
    """The postings that are known already. Whoever applies for one of them need not wait for the import."""
    found = JobPosting.objects.select_for_update(of=("self",), no_key=True).select_related("source")
    return {posting.identity: posting for posting in found.filter(identity__in=read).order_by("pk")}


def _occupation_codes(rows: list[Columns]) -> list[str | None]:
    """The occupation of each title; None where the title is too vague to name one."""
    queries = [Query(columns["title"], columns["description"][:DESCRIPTION_CODED]) for columns in rows]
    different = list(dict.fromkeys(queries))
    coded = dict(zip(different, shipped_coder().code_many(different, 1), strict=True)) if different else {}
    return [
        best[0].code if (best := coded[query]) and best[0].probability >= SURE_OF_OCCUPATION else None
        for query in queries
    ]
