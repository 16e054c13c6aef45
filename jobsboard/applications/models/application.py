"""A veteran applies for a vacancy."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jobsboard.applications.queries import ApplicationQuerySet
from jobsboard.core.models import TimestampedModel
from jobsboard.jobseekers.models import Consent, JobSeeker
from jobsboard.postings.models import JobPosting


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", "已投递"
    VIEWED = "viewed", "已查看"
    INTERVIEW = "interview", "面试中"
    HIRED = "hired", "已录用"
    REFUSED = "refused", "未录用"
    WITHDRAWN = "withdrawn", "已撤回"


class Channel(models.TextChoices):
    PLATFORM = "platform", "本平台"
    # A scraped vacancy has no employer account here: the person tells us that he applied at the source.
    OUTSIDE = "outside", "在来源网站投递（本人告知）"


class Application(TimestampedModel):
    """One person, one vacancy, one state."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="applications", verbose_name="求职者")
    posting = models.ForeignKey(JobPosting, models.RESTRICT, related_name="applications", verbose_name="岗位")
    channel = models.CharField("渠道", max_length=8, choices=Channel, default=Channel.PLATFORM)
    state = models.CharField("状态", max_length=10, choices=ApplicationState, default=ApplicationState.SUBMITTED)
    consent = models.ForeignKey(
        Consent, models.RESTRICT, null=True, blank=True, related_name="applications", verbose_name="同意书"
    )
    message = models.CharField("附言", max_length=300, blank=True)
    refusal_reason = models.CharField("未录用原因", max_length=200, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投递"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["job_seeker", "posting"],
                name="application_once",
                violation_error_message="您已投递过该岗位。",
            ),
            models.CheckConstraint(
                condition=Q(channel="outside") | Q(consent__isnull=False),
                name="application_needs_consent",
                violation_error_message="投递前须征得本人同意。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal_reason=""),
                name="application_refused_with_reason",
                violation_error_message="请填写未录用原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class ApplicationTransition(models.Model):
    """One change of state."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="transitions")
    name = models.CharField("动作", max_length=20)
    from_state = models.CharField("原状态", max_length=10, choices=ApplicationState)
    to_state = models.CharField("新状态", max_length=10, choices=ApplicationState)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "投递状态记录"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"application {self.application_id} {self.from_state}→{self.to_state}"
