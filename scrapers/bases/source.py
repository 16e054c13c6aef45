"""A source: who publishes, who allowed it, how often; and the walk from list or sitemap to vacancies."""

import hashlib
import io
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

import lxml.etree
import scrapy
from parsel import Selector, SelectorList
from scrapy.http import Response, TextResponse, XmlResponse
from scrapy.utils.sitemap import Sitemap

from scrapers.items import Course, Item
from scrapers.pages import is_address, joined
from scrapers.records import text_at, xml_records

Callback = Callable[..., Iterator[Any]]
_TELLING_ROWS_APART = ("title", "hiring_organization", "job_location")
_IS_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
VERIFIED = ("saved page", "public documentation", "not verified")
# Conduct is one for all (settings.py); a source that tries to have its own is a mistake.
_NOT_FOR_A_SOURCE = ("custom_settings", "update_settings", "user_agent", "handle_httpstatus_list")


class SourceSpider(scrapy.Spider, ABC):
    """Walks from `start_urls` to pages with vacancies; a base adds how one such page is read.

    `links` selects, on a list page, the links to pages with vacancies; without it the start pages are such
    pages themselves. `next_page` selects the link to the next list page. A start page that is a sitemap
    gives its addresses that match `page_pattern`, and so does an RSS or Atom feed.
    """

    publisher: str
    region: str
    permission: str
    schedule: str
    least_items: int
    verified: str
    switched_off: str = ""
    # How its pages are read, in words; a base says it.
    way: ClassVar[str]

    links: str | None = None
    next_page: str | None = None
    page_pattern: str = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in vars(cls):
            return
        for needed in ("publisher", "region", "permission", "schedule", "least_items", "verified"):
            if not getattr(cls, needed, None):
                raise TypeError(f"{cls.__name__} 缺少 {needed}")
        if cls.verified not in VERIFIED:
            raise TypeError(f"{cls.__name__} 的 verified 是 {cls.verified!r}，只能是 {'、'.join(VERIFIED)} 之一")
        for forbidden in _NOT_FOR_A_SOURCE:
            if any(forbidden in vars(base) for base in cls.__mro__ if issubclass(base, SourceSpider)):
                raise TypeError(f"{cls.__name__}：来源不能自己设定 {forbidden}")
        require_selectors(cls.__name__, [("links", cls.links), ("next_page", cls.next_page)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = (urlsplit(url).hostname for url in self.start_urls)
        more = getattr(type(self), "allowed_domains", ())
        self.allowed_domains = sorted({host for host in (*hosts, *more) if host})

    @abstractmethod
    def read(self, response: TextResponse) -> Iterable[Item]:
        """The vacancies and courses that a page holds."""

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request | Item]:
        """A start page or a further list page."""
        if not isinstance(response, TextResponse):
            self._count("pages/not_text")
        elif isinstance(response, XmlResponse) or response.url.endswith(".xml"):
            yield from self._parse_sitemap(response)
        elif self.links is None:
            yield from self.parse_page(response)
        else:
            links = select(response.selector, self.links)
            if not links:
                self._count("pages/without_links")
            yield from self._follow(response, links, self.parse_page)
        if self.next_page and isinstance(response, TextResponse):
            yield from self._follow(response, select(response.selector, self.next_page)[:1], self.parse)

    def parse_page(self, response: Response, **_: Any) -> Iterator[Item]:
        """A page that should hold vacancies."""
        if not isinstance(response, TextResponse):
            self._count("pages/not_text")
            return
        yield from self._vacancies(list(self.read(response)), response.url)

    def _vacancies(self, items: list[Item], url: str, place: str = "") -> Iterator[Item]:
        """The items of one page or of an attachment (`place`) of it, each with an identity and its source."""
        if not items:
            self._count("pages/without_vacancy")
        repeated: Counter[str] = Counter()
        for item in items:
            if (len(items) > 1 or place) and not item.identifier:
                # Rows of one page share its address, and so do the documents of one notice; without this they would
                # be one vacancy.
                own = _row_identifier(place or url, item)
                repeated[own] += 1
                item.identifier = own if repeated[own] == 1 else f"{own}-{repeated[own]}"
            yield self._signed(item, url)

    def _signed(self, item: Item, url: str) -> Item:
        item.url = item.url or url
        item.source = self.name
        item.publisher = self.publisher or None
        return item

    def _parse_sitemap(self, response: TextResponse) -> Iterator[scrapy.Request]:
        """The pages that a sitemap names, or the entries of an RSS or Atom feed."""
        if _IS_FEED.search(response.text[:2000]):
            yield from self._parse_entries(response)
            return
        try:
            for entry in (sitemap := Sitemap(response.body)):
                if sitemap.type == "sitemapindex":
                    yield from self._request(entry["loc"], self.parse)
                elif re.search(self.page_pattern, entry["loc"]):
                    yield from self._request(entry["loc"], self.parse_page)
        except (lxml.etree.XMLSyntaxError, StopIteration):  # the latter is Scrapy's, where there is no element at all
            self._count("feed/broken_xml")

    def _parse_entries(self, response: TextResponse) -> Iterator[scrapy.Request]:
        for rows, path in (("item", "link"), ("entry", "link.@href|link")):
            for entry in xml_records(io.BytesIO(response.body), rows, response.encoding, self._broken):
                address = text_at(entry, path) or ""
                if re.search(self.page_pattern, address):
                    yield from self._request(joined(response, address), self.parse_page)

    def _follow(self, page: TextResponse, links: SelectorList, then: Callback) -> Iterator[scrapy.Request]:
        for link in links:
            address = address_of(link)
            yield from self._request(joined(page, address) if address else "", then)

    def _request(self, address: str, then: Callback, **known: Any) -> Iterator[scrapy.Request]:
        # One `javascript:` among the links must not cost the rest of the list.
        if is_address(address):
            yield scrapy.Request(address, then, cb_kwargs=known)
        else:
            self._count("links/unusable")

    def _broken(self, reason: str) -> None:
        self._count(f"feed/{reason}")

    def _count(self, stat: str) -> None:
        # A trial reads pages with a spider that no crawler drives.
        if crawler := getattr(self, "crawler", None):
            crawler.stats.inc_value(stat)


def select(node: Selector, query: str) -> SelectorList:
    """The nodes that a CSS selector, or an XPath (it starts with `/`, `.` + `/`, or `(`), selects."""
    return node.xpath(query) if query.startswith(("/", "./", ".//", "(")) else node.css(query)


def address_of(link: Selector) -> str:
    """Where a link, or an attribute that was selected, leads.

    Not parsel's `attrib`: it reads all attributes, and lxml cannot say every name that a broken page gives one.
    """
    return link.root if isinstance(link.root, str) else link.root.get("href") or ""


def require_selectors(owner: str, queries: Iterable[tuple[str, object]]) -> None:
    """Raises TypeError for the first of the (name, query) that is neither a CSS selector nor an XPath."""
    nothing = Selector("<p>")
    for name, query in queries:
        if isinstance(query, str):
            try:
                select(nothing, query)
            except (ValueError, SyntaxError) as error:
                raise TypeError(f"{owner} 的 {name}：{query!r} 不是 CSS 选择器，也不是 XPath（{error}）") from None


def _row_identifier(url: str, item: Item) -> str:
    # Not the host: a site that moves, or goes over to https, keeps its vacancies.
    page = urlsplit(url)._replace(scheme="", netloc="").geturl()
    names = ("name", "provider", "start_date") if isinstance(item, Course) else _TELLING_ROWS_APART
    parts = (page, *(getattr(item, name) for name in names))
    return "row-" + hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:12]
