"""No request leaves the source's hosts, reaches a private address, or passes robots.txt by."""

import ipaddress
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IReactorTime

# Keys by which a single request could leave the common conduct.
_LOOPHOLES = ("allow_offsite", "proxy", "bindaddress", "download_slot", "download_maxsize")


class PolitenessGuard:
    """Downloader middleware, the first of all, so it sees redirects and robots.txt requests too."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.sample_sites = urlsplit(crawler.settings["SAMPLE_SITES"]).netloc

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if reason := self.refusal(url.scheme, url.hostname or "", url.netloc):
            self.crawler.stats.inc_value(f"refused/{reason}")
            raise IgnoreRequest(f"{reason}: {url.scheme}://{url.netloc}")
        for key in _LOOPHOLES:
            request.meta.pop(key, None)
        if url.path != "/robots.txt":
            request.meta.pop("dont_obey_robotstxt", None)
        request.headers.pop("User-Agent", None)
        request.meta["autothrottle_dont_adjust_delay"] = url.netloc == self.sample_sites

    def refusal(self, scheme: str, host: str, netloc: str) -> str | None:
        """Why a request must not be sent; None when it may."""
        if scheme not in ("http", "https"):
            return "scheme"
        if host not in self.crawler.spider.allowed_domains:
            return "other_host"
        if netloc != self.sample_sites and not is_public(host):
            return "private_address"
        return None


class PublicAddressResolver(CachingThreadedResolver):
    """Refuses names that stand for a private address: what is looked up here is what is connected to."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: IReactorTime) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.sample_host = urlsplit(crawler.settings["SAMPLE_SITES"]).hostname
        return resolver

    def getHostByName(self, name: str, timeout: tuple[int, ...] = ()) -> "Deferred[str]":
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name != self.sample_host and not is_public(address):
            raise DNSLookupError(f"{name} stands for an address that is not public")
        return address


class StrictRobots(RobotsTxtMiddleware):
    """As RFC 9309 has it: a robots.txt that cannot be had (no answer, 5xx) forbids everything."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.unreachable: set[str] = set()

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            raise IgnoreRequest(f"robots.txt answered {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        # First, for super() lets the requests go on that were waiting for the answer.
        self.unreachable.add(netloc)
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if urlsplit(request.url).netloc in self.unreachable:
            self.crawler.stats.inc_value("refused/robots_unreachable")
            raise IgnoreRequest("robots.txt could not be had")
        super().process_request_2(rp, request)


def is_public(host: str) -> bool:
    """Whether a literal address is a public one; a name is judged when it is looked up."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast
