"""What a run did, for people (HTML) and programs (JSON), written beside its feed."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import jinja2
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from scrapers.bases.source import SourceSpider
from scrapers.feeds import last_report, moment_of, report_of, write_whole
from scrapers.items import CONTENT_FIELDS, JobPosting, feed_name
from scrapers.labels import LABELS

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# A source that suddenly has less than half of what it had last time has changed its pages.
_SUDDEN_LOSS = 0.5


class RunReport:
    """Extension: counts drops by reason, and writes the report when the spider has closed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.dropped: Counter[str] = Counter()
        crawler.signals.connect(self.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def item_dropped(self, item: JobPosting, exception: BaseException) -> None:
        self.dropped[getattr(exception, "reason", type(exception).__name__)] += 1

    def spider_closed(self, spider: Spider, reason: str) -> None:
        # A trial (`try`) writes no feed, so it has no report either.
        if not self.crawler.settings["FEED_FILE"] or not isinstance(spider, SourceSpider):
            return
        feed = Path(self.crawler.settings["FEED_FILE"])
        before = last_report(feed.parent)
        stats = self.crawler.stats.get_stats()
        report = summary(spider, stats, dict(self.dropped), reason, feed)
        if before:
            report["previous"] = {key: value for key, value in before.items() if key != "previous"}
        report["alarms"] = alarms(report)
        write_whole(report_of(feed), json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        write_whole(report_of(feed, "html"), to_html(report))


def summary(
    spider: SourceSpider, stats: dict[str, Any], dropped: dict[str, int], reason: str, feed: Path
) -> dict[str, Any]:
    """The figures of one run."""
    items = stats.get("item_scraped_count", 0)
    names = [feed_name(name) for name in CONTENT_FIELDS]
    return {
        "source": spider.name,
        "publisher": spider.publisher,
        "region": spider.region,
        "permission": spider.permission,
        "verified": spider.verified,
        "started": moment_of(feed),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "finish_reason": reason,
        "feed": feed.name,
        "items": items,
        "least_items": spider.least_items,
        "dropped": dropped,
        "contacts_removed": stats.get("contacts_removed", 0),
        "pages_without_vacancy": stats.get("pages/without_vacancy", 0),
        "requests": stats.get("downloader/request_count", 0),
        "statuses": _part(stats, "downloader/response_status_count/"),
        "refused": _part(stats, "refused/"),
        "robots_forbidden": stats.get("robotstxt/forbidden", 0),
        "errors": stats.get("log_count/ERROR", 0),
        "fields": {name: stats.get(f"field/{name}", 0) for name in names},
        "previous": None,
    }


def alarms(report: dict[str, Any]) -> list[str]:
    """What somebody should look at; none of it takes a posting off the board."""
    found = []
    if report["items"] < report["least_items"]:
        found.append(f"只读到 {report['items']} 条，少于预期的 {report['least_items']} 条")
    previous = report["previous"]
    if previous and report["items"] < previous["items"] * _SUDDEN_LOSS:
        found.append(f"比上次（{previous['items']} 条）少了一半以上")
    if report["finish_reason"] != "finished":
        found.append(f"没有抓取完：{report['finish_reason']}")
    if report["errors"]:
        found.append(f"运行中有 {report['errors']} 个错误")
    return found


def to_html(report: dict[str, Any]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    labels = {feed_name(field): words[0] for field, words in LABELS.items()}
    return environment.get_template("run_report.html").render(report=report, labels=labels)


def _part(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in sorted(stats.items()) if key.startswith(prefix)}
