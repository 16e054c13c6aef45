"""What a person brings: service, licences, earlier jobs, skills."""

from django.db import models
from django.db.models import F, Q

from jobsboard.core.models import TimestampedModel
from jobsboard.jobseekers.models.job_seeker import JobSeeker
from jobsboard.occupations.models import Credential, Skill


class Branch(models.TextChoices):
    ARMY = "陆军", "陆军"
    NAVY = "海军", "海军"
    AIR_FORCE = "空军", "空军"
    ROCKET_FORCE = "火箭军", "火箭军"
    ARMED_POLICE = "武警部队", "武警部队"
    SUPPORT = "联勤保障部队", "联勤保障部队"
    OTHER = "其他", "其他"


class ServiceRecord(TimestampedModel):
    """A time of military service: branch, speciality family, tasks. No unit, no weapon (保障法 §68)."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="service_records")
    branch = models.CharField("军兵种", max_length=12, choices=Branch, blank=True)
    specialty = models.CharField("岗位专业", max_length=40, blank=True)
    date_from = models.DateField("入伍时间", null=True, blank=True)
    date_to = models.DateField("退役时间", null=True, blank=True)
    # Masked by matching.secrecy before it is stored (services.py is the only writer).
    tasks = models.TextField("做过的工作", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "服役经历"
        ordering = ["date_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_from__isnull=True) | Q(date_to__isnull=True) | Q(date_from__lte=F("date_to")),
                name="service_record_ends_after_start",
                violation_error_message="退役时间不能早于入伍时间。",
            )
        ]

    def __str__(self) -> str:
        return f"service record {self.pk}"


class HeldCredential(TimestampedModel):
    """A certificate or licence that the person holds."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="held_credentials")
    credential = models.ForeignKey(
        Credential, models.RESTRICT, related_name="+", null=True, blank=True, verbose_name="证书"
    )
    # As written by the person when the taxonomy has no such certificate.
    label = models.CharField("证书名称", max_length=60)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "持有证书"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"held credential {self.pk}"


class PastJob(TimestampedModel):
    """A civil job held before."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="past_jobs")
    title = models.CharField("岗位", max_length=40)
    years = models.DecimalField("年数", max_digits=3, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作经历"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"past job {self.pk}"


class SkillDecision(models.TextChoices):
    ACCEPTED = "accepted", "本人确认"
    REMOVED = "removed", "本人删除"


class SeekerSkill(TimestampedModel):
    """A skill that the person confirmed or removed; removed ones are kept so that they are not suggested again."""

    job_seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.RESTRICT, related_name="+", verbose_name="技能")
    decision = models.CharField("本人意见", max_length=8, choices=SkillDecision, default=SkillDecision.ACCEPTED)

    class Meta:
        verbose_name = verbose_name_plural = "技能"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["job_seeker", "skill"], name="seeker_skill_once"),
        ]

    def __str__(self) -> str:
        return f"seeker skill {self.pk}"
