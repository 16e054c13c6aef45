"""Crawls, each in a process of its own, since a reactor runs only once in a process."""

import multiprocessing
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.spider import iter_spider_classes
from twisted.python.failure import Failure

import scrapers.spiders
from scrapers.bases.source import SourceSpider
from scrapers.feeds import new_feed, only_crawl_of, read_report
from scrapers.page_book import feed_to_resume


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


class BrokenSource(Exception):
    """The file of a source cannot be loaded; the message names it and says why."""


def all_spiders(broken: Callable[[BrokenSource], None] | None = None) -> dict[str, type[SourceSpider]]:
    """Name → spider, of every source. One that is broken is told to `broken` and costs none of the others.

    Raises:
        BrokenSource: a source is broken and there is no `broken` to be told.
    """
    found = {}
    for module in sorted(module.name for module in pkgutil.iter_modules(scrapers.spiders.__path__)):
        try:
            spiders = list(iter_spider_classes(import_module(f"scrapers.spiders.{module}")))
        except Exception as error:
            problem = BrokenSource(f"来源文件 scrapers/spiders/{module}.py 有错，没有载入：{_in_words(error)}")
            if broken is None:
                raise problem from error
            broken(problem)
        else:
            found |= {spider.name: spider for spider in spiders}
    return found


def _in_words(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"第 {error.lineno} 行附近写法不对，常见的是上一行末尾少了逗号、引号或括号（{error.msg}）"
    return str(error) if isinstance(error, TypeError) else f"{type(error).__name__}: {error}"


def crawl(spider: type[SourceSpider], out: Path, **settings: object) -> Crawl | None:
    """Crawl one source in this process, or go on with its run that was broken off; None when it broke off (again).

    `settings` are for tests and benchmarks; sources and the command line have none.

    Raises:
        SourceIsBusy: another crawl of this source is going on.
    """
    folder = out.resolve() / spider.name
    with only_crawl_of(folder):
        feed, why_anew = feed_to_resume(folder)
        if why_anew:
            print(f"{spider.name}: 上次中断的抓取不再接续（{why_anew}），重新开始", file=sys.stderr, flush=True)
        _throw_away_parts(folder)
        feed = feed or new_feed(folder.parent, spider.name)
        process = CrawlerProcess(project_settings(**settings, FEED_FILE=str(feed)))
        process.crawl(spider).addErrback(_say)
        process.start()
    report = read_report(feed) if feed.exists() else None
    return report and Crawl(spider.name, feed, report["items"], report["alarms"])


def _say(failure: Failure) -> None:
    """A crawl that could not even start would end in silence."""
    print(failure.getTraceback(), file=sys.stderr, flush=True)


def _throw_away_parts(folder: Path) -> None:
    """What a killed run was writing; all that counts of it is in its book of pages."""
    for part in folder.glob(".*.part"):
        part.unlink()


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
