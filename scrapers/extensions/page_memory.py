"""Remembers what each page gave: a crawl that was killed goes on, an unchanged page (304) is not sent again.

A page of the run that was broken off, or one that the server calls unchanged, is not read: what it gave stands in a
`PageBook` and is handed out anew, by the way that its words would have gone.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from copy import copy
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector

import scrapers.items
from scrapers.page_book import Page, PageBook, known_pages, unfinished_pages
from scrapers.pipelines import Dropped
from scrapers.reports import MAY_BE_READ_NEXT_TIME

# The flag of a page that was not sent for.
REMEMBERED = "remembered"
_KEY, _OPEN = "page_key", "page_open"
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
# Parts of a request that are written when they say something; the rest a page's requests never have.
_PLAIN = {"method": "GET", "meta": {}, "cb_kwargs": {}, "priority": 0, "dont_filter": False}


class NotingStats(MemoryStatsCollector):
    """Scrapy's counters, which also tell one page what was counted while it was read."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.noted: Counter[str] | None = None
        # What readers of pages count, whatever it is.
        self.of_pages: set[str] = set()

    def inc_value(self, key: str, count: int = 1, start: int = 0, spider: Spider | None = None) -> None:
        super().inc_value(key, count, start)
        if self.noted is not None:
            self.noted[key] += count
            self.of_pages.add(key)


@dataclass
class _Open:
    """A page whose words are being worked off."""

    page: Page
    waiting: int = 0
    has_ended: bool = False
    is_whole: bool = True


class PageMemory:
    """Downloader middleware, behind conduct and robots.txt: a remembered page is no loophole."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["FEED_FILE"]:
            raise NotConfigured
        self.crawler, self.stats = crawler, crawler.stats
        self.feed = Path(crawler.settings["FEED_FILE"])
        self.known, self.book = self._books()
        crawler.signals.connect(self.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(self.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(self.item_error, signal=signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _books(self) -> tuple[PageBook, PageBook]:
        folder = self.feed.parent
        folder.mkdir(parents=True, exist_ok=True)
        book = unfinished_pages(folder)
        if book.head.get("feed") == self.feed.name:
            book.go_on()
            self.stats.set_value("pages/resumed", len(book))
        else:
            book.start({"feed": self.feed.name})
        return known_pages(folder), book

    def process_request(self, request: Request) -> Response | None:
        if _KEY not in request.meta and request.meta.get("dont_obey_robotstxt"):
            return None  # robots.txt itself
        key = request.meta.setdefault(_KEY, self.crawler.request_fingerprinter.fingerprint(request).hex())
        if page := self.book.get(key):
            return self._remembered(page, request)
        page = self._asked_about(request)
        for header, value in zip(_CONDITIONS, (page.etag, page.modified) if page else (None, None), strict=True):
            # A redirect brings on the conditions of the page that it leaves.
            request.headers.pop(header, None)
            if value:
                request.headers[header] = value
        return None

    def _asked_about(self, request: Request) -> Page | None:
        """The known page of which a request asks only whether it changed."""
        page = self.known.get(request.meta.get(_KEY, ""))
        is_asked = page and page.is_recent and request.method == "GET" and request.url == page.url
        return page if is_asked else None

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status != 304 or not (page := self._asked_about(request)):
            return response
        self.stats.inc_value("pages/not_modified")
        return self._remembered(page, request)

    def _remembered(self, page: Page, request: Request) -> Response:
        asked = request.replace(callback=self._hand_out, cb_kwargs={"page": page})
        return Response(request.url, flags=[REMEMBERED], request=asked)

    def _hand_out(self, response: Response, page: Page) -> Iterator[Any]:
        for name, count in page.counts.items():
            self.stats.inc_value(name, count)
        for kind, values in page.items:
            yield getattr(scrapers.items, kind)(**values)
        for parts in page.requests:
            yield request_from(parts, self.crawler.spider)

    def item_scraped(self, item: Any, response: Response | None) -> None:
        self._worked_off(response, lambda one: one.page.items.append(_written(item)))

    def item_dropped(self, item: Any, response: Response | None, exception: BaseException) -> None:
        reason = getattr(exception, "reason", type(exception).__name__)
        self.stats.inc_value(f"dropped/{reason}")
        if reason == Dropped.REPEATED:
            # Which of two equal ones comes first may be otherwise the next time.
            self._worked_off(response, lambda one: one.page.items.append(_written(item)))
        else:
            self._worked_off(response, lambda one: one.page.counts.update([f"dropped/{reason}"]))

    def item_error(self, response: Response | None) -> None:
        def spoil(one: _Open) -> None:
            one.is_whole = False

        self._worked_off(response, spoil)

    def _worked_off(self, response: Response | None, note: Callable[[_Open], None]) -> None:
        if response is not None and (one := response.meta.get(_OPEN)):
            one.waiting -= 1
            note(one)
            self.close_if_done(one)

    def close_if_done(self, one: _Open) -> None:
        """Write the page down when it has given all and all has been worked off."""
        if not one.has_ended or one.waiting or one.page.key in self.book:
            return
        if MAY_BE_READ_NEXT_TIME & one.page.counts.keys():
            # Then it is not asked whether it changed: it is fetched and read anew.
            one.page.etag = one.page.modified = None
        try:
            if one.is_whole:
                self.book.write(one.page)
                return
        except (TypeError, ValueError):
            """Something in it is no JSON."""
        self.stats.inc_value("pages/not_remembered")


class PageRecorder:
    """Spider middleware, the one nearest to the spider: sees what a page gives as the spider says it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["FEED_FILE"]:
            raise NotConfigured
        self.crawler, self.stats = crawler, crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        memory = self.crawler.get_downloader_middleware(PageMemory)
        key = response.meta.get(_KEY)
        if key is None or not 200 <= response.status < 300:
            async for output in result:
                yield output
            return
        one = response.meta[_OPEN] = _Open(self._page(key, response))
        async for output in self._noting(result, one.page.counts):
            if isinstance(output, Request):
                self._note_request(output, one)
            elif output is not None:
                one.waiting += 1
            yield output
        # Not reached when reading breaks off: the page will be asked for again.
        one.has_ended = True
        memory.close_if_done(one)

    def _page(self, key: str, response: Response) -> Page:
        if REMEMBERED in response.flags:
            former: Page = response.request.cb_kwargs["page"]
            return Page(key, former.url, former.etag, former.modified, former.read)
        page = Page(key, response.url, read=datetime.now(UTC).isoformat(timespec="seconds"))
        page.etag, page.modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
        return page

    async def _noting(self, result: AsyncIterator[Any], counts: Counter[str]) -> AsyncIterator[Any]:
        while True:
            # Our sources read without waiting for anything, so all that is counted meanwhile is counted over the page.
            self.stats.noted = counts
            try:
                output = await anext(result)
            except StopAsyncIteration:
                return
            finally:
                self.stats.noted = None
            yield output

    def _note_request(self, request: Request, one: _Open) -> None:
        # A spider may hand its page's `meta` on; these are the page's own.
        for key in (_KEY, _OPEN):
            request.meta.pop(key, None)
        try:
            one.page.requests.append(parts_of(request, self.crawler.spider))
        except ValueError:
            one.is_whole = False


def parts_of(request: Request, spider: Spider) -> dict[str, Any]:
    """A request as JSON has it.

    Raises:
        ValueError: its callback is no method of the spider.
    """
    parts: dict[str, Any] = {"url": request.url}
    for name in ("callback", "errback"):
        if (function := getattr(request, name)) is not None:
            parts[name] = _method_name(function, spider)
    values = ((name, getattr(request, name)) for name in _PLAIN)
    parts |= {name: copy(value) for name, value in values if value != _PLAIN[name]}
    if request.body:
        parts["body"] = request.body.decode("latin-1")
    if request.headers:
        parts["headers"] = {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in request.headers.items()
        }
    return parts


def request_from(parts: dict[str, Any], spider: Spider) -> Request:
    """The request that `parts_of` took apart."""
    parts = dict(parts)
    for name in ("callback", "errback"):
        if name in parts:
            parts[name] = getattr(spider, parts[name])
    if "body" in parts:
        parts["body"] = parts["body"].encode("latin-1")
    return Request(**parts)


def _method_name(function: Callable[..., Any], spider: Spider) -> str:
    name = getattr(function, "__name__", "")
    if getattr(function, "__self__", None) is not spider or getattr(spider, name, None) != function:
        raise ValueError(f"{function!r} is no method of {spider.name}")
    return name


def _written(item: Any) -> tuple[str, dict[str, Any]]:
    values = ((one.name, getattr(item, one.name)) for one in fields(item))
    return type(item).__name__, {name: value for name, value in values if value is not None}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
