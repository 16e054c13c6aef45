"""No request leaves the source's hosts, reaches a private address, or passes robots.txt by."""

import ipaddress
from collections.abc import Iterator
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

from scrapers.extensions.refusals import refuse

# Keys by which a single request could leave the common conduct.
_LOOPHOLES = ("allow_offsite", "proxy", "bindaddress", "download_slot", "download_maxsize")


# RFC 6052, RFC 4291: the last 32 bits are an IPv4 address. (The local-use NAT64 prefix is not global.)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")
# Set aside by IANA; older Pythons take parts of them for global.
_SET_ASIDE = [
    *map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16"))
]


class NotPublic(DNSLookupError):
    """A name stands for an address inside a network."""


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
            refuse(self.crawler, reason, f"{reason}: {url.scheme}://{url.netloc}")
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
            raise NotPublic(f"{name} stands for an address that is not public")
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
            refuse(self.crawler, "robots_unreachable", "robots.txt could not be had")
        super().process_request_2(rp, request)


def is_public(host: str) -> bool:
    """Whether a literal address is a public one; a name is judged when it is looked up.

    An IPv6 address that stands for an IPv4 one (mapped, compatible, 6to4, NAT64) is judged by that too: a gateway
    on the way would deliver it there. Teredo, unique-local, site-local and the like are not global.
    """
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return all(map(_is_public, (address, *_embedded(address))))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if getattr(address, "ipv4_mapped", None):
        return True  # what it stands for is judged
    if address.is_multicast or (address.is_reserved and address not in _NAT64):
        return False
    if getattr(address, "is_site_local", False) or any(address in network for network in _SET_ASIDE):
        return False
    return address.is_global


def _embedded(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return
    for inner in (address.ipv4_mapped, address.sixtofour):
        if inner is not None:
            yield inner
    if address in _NAT64 or address in _COMPATIBLE:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
