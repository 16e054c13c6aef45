"""Stations, employers and training providers, and who works for them in which role."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jobsboard.core.actor import Actor, Role
from jobsboard.core.identifiers import validate_credit_code
from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.organizations.queries import EmployerQuerySet, MembershipQuerySet, StationQuerySet


class StationKind(models.TextChoices):
    COUNTY = "county", "县级服务中心"
    TOWNSHIP = "township", "乡镇服务站"
    VILLAGE = "village", "村（社区）服务站"
    REMOTE = "remote", "驻外服务站"


class Station(TimestampedModel):
    """A veterans' service station: the county's, a township's, a village's, or one away from home."""

    code = models.CharField("编号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("级别", max_length=10, choices=StationKind)
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    # The codes from the root, each followed by `/`, so that a subtree is one prefix condition and no
    # station lies under another whose code begins like its own. `services.add_station` writes it.
    path = models.CharField("层级路径", max_length=120, unique=True)
    region = RegionField("所在地区")
    # The places whose people and vacancies a remote station looks after; a prefix of division codes.
    serves = RegionField("服务地区", blank=True)
    host = models.CharField("依托单位", max_length=80, blank=True)
    partner_bureau = models.CharField("当地对接单位", max_length=80, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    hours = models.CharField("服务时间", max_length=80, blank=True)
    notice = models.TextField("站内公告", blank=True)
    opened_on = models.DateField("设立日期", null=True, blank=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务站"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StationKind.COUNTY) | Q(parent__isnull=False),
                name="station_has_parent_unless_county",
                violation_error_message="除县级服务中心外，服务站必须有上级。",
            ),
            models.CheckConstraint(
                condition=Q(path__endswith="/"),
                name="station_path_ends_with_slash",
                violation_error_message="层级路径须以 / 结尾。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EmployerState(models.TextChoices):
    PENDING = "pending", "待核验"
    VERIFIED = "verified", "已核验"
    SUSPENDED = "suspended", "已暂停"


class Employer(TimestampedModel):
    """A partner employer; its vacancies are shown only while it is verified."""

    name = models.CharField("单位名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, validators=[validate_credit_code])
    kind = models.CharField("单位性质", max_length=20, blank=True)
    industry = models.CharField("行业", max_length=40, blank=True)
    region = RegionField("所在地区", blank=True)
    address = models.CharField("地址", max_length=160, blank=True)
    size = models.CharField("规模", max_length=20, blank=True)
    intro = models.TextField("简介", blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    is_veteran_owned = models.BooleanField("军创企业", default=False)
    state = models.CharField("核验状态", max_length=10, choices=EmployerState, default=EmployerState.PENDING)
    verified_at = models.DateTimeField("核验时间", null=True, blank=True)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用人单位"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return f"{self.name}"


class Provider(TimestampedModel):
    """A training provider."""

    name = models.CharField("机构名称", max_length=120, unique=True)
    region = RegionField("所在地区", blank=True)
    address = models.CharField("地址", max_length=160, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    intro = models.TextField("简介", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "培训机构"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


STAFF_ROLES = [Role.COUNSELOR, Role.VOLUNTEER, Role.RECRUITER, Role.PROVIDER, Role.BUREAU]


class Membership(TimestampedModel):
    """A user's role in one organization; the role decides which of the three it names."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="账号")
    role = models.CharField("身份", max_length=12, choices=[(r.value, r.label) for r in STAFF_ROLES])
    station = models.ForeignKey(Station, models.CASCADE, null=True, blank=True, related_name="memberships")
    employer = models.ForeignKey(Employer, models.CASCADE, null=True, blank=True, related_name="memberships")
    provider = models.ForeignKey(Provider, models.CASCADE, null=True, blank=True, related_name="memberships")
    is_active = models.BooleanField("有效", default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=["counselor", "volunteer", "bureau"], station__isnull=False)
                    & Q(employer__isnull=True, provider__isnull=True)
                )
                | Q(role="recruiter", employer__isnull=False, station__isnull=True, provider__isnull=True)
                | Q(role="provider", provider__isnull=False, station__isnull=True, employer__isnull=True),
                name="membership_names_the_organization_of_its_role",
                violation_error_message="任职身份与所属机构不一致。",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "station", "employer", "provider"],
                nulls_distinct=False,
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} user={self.user_id}"

    @property
    def organization(self) -> Station | Employer | Provider:
        return self.station or self.employer or self.provider

    @property
    def actor(self) -> Actor:
        """The user acting in this role."""
        return Actor(self.user, Role(self.role), self.organization)
