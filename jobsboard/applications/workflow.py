"""The state machine of an application: one table, one function that performs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from jobsboard.applications.models import Application, ApplicationState, ApplicationTransition
from jobsboard.applications.queries import OPEN_STATES
from jobsboard.audit.services import record
from jobsboard.core.actor import Actor, Role
from jobsboard.core.workflow import Transition, checked

S = ApplicationState
EMPLOYER, VETERAN = frozenset({Role.RECRUITER}), frozenset({Role.VETERAN})
OPEN = frozenset(OPEN_STATES)

TRANSITIONS: dict[str, Transition] = {
    "view": Transition(frozenset({S.SUBMITTED}), S.VIEWED, EMPLOYER),
    "invite": Transition(frozenset({S.SUBMITTED, S.VIEWED}), S.INTERVIEW, EMPLOYER),
    "hire": Transition(OPEN, S.HIRED, EMPLOYER),
    "refuse": Transition(OPEN, S.REFUSED, EMPLOYER),
    "withdraw": Transition(OPEN, S.WITHDRAWN, VETERAN),
}
# Those by which the employer gives its answer.
ANSWERS = frozenset({"invite", "hire", "refuse"})


@transaction.atomic
def perform(application: Application, name: str, actor: Actor, **fields: Any) -> Application:
    """Move an application, or raise: write the state, its history row and the audit entry."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    transition = checked(TRANSITIONS, name, state=locked.state, label=locked.get_state_display(), actor=actor)
    if name in ANSWERS and locked.answered_at is None:
        fields["answered_at"] = timezone.now()
    ApplicationTransition.objects.create(
        application=locked, name=name, from_state=locked.state, to_state=transition.target, user=actor.user
    )
    fields["state"] = transition.target
    for field, value in fields.items():
        setattr(locked, field, value)
        setattr(application, field, value)
    locked.save(update_fields=[*fields, "updated_at"])
    record(actor=actor, verb=f"{name}_application", obj=locked)
    return application
