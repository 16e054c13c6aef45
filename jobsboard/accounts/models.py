"""People who sign in: by phone and one-time code, or with a code slip printed at a station."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from jobsboard.core.models import TimestampedModel

# Eleven digits beginning with 1. Demo people have numbers that begin with 120, which no operator can issue
# (12x are service numbers).
validate_phone = RegexValidator(r"^1\d{10}$", "请输入 11 位手机号")


class UserManager(BaseUserManager["User"]):
    def create_user(self, phone: str, **fields: object) -> "User":
        user = self.model(phone=phone, **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, TimestampedModel):
    """An account. No password, no e-mail; the name is shown only through `display_with_pii`."""

    phone = models.CharField("手机号", max_length=11, unique=True, validators=[validate_phone])
    name = models.CharField("姓名", max_length=40, blank=True)
    is_active = models.BooleanField("有效", default=True)

    objects = UserManager()

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def display_with_pii(self) -> str:
        """The person's name, or the masked phone number while no name is known."""
        return self.name or f"{self.phone[:3]}****{self.phone[-4:]}"


class CodeKind(models.TextChoices):
    SMS = "sms", "短信验证码"
    SLIP = "slip", "登录码纸条"


class OneTimeCode(models.Model):
    """A code that signs one user in once. Only a keyed digest is stored."""

    phone = models.CharField("手机号", max_length=11, validators=[validate_phone])
    kind = models.CharField("种类", max_length=4, choices=CodeKind)
    digest = models.CharField("摘要", max_length=64)
    issued_by = models.ForeignKey(
        User, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="打印人"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    failed_attempts = models.PositiveSmallIntegerField("输错次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "一次性登录码"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["phone", "kind", "-created_at"]), models.Index(fields=["digest"])]

    def __str__(self) -> str:
        return f"{self.kind} code {self.pk}"


class SignInAttempt(models.Model):
    """A try from one network address, of which only a keyed digest is kept, for a day."""

    kind = models.CharField("种类", max_length=4, choices=CodeKind)
    source_digest = models.CharField("来源摘要", max_length=64)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录尝试"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["source_digest", "kind", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} attempt {self.pk}"
