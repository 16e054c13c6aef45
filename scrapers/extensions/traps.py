"""Endless lists and calendars: a chain of like pages that brings nothing new is not followed for ever."""

import re
from collections import Counter
from functools import lru_cache
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.dupefilters import RFPDupeFilter
from scrapy.http import Response

_DIGITS = re.compile(r"\d+")


class TrapFilter(RFPDupeFilter):
    """Scrapy's filter of repeated requests, which also tells pages apart by the pattern of their address.

    A page that leads to pages of its own pattern (the next page, the next month) must bring something new now and
    then: a vacancy, or a link to a page of another pattern. After `MOST_BARREN_PAGES` without, its chain is cut.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # No folder for Scrapy's own way to resume; PageMemory has another.
        made = cls(None, crawler.settings.getbool("DUPEFILTER_DEBUG"), fingerprinter=crawler.request_fingerprinter)
        made.crawler = crawler
        made.most_barren = crawler.settings.getint("MOST_BARREN_PAGES")
        made.barren = Counter()
        crawler.signals.connect(made.item_scraped, signal=signals.item_scraped)
        return made

    def request_seen(self, request: Request) -> bool:
        if super().request_seen(request):
            return True
        parent = request.headers.get("Referer")
        if not parent:
            return False
        own, from_ = pattern_of(request.url), pattern_of(parent.decode("latin-1"))
        if own != from_:
            self.barren[from_] = 0
            return False
        self.barren[own] += 1
        if self.barren[own] <= self.most_barren:
            return False
        self.crawler.stats.inc_value("refused/endless_list")
        return True

    def item_scraped(self, item: Any, response: Response | None) -> None:
        if response is not None:
            self.barren[pattern_of(response.url)] = 0


@lru_cache(maxsize=1024)
def pattern_of(url: str) -> str:
    """The address without what differs from page to page: figures, values of the query, repeated folders.

    >>> pattern_of("https://jobs.example.cn/2026/11/list_12.html?page=3&q=x")
    'jobs.example.cn/0/list_0.html?page&q'
    """
    parts = urlsplit(url)
    folders = dict.fromkeys(_DIGITS.sub("0", folder) for folder in parts.path.split("/") if folder)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return "/".join((parts.hostname or "", *folders)) + (f"?{'&'.join(names)}" if names else "")
