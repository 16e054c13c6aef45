"""A counselor passes a person to an employer, with that person's consent."""

from django.conf import settings
from django.db import models

from jobsboard.applications.models.application import Application
from jobsboard.core.models import TimestampedModel
from jobsboard.jobseekers.models import Consent, JobSeeker
from jobsboard.organizations.models import Station
from jobsboard.postings.models import JobPosting


class Referral(TimestampedModel):
    """Who referred whom to which vacancy; becomes an application when the employer takes it up."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="referrals")
    posting = models.ForeignKey(JobPosting, models.RESTRICT, related_name="referrals")
    consent = models.ForeignKey(Consent, models.RESTRICT, related_name="referrals")
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    station = models.ForeignKey(Station, models.RESTRICT, related_name="referrals")
    application = models.OneToOneField(Application, models.SET_NULL, null=True, blank=True, related_name="referral")

    class Meta:
        verbose_name = verbose_name_plural = "转介"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["job_seeker", "posting"], name="referral_once")]

    def __str__(self) -> str:
        return f"referral {self.pk}"
