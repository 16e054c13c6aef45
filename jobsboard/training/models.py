"""点单–派单–接单 and what came of it: wishes, dispatches, enrolments, attendance, results."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.courses.models import Course, CourseSession
from jobsboard.jobseekers.models import Consent, JobSeeker
from jobsboard.organizations.models import Provider
from jobsboard.recommendations.models import Recommendation


class Wish(TimestampedModel):
    """点单: a person ticks a course or writes what he would like to learn."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="training_wishes")
    course = models.ForeignKey(Course, models.CASCADE, null=True, blank=True, related_name="wishes")
    text = models.CharField("想学什么", max_length=100, blank=True)
    region = RegionField("希望上课地区", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "培训意愿"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False) | ~Q(text=""),
                name="wish_says_something",
                violation_error_message="请选择课程或写明想学的内容。",
            )
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Dispatch(TimestampedModel):
    """派单: the bureau asks a provider to open a class."""

    class State(models.TextChoices):
        OPEN = "open", "待接单"
        ACCEPTED = "accepted", "已接单"
        DECLINED = "declined", "已谢绝"

    provider = models.ForeignKey(Provider, models.RESTRICT, related_name="dispatches")
    course = models.ForeignKey(Course, models.RESTRICT, related_name="dispatches")
    seats = models.PositiveIntegerField("人数")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    session = models.OneToOneField(
        CourseSession,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dispatch",
        verbose_name="开设班次",
    )

    class Meta:
        verbose_name = verbose_name_plural = "派单"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gt=0), name="dispatch_has_seats", violation_error_message="人数须大于零。"
            )
        ]

    def __str__(self) -> str:
        return f"dispatch {self.pk}"


class EnrollmentState(models.TextChoices):
    ENROLLED = "enrolled", "已报名"
    ATTENDING = "attending", "在读"
    COMPLETED = "completed", "已结业"
    DROPPED = "dropped", "已退出"


class Enrollment(TimestampedModel):
    """A person takes a seat in a class."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="enrollments")
    session = models.ForeignKey(CourseSession, models.RESTRICT, related_name="enrollments")
    recommendation = models.ForeignKey(
        Recommendation, models.SET_NULL, null=True, blank=True, related_name="enrollments"
    )
    consent = models.ForeignKey(Consent, models.RESTRICT, related_name="enrollments")
    state = models.CharField("状态", max_length=10, choices=EnrollmentState, default=EnrollmentState.ENROLLED)

    class Meta:
        verbose_name = verbose_name_plural = "报名"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["job_seeker", "session"],
                name="enrollment_once",
                violation_error_message="已报名该班次。",
            )
        ]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"


class Attendance(TimestampedModel):
    """A roll call: present or not on one day."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="attendances")
    on = models.DateField("日期")
    is_present = models.BooleanField("到课")

    class Meta:
        verbose_name = verbose_name_plural = "考勤"
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["enrollment", "on"], name="attendance_once_a_day")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Result(TimestampedModel):
    """How an enrolment ended: passed or not, and the certificate."""

    enrollment = models.OneToOneField(Enrollment, models.RESTRICT, related_name="result")
    has_passed = models.BooleanField("合格")
    certificate_number = models.CharField("证书编号", max_length=40, blank=True)
    decided_on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "培训结果"
        ordering = ["-decided_on", "-id"]

    def __str__(self) -> str:
        return f"result {self.pk}"
