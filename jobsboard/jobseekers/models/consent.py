"""What a person allowed: one row a purpose and recipient (个人信息保护法 §23: separate consent)."""

from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import TimestampedModel
from jobsboard.jobseekers.models.job_seeker import JobSeeker
from jobsboard.organizations.models import Employer, Provider


class ConsentPurpose(models.TextChoices):
    APPLICATION = "application", "向用人单位投递"
    REFERRAL = "referral", "由辅导员向用人单位推荐"
    ENROLLMENT = "enrollment", "向培训机构报名"


class Consent(TimestampedModel):
    """Consent to pass named kinds of data to one named recipient for one purpose."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="consents")
    purpose = models.CharField("目的", max_length=12, choices=ConsentPurpose)
    employer = models.ForeignKey(Employer, models.RESTRICT, null=True, blank=True, related_name="consents")
    provider = models.ForeignKey(Provider, models.RESTRICT, null=True, blank=True, related_name="consents")
    # The wording that the person was shown, so that it can be shown again.
    text = models.TextField("告知内容")
    given_at = models.DateTimeField("同意时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意书"
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=False, provider__isnull=True)
                | Q(employer__isnull=True, provider__isnull=False),
                name="consent_names_one_recipient",
                violation_error_message="同意书须写明一个接收方。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} {self.purpose}"
