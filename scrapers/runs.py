"""One crawl in this process, or several, each in a process of its own: a reactor runs only once."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scrapers.bases.source import SourceSpider
from scrapers.feeds import last_report, new_feed, report_of

PROJECT = Path(__file__).resolve().parent.parent


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


def crawl_each(names: list[str], out: Path) -> bool:
    """Crawl several sources one after the other; whether all went well."""
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "scrapers", "crawl", "--out", str(out)]
    # All of them, and only then the verdict: one broken source must not keep the others from being read.
    statuses = [subprocess.run([*command, name], env=environment).returncode for name in names]
    return not any(statuses)
