"""Training courses and their sessions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.courses.queries import (
    CourseQuerySet,
    CourseSessionQuerySet,
    ListedCourseDecisionQuerySet,
    ListedCourseQuerySet,
)
from jobsboard.occupations.models import Credential, Skill
from jobsboard.organizations.models import Provider


class CourseKind(models.TextChoices):
    ADAPTATION = "adaptation", "适应性培训"
    VOCATIONAL = "vocational", "职业技能培训"
    STARTUP = "startup", "创业培训"
    RURAL = "rural", "乡村振兴专题培训"


class Department(models.TextChoices):
    VETERANS = "veterans", "退役军人事务局"
    LABOUR = "labour", "人力资源和社会保障局"
    EDUCATION = "education", "教育局"
    AGRICULTURE = "agriculture", "农业农村局"
    FINANCE = "finance", "财政局"


class Course(TimestampedModel):
    """A course of a provider: what it teaches, what it leads to, who owns it, what it costs."""

    provider = models.ForeignKey(Provider, models.RESTRICT, related_name="courses", verbose_name="培训机构")
    code = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("课程名称", max_length=100)
    kind = models.CharField("类别", max_length=12, choices=CourseKind)
    department = models.CharField("主管部门", max_length=12, choices=Department)
    funding = models.CharField("经费来源", max_length=60, blank=True)
    description = models.TextField("课程内容", blank=True)
    audience = models.CharField("招收对象", max_length=200, blank=True)
    hours = models.PositiveIntegerField("学时", null=True, blank=True)
    fee = models.DecimalField("学费（元）", max_digits=8, decimal_places=2, null=True, blank=True)
    # What a veteran pays after subsidy; null = not known, never guessed.
    own_cost = models.DecimalField("个人承担（元）", max_digits=8, decimal_places=2, null=True, blank=True)
    credentials = models.ManyToManyField(Credential, related_name="courses", blank=True, verbose_name="可考取证书")
    skills = models.ManyToManyField(Skill, related_name="courses", blank=True, verbose_name="教授技能")
    is_published = models.BooleanField("展示", default=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "课程"
        ordering = ["kind", "title", "id"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CourseSession(TimestampedModel):
    """A class of a course with its dates, place and seats."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="sessions", verbose_name="课程")
    starts_on = models.DateField("开班日期")
    ends_on = models.DateField("结业日期", null=True, blank=True)
    region = RegionField("上课地区")
    address = models.CharField("上课地点", max_length=160, blank=True)
    seats = models.PositiveIntegerField("名额")
    seats_taken = models.PositiveIntegerField("已报名", default=0)

    objects = CourseSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "班次"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="session_ends_after_start",
                violation_error_message="结业日期不能早于开班日期。",
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")),
                name="session_not_overbooked",
                violation_error_message="报名人数不能超过名额。",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk} of course {self.course_id}"

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken


class ListedState(models.TextChoices):
    """Held is what the check of wording found, removed what a person took down."""

    SHOWN = "shown", "展示"
    HELD = "held", "暂缓展示"
    REMOVED = "removed", "已下架"


class ListedCourse(TimestampedModel):
    """A course, or one class of it, as a public source lists it: to be read here, to be joined there.

    Not a `Course`: its provider is a name and no partner, so there are no seats to give and nobody enrols through us.
    """

    # What makes a feed row the same course as before (`feeds.identity_of`).
    identity = models.CharField("标识", max_length=64, unique=True)
    # Alike for the same course of several sources (`feeds.twin_key_of`).
    twin_key = models.CharField("同课标识", max_length=64, db_index=True)
    # The name of a source as the vacancies know it, and who publishes it.
    source = models.CharField("来源代号", max_length=60, db_index=True)
    publisher = models.CharField("来源", max_length=120)
    identifier = models.CharField("来源编号", max_length=200, blank=True)
    url = models.CharField("原文链接", max_length=1000, blank=True)
    state = models.CharField("状态", max_length=8, choices=ListedState, default=ListedState.SHOWN)
    raw = models.JSONField("原始内容")
    content_hash = models.CharField("内容摘要", max_length=64)
    name = models.CharField("课程名称", max_length=200)
    provider_name = models.CharField("培训机构", max_length=200, blank=True)
    kind = models.CharField("类别", max_length=12, choices=CourseKind, blank=True)
    description = models.TextField("课程内容", blank=True)
    audience = models.CharField("招收对象", max_length=300, blank=True)
    prerequisites = models.CharField("报名条件", max_length=300, blank=True)
    credential_text = models.CharField("可考取证书", max_length=200, blank=True)
    time_text = models.CharField("时长（原文）", max_length=100, blank=True)
    hours = models.PositiveIntegerField("学时", null=True, blank=True)
    price_text = models.CharField("价格（原文）", max_length=200, blank=True)
    # In whole 元; an open end and an unclear price are null.
    price_min = models.PositiveIntegerField("最低价格", null=True, blank=True)
    price_max = models.PositiveIntegerField("最高价格", null=True, blank=True)
    location_text = models.CharField("上课地点（原文）", max_length=300, blank=True)
    region = RegionField("上课地区", blank=True)
    schedule_text = models.CharField("上课时间", max_length=200, blank=True)
    starts_on = models.DateField("开班日期", null=True, blank=True)
    ends_on = models.DateField("结业日期", null=True, blank=True)
    seats = models.PositiveIntegerField("名额", null=True, blank=True)
    # Null where the source names no day: then it is listed for a while after it was last seen.
    last_day = models.DateField("报名截止", null=True, blank=True)
    first_seen_at = models.DateTimeField("首次见到")
    last_seen_at = models.DateTimeField("最近见到")
    missed_runs = models.PositiveSmallIntegerField("连续未列出次数", default=0)

    objects = ListedCourseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开课程信息"
        ordering = ["starts_on", "name", "id"]

    def __str__(self) -> str:
        return f"listed course {self.pk}"

    def as_feed(self) -> dict[str, Any]:
        """The words that people read, under the names by which the check of wording knows them."""
        return {
            "name": self.name,
            "description": self.description,
            "audience": self.audience,
            "coursePrerequisites": self.prerequisites,
            "educationalCredentialAwarded": self.credential_text,
            "timeRequired": self.time_text,
            "courseSchedule": self.schedule_text,
            "price": self.price_text,
        }


class ListedCourseDecision(models.Model):
    """What a person decided about a listed course, why, and which content it was that he had read."""

    course = models.ForeignKey(ListedCourse, models.CASCADE, related_name="decisions", verbose_name="课程")
    to_state = models.CharField("决定", max_length=8, choices=ListedState)
    content_hash = models.CharField("内容摘要", max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+", verbose_name="决定人")
    note = models.CharField("说明", max_length=300, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = ListedCourseDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开课程处理记录"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state="removed") | ~Q(note=""),
                name="listed_course_removed_for_a_reason",
                violation_error_message="请写明下架原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"listed course {self.course_id} →{self.to_state}"
