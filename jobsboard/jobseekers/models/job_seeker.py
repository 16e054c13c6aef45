"""A veteran who looks for work."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.jobseekers.queries import JobSeekerQuerySet
from jobsboard.organizations.models import Station


class VerificationState(models.TextChoices):
    UNVERIFIED = "unverified", "待核实"
    VERIFIED = "verified", "已核实"


class JobSeeker(TimestampedModel):
    """One person. Sex, age and marital status are not asked: nothing here may use them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="job_seeker", verbose_name="账号"
    )
    # Keyed digest of the ID number, to know a person again; the number itself is not kept.
    id_number_digest = models.CharField("身份证号摘要", max_length=64, blank=True)
    # Where he feels at home and may want to work near; not his household registration, which nothing may use.
    home = RegionField("家乡", blank=True)
    current_city = RegionField("目前所在地", blank=True)
    current_city_on = models.DateField("所在地填报日期", null=True, blank=True)
    station = models.ForeignKey(
        Station, models.RESTRICT, null=True, blank=True, related_name="job_seekers", verbose_name="服务站"
    )
    # The last counselor with a real contact; not a claim.
    counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="caseload",
        verbose_name="就业辅导员",
    )
    verification = models.CharField(
        "核实状态", max_length=12, choices=VerificationState, default=VerificationState.UNVERIFIED
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核实人",
    )
    verified_at = models.DateTimeField("核实时间", null=True, blank=True)

    education = models.CharField("学历", max_length=4, blank=True)
    wished_regions = ArrayField(models.CharField(max_length=6), default=list, blank=True, verbose_name="意向地区")
    wished_occupations = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name="意向工种")
    month_min = models.PositiveIntegerField("最低月薪（元）", null=True, blank=True)
    wants_lodging = models.BooleanField("需要食宿", null=True, blank=True)
    wished_shift = models.CharField("可接受班次", max_length=12, blank=True)
    available_from = models.DateField("到岗时间", null=True, blank=True)
    # 算法推荐管理规定 §17: a way to be shown lists that do not rest on the profile.
    is_ranking_personal = models.BooleanField("使用个性化排序", default=True)

    objects = JobSeekerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退役军人求职者"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_digest"],
                condition=~Q(id_number_digest=""),
                name="job_seeker_once_per_id_number",
                violation_error_message="该身份证号已登记，请勿重复建档。",
            ),
            models.CheckConstraint(
                condition=Q(verification="unverified") | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="job_seeker_verified_by_somebody",
                violation_error_message="核实须记录核实人和时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"job seeker {self.pk}"

    @property
    def is_verified(self) -> bool:
        return self.verification == VerificationState.VERIFIED
