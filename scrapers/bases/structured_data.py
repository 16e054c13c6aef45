"""Pages that carry schema.org JobPosting or Course as JSON-LD or microdata."""

import html
from collections.abc import Iterator
from typing import Any

import lxml.etree
from extruct.w3cmicrodata import MicrodataExtractor
from scrapy.http import TextResponse

from scrapers.bases.source import SourceSpider
from scrapers.items import Item
from scrapers.pages import markup_of
from scrapers.schema_org import items_of
from scrapers.script_json import load_literal

_MICRODATA = MicrodataExtractor()
_JSON_LD = "//script[starts-with(translate(normalize-space(@type), 'ADJLNOPST', 'adjlnopst'), 'application/ld+json')]"
_SCOPES = "//*[@itemscope][contains(@itemtype, 'JobPosting') or contains(@itemtype, 'Course')]"
_MOST_SCOPES = 200
# libxml2 nests elements as deep as this; every scope inside another costs extruct a search of its own.
_MOST_SCOPES_IN_ALL = 5_000
_WRAPPING = ("<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>")


class StructuredDataSpider(SourceSpider):
    """A source whose pages need no selectors: they say in JSON-LD or microdata what they hold."""

    way = "schema.org 标记"

    def read(self, response: TextResponse) -> Iterator[Item]:
        yield from read_structured_data(response)


def read_structured_data(response: TextResponse) -> Iterator[Item]:
    """Every JobPosting and Course of a page; a broken script does not hide the others.

    Microdata is read where JSON-LD says nothing: pages that have both say the same twice.
    """
    root = markup_of(response)
    if root is None:
        return
    items = list(items_of(*_json_ld(root)))
    yield from items or items_of([*_microdata(root, response.url)])


def _json_ld(root: lxml.etree._Element) -> Iterator[Any]:
    for script in root.xpath(_JSON_LD):
        text = "".join(script.itertext()).strip()
        for mark in _WRAPPING:
            text = text.removeprefix(mark).removesuffix(mark).strip()
        for attempt in (text, html.unescape(text)):
            try:
                yield load_literal(attempt)
                break
            except ValueError:
                continue


def _microdata(root: lxml.etree._Element, url: str) -> Iterator[Any]:
    """The page's microdata, written as JSON-LD would write it."""
    if root.xpath("count(//*[@itemscope])") > _MOST_SCOPES_IN_ALL:
        return
    for scope in root.xpath(_SCOPES)[:_MOST_SCOPES]:
        if scope.xpath("boolean(@itemprop and ancestor::*[@itemscope])"):
            continue  # The value of another object's property; it is read with that one.
        try:
            yield from map(_as_json_ld, _MICRODATA.extract_items(scope, url)[:1])
        except (ValueError, RecursionError):
            continue


def _as_json_ld(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_json_ld(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    properties = value.get("properties")
    named = {key: _as_json_ld(entry) for key, entry in properties.items()} if isinstance(properties, dict) else {}
    return {"@type": value.get("type"), "@id": value.get("id"), "name": value.get("value")} | named
