"""Policy rules and figures as data: from when to when, on which source, and how far it is verified."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.policies.queries import MinimumWageQuerySet


class RuleStatus(models.TextChoices):
    FULL_TEXT = "full_text", "已核对法规全文"
    PAGE = "page", "见于公开网页"
    SECONDARY = "secondary", "仅见转述"
    UNVERIFIED = "unverified", "尚未核实"


class PolicyRule(TimestampedModel):
    """One rule: topic, words, citation, dates, place, status. An unknown amount stays empty."""

    code = models.SlugField("编号", max_length=40, unique=True)
    topic = models.CharField("事项", max_length=40)
    title = models.CharField("名称", max_length=120)
    summary = models.TextField("内容")
    law = models.CharField("依据", max_length=160)
    article = models.CharField("条款", max_length=40, blank=True)
    region = RegionField("适用地区", blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_to = models.DateField("失效日期", null=True, blank=True)
    amount_min = models.DecimalField("金额下限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    amount_max = models.DecimalField("金额上限（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    status = models.CharField("核实情况", max_length=12, choices=RuleStatus)
    ask = models.CharField("咨询单位", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "政策规则"
        ordering = ["topic", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_min__isnull=True) | Q(amount_max__isnull=True) | Q(amount_min__lte=F("amount_max")),
                name="rule_amount_range",
                violation_error_message="金额下限不能高于上限。",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_from__lte=F("effective_to")),
                name="rule_dates_in_order",
                violation_error_message="失效日期不能早于施行日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class FigureStatus(models.TextChoices):
    ENTERED = "entered", "待核实"
    VERIFIED = "verified", "已核实"
    WITHDRAWN = "withdrawn", "已作废"


class MinimumWage(TimestampedModel):
    """The minimum wage of a region as a clerk entered it with its source; the table ships empty."""

    region = RegionField("适用地区")
    month = models.DecimalField("月最低工资（元）", max_digits=8, decimal_places=2, null=True, blank=True)
    hour = models.DecimalField("小时最低工资（元）", max_digits=6, decimal_places=2, null=True, blank=True)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    source_name = models.CharField("文件名称和文号", max_length=160)
    source_url = models.URLField("文件网址", max_length=500)
    status = models.CharField("核实情况", max_length=10, choices=FigureStatus, default=FigureStatus.ENTERED)
    entered_by = models.ForeignKey(
        # RESTRICT: whose word a figure rests on must stay answerable.
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        related_name="+",
        verbose_name="录入人",
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="核实人"
    )

    objects = MinimumWageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "最低工资标准"
        ordering = ["region", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_from"],
                condition=~Q(status="withdrawn"),
                name="one_minimum_wage_a_day",
                violation_error_message="这个地区同一施行日期的标准已经录入过；填错的请先作废。",
            ),
            models.CheckConstraint(
                # Spelt out, because a comparison with NULL is no denial for PostgreSQL.
                condition=(Q(month__isnull=False) | Q(hour__isnull=False))
                & (Q(month__isnull=True) | Q(month__gt=0))
                & (Q(hour__isnull=True) | Q(hour__gt=0)),
                name="minimum_wage_has_a_figure",
                violation_error_message="月最低工资和小时最低工资至少填写一项，且大于0。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="minimum_wage_dates_in_order",
                violation_error_message="失效日期不能早于施行日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(verified_by__isnull=False),
                name="minimum_wage_verified_by_somebody",
                violation_error_message="已核实的标准须有核实人。",
            ),
        ]

    def __str__(self) -> str:
        return f"minimum wage {self.region} from {self.valid_from}"

    @property
    def is_verified(self) -> bool:
        return self.status == FigureStatus.VERIFIED
