"""A saved page, read from disk as if it had just been downloaded."""

import gzip
from pathlib import Path

from scrapy.http import HtmlResponse, TextResponse
from w3lib.encoding import html_body_declared_encoding

from scrapers.decoding import real_encoding
from scrapers.items import JobPosting

# The base of relative links on a page whose own address is not known; it can never be fetched.
_NOWHERE = "https://saved-page.invalid/"
_LARGEST = 20 * 1024 * 1024


def saved_page(path: Path) -> TextResponse:
    """The page in a file, plain or .gz, decoded as it really is."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        body = file.read(_LARGEST)
    page = HtmlResponse(_NOWHERE, body=body, encoding=real_encoding(body, html_body_declared_encoding(body)))
    own = page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content").get("")
    return page.replace(url=own) if own.startswith(("http://", "https://")) else page


def with_address(item: JobPosting, page: TextResponse) -> JobPosting:
    """The item with the page's address, unless it has one of its own or none is known."""
    if not item.url and page.url != _NOWHERE:
        item.url = page.url
    return item
