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
from scrapers.records import Broken, untold
from scrapers.schema_org import items_of
from scrapers.script_json import load_literal

_JSON_LD = "//script[starts-with(translate(normalize-space(@type), 'ADJLNOPST', 'adjlnopst'), 'application/ld+json')]"
# Not the value of another object's property: it is read with that one. A page, its main part, a list and an entry
# of it may each be a scope around a vacancy; what nests deeper is made to be slow.
_SCOPES = (
    "//*[@itemscope][contains(@itemtype, 'JobPosting') or contains(@itemtype, 'Course')]"
    "[not(@itemprop and ancestor::*[@itemscope])][count(ancestor::*[@itemscope]) < 4]"
)
_MOST_SCOPES = 200
# Every scope inside another costs extruct a search of its own.
_MOST_SCOPES_IN_ALL = 5_000
_WRAPPING = ("<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>")


class _Microdata(MicrodataExtractor):
    """extruct's, of single scopes; a link or reference that is none costs itself only.

    It reaches into names that extruct keeps to itself: the public way would read every scope again inside each
    scope around it. The tests with microdata tell when they have changed.
    """

    def items_of(self, scopes: list[lxml.etree._Element], url: str) -> Iterator[Any]:
        for scope in scopes:
            try:
                yield self._extract_item(scope, items_seen=set(), base_url=url, itemids=None)
            except RecursionError:
                continue

    def get_docid(self, node: lxml.etree._Element, _: None) -> lxml.etree._Element:
        """A node is its own number: a broken page has several roots, and extruct counts below the first."""
        return node

    def _xp_prop(self, scope: lxml.etree._Element) -> list[lxml.etree._Element]:
        """The properties of a scope and not of one inside it; extruct's way is cubic where scopes nest."""
        around = scope.xpath("count(ancestor-or-self::*[@itemscope])")
        return scope.xpath(".//*[@itemprop][count(ancestor::*[@itemscope]) = $around]", around=around)

    def _extract_property_value(self, node: lxml.etree._Element, *args: Any, **how: Any) -> Any:
        try:
            return super()._extract_property_value(node, *args, **how)
        except ValueError:
            return ""

    def _extract_property_refs(self, *args: Any, **how: Any) -> Iterator[Any]:
        try:
            yield from super()._extract_property_refs(*args, **how)
        except ValueError:
            return  # a reference with a sign that XML does not know


_MICRODATA = _Microdata()


class StructuredDataSpider(SourceSpider):
    """A source whose pages need no selectors: they say in JSON-LD or microdata what they hold."""

    way = "schema.org 标记"

    def read(self, response: TextResponse) -> Iterator[Item]:
        yield from read_structured_data(response, self._broken)


def read_structured_data(response: TextResponse, broken: Broken = untold) -> Iterator[Item]:
    """Every JobPosting and Course of a page; a broken script does not hide the others.

    Microdata is read where JSON-LD says nothing: pages that have both say the same twice.
    """
    root = markup_of(response)
    if root is None:
        return
    items = list(items_of(*_json_ld(root), broken=broken))
    yield from items or items_of([*_microdata(root, response.url, broken)], broken=broken)


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


def _microdata(root: lxml.etree._Element, url: str, broken: Broken) -> Iterator[Any]:
    """The page's microdata, written as JSON-LD would write it."""
    if root.xpath("count(//*[@itemscope])") > _MOST_SCOPES_IN_ALL:
        return broken("too_many_objects")
    scopes = root.xpath(_SCOPES)
    if len(scopes) > _MOST_SCOPES:
        broken("too_many_objects")
    yield from map(_as_json_ld, _MICRODATA.items_of(scopes[:_MOST_SCOPES], url))


def _as_json_ld(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_json_ld(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    properties = value.get("properties")
    named = {key: _as_json_ld(entry) for key, entry in properties.items()} if isinstance(properties, dict) else {}
    return {"@type": value.get("type"), "@id": value.get("id"), "name": value.get("value")} | named
