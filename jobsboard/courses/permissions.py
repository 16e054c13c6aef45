"""Who may do what with a course."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role
from jobsboard.courses.models import Course


def can_edit_course(actor: Actor, course: Course) -> bool:
    """Staff of the course's provider; the bureau."""
    is_own = actor.role == Role.PROVIDER and actor.organization == course.provider
    return is_own or actor.role == Role.BUREAU


def can_moderate_listed_course(actor: Actor) -> bool:
    """The bureau takes down and releases; what an import makes of a course, `standing` says."""
    return actor.role == Role.BUREAU
