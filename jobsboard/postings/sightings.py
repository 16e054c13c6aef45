"""Seen at its source or gone from it: what a crawl's own report says of the feed beside it.

A file without a crawl, a crawl that broke off, and one that raised an alarm say nothing of what they lack.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from jobsboard.postings.models import IngestRun, JobPosting, PostingState, ReasonCode, Source
from jobsboard.postings.run_report import Tally
from jobsboard.postings.standing import Moves, Verdict

# Missing from so many whole crawls, one after the other, a posting is gone.
MISSED_UNTIL_GONE = 2
# Less than this part of what the run before had means that the source changed, not that the jobs are gone.
SUDDEN_LOSS = 0.5
GONE = Verdict(PostingState.CLOSED, ReasonCode.GONE)
SHOWN_STATES = (PostingState.PUBLISHED, PostingState.GROUPED)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Crawl:
    """What the crawler wrote beside a feed."""

    source: str
    publisher: str
    started: datetime
    is_complete: bool
    alarms: tuple[str, ...]


def crawl_of(feed: Path) -> Crawl | None:
    """Return the crawl that wrote a feed; None for any other file, and where its report cannot be read."""
    name = feed.name.removesuffix(".gz").removesuffix(".jsonl")
    try:
        report = json.loads(feed.with_name(f"{name}.report.json").read_text(encoding="utf-8"))
        started = datetime.fromisoformat(report["started"])
        source = str(report["source"])[:60]
        alarms = tuple(map(str, report.get("alarms") or ()))
        publisher, is_complete = str(report.get("publisher") or source), report.get("complete") is True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Crawl(
        source, publisher, timezone.make_aware(started) if started.tzinfo is None else started, is_complete, alarms
    )


def close_gone(run: IngestRun, source: Source, crawl: Crawl, tally: Tally) -> None:
    """Write what the crawl was; where it was whole, count what it lacks and close what is gone for good."""
    run.source, run.crawled_at = source, crawl.started
    run.alarms = [*crawl.alarms, *_own_alarms(source, tally)]
    last_whole = (
        source.runs.filter(is_complete=True).order_by("-crawled_at").values_list("crawled_at", flat=True).first()
    )
    is_newer = last_whole is None or crawl.started > last_whole
    run.is_complete = crawl.is_complete and not run.alarms and is_newer
    if not run.is_complete:
        return
    missing = source.postings.filter(state__in=SHOWN_STATES).exclude(last_run=run)
    tally.missing = missing.update(missed_runs=F("missed_runs") + 1)
    gone = missing.filter(missed_runs__gte=MISSED_UNTIL_GONE).order_by("pk").values_list("pk", flat=True)
    keys = iter(list(gone))
    while some := list(islice(keys, _BATCH)):
        moves = Moves()
        found = JobPosting.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some).order_by("pk")
        for posting in found:
            if posting.state in SHOWN_STATES:
                moves.judge(posting, GONE)
                tally.gone += 1
        moves.write()


def _own_alarms(source: Source, tally: Tally) -> list[str]:
    """What the import itself notices, whatever the crawler thought of it."""
    if not tally.taken:
        return ["这次一条可用的岗位也没有"]
    before = source.runs.filter(crawled_at__isnull=False, finished_at__isnull=False, alarms=[]).order_by("-pk").first()
    had = before.counts.get("taken", 0) if before else 0
    return [f"可用的岗位只有 {tally.taken} 条，不到上次（{had} 条）的一半"] if tally.taken < had * SUDDEN_LOSS else []
