"""How much a run and a host may cost: requests, bytes, seconds. What is over a cap is refused and counted."""

from collections import defaultdict
from dataclasses import dataclass
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response

from scrapers.extensions.page_memory import REMEMBERED
from scrapers.extensions.refusals import refuse


@dataclass
class Spent:
    """What was spent so far, on a host or in all."""

    started: float
    requests: int = 0
    bytes: int = 0

    def over(self, caps: dict[str, float]) -> str | None:
        """The name of the cap that is reached."""
        spent = {"requests": self.requests, "bytes": self.bytes, "seconds": monotonic() - self.started}
        return next((name for name, cap in caps.items() if spent[name] >= cap), None)


class Caps:
    """Downloader middleware, the last one: it sees what is really sent and received, and counts it.

    A refusal costs nothing, so a crawl that has reached a cap comes to its end by itself.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.stats = crawler, crawler.stats
        self.run_caps = crawler.settings.getdict("RUN_CAPS")
        self.host_caps = crawler.settings.getdict("HOST_CAPS")
        self.largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        # What a broken-off run has asked for counts in the run that goes on.
        self.run = Spent(monotonic(), requests=self.stats.get_value("pages/resumed", 0))
        self.hosts: dict[str, Spent] = defaultdict(lambda: Spent(monotonic()))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        host = self.hosts[_host(request)]
        for scope, spent, caps in (("run", self.run, self.run_caps), ("host", host, self.host_caps)):
            if cap := spent.over(caps):
                refuse(self.crawler, f"{scope}_cap_{cap}")
            spent.requests += 1
        self.stats.inc_value("sent/requests")

    def process_response(self, request: Request, response: Response) -> Response:
        if REMEMBERED not in response.flags:
            self.stats.inc_value(f"status/{response.status}")
            self._received(request, len(response.body))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadCancelledError):
            self._received(request, self.largest)

    def _received(self, request: Request, size: int) -> None:
        self.run.bytes += size
        self.hosts[_host(request)].bytes += size
        self.stats.inc_value("received/bytes", size)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
