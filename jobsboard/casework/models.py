"""The stations' ledger: services given, hand-overs, policy questions, disputes, events."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations.models import Employer, Station


class ServiceKind(models.TextChoices):
    JOB_OFFER = "job_offer", "岗位推荐"
    GUIDANCE = "guidance", "职业指导"
    TRAINING_OFFER = "training_offer", "培训推荐"
    POLICY = "policy", "政策咨询"
    CONFIRMATION = "confirmation", "身份核实"
    DISPUTE = "dispute", "劳务纠纷协调"
    VISIT = "visit", "走访联系"


class ServiceEntry(TimestampedModel):
    """One service that a station gave to one person (the military service record is jobseekers.ServiceRecord)."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="services")
    station = models.ForeignKey(Station, models.RESTRICT, related_name="services")
    kind = models.CharField("服务类别", max_length=16, choices=ServiceKind)
    note = models.CharField("摘要", max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    given_on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "服务记录"
        ordering = ["-given_on", "-id"]
        indexes = [models.Index(fields=["station", "kind", "given_on"])]

    def __str__(self) -> str:
        return f"service entry {self.pk} {self.kind}"


class HandoverState(models.TextChoices):
    OFFERED = "offered", "待接收"
    ACCEPTED = "accepted", "已接收"
    RETURNED = "returned", "已退回"
    DONE = "done", "已办结"


class Handover(TimestampedModel):
    """A person's matter passes from one station to another; the short code goes on a printed slip."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="handovers")
    from_station = models.ForeignKey(Station, models.RESTRICT, related_name="handovers_out")
    to_station = models.ForeignKey(Station, models.RESTRICT, related_name="handovers_in")
    subject = models.CharField("事项", max_length=120)
    code = models.CharField("短码", max_length=8, unique=True)
    state = models.CharField("状态", max_length=10, choices=HandoverState, default=HandoverState.OFFERED)
    due_on = models.DateField("办理期限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转接"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_station=F("to_station")),
                name="handover_between_two_stations",
                violation_error_message="不能转给本站。",
            )
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class Inquiry(TimestampedModel):
    """A policy question asked at a station, and what was answered on which rule."""

    station = models.ForeignKey(Station, models.RESTRICT, related_name="inquiries")
    job_seeker = models.ForeignKey(JobSeeker, models.SET_NULL, null=True, blank=True, related_name="inquiries")
    question = models.CharField("问题", max_length=300)
    answer = models.TextField("答复", blank=True)
    rule = models.ForeignKey("policies.PolicyRule", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "政策咨询"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"inquiry {self.pk}"


class DisputeKind(models.TextChoices):
    LABOUR = "labour", "劳动争议"
    SERVICE_CONTRACT = "service", "劳务合同纠纷"
    WAGES = "wages", "拖欠工资"


class Dispute(TimestampedModel):
    """A veteran's trouble with an employer: kind decides the route, the place of work decides the office."""

    job_seeker = models.ForeignKey(JobSeeker, models.RESTRICT, related_name="disputes")
    station = models.ForeignKey(Station, models.RESTRICT, related_name="disputes")
    employer = models.ForeignKey(Employer, models.RESTRICT, null=True, blank=True, related_name="disputes")
    employer_name = models.CharField("对方单位", max_length=120)
    kind = models.CharField("类型", max_length=8, choices=DisputeKind)
    place_of_work = RegionField("履行地")
    happened_on = models.DateField("知道权利被侵害之日")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2, null=True, blank=True)
    facts = models.TextField("经过", blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "劳务纠纷"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(outcome=""),
                name="dispute_closed_with_outcome",
                violation_error_message="结案须写明结果。",
            )
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk}"


class Event(TimestampedModel):
    """A job fair, live session or visit, with its counts."""

    station = models.ForeignKey(Station, models.RESTRICT, related_name="events")
    title = models.CharField("活动名称", max_length=100)
    kind = models.CharField("类别", max_length=20)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    people = models.PositiveIntegerField("参加人数", null=True, blank=True)
    intents = models.PositiveIntegerField("达成意向", null=True, blank=True)
    contracts = models.PositiveIntegerField("签约人数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"event {self.pk}"
