"""Policy rules as data: what is granted, on which article, from when to when, and how far it is verified."""

from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import RegionField, TimestampedModel


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
