"""What was recommended to whom, with the score and the reasons of that moment."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jobsboard.core.models import TimestampedModel
from jobsboard.courses.models import Course
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations.models import Station
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.queries import RecommendationQuerySet


class MatchRecord(models.Model):
    """A stored explanation: the same score can be made again from what stands here."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="match_records")
    posting = models.ForeignKey(JobPosting, models.CASCADE, null=True, blank=True, related_name="match_records")
    course = models.ForeignKey(Course, models.CASCADE, null=True, blank=True, related_name="match_records")
    # null = too little known for a score; never 0 in its place.
    score = models.DecimalField("匹配分", max_digits=4, decimal_places=1, null=True)
    eligibility = models.CharField("条件", max_length=8)
    explanation = models.JSONField("说明")
    library_version = models.CharField("匹配库版本", max_length=20)
    settings = models.JSONField("设置")
    text_hash = models.CharField("岗位文字摘要", max_length=64)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "匹配记录"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posting__isnull=False, course__isnull=True)
                | Q(posting__isnull=True, course__isnull=False),
                name="match_record_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"match record {self.pk}"


class RecommendationState(models.TextChoices):
    SENT = "sent", "已推荐"
    SEEN = "seen", "已查看"
    TAKEN = "taken", "已采纳"
    DECLINED = "declined", "不合适"


class Recommendation(TimestampedModel):
    """A person's act: a counselor (or station volunteer) recommends a vacancy or a course to a veteran."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="recommendations")
    posting = models.ForeignKey(JobPosting, models.RESTRICT, null=True, blank=True, related_name="recommendations")
    course = models.ForeignKey(Course, models.RESTRICT, null=True, blank=True, related_name="recommendations")
    match_record = models.OneToOneField(MatchRecord, models.RESTRICT, related_name="recommendation")
    recommended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    station = models.ForeignKey(Station, models.RESTRICT, related_name="recommendations")
    note = models.CharField("推荐理由", max_length=300, blank=True)
    state = models.CharField("状态", max_length=8, choices=RecommendationState, default=RecommendationState.SENT)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posting__isnull=False, course__isnull=True)
                | Q(posting__isnull=True, course__isnull=False),
                name="recommendation_of_one_thing",
                violation_error_message="一次推荐只能是一个岗位或一门课程。",
            ),
            models.UniqueConstraint(
                fields=["job_seeker", "posting"],
                condition=Q(posting__isnull=False),
                name="recommendation_of_posting_once",
                violation_error_message="该岗位已推荐给此人。",
            ),
            models.UniqueConstraint(
                fields=["job_seeker", "course"],
                condition=Q(course__isnull=False),
                name="recommendation_of_course_once",
                violation_error_message="该课程已推荐给此人。",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"
