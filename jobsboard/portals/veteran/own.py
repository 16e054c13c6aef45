"""The veteran's own file: every page here begins with it."""

from __future__ import annotations

from django.http import HttpRequest

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.jobseekers.services import get_or_create_job_seeker

veteran_only = role_required(Role.VETERAN)


def own_file(request: HttpRequest) -> JobSeeker:
    """Return the signed-in person's file with his whole profile, an empty one at his first visit."""
    found = JobSeeker.objects.visible_to(request.actor).with_profile().first()
    if found is None:
        get_or_create_job_seeker(request.actor.user)
        found = JobSeeker.objects.visible_to(request.actor).with_profile().get()
    return found
