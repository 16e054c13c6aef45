"""Who may do what with policies and figures."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role


def can_manage_minimum_wages(actor: Actor) -> bool:
    """The bureau."""
    return actor.role == Role.BUREAU
