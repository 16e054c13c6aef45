"""The state machine of a posting: one table, one function that performs."""

from __future__ import annotations

from django.db import transaction

from jobsboard.audit.services import record
from jobsboard.core.actor import SYSTEM, Actor, Role
from jobsboard.core.workflow import Transition, checked
from jobsboard.postings.models import JobPosting, PostingState, PostingTransition
from jobsboard.postings.tasks import defer_indexing

S = PostingState
EMPLOYER, OFFICE, MACHINE = frozenset({Role.RECRUITER}), frozenset({Role.BUREAU}), frozenset({Role.SYSTEM})

TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(frozenset({S.DRAFT, S.REJECTED}), S.PENDING, EMPLOYER),
    # A text that its employer changes is handed in and looked at again.
    "revise": Transition(frozenset({S.PENDING, S.PUBLISHED}), S.DRAFT, EMPLOYER),
    "approve": Transition(frozenset({S.PENDING}), S.PUBLISHED, OFFICE),
    "reject": Transition(frozenset({S.PENDING}), S.REJECTED, OFFICE),
    "publish": Transition(frozenset({S.DRAFT, S.CLOSED}), S.PUBLISHED, MACHINE),
    "hold": Transition(frozenset({S.DRAFT, S.PENDING, S.PUBLISHED, S.GROUPED, S.CLOSED}), S.HELD, OFFICE | MACHINE),
    "release": Transition(frozenset({S.HELD}), S.PUBLISHED, OFFICE | MACHINE),
    "group": Transition(frozenset({S.DRAFT, S.PUBLISHED, S.HELD, S.CLOSED}), S.GROUPED, MACHINE),
    "ungroup": Transition(frozenset({S.GROUPED}), S.PUBLISHED, MACHINE),
    "close": Transition(frozenset(set(S) - {S.CLOSED}), S.CLOSED, EMPLOYER | OFFICE | MACHINE),
}


@transaction.atomic
def perform(
    posting: JobPosting,
    name: str,
    actor: Actor,
    note: str = "",
    *,
    reason: str = "",
    duplicate_of: JobPosting | None = None,
) -> JobPosting:
    """Move a posting, or raise: write the state, its history row and the audit entry, and defer the index."""
    locked = JobPosting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    transition = checked(TRANSITIONS, name, state=locked.state, label=locked.get_state_display(), actor=actor)
    history = PostingTransition(
        posting=locked,
        name=name,
        from_state=locked.state,
        to_state=transition.target,
        user=actor.user,
        note=note,
    )
    was_shown = locked.state == S.PUBLISHED
    locked.state, locked.reason, locked.duplicate_of = transition.target, reason, duplicate_of
    locked.save(update_fields=["state", "reason", "duplicate_of", "updated_at"])
    history.save()
    record(actor=actor, verb=f"{name}_posting", obj=locked)
    if was_shown or locked.state == S.PUBLISHED:
        defer_indexing([locked.pk])
    if was_shown and locked.state != S.PUBLISHED:
        show_a_duplicate_instead(locked)
    for field in ("state", "reason", "duplicate_of_id"):
        setattr(posting, field, getattr(locked, field))
    return posting


def show_a_duplicate_instead(posting: JobPosting) -> None:
    """Let the oldest of a group come forward when the one that stood for it is no longer shown."""
    others = list(posting.duplicates.filter(state=S.GROUPED).order_by("pk"))
    if not others:
        return
    heir, rest = others[0], others[1:]
    perform(heir, "ungroup", SYSTEM, note="原展示岗位已不再展示")
    JobPosting.objects.filter(pk__in=[one.pk for one in rest]).update(duplicate_of=heir)
