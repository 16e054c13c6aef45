"""The history of a posting: who moved it from which state to which, and why."""

from django.conf import settings
from django.db import models

from jobsboard.postings.models.job_posting import JobPosting, PostingState


class PostingTransition(models.Model):
    """One change of state."""

    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="transitions")
    name = models.CharField("动作", max_length=20)
    from_state = models.CharField("原状态", max_length=10, choices=PostingState)
    to_state = models.CharField("新状态", max_length=10, choices=PostingState)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    note = models.CharField("说明", max_length=300, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "岗位状态记录"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"posting {self.posting_id} {self.from_state}→{self.to_state}"
