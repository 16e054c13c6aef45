"""Where a scraped posting stands after an import: shown, held, grouped under another, or ended.

The bulk form of `workflow.perform`: moves are looked up in the same table and written to the same history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from jobsboard.core.actor import Role
from jobsboard.postings.compliance import check_posting, is_unlawful
from jobsboard.postings.models import JobPosting, PostingState, PostingTransition, ReasonCode
from jobsboard.postings.tasks import defer_indexing
from jobsboard.postings.workflow import TRANSITIONS
from matching.deduplication import Publication, find_duplicates

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


def decide(posting: JobPosting, *, withheld: set[str], is_same: bool, has_decider: bool) -> Verdict:
    """Judge one posting: a person's word first, then its source, its employer, its own words."""
    if has_decider and posting.state in {S.CLOSED, S.REJECTED, S.HELD}:
        return Verdict(posting.state, posting.reason)
    if posting.source and not posting.source.is_enabled:
        return Verdict(S.HELD, ReasonCode.SOURCE_CLOSED)
    if posting.hiring_organization in withheld:
        return Verdict(S.HELD, ReasonCode.WAGE_CASE)
    # Words that a person read and released are not held a second time.
    if not (has_decider and is_same) and is_unlawful(check_posting(posting.as_feed())):
        return Verdict(S.HELD, ReasonCode.UNLAWFUL)
    return SHOWN


def settle(verdicts: dict[int, Verdict], touched: set[int], today: date) -> Counter[str]:
    """Group duplicates over all that is shown, write every move, queue the index; return the states.

    `touched` are postings whose content changed. Counted are the postings that `verdicts` names.
    """
    postings = {posting.pk: posting for posting in _concerned(verdicts, today)}
    heads = _heads([one for pk, one in postings.items() if verdicts.get(pk, SHOWN).is_shown])
    moved, history, redrawn = [], [], set()
    for pk, posting in postings.items():
        verdict = verdicts.get(pk, SHOWN)
        head = heads.get(pk)
        target = S.GROUPED if head else verdict.state
        before = posting.state
        if (before, posting.reason, posting.duplicate_of_id) != (target, verdict.reason, head):
            posting.state, posting.reason, posting.duplicate_of_id = target, verdict.reason, head
            moved.append(posting)
        if before != target:
            history.append(_move(posting, before))
        if S.PUBLISHED in (before, target) and (before != target or pk in touched):
            redrawn.add(pk)
    now = timezone.now()
    for posting in moved:
        posting.updated_at = now
    JobPosting.objects.bulk_update(moved, ["state", "reason", "duplicate_of", "updated_at"], batch_size=500)
    PostingTransition.objects.bulk_create(history)
    defer_indexing(redrawn)
    return Counter(postings[pk].state for pk in verdicts)


def _concerned(verdicts: dict[int, Verdict], today: date) -> Iterable[JobPosting]:
    """The postings judged, and all others that are shown or would be but for their group."""
    shown = Q(state__in=[S.PUBLISHED, S.GROUPED]) & (Q(shown_until=None) | Q(shown_until__gte=today))
    open_origin = (Q(employer=None) | Q(employer__state="verified")) & (Q(source=None) | Q(source__is_enabled=True))
    return (
        JobPosting.objects.filter(Q(pk__in=list(verdicts)) | shown & open_origin)
        .only(
            *[
                "title",
                "hiring_organization",
                "job_location",
                "description",
                "address",
                "url",
                "state",
                "reason",
                "employer",
                "duplicate_of",
            ]
        )
        .order_by("pk")
    )


def _heads(postings: list[JobPosting]) -> dict[int, int]:
    """For each posting that another stands for, that other: an employer's own, else the one shown already."""
    by_id = {str(posting.pk): posting for posting in postings}
    groups = find_duplicates(
        Publication(
            key, one.title, one.hiring_organization, one.job_location or None, one.description, one.address, one.url
        )
        for key, one in by_id.items()
    )
    heads = {}
    for group in groups:
        members = [by_id[key] for key in group.ids]
        head = min(members, key=lambda one: (one.employer_id is None, one.state != S.PUBLISHED, one.pk))
        # What an employer posted here itself is never hidden behind another.
        heads.update({one.pk: head.pk for one in members if one is not head and one.employer_id is None})
    return heads


def _move(posting: JobPosting, before: str) -> PostingTransition:
    name = next(
        name
        for name, move in TRANSITIONS.items()
        if move.target == posting.state and before in move.sources and Role.SYSTEM in move.roles
    )
    return PostingTransition(posting=posting, name=name, from_state=before, to_state=posting.state)
