"""A vacancy: raw words as they came, and what was read from them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.occupations.models import Occupation
from jobsboard.organizations.models import Employer
from jobsboard.postings.models.source import IngestRun, Source
from jobsboard.postings.queries import JobPostingQuerySet


class PostingState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PENDING = "pending", "待审核"
    PUBLISHED = "published", "已发布"
    REJECTED = "rejected", "已退回"
    HELD = "held", "暂缓展示"
    GROUPED = "grouped", "并入重复岗位"
    CLOSED = "closed", "已关闭"


class ReasonCode(models.TextChoices):
    """Why a feed row was dropped or a posting is not shown; part of the command contract."""

    MISSING_TITLE = "missing_title", "缺少岗位名称"
    MISSING_NAME = "missing_name", "缺少课程名称"
    UNREADABLE = "unreadable", "无法读取"
    REPEATED_IN_FILE = "repeated_in_file", "同一文件中重复"
    EXPIRED = "expired", "已过有效期"
    UNLAWFUL = "unlawful", "含违法风险的说法，待人工核对"
    DUPLICATE = "duplicate", "与其他岗位重复"
    SOURCE_CLOSED = "source_closed", "来源已停用"
    WAGE_CASE = "wage_case", "用人单位有未结欠薪案件"
    BUREAU = "bureau", "事务局暂缓展示"
    REMOVED_HERE = "removed_here", "已由事务局下架"
    GONE = "gone", "来源连续两次不再列出"


class JobPosting(TimestampedModel):
    """One vacancy of a partner employer or of a public source."""

    source = models.ForeignKey(
        Source, models.RESTRICT, null=True, blank=True, related_name="postings", verbose_name="来源"
    )
    # What makes a feed row the same posting as before (`feeds.identity_of`), or a row of an employer's upload
    # (`uploads.identity_of_upload`); what a partner types in has none.
    identity = models.CharField("识别码", max_length=64, blank=True)
    identifier = models.CharField("来源编号", max_length=200, blank=True)
    url = models.URLField("原文链接", max_length=500, blank=True)
    content_hash = models.CharField("内容摘要", max_length=64, blank=True)
    # The words of the feed, untouched, so that everything below can be read again.
    raw = models.JSONField("原始内容", default=dict, blank=True)

    employer = models.ForeignKey(
        Employer, models.RESTRICT, null=True, blank=True, related_name="postings", verbose_name="用人单位"
    )
    title = models.CharField("岗位名称", max_length=200)
    hiring_organization = models.CharField("单位名称", max_length=200, blank=True)
    description = models.TextField("岗位说明", blank=True)
    job_location = RegionField("工作地区", blank=True)
    address = models.CharField("工作地址", max_length=300, blank=True)
    occupation = models.ForeignKey(
        Occupation, models.SET_NULL, null=True, blank=True, related_name="postings", verbose_name="职业"
    )
    salary_text = models.CharField("薪资（原文）", max_length=200, blank=True)
    month_min = models.PositiveIntegerField("月薪下限（元）", null=True, blank=True)
    month_max = models.PositiveIntegerField("月薪上限（元）", null=True, blank=True)
    experience_requirements = models.CharField("经验要求（原文）", max_length=200, blank=True)
    education_requirements = models.CharField("学历要求（原文）", max_length=100, blank=True)
    headcount_text = models.CharField("招聘人数（原文）", max_length=60, blank=True)
    total_job_openings = models.PositiveIntegerField("招聘人数", null=True, blank=True)
    employment_type = models.CharField("用工形式", max_length=20, blank=True)
    schedule_text = models.CharField("班次（原文）", max_length=100, blank=True)
    lodging_text = models.CharField("食宿（原文）", max_length=100, blank=True)

    state = models.CharField("状态", max_length=10, choices=PostingState, default=PostingState.DRAFT)
    reason = models.CharField("原因", max_length=20, choices=ReasonCode, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="duplicates", verbose_name="并入"
    )
    date_posted = models.DateField("发布日期", null=True, blank=True)
    valid_through = models.DateField("有效期至", null=True, blank=True)
    first_seen_at = models.DateTimeField("首次见到", null=True, blank=True)
    last_seen_at = models.DateTimeField("最近见到", null=True, blank=True)
    # The import that saw it last, and how many whole crawls of its source since then did not have it.
    last_run = models.ForeignKey(
        IngestRun, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="最近导入"
    )
    missed_runs = models.PositiveSmallIntegerField("未见次数", default=0)
    # The day after which it is no longer shown; derived once at writing so that list, page and index agree.
    shown_until = models.DateField("展示至", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="录入人",
    )

    objects = JobPostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["-date_posted", "-id"]
        indexes = [
            models.Index(fields=["state", "-date_posted", "-id"]),
            models.Index(fields=["employer", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["identity"], condition=~Q(identity=""), name="posting_once_per_identity"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(employer__isnull=False),
                name="posting_has_origin",
                violation_error_message="岗位须有来源或用人单位。",
            ),
            models.CheckConstraint(
                condition=Q(month_min__isnull=True) | Q(month_max__isnull=True) | Q(month_min__lte=F("month_max")),
                name="posting_salary_range",
                violation_error_message="月薪下限不能高于上限。",
            ),
            models.CheckConstraint(
                condition=~Q(state="grouped") | Q(duplicate_of__isnull=False),
                name="posting_grouped_under_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(reason=""),
                name="posting_held_for_a_reason",
                violation_error_message="暂缓展示须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"posting {self.pk}"

    @property
    def last_note(self) -> str:
        """What was said at the last change of state (prefetch `transitions` for lists)."""
        steps = list(self.transitions.all())
        return steps[-1].note if steps else ""

    def as_feed(self) -> dict[str, Any]:
        """The posting under the plain names that the matching library and the lawful check read."""
        kept = {name: self.raw[name] for name in ("tags", "sex", "age") if self.raw.get(name)}
        pay = (
            {"salary": self.salary_text}
            if self.salary_text
            else {"salary_min": self.month_min, "salary_max": self.month_max}
        )
        facts = {
            "id": str(self.pk),
            "title": self.title,
            "employer": self.hiring_organization,
            "description": self.description,
            "region": self.job_location,
            "address": self.address,
            "experience": self.experience_requirements,
            "education": self.education_requirements,
            "headcount": self.headcount_text or self.total_job_openings,
            "posted": self.date_posted and self.date_posted.isoformat(),
            "valid_through": self.valid_through and self.valid_through.isoformat(),
            "employment_type": self.employment_type,
            "schedule": self.schedule_text,
            "lodging": self.lodging_text,
            "source": self.source.name if self.source else None,
        }
        return {name: value for name, value in {**kept, **pay, **facts}.items() if value not in (None, "")}
