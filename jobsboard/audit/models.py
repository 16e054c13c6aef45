"""Who saw or changed what: one append-only row an act."""

from django.conf import settings
from django.db import models

from jobsboard.core.actor import Role


class AuditEntry(models.Model):
    """An act of an actor on an object. Holds ids only, never personal data."""

    user = models.ForeignKey(
        # RESTRICT: who saw a person's file must stay answerable.
        settings.AUTH_USER_MODEL,
        models.RESTRICT,
        null=True,
        related_name="audit_entries",
        verbose_name="操作人",
    )
    role = models.CharField("身份", max_length=12, choices=Role)
    verb = models.CharField("动作", max_length=40)
    object_type = models.CharField("对象类型", max_length=40)
    object_id = models.BigIntegerField("对象编号", null=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}={self.object_id} user={self.user_id}"
