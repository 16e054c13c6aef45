"""Who may do what in the stations' ledger."""

from __future__ import annotations

from jobsboard.casework.models import Handover
from jobsboard.core.actor import Actor, Role
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.jobseekers.permissions import can_see_job_seeker
from jobsboard.organizations.models import Station


def can_record_service(actor: Actor, job_seeker: JobSeeker) -> bool:
    """Station staff and the bureau, for people whose file they see."""
    at_station = isinstance(actor.organization, Station)
    return (
        at_station and (actor.is_station_staff or actor.role == Role.BUREAU) and can_see_job_seeker(actor, job_seeker)
    )


def can_answer_handover(actor: Actor, handover: Handover) -> bool:
    """Staff of the station that it was passed to: they accept, return and finish it."""
    return actor.is_station_staff and actor.organization == handover.to_station
