"""Who may recommend, and who may answer."""

from __future__ import annotations

from jobsboard.core.actor import Actor, Role
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.recommendations.models import Recommendation


def can_recommend_to_person(actor: Actor, job_seeker: JobSeeker) -> bool:
    """Staff of a station, for the people whose file they may see."""
    return actor.is_station_staff and JobSeeker.objects.visible_to(actor).filter(pk=job_seeker.pk).exists()


def can_answer_recommendation(actor: Actor, recommendation: Recommendation) -> bool:
    """The person it was made to."""
    return actor.role == Role.VETERAN and recommendation.job_seeker.user_id == getattr(actor.user, "pk", None)
