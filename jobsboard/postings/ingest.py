"""One re-runnable pipeline: validate → parse → place → occupation → duplicate group → lawful check → show or hold.

An import is one transaction: killed in the middle it leaves nothing behind. Whatever a person decided about a
posting stands; everything else is decided anew from `raw`, so an import after a better parser improves old rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.core.actor import SYSTEM
from jobsboard.occupations import services as occupations
from jobsboard.occupations.models import Occupation
from jobsboard.postings.feeds import FeedRow, UnreadableFeed, columns_of, identity_of, read_feed
from jobsboard.postings.models import IngestRun, JobPosting, PostingState, ReasonCode, Source, WithheldEmployer
from jobsboard.postings.services import last_day_shown
from jobsboard.postings.standing import RUN_OUT, Verdict, decide, decided_by_person, settle
from matching.occupations import shipped_coder
from matching.preparation import DESCRIPTION_CODED, SURE_OF_OCCUPATION
from matching.ranking import Query

CHUNK = 500
# Any number that no other lock of this database uses: two imports at once take turns.
IMPORT_LOCK = 20240601
UNNAMED_SOURCE = "unnamed"

Say = Callable[[str], None]
Columns = dict[str, Any]


def say_nothing(text: str) -> None:
    """Progress for nobody."""


@dataclass
class Tally:
    """What became of every row."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    states: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        shown = {state: self.states[state] for state in ("published", "held", "grouped")}
        dropped = {str(reason): count for reason, count in sorted(self.dropped.items())}
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            **shown,
            "dropped": dropped,
        }


def import_feed(path: Path | str, say: Say = say_nothing) -> Tally:
    """Take a feed in and return what became of its rows. Raises UnreadableFeed."""
    winners = _last_lines(path)
    if not Occupation.objects.exists():
        occupations.load()
    run = IngestRun.objects.create(feed=Path(path).name)
    tally = Tally()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        intake = _Intake(tally, winners, say)
        rows = read_feed(path)
        while chunk := list(islice(rows, CHUNK)):
            intake.take(chunk)
            say(f"read {tally.read} rows …")
        say("looking for duplicates, deciding what is shown …")
        tally.states.update(settle(intake.verdicts, intake.touched, intake.today))
        run.counts, run.finished_at = tally.as_dict(), timezone.now()
        run.save(update_fields=["counts", "finished_at"])
        record(actor=SYSTEM, verb="import_feed", obj=run)
    return tally


def _last_lines(path: Path | str) -> dict[str, int]:
    """Where each identity stands last in the file; a file without one readable row is not a feed."""
    last: dict[str, int] = {}
    lines = readable = 0
    for row in read_feed(path):
        lines += 1
        readable += row.raw is not None
        if row.raw is not None and row.has_title:
            last[identity_of(row.raw)] = row.line
    if lines and not readable:
        raise UnreadableFeed(f"cannot read {path}: no line is a JSON object")
    return last


class _Intake:
    """Writes the rows of one feed, chunk by chunk, and remembers the verdict on each posting."""

    def __init__(self, tally: Tally, winners: dict[str, int], say: Say) -> None:
        self.tally, self.winners, self.say = tally, winners, say
        self.now, self.today = timezone.now(), timezone.localdate()
        self.sources = {source.name: source for source in Source.objects.all()}
        self.withheld = set(WithheldEmployer.objects.values_list("name", flat=True))
        self.verdicts: dict[int, Verdict] = {}
        # Postings whose words or figures changed, so that the index must read them again.
        self.touched: set[int] = set()

    def take(self, rows: Iterable[FeedRow]) -> None:
        """Parse a chunk, write what is new or differs, judge every posting of it."""
        read = dict(self._parsed(rows))
        known = _locked(read)
        self._end_expired(read, known)
        deciders = decided_by_person(posting.pk for posting in known.values())
        is_same = {
            one: known[one].content_hash == columns["content_hash"] for one, columns in read.items() if one in known
        }
        for identity, posting in self._written(read, known).items():
            has_decider = posting.pk in deciders
            verdict = decide(
                posting, withheld=self.withheld, is_same=is_same.get(identity, False), has_decider=has_decider
            )
            if verdict.state in {PostingState.CLOSED, PostingState.REJECTED}:
                self.tally.dropped[ReasonCode.REMOVED_HERE] += 1
                continue
            self.verdicts[posting.pk] = verdict
            self._count(is_same.get(identity))

    def _parsed(self, rows: Iterable[FeedRow]) -> Iterator[tuple[str, Columns]]:
        """Validate and parse; what cannot be used is dropped with its reason."""
        usable = []
        for row in rows:
            self.tally.read += 1
            if row.raw is None:
                self._drop(ReasonCode.UNREADABLE, row, "not a JSON object")
            elif not row.has_title:
                self._drop(ReasonCode.MISSING_TITLE, row, "no title")
            elif self.winners[identity_of(row.raw)] != row.line:
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
        self.say(f"line {row.line}: {why}")

    def _count(self, is_same: bool | None) -> None:
        if is_same is None:
            self.tally.new += 1
        elif is_same:
            self.tally.unchanged += 1
        else:
            self.tally.changed += 1

    def _source(self, raw: dict[str, Any]) -> Source:
        name = str(raw.get("source") or UNNAMED_SOURCE)[:60]
        if name not in self.sources:
            publisher = str(raw.get("publisher") or name)
            self.sources[name] = Source.objects.create(name=name, publisher=publisher[:120])
        return self.sources[name]

    def _end_expired(self, read: dict[str, Columns], known: dict[str, JobPosting]) -> None:
        """Drop what has run out at its source; end it here, if it was shown."""
        for identity, columns in list(read.items()):
            if columns["valid_through"] and columns["valid_through"] < self.today:
                self.tally.dropped[ReasonCode.EXPIRED] += 1
                del read[identity]
                posting = known.pop(identity, None)
                if posting and posting.state in {PostingState.PUBLISHED, PostingState.GROUPED}:
                    self.verdicts[posting.pk] = RUN_OUT

    def _written(self, read: dict[str, Columns], known: dict[str, JobPosting]) -> dict[str, JobPosting]:
        """Write new rows, and known ones where a column differs; every row seen lives on."""
        made, differing = [], []
        for identity, columns in read.items():
            posting = known.get(identity)
            if posting is None:
                made.append(JobPosting(identity=identity, first_seen_at=self.now, **columns))
            elif any(getattr(posting, name) != value for name, value in columns.items()):
                for name, value in columns.items():
                    setattr(posting, name, value)
                posting.updated_at = self.now
                differing.append(posting)
        for posting in (*made, *differing):
            posting.shown_until = last_day_shown(posting.valid_through, self.today)
        JobPosting.objects.bulk_create(made)
        written = {name: None for columns in read.values() for name in columns}
        if differing:
            fields = [name.removesuffix("_id") for name in written]
            JobPosting.objects.bulk_update(differing, [*fields, "shown_until", "updated_at"])
        self.touched.update(posting.pk for posting in (*made, *differing))
        everyone = known | {posting.identity: posting for posting in made}
        seen = JobPosting.objects.filter(pk__in=[posting.pk for posting in everyone.values()])
        seen.update(last_seen_at=self.now)
        seen.filter(valid_through=None).update(shown_until=last_day_shown(None, self.today))
        return everyone


def _locked(read: dict[str, Columns]) -> dict[str, JobPosting]:
    found = JobPosting.objects.select_for_update(of=("self",)).select_related("source").filter(identity__in=read)
    return {posting.identity: posting for posting in found.order_by("pk")}


def _occupation_codes(rows: list[Columns]) -> list[str | None]:
    """The occupation of each title; None where the title is too vague to name one."""
    queries = [Query(columns["title"], columns["description"][:DESCRIPTION_CODED]) for columns in rows]
    coded = shipped_coder().code_many(queries, 1) if queries else []
    return [best[0].code if best and best[0].probability >= SURE_OF_OCCUPATION else None for best in coded]
