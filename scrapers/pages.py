"""A saved page, read from disk as if it had just been downloaded."""

import gzip
from pathlib import Path

import lxml.etree
from scrapy.http import HtmlResponse, JsonResponse, TextResponse
from w3lib.encoding import html_body_declared_encoding

from scrapers.decoding import real_encoding
from scrapers.items import Item

# The base of relative links on a page whose own address is not known; it can never be fetched.
NOWHERE = "https://saved-page.invalid/"
LARGEST = 20 * 1024 * 1024


def saved_page(path: Path) -> TextResponse:
    """The page in a file, plain or .gz, decoded as it really is."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return page_of(file.read(LARGEST))


def page_of(body: bytes, url: str = NOWHERE) -> TextResponse:
    """The page that these bytes are; it says itself where it is from when its address is not known."""
    page = HtmlResponse(url, body=body, encoding=real_encoding(body, html_body_declared_encoding(body)))
    root = markup_of(page) if url == NOWHERE else None
    if root is None:
        return page
    own = page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content").get("")
    return page.replace(url=own) if own.startswith(("http://", "https://")) else page


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
