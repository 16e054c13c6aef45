"""Pages, downloaded or saved, made such that any reader can take them."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import lxml.etree
from scrapy.http import HtmlResponse, JsonResponse, TextResponse
from scrapy.utils.response import get_base_url
from w3lib.encoding import html_body_declared_encoding

from scrapers.decoding import real_encoding
from scrapers.items import Item

# The base of relative links on a page whose own address is not known; it can never be fetched.
NOWHERE = "https://saved-page.invalid/"
LARGEST = 20 * 1024 * 1024
_BASE = re.compile(r"<base\b", re.IGNORECASE)


def saved_page(path: Path) -> TextResponse:
    """The page in a file, plain or .gz, decoded as it really is."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return page_of(file.read(LARGEST))


def page_of(body: bytes, url: str = NOWHERE) -> TextResponse:
    """The page that these bytes are; it says itself where it is from when its address is not known."""
    encoding = real_encoding(body, html_body_declared_encoding(body))
    page = with_usable_base(HtmlResponse(url, body=body, encoding=encoding))
    root = markup_of(page) if url == NOWHERE else None
    if root is None:
        return page
    own = page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content").get("")
    return page.replace(url=own) if is_address(own) else page


def with_usable_base(page: TextResponse) -> TextResponse:
    """The page; without its `<base href>` when that is no address, for then Scrapy could select nothing in it."""
    try:
        get_base_url(page)
    except ValueError:
        return page.replace(body=_BASE.sub("<no-base", page.text).encode("utf-8", "replace"), encoding="utf-8")
    return page


def is_address(text: str) -> bool:
    """Whether a text is a web address that can be asked for; `http://[x` and a port `:x` only look like one."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def joined(page: TextResponse, link: str) -> str:
    """The address that a link of a page leads to; empty when it leads nowhere."""
    try:
        return page.urljoin(link)
    except ValueError:
        return ""


def markup_of(page: TextResponse) -> lxml.etree._Element | None:
    """The root element; None of a page that holds no markup."""
    if isinstance(page, JsonResponse):
        return None
    root = page.selector.root
    return root if isinstance(root, lxml.etree._Element) else None


def with_address(item: Item, page: TextResponse) -> Item:
    """The item with the page's address, unless it has one of its own or none is known."""
    if (item.url or "").startswith(NOWHERE):
        item.url = None  # A relative link of a page whose address is not known.
    if not item.url and page.url != NOWHERE:
        item.url = page.url
    return item
