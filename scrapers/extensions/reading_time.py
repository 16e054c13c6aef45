"""A page may take so long to read and no longer; the crawl goes on with the next one."""

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Response


class TooSlow(Exception):
    """Reading a page took longer than it may."""


class ReadingTime:
    """Spider middleware, outside of PageRecorder: a page that was broken off is not remembered as read.

    The limit is processor time, over all that the page gives. What is one call into libxml2 it cannot break off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.most = crawler.settings.getfloat("READING_SECONDS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        spent = 0.0
        while True:
            began = process_time()
            try:
                # Our sources read without waiting for anything, so nobody else's work is timed.
                with _at_most(self.most - spent):
                    output = await anext(result)
            except StopAsyncIteration:
                return
            except TooSlow:
                self.stats.inc_value("failed/too_slow")
                return
            spent += process_time() - began
            yield output


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlow within the block once so much processor time is spent."""
    before = signal.signal(signal.SIGVTALRM, _too_slow)
    # Again every second, should the first one be swallowed where Python cannot raise (`__del__`).
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001), 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _too_slow(*_: object) -> None:
    raise TooSlow
