"""Opening a file, correcting it, and confirming at the counter who the person is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobsboard.accounts.models import User
from jobsboard.accounts.services import get_or_create_user
from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.core.digests import keyed_digest
from jobsboard.core.identifiers import clean_id_number
from jobsboard.jobseekers import permissions
from jobsboard.jobseekers.models import JobSeeker, VerificationState
from jobsboard.jobseekers.services.ground import require_edit, save_job_seeker
from jobsboard.organizations.models import Station

ALREADY_REGISTERED = "该身份证号已登记，请勿重复建档。"


def digest_of_id_number(id_number: str) -> str:
    """Return the keyed digest by which a person is known again; refuses a number with wrong check digits."""
    return keyed_digest("id-number", clean_id_number(id_number))


def get_or_create_job_seeker(user: User) -> JobSeeker:
    """Return the user's file, an empty unverified one when he signs in for the first time."""
    return JobSeeker.objects.get_or_create(user=user)[0]


@transaction.atomic
def register_job_seeker(
    *,
    actor: Actor,
    phone: str,
    name: str,
    home: str = "",
    current_city: str = "",
    station: Station | None = None,
) -> JobSeeker:
    """Open a file for somebody at the counter; the station of record is the actor's unless another is named."""
    if not permissions.can_register_job_seeker(actor):
        raise PermissionDenied("只有服务站工作人员可以建档。")
    if not name.strip():
        raise ValidationError({"name": "请填写姓名。"})
    user, _ = get_or_create_user(phone=phone, name=name.strip())
    if JobSeeker.objects.filter(user=user).exists():
        raise ValidationError({"phone": "该手机号已建档。"})
    own_station = actor.organization if isinstance(actor.organization, Station) else None
    job_seeker = JobSeeker(
        user=user,
        home=home,
        current_city=current_city,
        current_city_on=timezone.localdate() if current_city else None,
        station=station or own_station,
    )
    job_seeker.full_clean()
    job_seeker.save()
    record(actor=actor, verb="register_job_seeker", obj=job_seeker)
    return job_seeker


@transaction.atomic
def confirm_person(*, actor: Actor, job_seeker: JobSeeker, id_number: str) -> JobSeeker:
    """Note that a member of staff saw the person's papers. Only a digest of the ID number is kept.

    `casework.services.confirm_at_station` does this and enters it in the station's ledger.
    """
    if not permissions.can_confirm_person(actor, job_seeker):
        raise PermissionDenied("您不能核实此人身份。")
    locked = JobSeeker.objects.select_for_update(of=("self",)).get(pk=job_seeker.pk)
    if locked.is_verified:
        raise ValidationError("此人身份已核实，无需重复核实。", code="already_verified")
    locked.id_number_digest = digest_of_id_number(id_number)
    locked.verification = VerificationState.VERIFIED
    locked.verified_by = actor.user
    locked.verified_at = timezone.now()
    if locked.station is None and isinstance(actor.organization, Station):
        locked.station = actor.organization
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        if "job_seeker_once_per_id_number" not in str(error):
            raise
        raise ValidationError(ALREADY_REGISTERED, code="id_number_taken") from None
    record(actor=actor, verb="confirm_person", obj=locked)
    return locked


@transaction.atomic
def update_person(*, actor: Actor, job_seeker: JobSeeker, name: str, home: str) -> JobSeeker:
    """Correct name and home. A confirmed name is changed at the counter only."""
    require_edit(actor, job_seeker)
    user = job_seeker.user
    if name.strip() and name.strip() != user.name:
        if job_seeker.is_verified and not actor.is_station_staff:
            raise ValidationError({"name": "姓名已核实，如需更正请到服务站办理。"})
        user.name = name.strip()
        user.full_clean(exclude=["password"])
        user.save(update_fields=["name", "updated_at"])
    job_seeker.home = home
    return save_job_seeker(actor, job_seeker, "update_person")
