"""Where postings come from, and what each import did."""

from __future__ import annotations

from django.db import models

from jobsboard.core.models import RegionField, TimestampedModel
from jobsboard.postings.queries import SourceQuerySet


class SourceKind(models.TextChoices):
    PUBLIC = "public", "公共就业服务"
    VETERANS = "veterans", "退役军人事务部门"
    PARTNER = "partner", "合作企业"
    OTHER = "other", "其他公开来源"


class Source(TimestampedModel):
    """A publisher whose postings are shown here under its name."""

    name = models.SlugField("代号", max_length=60, unique=True)
    publisher = models.CharField("发布单位", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=SourceKind, default=SourceKind.OTHER)
    region = RegionField("地区", blank=True)
    url = models.URLField("网址", max_length=300, blank=True)
    permission = models.CharField("许可说明", max_length=200, blank=True)
    is_enabled = models.BooleanField("启用", default=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来源"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class IngestRun(models.Model):
    """One import of one feed, with every row accounted for; `run_report` says what stands in `counts`."""

    feed = models.CharField("文件", max_length=200)
    # Null for a file with rows of several sources.
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="runs", verbose_name="来源")
    # When the crawl began that wrote the feed; null for any other file.
    crawled_at = models.DateTimeField("采集时间", null=True, blank=True)
    # A whole crawl without an alarm, newer than any before: what it lacks is missing at the source.
    is_complete = models.BooleanField("完整采集", default=False)
    alarms = models.JSONField("告警", default=list, blank=True)
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    counts = models.JSONField("统计", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入记录"
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"ingest {self.pk} {self.feed}"

    def before(self) -> IngestRun | None:
        """The finished run before this one: of the same source, else of a file of that name."""
        alike = {"source": self.source} if self.source_id else {"source": None, "feed": self.feed}
        return IngestRun.objects.filter(**alike, finished_at__isnull=False, pk__lt=self.pk).order_by("-pk").first()


class WithheldEmployer(models.Model):
    """An employer whose postings are held back while a wage case is open; the casework room writes it.

    By name, since a scraped posting knows its employer by name only.
    """

    name = models.CharField("单位名称", max_length=200, unique=True)
    note = models.CharField("说明", max_length=200, blank=True)
    since = models.DateTimeField("起", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂缓展示的单位"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"withheld employer {self.pk}"
