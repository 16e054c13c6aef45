"""Who may do what with an application."""

from __future__ import annotations

from jobsboard.applications.models import Application
from jobsboard.core.actor import Actor, Role
from jobsboard.jobseekers.models import JobSeeker


def can_apply_for_person(actor: Actor, job_seeker: JobSeeker) -> bool:
    """The person himself."""
    return actor.role == Role.VETERAN and job_seeker.user_id == getattr(actor.user, "pk", None)


def can_withdraw_application(actor: Actor, application: Application) -> bool:
    """The applicant."""
    return can_apply_for_person(actor, application.job_seeker)


def can_answer_application(actor: Actor, application: Application) -> bool:
    """A recruiter of the employer applied to, for what came through the platform."""
    employer = application.posting.employer
    return (
        actor.role == Role.RECRUITER
        and employer is not None
        and actor.organization == employer
        and application.channel == "platform"
    )
