"""Coming home: cohorts, the five return steps, the one-off grant."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jobsboard.core.models import TimestampedModel
from jobsboard.jobseekers.models.job_seeker import JobSeeker


class PlacementWay(models.TextChoices):
    SELF_EMPLOYED = "self", "自主就业"
    ASSIGNED = "assigned", "政府安排工作"


class Season(models.TextChoices):
    SPRING = "spring", "春季"
    AUTUMN = "autumn", "秋季"


class IntakeCohort(models.Model):
    """Those who came back in one season of one year under one placement way."""

    year = models.PositiveSmallIntegerField("年份")
    season = models.CharField("季节", max_length=6, choices=Season)
    way = models.CharField("安置方式", max_length=8, choices=PlacementWay)
    # 令608 until 2024-08-31, 令787 from 2024-09-01; applied at the discharge date.
    regulation = models.CharField("适用条例", max_length=40)
    members = models.ManyToManyField(JobSeeker, related_name="cohorts", blank=True, verbose_name="人员")

    class Meta:
        verbose_name = verbose_name_plural = "接收批次"
        ordering = ["-year", "season", "way"]
        constraints = [models.UniqueConstraint(fields=["year", "season", "way"], name="cohort_once")]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_season_display()}{self.get_way_display()}"


class ReturnStepKind(models.TextChoices):
    REPORT = "report", "返乡报到"
    HOUSEHOLD = "household", "户籍落户"
    PARTY = "party", "党（团）组织关系转接"
    INSURANCE = "insurance", "社保关系转接"
    RESERVE = "reserve", "预备役登记"


class ReturnStep(TimestampedModel):
    """One of the five steps of the one-stop return, its legal clock and who did it."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="return_steps")
    kind = models.CharField("事项", max_length=10, choices=ReturnStepKind)
    due_on = models.DateField("法定期限", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "返乡事项"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["job_seeker", "kind"], name="return_step_once")]

    def __str__(self) -> str:
        return f"return step {self.kind} of job seeker {self.job_seeker_id}"


class Grant(TimestampedModel):
    """A one-off sum paid to a person, with the rule it rests on."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="grants")
    kind = models.CharField("项目", max_length=40, default="一次性经济补助")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)
    rule = models.CharField("依据", max_length=80)
    paid_on = models.DateField("发放日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补助"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="grant_is_positive",
                violation_error_message="补助金额须大于零。",
            )
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"
