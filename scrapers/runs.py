"""Crawls, each in a process of its own, since a reactor runs only once in a process."""

import multiprocessing
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scrapers.bases.source import SourceSpider
from scrapers.feeds import last_report, new_feed, report_of


@dataclass(frozen=True)
class Crawl:
    """What came of a crawl."""

    source: str
    feed: Path
    items: int
    alarms: list[str]


def project_settings(**more: object) -> Settings:
    settings = Settings()
    settings.setmodule("scrapers.settings")
    settings.setdict(more, priority="project")
    return settings


def all_spiders() -> dict[str, type[SourceSpider]]:
    """Name → spider, of every source."""
    loader = SpiderLoader.from_settings(project_settings())
    return {name: loader.load(name) for name in sorted(loader.list())}


def crawl(spider: type[SourceSpider], out: Path) -> Crawl | None:
    """Crawl one source in this process; None when the crawl broke off and left no feed."""
    feed = new_feed(out.resolve(), spider.name)
    process = CrawlerProcess(project_settings(FEED_FILE=str(feed)))
    process.crawl(spider)
    process.start()
    if not (feed.exists() and report_of(feed).exists()):
        return None
    report = last_report(feed.parent) or {}
    return Crawl(spider.name, feed, report["items"], report["alarms"])


def each_in_its_own_process(names: list[str], work: Callable[[str], int]) -> list[int]:
    """Do `work` for one name after the other; their exit statuses. One that breaks does not stop the rest."""
    # Forked and not started anew: the second that Scrapy takes to be imported is spent once.
    fork = multiprocessing.get_context("fork")
    statuses = []
    for name in names:
        process = fork.Process(target=_exit_with, args=(work, name))
        process.start()
        process.join()
        statuses.append(process.exitcode)
    return statuses


def _exit_with(work: Callable[[str], int], name: str) -> None:
    sys.exit(work(name))
