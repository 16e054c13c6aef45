"""Feeds: RSS and Atom, and what partners send as XML, JSON, JSON Lines or CSV, plain or compressed by gzip."""

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import scrapy
from scrapy.http import Response, TextResponse
from w3lib.encoding import html_body_declared_encoding

from scrapers.bases.source import SourceSpider
from scrapers.decoding import real_encoding
from scrapers.guessing import guessed_items, guessed_shape
from scrapers.items import Item
from scrapers.records import Broken, csv_records, json_lines_records, json_records, untold, values_at, xml_records
from scrapers.schema_org import items_of
from scrapers.script_json import load_literal
from scrapers.shapes import JSON_SHAPES, XML_SHAPES, Shape

Format = Literal["xml", "json", "json_lines", "csv"]
# A feed unpacked; what is beyond it is cut off, and counted.
_LARGEST = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_FEWEST_COLUMNS = 3


class FeedSpider(SourceSpider):
    """A source that is one document, or several: `shape` says where in it the vacancies or courses stand.

    `format` need be named only where it cannot be told from the document itself.
    """

    way = "数据文件"
    shape: Shape
    format: Format | None = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" in vars(cls) and not isinstance(getattr(cls, "shape", None), Shape):
            raise TypeError(f"{cls.__name__} 缺少 shape")

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request | Item]:
        """A start page is the feed; compressed ones arrive as bytes."""
        yield from self.parse_page(unpacked(response, self._broken))

    def read(self, response: TextResponse) -> Iterator[Item]:
        records = records_of(response, self.format or format_of(response.text), self.shape.rows, self._broken)
        yield from self.shape.items(records)


def read_feed(response: TextResponse) -> Iterator[Item]:
    """The items of a document of which only the bytes are known; nothing of an HTML page."""
    text = response.text
    match format_of(text):
        case "xml":
            tried = (_named(shape, records_of(response, "xml", shape.rows)) for shape in XML_SHAPES)
            yield from next(filter(None, tried), ()) or guessed_items(list(records_of(response, "xml", "")))
        case "json":
            with contextlib.suppress(ValueError):
                yield from _read_data(load_literal(text))
        case "json_lines":
            yield from _read_data(list(json_lines_records(text)))
        case "csv":
            yield from guessed_items(list(csv_records(text)))


def _read_data(data: Any) -> Iterator[Item]:
    """schema.org objects, else records of a known shape (in the document or one step inside), else what looks so."""
    places = [data, *data.values()] if isinstance(data, Mapping) else [data]
    tried = (_named(shape, values_at(place, shape.rows)) for shape in JSON_SHAPES for place in places)
    yield from list(items_of(data)) or next(filter(None, tried), ()) or guessed_items(data)


def _named(shape: Shape, records: Iterable[Any]) -> list[Item]:
    return [item for item in shape.items(records) if getattr(item, item.HEADING)]


def records_of(response: TextResponse, form: Format | None, rows: str, broken: Broken = untold) -> Iterator[Any]:
    """The records of a document; `broken` is told why there are none, or not all."""
    match form:
        case "xml":
            yield from xml_records(io.BytesIO(response.body), rows, response.encoding, broken)
        case "json":
            yield from json_records(response.text, rows, broken)
        case "json_lines":
            yield from json_lines_records(response.text, broken)
        case "csv":
            yield from csv_records(response.text, broken)
        case None:
            broken("unknown_format")


def format_of(text: str) -> Format | None:
    """What a document is written in; None for HTML and for plain text."""
    text = text.lstrip("\ufeff \t\r\n")
    head = text[:2000]
    if head.startswith("<"):
        return None if "<html" in head.lower() or head.lower().startswith("<!doctype html") else "xml"
    if head.startswith(("{", "[")):
        line, _, more = text.partition("\n")
        return "json_lines" if line.startswith("{") and line.rstrip().endswith("}") and more.strip() else "json"
    line = head.partition("\n")[0]
    columns = line.replace("\t", ",").replace(";", ",").replace('"', "").split(",")
    return "csv" if len(columns) >= _FEWEST_COLUMNS and guessed_shape(dict.fromkeys(map(str.strip, columns))) else None


def unpacked(response: Response, broken: Broken = untold) -> Response:
    """The document in a gzip file, up to a limit, and of a broken one up to where it breaks; others as they are."""
    if not response.body.startswith(_GZIP):
        return response
    body = _gunzip(response.body, broken)
    encoding = real_encoding(body, html_body_declared_encoding(body))
    return TextResponse(response.url, body=body, encoding=encoding, request=response.request)


def _gunzip(body: bytes, broken: Broken) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.open(io.BytesIO(body)) as file:
            while size <= _LARGEST and (part := file.read(1 << 20)):
                parts.append(part)
                size += len(part)
    except (OSError, EOFError, zlib.error):
        broken("broken_gzip")
    if size > _LARGEST:
        broken("too_large")
    return b"".join(parts)[:_LARGEST]
