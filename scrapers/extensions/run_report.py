"""Ends a run: its report is written, then its feed appears, then its pages are the known ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

import scrapers.items
from scrapers.bases.source import SourceSpider
from scrapers.extensions.page_memory import PageMemory
from scrapers.feeds import last_report, moment_of, report_of, write_whole
from scrapers.items import feed_name
from scrapers.page_book import settle
from scrapers.pipelines.feed_writer import FeedWriter
from scrapers.reports import Report, alarms, shortcomings, to_html

# How Scrapy calls it when it is told to stop: the run has not ended, the next one goes on with it.
_STOPPED = "shutdown"


class RunReport:
    """Extension. A kill between any two of its steps leaves a run that can be gone on with."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        # A trial (`try`) writes no feed, so it has no report either.
        if not self.crawler.settings["FEED_FILE"] or not isinstance(spider, SourceSpider) or reason == _STOPPED:
            return
        feed = Path(self.crawler.settings["FEED_FILE"])
        report = summary(spider, self.crawler.stats.get_stats(), reason, feed)
        report["counts"] = self._counts_of_pages()
        if before := last_report(feed.parent, before=feed):
            report["previous"] = {key: value for key, value in before.items() if key != "previous"}
        report["incomplete"] = shortcomings(report)
        report["complete"] = not report["incomplete"]
        report["alarms"] = alarms(report)
        if not report["complete"]:
            report["gone"] = None
        write_whole(report_of(feed, "html"), to_html(report))
        write_whole(report_of(feed), json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        self.crawler.get_item_pipeline(FeedWriter).file.publish()
        memory = self.crawler.get_downloader_middleware(PageMemory)
        settle(memory.book, memory.known, is_complete=report["complete"])

    def _counts_of_pages(self) -> dict[str, int]:
        """What readers counted on pages, under whatever names; what has a row of its own is left out."""
        stats, elsewhere = self.crawler.stats, ("dropped/", "pages/without_vacancy")
        return {name: stats.get_value(name) for name in sorted(stats.of_pages) if not name.startswith(elsewhere)}


def summary(spider: SourceSpider, stats: dict[str, Any], reason: str, feed: Path) -> Report:
    """The figures of one run."""
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
        "items": stats.get("item_scraped_count", 0),
        "least_items": spider.least_items,
        "new": stats.get("items/new", 0),
        "changed": stats.get("items/changed", 0),
        "gone": stats.get("items/gone", 0),
        "dropped": _part(stats, "dropped/"),
        "contacts_removed": stats.get("contacts_removed", 0),
        "requests": stats.get("sent/requests", 0),
        "bytes": stats.get("received/bytes", 0),
        "statuses": _part(stats, "status/"),
        "not_modified": stats.get("pages/not_modified", 0),
        "resumed_pages": stats.get("pages/resumed", 0),
        "pages_without_vacancy": stats.get("pages/without_vacancy", 0),
        "refused": _refused(stats),
        "failed": _part(stats, "failed/"),
        "robots_forbidden": stats.get("robotstxt/forbidden", 0),
        "errors": stats.get("log_count/ERROR", 0),
        "fields": _fields(stats),
        "previous": None,
    }


def _refused(stats: dict[str, Any]) -> dict[str, int]:
    scrapys = {"too_deep": "depth/request_ignored_count", "too_long": "urllength/request_ignored_count"}
    limits = {reason: stats[name] for reason, name in scrapys.items() if name in stats}
    return _part(stats, "refused/") | limits


def _fields(stats: dict[str, Any]) -> dict[str, int]:
    """How often each field was filled, for all fields of the kinds of item that were read."""
    kinds = list(_part(stats, "kind/")) or ["JobPosting"]
    fields = (name for kind in kinds for name in getattr(scrapers.items, kind).content_fields())
    return {name: stats.get(f"field/{name}", 0) for name in dict.fromkeys(map(feed_name, fields))}


def _part(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in sorted(stats.items()) if key.startswith(prefix)}
