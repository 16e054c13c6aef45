"""Occupations, skills and credentials: the matching library's taxonomy as rows that others can point to."""

from django.db import models


class Occupation(models.Model):
    """An entry of the official classification (职业分类大典 2022)."""

    code = models.CharField("代码", max_length=10, primary_key=True)
    name = models.CharField("名称", max_length=80)
    level = models.PositiveSmallIntegerField("层级")

    class Meta:
        verbose_name = verbose_name_plural = "职业"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Skill(models.Model):
    """A skill of the taxonomy."""

    id = models.CharField("编号", max_length=60, primary_key=True)
    label = models.CharField("名称", max_length=60)
    kind = models.CharField("种类", max_length=12)

    class Meta:
        verbose_name = verbose_name_plural = "技能"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class Credential(models.Model):
    """A certificate or licence of the taxonomy."""

    id = models.CharField("编号", max_length=60, primary_key=True)
    label = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "证书"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label
