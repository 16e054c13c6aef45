"""The state machine of a hand-over between two stations."""

from __future__ import annotations

from django.db import transaction

from jobsboard.audit.services import record
from jobsboard.casework.models import Handover, HandoverState
from jobsboard.core.actor import Actor, Role
from jobsboard.core.workflow import Transition, checked

S = HandoverState
STAFF = frozenset({Role.COUNSELOR, Role.VOLUNTEER})

TRANSITIONS: dict[str, Transition] = {
    "accept": Transition(frozenset({S.OFFERED}), S.ACCEPTED, STAFF),
    "return": Transition(frozenset({S.OFFERED, S.ACCEPTED}), S.RETURNED, STAFF),
    "finish": Transition(frozenset({S.ACCEPTED}), S.DONE, STAFF),
}


@transaction.atomic
def perform(handover: Handover, name: str, actor: Actor) -> Handover:
    """Move a hand-over, or raise; the audit entry is its history."""
    locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    transition = checked(TRANSITIONS, name, state=locked.state, label=locked.get_state_display(), actor=actor)
    locked.state = transition.target
    locked.save(update_fields=["state", "updated_at"])
    record(actor=actor, verb=f"{name}_handover", obj=locked)
    return locked
