"""How far a crawl is: a bar on a terminal, a plain line now and then elsewhere; always on stderr."""

import os
import signal
import sys
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from tqdm import tqdm

_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_BETWEEN_LINES = 15


class Progress:
    """Extension. Also ends the crawl when the command that started it is gone; it can be resumed."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["FEED_FILE"]:
            raise NotConfigured
        self.crawler, self.stats = crawler, crawler.stats
        self.parent = os.getppid()
        self.bar: tqdm | None = None
        self.last_line = monotonic()
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        self.name = self.crawler.spider.name
        if sys.stderr.isatty():
            self.bar = tqdm(desc=self.name, unit=" 页", file=sys.stderr, dynamic_ncols=True, leave=False)
        if resumed := self.stats.get_value("pages/resumed"):
            print(f"{self.name}: 接着上次中断的抓取，{resumed} 页不用再取", file=sys.stderr, flush=True)
        self.task = create_looping_call(self.look)
        self.task.start(_SECONDS_BETWEEN_LOOKS, now=False)

    def look(self) -> None:
        if os.getppid() != self.parent:
            self.task.stop()
            # As Ctrl-C does: what was read stays, the next crawl goes on from there.
            os.kill(os.getpid(), signal.SIGTERM)
            return
        self.show()

    def show(self) -> None:
        pages, items, queue = self.figures()
        if self.bar is not None:
            self.bar.total = pages + queue
            self.bar.n = pages
            self.bar.set_postfix_str(f"{items} 条，待取 {queue} 页")
        elif monotonic() - self.last_line >= _SECONDS_BETWEEN_LINES:
            self.last_line = monotonic()
            print(f"{self.name}: {pages} 页，{items} 条，待取 {queue} 页", file=sys.stderr, flush=True)

    def figures(self) -> tuple[int, int, int]:
        """Pages had, items, pages that are yet to be asked for or on their way."""
        scheduler, downloader = self.crawler.engine.scheduler, self.crawler.engine.downloader
        return (
            self.stats.get_value("response_received_count", 0),
            self.stats.get_value("item_scraped_count", 0),
            (len(scheduler) if scheduler is not None else 0) + len(downloader.active),
        )

    def spider_closed(self) -> None:
        if self.task.running:
            self.task.stop()
        if self.bar is not None:
            self.bar.close()
