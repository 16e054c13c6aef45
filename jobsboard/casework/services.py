"""Writing the stations' ledger."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.casework import permissions
from jobsboard.casework.models import Handover, ServiceEntry, ServiceKind
from jobsboard.casework.workflow import perform
from jobsboard.core.actor import Actor, Role
from jobsboard.core.digests import readable_code
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.jobseekers.services import confirm_person
from jobsboard.jobseekers.words import clean_words
from jobsboard.organizations.models import Station


@transaction.atomic
def record_service(
    *, actor: Actor, job_seeker: JobSeeker, kind: ServiceKind, note: str = "", given_on: date | None = None
) -> ServiceEntry:
    """Enter a service in the actor's station's ledger; a counselor's contact makes the person his case."""
    if not permissions.can_record_service(actor, job_seeker):
        raise PermissionDenied("您不能为此人登记服务。")
    entry = ServiceEntry(
        job_seeker=job_seeker,
        station=actor.organization,
        kind=kind,
        note=clean_words("note", note),
        given_by=actor.user,
        given_on=given_on or timezone.localdate(),
    )
    entry.full_clean()
    entry.save()
    if actor.role == Role.COUNSELOR and job_seeker.counselor_id != actor.user.pk:
        job_seeker.counselor = actor.user
        job_seeker.save(update_fields=["counselor", "updated_at"])
    record(actor=actor, verb="record_service", obj=entry)
    return entry


@transaction.atomic
def confirm_at_station(*, actor: Actor, job_seeker: JobSeeker, id_number: str) -> JobSeeker:
    """Confirm who a person is and enter it in the ledger: both or neither."""
    confirmed = confirm_person(actor=actor, job_seeker=job_seeker, id_number=id_number)
    record_service(actor=actor, job_seeker=confirmed, kind=ServiceKind.CONFIRMATION)
    return confirmed


@transaction.atomic
def offer_handover(
    *,
    actor: Actor,
    job_seeker: JobSeeker,
    to_station: Station,
    subject: str,
    due_on: date | None = None,
) -> Handover:
    """Ask another station to take up a person's matter; its staff see the file while it is open."""
    if not permissions.can_record_service(actor, job_seeker):
        raise PermissionDenied("您不能转接此人的事项。")
    handover = Handover(
        job_seeker=job_seeker,
        from_station=actor.organization,
        to_station=to_station,
        subject=clean_words("subject", subject),
        code=readable_code(),
        due_on=due_on,
    )
    handover.full_clean()
    handover.save()
    record(actor=actor, verb="offer_handover", obj=handover)
    return handover


def accept_handover(*, actor: Actor, handover: Handover) -> Handover:
    return _answer(actor, handover, "accept")


def return_handover(*, actor: Actor, handover: Handover) -> Handover:
    return _answer(actor, handover, "return")


def finish_handover(*, actor: Actor, handover: Handover) -> Handover:
    return _answer(actor, handover, "finish")


def _answer(actor: Actor, handover: Handover, name: str) -> Handover:
    if not permissions.can_answer_handover(actor, handover):
        raise PermissionDenied("只有接收方服务站可以办理。")
    return perform(handover, name, actor)
