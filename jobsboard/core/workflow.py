"""What every state machine shares: a transition as data, and the check before it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from jobsboard.core.actor import Actor, Role


class TransitionError(Exception):
    """The thing is not in a state from which this may happen; the message is for the person who tried."""


@dataclass(frozen=True)
class Transition:
    """From which states to which, and who may."""

    sources: frozenset[str]
    target: str
    roles: frozenset[Role]


def checked(transitions: Mapping[str, Transition], name: str, *, state: str, label: str, actor: Actor) -> Transition:
    """Return the transition, or raise: PermissionDenied for the wrong role, TransitionError for the state."""
    transition = transitions[name]
    if actor.role not in transition.roles:
        raise PermissionDenied(f"{actor.role.label}不能执行此操作。")
    if state not in transition.sources:
        raise TransitionError(f"当前状态是“{label}”，不能执行此操作。请刷新页面后再试。")
    return transition
