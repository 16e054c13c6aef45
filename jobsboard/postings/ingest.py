"""Vacancies of a feed: validate → parse → place → occupation → lawful check → duplicate group → show or hold.

Whatever a person decided about a posting stands; everything else is decided anew from the feed, so an import after
a better parser improves old rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from jobsboard.core.feeds import FeedRow
from jobsboard.core.progress import Progress
from jobsboard.policies.models import MinimumWage
from jobsboard.postings.feeds import columns_of, has_title, identity_of
from jobsboard.postings.grouping import group_duplicates
from jobsboard.postings.models import IngestRun, JobPosting, PostingState, ReasonCode, Source, WithheldEmployer
from jobsboard.postings.run_report import Tally
from jobsboard.postings.services import last_day_shown
from jobsboard.postings.sightings import Crawl, close_gone
from jobsboard.postings.standing import RUN_OUT, Moves, decide, decided_by_person
from matching.occupations import shipped_coder
from matching.preparation import DESCRIPTION_CODED, SURE_OF_OCCUPATION
from matching.ranking import Query

UNNAMED_SOURCE = "unnamed"

Columns = dict[str, Any]


class PostingIntake:
    """Writes the vacancies of one feed, chunk by chunk."""

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

    def finish(self) -> None:
        """Group duplicates, and count where everything stands."""
        self.progress.begin("looking for duplicates")
        group_duplicates(self.today, self.progress)
        self.tally.count_states(self.run)

    def _parsed(self, rows: Iterable[tuple[FeedRow, bool]]) -> Iterable[tuple[str, Columns]]:
        """Validate and parse; what cannot be used is dropped with its reason."""
        usable = []
        for row, is_last in rows:
            self.tally.read += 1
            if row.raw is None:
                self._drop(ReasonCode.UNREADABLE, row, "not a JSON object")
            elif not has_title(row.raw):
                self._drop(ReasonCode.MISSING_TITLE, row, "no title")
            elif not is_last:
                self.tally.dropped[ReasonCode.REPEATED_IN_FILE] += 1
            else:
                try:
                    usable.append((identity_of(row.raw), columns_of(row.raw) | {"source": self.source_of(row.raw)}))
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

    def source_of(self, raw: Mapping[str, Any]) -> Source:
        """The source that a row names, made known where it was not."""
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
