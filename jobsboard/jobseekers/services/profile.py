"""What a person brings and asks for: wishes, schooling, service, licences, earlier jobs, skills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.jobseekers.models import (
    HeldCredential,
    JobSeeker,
    PastJob,
    SeekerSkill,
    ServiceRecord,
    SkillDecision,
)
from jobsboard.jobseekers.services.ground import require_edit, save_job_seeker
from jobsboard.jobseekers.words import EDUCATION_LEVELS, SHIFTS, clean_words
from jobsboard.occupations.models import Credential, Skill

Row = TypeVar("Row", ServiceRecord, HeldCredential, PastJob)


@transaction.atomic
def update_wishes(
    *,
    actor: Actor,
    job_seeker: JobSeeker,
    regions: Sequence[str],
    occupations: Sequence[str],
    month_min: int | None,
    wants_lodging: bool | None,
    shift: str,
    available_from: date | None,
    current_city: str | None = None,
) -> JobSeeker:
    """Replace what the person asks of a job; None and empty mean "not said"."""
    require_edit(actor, job_seeker)
    if shift and shift not in SHIFTS:
        raise ValidationError({"shift": f"班次“{shift}”不在可选范围内。"})
    job_seeker.wished_regions = list(dict.fromkeys(regions))
    job_seeker.wished_occupations = [clean_words("occupations", words) for words in occupations if words.strip()]
    job_seeker.month_min = month_min
    job_seeker.wants_lodging = wants_lodging
    job_seeker.wished_shift = shift
    job_seeker.available_from = available_from
    if current_city is not None and current_city != job_seeker.current_city:
        job_seeker.current_city = current_city
        job_seeker.current_city_on = timezone.localdate()
    return save_job_seeker(actor, job_seeker, "update_wishes")


@transaction.atomic
def update_education(*, actor: Actor, job_seeker: JobSeeker, education: str) -> JobSeeker:
    """Set the highest level of schooling; empty = not said."""
    require_edit(actor, job_seeker)
    if education and education not in EDUCATION_LEVELS:
        raise ValidationError({"education": f"学历“{education}”不在可选范围内。"})
    job_seeker.education = education
    return save_job_seeker(actor, job_seeker, "update_education")


@transaction.atomic
def add_service_record(
    *,
    actor: Actor,
    job_seeker: JobSeeker,
    branch: str = "",
    specialty: str = "",
    date_from: date | None = None,
    date_to: date | None = None,
    tasks: str = "",
) -> ServiceRecord:
    """Add a time of service; unit and weapon names in it are masked before anything is stored."""
    row = ServiceRecord(
        job_seeker=job_seeker,
        branch=branch,
        specialty=clean_words("specialty", specialty),
        date_from=date_from,
        date_to=date_to,
        tasks=clean_words("tasks", tasks),
    )
    if not (row.specialty or row.tasks):
        raise ValidationError({"tasks": "请填写岗位专业或做过的工作。"})
    return _add(actor, row)


def remove_service_record(*, actor: Actor, service_record: ServiceRecord) -> None:
    _remove(actor, service_record)


@transaction.atomic
def add_credential(
    *,
    actor: Actor,
    job_seeker: JobSeeker,
    credential: Credential | None = None,
    label: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> HeldCredential:
    """Add a licence of the taxonomy, or one in the person's own words."""
    row = HeldCredential(
        job_seeker=job_seeker,
        credential=credential,
        label=clean_words("label", label) or (credential.label if credential else ""),
        issued_on=issued_on,
        expires_on=expires_on,
    )
    if issued_on and expires_on and expires_on < issued_on:
        raise ValidationError({"expires_on": "有效期不能早于发证日期。"})
    return _add(actor, row)


def remove_credential(*, actor: Actor, held_credential: HeldCredential) -> None:
    _remove(actor, held_credential)


@transaction.atomic
def add_past_job(*, actor: Actor, job_seeker: JobSeeker, title: str, years: Decimal | float | None = None) -> PastJob:
    if years is not None and not 0 <= years <= 60:
        raise ValidationError({"years": f"年数“{years}”应在 0 到 60 之间。"})
    return _add(actor, PastJob(job_seeker=job_seeker, title=clean_words("title", title), years=years))


def remove_past_job(*, actor: Actor, past_job: PastJob) -> None:
    _remove(actor, past_job)


def accept_skill(*, actor: Actor, job_seeker: JobSeeker, skill: Skill) -> SeekerSkill:
    """The person says that he has this skill."""
    return _decide(actor, job_seeker, skill, SkillDecision.ACCEPTED)


def remove_skill(*, actor: Actor, job_seeker: JobSeeker, skill: Skill) -> SeekerSkill:
    """The person says that he has not; remembered, so that it is not suggested again."""
    return _decide(actor, job_seeker, skill, SkillDecision.REMOVED)


@transaction.atomic
def _decide(actor: Actor, job_seeker: JobSeeker, skill: Skill, decision: SkillDecision) -> SeekerSkill:
    require_edit(actor, job_seeker)
    row, _ = SeekerSkill.objects.update_or_create(job_seeker=job_seeker, skill=skill, defaults={"decision": decision})
    record(actor=actor, verb=f"skill_{decision.value}", obj=job_seeker)
    return row


def _add(actor: Actor, row: Row) -> Row:
    require_edit(actor, row.job_seeker)
    row.full_clean()
    row.save()
    record(actor=actor, verb=f"add_{row._meta.model_name}", obj=row.job_seeker)
    return row


@transaction.atomic
def _remove(actor: Actor, row: ServiceRecord | HeldCredential | PastJob) -> None:
    require_edit(actor, row.job_seeker)
    record(actor=actor, verb=f"remove_{row._meta.model_name}", obj=row.job_seeker)
    row.delete()
