"""Who may do what with organizations and memberships."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role
from jobsboard.organizations.models import Employer, Membership


def can_manage_memberships(actor: Actor) -> bool:
    """The bureau."""
    return actor.role == Role.BUREAU


def can_end_membership(actor: Actor, membership: Membership) -> bool:
    """The bureau; nobody ends his own, so that one officer always remains."""
    return actor.role == Role.BUREAU and membership.user_id != actor.user.pk


def can_verify_employer(actor: Actor, employer: Employer) -> bool:
    """The bureau."""
    return actor.role == Role.BUREAU


def can_manage_stations(actor: Actor) -> bool:
    """The bureau; the system when it sets up a county."""
    return actor.role in {Role.BUREAU, Role.SYSTEM}
