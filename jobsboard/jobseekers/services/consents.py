"""What only the person decides: consents, and whether his lists rest on his profile."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.jobseekers.models import Consent, ConsentPurpose, JobSeeker
from jobsboard.jobseekers.services.ground import require_own, save_job_seeker
from jobsboard.organizations.models import Employer, Provider


@transaction.atomic
def set_personal_ranking(*, actor: Actor, job_seeker: JobSeeker, is_personal: bool) -> JobSeeker:
    """Let the lists rest on the profile, or not."""
    require_own(actor, job_seeker)
    job_seeker.is_ranking_personal = is_personal
    return save_job_seeker(actor, job_seeker, "set_personal_ranking")


@transaction.atomic
def give_consent(
    *,
    actor: Actor,
    job_seeker: JobSeeker,
    purpose: ConsentPurpose,
    text: str,
    employer: Employer | None = None,
    provider: Provider | None = None,
) -> Consent:
    """Store that the person allowed his data to go to one recipient for one purpose, with the words he saw."""
    require_own(actor, job_seeker)
    consent = Consent(
        job_seeker=job_seeker,
        purpose=purpose,
        employer=employer,
        provider=provider,
        text=text,
        given_at=timezone.now(),
    )
    consent.full_clean()
    consent.save()
    record(actor=actor, verb="give_consent", obj=consent)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent: Consent) -> Consent:
    """End a consent; a second withdrawal changes nothing."""
    locked = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    require_own(actor, locked.job_seeker)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at", "updated_at"])
        record(actor=actor, verb="withdraw_consent", obj=locked)
    return locked
