"""Where a scraped posting stands after an import: shown, held, or ended; `grouping` puts it under another.

The bulk form of `workflow.perform`: moves are looked up in the same table and written to the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobsboard.core.actor import Role
from jobsboard.core.copying import copy_in
from jobsboard.postings.compliance import WageFigure, check_posting, is_unlawful
from jobsboard.postings.models import JobPosting, PostingState, PostingTransition, ReasonCode
from jobsboard.postings.services import last_day_shown
from jobsboard.postings.tasks import defer_indexing
from jobsboard.postings.workflow import TRANSITIONS

S = PostingState
# Joining and leaving a group is clockwork; it does not replace what a person decided.
CLOCKWORK = ("group", "ungroup")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a posting should be, its place in a duplicate group aside."""

    state: str
    reason: str = ""

    @property
    def is_shown(self) -> bool:
        return self.state == S.PUBLISHED


SHOWN = Verdict(S.PUBLISHED)
RUN_OUT = Verdict(S.CLOSED, ReasonCode.EXPIRED)


def decided_by_person(posting_ids: Iterable[int]) -> set[int]:
    """Return those whose last decision a person took."""
    last = (
        PostingTransition.objects.filter(posting__in=list(posting_ids))
        .exclude(name__in=CLOCKWORK)
        .order_by("posting_id", "-pk")
        .distinct("posting_id")
        .values_list("posting_id", "user_id")
    )
    return {posting_id for posting_id, user_id in last if user_id is not None}


def decide(
    posting: JobPosting, *, withheld: set[str], figures: Mapping[str, WageFigure], is_same: bool, has_decider: bool
) -> Verdict:
    """Judge one posting: a person's word first, then its source, its employer, its own words.

    `figures` are the minimum wages in force; where none was entered, pay is not looked at, for a figure that is not
    known holds nothing.
    """
    if has_decider and posting.state in {S.CLOSED, S.REJECTED, S.HELD}:
        return Verdict(posting.state, posting.reason)
    if posting.source and not posting.source.is_enabled:
        return Verdict(S.HELD, ReasonCode.SOURCE_CLOSED)
    if posting.hiring_organization in withheld:
        return Verdict(S.HELD, ReasonCode.WAGE_CASE)
    # Words that a person read and released are not held a second time.
    if not (has_decider and is_same) and is_unlawful(check_posting(posting.as_feed(), figures or None)):
        return Verdict(S.HELD, ReasonCode.UNLAWFUL)
    return SHOWN


class Moves:
    """What a chunk of judged postings changes, written at once."""

    def __init__(self) -> None:
        self._new: list[JobPosting] = []
        self._changed: list[JobPosting] = []
        self._same: list[JobPosting] = []
        self._moved: list[tuple[JobPosting, str, str]] = []
        self._redrawn: list[JobPosting] = []

    def judge(self, posting: JobPosting, verdict: Verdict, *, is_touched: bool = False) -> None:
        """Bring a posting, new or known and locked, to where the verdict puts it.

        `is_touched`: its content changed, so that the index must read it again.
        """
        # Whether a member of a group may be shown again is decided when all is written (`grouping`).
        target = S.GROUPED if verdict.is_shown and posting.state == S.GROUPED else verdict.state
        head = posting.duplicate_of_id if target == S.GROUPED else None
        self._put(posting, target, verdict.reason, head, is_touched=is_touched)

    def group(self, posting: JobPosting, head: int | None, why: str = "") -> None:
        """Put a shown posting under the one that stands for it, or let it stand for itself."""
        self._put(posting, S.GROUPED if head else S.PUBLISHED, "", head, note=why)

    def write(self) -> None:
        """Write rows and history, and queue the index."""
        copy_in(self._new)
        _write_over(self._changed)
        _mark_seen(self._same)
        copy_in([_step(posting, before, note) for posting, before, note in self._moved])
        defer_indexing(posting.pk for posting in self._redrawn)

    def _put(
        self,
        posting: JobPosting,
        target: str,
        reason: str,
        head: int | None,
        *,
        is_touched: bool = False,
        note: str = "",
    ) -> None:
        before = posting.state
        is_moved = (before, posting.reason, posting.duplicate_of_id) != (target, reason, head)
        posting.state, posting.reason, posting.duplicate_of_id = target, reason, head
        if posting.pk is None:
            self._new.append(posting)
        else:
            (self._changed if is_moved or is_touched else self._same).append(posting)
        if before != target:
            self._moved.append((posting, before, note))
        if S.PUBLISHED in (before, target) and (before != target or is_touched):
            self._redrawn.append(posting)


def _write_over(postings: list[JobPosting]) -> None:
    """Every column of known postings; far faster than `bulk_update`, which writes a CASE for each value."""
    if postings:
        JobPosting.objects.bulk_create(
            postings, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN, batch_size=500
        )


def _mark_seen(postings: list[JobPosting]) -> None:
    """Nothing of these changed but that they were seen."""
    if postings:
        seen = postings[0]
        JobPosting.objects.filter(pk__in=[posting.pk for posting in postings]).update(
            last_seen_at=seen.last_seen_at,
            last_run=seen.last_run,
            missed_runs=0,
            # A stated last day stands; the others live on from today.
            shown_until=Coalesce("valid_through", Value(last_day_shown(None, timezone.localdate()))),
        )


def _step(posting: JobPosting, before: str, note: str) -> PostingTransition:
    name = next(
        name
        for name, move in TRANSITIONS.items()
        if move.target == posting.state and before in move.sources and Role.SYSTEM in move.roles
    )
    return PostingTransition(posting=posting, name=name, from_state=before, to_state=posting.state, note=note)


_WRITTEN = [
    field.name for field in JobPosting._meta.concrete_fields if field.name not in {"id", "created_at", "identity"}
]
