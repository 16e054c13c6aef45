"""举报: somebody says that a vacancy is not what it seems, and is answered by a day that is fixed when he says so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from jobsboard.core.models import TimestampedModel
from jobsboard.postings.models.job_posting import JobPosting


class ReportReason(models.TextChoices):
    FALSE = "false", "内容不真实，或单位不存在"
    CHARGES = "charges", "收押金、收费、扣证件"
    TRAINING = "training", "以招聘为名推销培训或贷款"
    DISCRIMINATION = "discrimination", "有歧视性条件"
    FILLED = "filled", "已经招满，或联系不上"
    OTHER = "other", "其他"


class PostingReport(TimestampedModel):
    """One report; open until the bureau has answered."""

    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="reports", verbose_name="岗位")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", verbose_name="举报人")
    reason = models.CharField("问题", max_length=16, choices=ReportReason)
    details = models.CharField("具体情况", max_length=500, blank=True)
    due_on = models.DateField("答复期限")
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "岗位举报"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "reported_by"],
                condition=Q(answered_at__isnull=True),
                name="report_open_once_a_person",
                violation_error_message="您已经举报过这个岗位，事务局正在核实。",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="report_answered_in_words",
                violation_error_message="请写明核实结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of posting {self.posting_id}"
