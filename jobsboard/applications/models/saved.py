"""What a veteran keeps for later."""

from django.db import models

from jobsboard.core.models import TimestampedModel
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.postings.models import JobPosting


class SavedPosting(TimestampedModel):
    """A vacancy kept for later."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="saved_postings")
    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "收藏的岗位"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["job_seeker", "posting"], name="saved_posting_once")]

    def __str__(self) -> str:
        return f"saved posting {self.pk}"


class Frequency(models.TextChoices):
    NEVER = "never", "不提醒"
    DAILY = "daily", "每天"
    WEEKLY = "weekly", "每周"


class SavedSearch(TimestampedModel):
    """A search kept for later, with how often the person wants to be told of new hits."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="saved_searches")
    name = models.CharField("名称", max_length=60)
    query = models.CharField("检索条件", max_length=500)
    frequency = models.CharField("提醒频率", max_length=8, choices=Frequency, default=Frequency.WEEKLY)
    last_notified_at = models.DateTimeField("上次提醒", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保存的搜索"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
