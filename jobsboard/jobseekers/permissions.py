"""Who may do what with a person's file. Employers and providers: nothing, ever."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role
from jobsboard.jobseekers.models import JobSeeker

STAFF = {Role.COUNSELOR, Role.VOLUNTEER, Role.BUREAU}


def can_see_job_seeker(actor: Actor, job_seeker: JobSeeker) -> bool:
    """Whoever `visible_to` shows the file to."""
    return JobSeeker.objects.visible_to(actor).filter(pk=job_seeker.pk).exists()


def can_register_job_seeker(actor: Actor) -> bool:
    """Station staff at the counter; the bureau; the system when it loads a county."""
    return actor.role in STAFF | {Role.SYSTEM}


def can_edit_profile(actor: Actor, job_seeker: JobSeeker) -> bool:
    """The person; station staff who see the file (they type for him at the counter)."""
    if actor.role == Role.VETERAN:
        return actor.user is not None and job_seeker.user_id == actor.user.pk
    return actor.is_station_staff and can_see_job_seeker(actor, job_seeker)


def can_confirm_person(actor: Actor, job_seeker: JobSeeker) -> bool:
    """Station staff and the bureau, of people they see, never of themselves."""
    if actor.role not in STAFF or actor.user is None or actor.user.pk == job_seeker.user_id:
        return False
    return can_see_job_seeker(actor, job_seeker)


def can_issue_slip(actor: Actor, job_seeker: JobSeeker) -> bool:
    """Station staff and the bureau, for people they see."""
    return actor.role in STAFF and can_see_job_seeker(actor, job_seeker)


def can_decide_for(actor: Actor, job_seeker: JobSeeker) -> bool:
    """The person alone: consents and how his lists are ranked."""
    return actor.role == Role.VETERAN and actor.user is not None and job_seeker.user_id == actor.user.pk
