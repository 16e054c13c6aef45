"""The head of an answer is bounded too: Scrapy bounds the body, Twisted one line, nobody the number of lines.

It reaches into names that Scrapy keeps to itself; the test with endless headers tells when they have changed.
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web.iweb import IResponse

_MOST_BYTES = 64 * 1024


class BoundedHeaders(HTTP11DownloadHandler):
    """Download handler of http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> "_Protocol":
        return _Protocol(self._quiescentCallback)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Request) -> "Deferred[IResponse]":
        answer = super().request(request)
        self._parser.__class__ = _Parser
        return answer


class _Parser(_LenientHTTPClientParser):
    read = 0

    def lineReceived(self, line: bytes) -> None:
        self.read += len(line)
        if self.read > _MOST_BYTES:
            # The protocol gives the connection up.
            raise ValueError(f"more than {_MOST_BYTES} bytes of headers")
        super().lineReceived(line)
