"""Every request ends in a page or in a counted reason; none of them ends the crawl."""

from collections.abc import Iterator
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.extensions.decompression import Damaged, UnpackedTooLarge
from scrapers.extensions.politeness import NotPublic

REASONS: tuple[tuple[type[Exception], str], ...] = (
    (UnpackedTooLarge, "too_large"),
    (DownloadCancelledError, "too_large"),  # nothing else cancels a download
    (Damaged, "damaged_compression"),
    (ResponseDataLossError, "cut_off"),
    (DownloadTimeoutError, "timeout"),
    (DownloadConnectionRefusedError, "no_connection"),
    (CannotResolveHostError, "unknown_host"),
    (ValueError, "unusable_redirect"),  # Scrapy joins the address of a redirect to the page's
    (DownloadFailedError, "no_http"),  # what came is no HTTP, or the connection broke before an answer
)


class Outcomes:
    """Downloader middleware: gives each request that has none an errback that counts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if request.errback is None:
            request.errback = self.failed

    def failed(self, failure: Failure) -> Iterator[None]:
        reason = reason_of(failure.value)
        if reason is None:
            failure.raiseException()
        if isinstance(failure.value.__cause__, NotPublic):
            self.crawler.stats.inc_value("refused/private_address")
        elif reason:
            self.crawler.stats.inc_value(f"failed/{reason}")
        return iter(())


def reason_of(error: BaseException) -> str | None:
    """The code that the report counts; empty for what was refused and counted as such; None for a fault of ours."""
    if isinstance(error, HttpError):
        return f"status_{error.response.status}"
    if isinstance(error, IgnoreRequest):
        # Scrapy raises the same for robots.txt, which it counts, and when there are too many redirects.
        return "endless_redirects" if "redirect" in str(error) else ""
    return next((code for kind, code in REASONS if isinstance(error, kind)), None)
