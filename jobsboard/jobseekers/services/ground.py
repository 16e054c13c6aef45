"""What the writers of a file share: the question whether they may, and how it is saved."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.jobseekers import permissions
from jobsboard.jobseekers.models import JobSeeker


def require_edit(actor: Actor, job_seeker: JobSeeker) -> None:
    if not permissions.can_edit_profile(actor, job_seeker):
        raise PermissionDenied("您不能修改此人的资料。")


def require_own(actor: Actor, job_seeker: JobSeeker) -> None:
    if not permissions.can_decide_for(actor, job_seeker):
        raise PermissionDenied("这件事只能由本人决定。")


def save_job_seeker(actor: Actor, job_seeker: JobSeeker, verb: str) -> JobSeeker:
    job_seeker.full_clean(exclude=["user", "station", "counselor", "verified_by"])
    job_seeker.save()
    record(actor=actor, verb=verb, obj=job_seeker)
    return job_seeker
