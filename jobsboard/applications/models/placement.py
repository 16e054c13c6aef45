"""A veteran starts work."""

from django.db import models
from django.db.models import F, Q

from jobsboard.applications.models.application import Application
from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.jobseekers.models import JobSeeker


class Placement(TimestampedModel):
    """A job taken up, whether or not it came through the platform."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="placements")
    application = models.OneToOneField(Application, models.RESTRICT, null=True, blank=True, related_name="placement")
    employer_name = models.CharField("单位名称", max_length=120)
    title = models.CharField("岗位", max_length=100)
    region = RegionField("工作地区", blank=True)
    month_pay = models.PositiveIntegerField("月薪（元）", null=True, blank=True)
    started_on = models.DateField("入职日期")
    ended_on = models.DateField("离职日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "就业"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="placement_ends_after_start",
                violation_error_message="离职日期不能早于入职日期。",
            )
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"
