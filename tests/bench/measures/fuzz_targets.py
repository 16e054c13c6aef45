"""What `bench fuzz` throws bytes at: each target reads any bytes to a value, or raises an error that it documents.

A target goes on where a crawl or an import would go on with what was read. It returns nothing; whatever it raises
is a finding.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse, XmlResponse
from scrapy.robotstxt import ProtegoRobotParser

from jobsboard.core.feeds import UnreadableFeed, read_feed
from jobsboard.postings.compliance import check_course, check_posting
from jobsboard.postings.feeds import columns_of, identity_of
from matching import parsing
from scrapers.bases import feed
from scrapers.bases.announcement import AnnouncementSpider
from scrapers.bases.json_api import JsonApiSpider, Paging, read_script_values
from scrapers.bases.label_values import read_label_values
from scrapers.bases.structured_data import StructuredDataSpider, read_structured_data
from scrapers.contacts import without_contacts
from scrapers.decoding import real_encoding
from scrapers.extensions.decompression import Damaged, UnpackedTooLarge, unpacked
from scrapers.items import Item
from scrapers.pages import page_of
from scrapers.pipelines.clean_text import clean
from scrapers.pipelines.strip_contacts import strip_contacts
from scrapers.platforms.dedecms_jobs import DedeCmsJobsSpider
from scrapers.schema_org import items_of
from scrapers.script_json import LiteralError, load_literal
from scrapers.shapes import JSON_SHAPES, XML_SHAPES
from scrapers.sheets.__main__ import reader
from scrapers.sheets.grids import Grids
from scrapers.sheets.guarded import read_document
from scrapers.sheets.limits import TableError
from scrapers.sheets.vacancies import tables_of
from scrapers.tables import read_tables
from tests.bench.measures.fuzz_seeds import GOOD

MEBIBYTE = 1024 * 1024
HERE = "https://jobs.example.cn/list/1.html"
PARSERS = [getattr(parsing, name) for name in parsing.__all__ if name.startswith("parse_")]


class _Api(JsonApiSpider):
    publisher = ""
    rows = "data.list"
    fields = {"title": "title|name", "base_salary": "{salary.low}-{salary.high}元/月", "url": "url"}
    paging = Paging("page")
    page_url = "https://jobs.example.cn/{id}"


class _Board(DedeCmsJobsSpider):
    publisher = ""


class _Notices(AnnouncementSpider):
    publisher = ""
    page_fields = {"date_posted": ".date"}
    deadline = "body"


class _Sitemap(StructuredDataSpider):
    publisher = ""
    page_pattern = r"/job/\d+"


def written(items: Iterable[Item]) -> None:
    """The steps of a crawl from items to lines of a feed."""
    for item in items:
        strip_contacts(clean(item))
        json.dumps(item.to_feed(), ensure_ascii=False).encode()


def decoding(data: bytes) -> None:
    declared, _, body = data.partition(b"\n")
    for name in (None, declared.decode("latin-1")):
        encoding = real_encoding(body, name)
        with contextlib.suppress(LookupError):
            body.decode(encoding, "replace")
    assert isinstance(page_of(data).text, str)


def decompression(data: bytes) -> None:
    for encodings in (["gzip"], ["deflate"], ["deflate", "gzip"]):
        with contextlib.suppress(Damaged, UnpackedTooLarge):
            unpacked(data, encodings, MEBIBYTE)


def robots(data: bytes) -> None:
    ProtegoRobotParser(data, None).allowed(HERE, "BridgeheadBot")


def structured_data(data: bytes) -> None:
    written(read_structured_data(page_of(data, HERE)))


def json_ld(data: bytes) -> None:
    """One script of JSON-LD: bytes that are no JSON never get past the first step of a whole page."""
    with contextlib.suppress(LiteralError):
        written(items_of(load_literal(data.decode("utf-8", "replace"))))
    written(read_structured_data(page_of(b'<script type="application/ld+json">' + data, HERE)))


def script_json(data: bytes) -> None:
    written(read_script_values(page_of(b"<script>var jobs = " + data, HERE)))
    written(read_script_values(page_of(data, HERE)))


def label_values(data: bytes) -> None:
    written(read_label_values(page_of(data, HERE)))


def dedecms_page(data: bytes) -> None:
    written(_Board(name="board").read(page_of(data, HERE)))


def notice(data: bytes) -> None:
    """A notice with its tables, the last day to apply, and the links to its documents."""
    spider, page = _Notices(name="notices"), page_of(data, HERE)
    written(spider.read(page))
    spider.documents(page)


def list_page(data: bytes) -> None:
    """The links of a list, made into requests."""
    spider = _Board(name="board", start_urls=[HERE])
    list(spider.parse(page_of(data, HERE)))


def sitemap(data: bytes) -> None:
    page = XmlResponse("https://jobs.example.cn/sitemap.xml", body=data, encoding=real_encoding(data, None))
    list(_Sitemap(name="sitemap").parse(page))


def api(data: bytes) -> None:
    spider, page = _Api(name="api"), page_of(data, HERE)
    page.request = Request(HERE)
    list(spider.parse(page))
    written(spider.read(page))


def _records(form: feed.Format, shapes: Iterable[Any]) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        page = page_of(data, HERE)
        for shape in shapes:
            written(shape.items(feed.records_of(page, form, shape.rows)))
        written(feed.read_feed(page))

    return read


def packed_feed(data: bytes) -> None:
    page = feed.unpacked(Response(HERE, body=data))
    if isinstance(page, TextResponse):
        written(feed.read_feed(page))


def _document(kind: str) -> Callable[[bytes], None]:
    """A whole file: its kind is told from its bytes, and it is read in this process."""

    def read(data: bytes) -> None:
        with contextlib.suppress(TableError):
            _rows(_read_here(kind, data))

    return read


def _guarded(kind: str) -> Callable[[bytes], None]:
    """A whole file, read as the crawl reads it: what its library may do with memory only that process bounds."""

    def read(data: bytes) -> None:
        with contextlib.suppress(TableError):
            _rows(read_document(kind, data))

    return read


def _part(kind: str, member: str) -> Callable[[bytes], None]:
    """One part of an Office file that is otherwise good: bytes changed in a packed file only break its packing."""

    def read(data: bytes) -> None:
        with contextlib.suppress(TableError):
            _rows(_read_here(kind, with_part(kind, member, data)))

    return read


def with_part(kind: str, member: str, body: bytes) -> bytes:
    """The good file of a kind with another body in place of one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name, old in _parts(kind).items():
            new.writestr(name, body if name == member else old)
    return stream.getvalue()


@cache
def _parts(kind: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(GOOD[kind]())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _read_here(kind: str, content: bytes) -> Grids:
    """The reader of the guarded process, with that process's one answer to whatever a parser raises."""
    try:
        return reader(kind)(content)
    except (TableError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception; there it ends the process
        raise TableError("broken") from error


def _rows(grids: Grids) -> None:
    json.dumps([asdict(grid) for grid in grids.grids])
    for grid in grids.grids:
        with contextlib.suppress(TableError):
            written(row.item() for table in tables_of(grid) for row in table.rows)


def delimited(data: bytes) -> None:
    # A file that is none of text would be read in a process of its own, one for each execution.
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"%PDF-" in data[:1024]:
        return
    for name in ("a.csv", "a"):
        with contextlib.suppress(TableError):
            written(row.item() for row in read_tables(data, name).rows)


def contacts(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    assert without_contacts(without_contacts(text)[0])[1] == 0


def board_feed(data: bytes) -> None:
    """A feed as the board takes it in; a row that cannot be stored names field and value."""
    with tempfile.NamedTemporaryFile(dir=_memory_folder()) as file:
        file.write(data)
        file.flush()
        with contextlib.suppress(UnreadableFeed):
            for row in read_feed(file.name):
                if row.raw is not None:
                    identity_of(row.raw)
                    with contextlib.suppress(ValueError):
                        columns_of(row.raw)


def _memory_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def compliance(data: bytes) -> None:
    """Words in every field that is read; and whatever JSON a row can be."""
    text = data.decode("utf-8", "replace")
    postings: list[Any] = [{"title": text[:50], "description": text, "sex": text[:9], "age": text[:9]}]
    with contextlib.suppress(ValueError, RecursionError):
        postings.append(json.loads(text))
    for posting in postings:
        if isinstance(posting, dict):
            for finding in check_posting(posting):
                _assert_span(posting, finding)
            course = {**posting, "name": posting.get("title")}
            for finding in check_course(course):
                _assert_span(course, finding)


def _assert_span(posting: dict[str, Any], finding: Any) -> None:
    if finding.start is not None:
        assert posting[finding.field][finding.start : finding.end] == finding.text


def parsing_of_text(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for parse in PARSERS:
        parse(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decoding": decoding,
    "decompression": decompression,
    "robots": robots,
    "list_page": list_page,
    "sitemap": sitemap,
    "structured_data": structured_data,
    "json_ld": json_ld,
    "script_json": script_json,
    "label_values": label_values,
    "dedecms_page": dedecms_page,
    "notice": notice,
    "api": api,
    "feed_xml": _records("xml", XML_SHAPES),
    "feed_json": _records("json", JSON_SHAPES),
    "feed_json_lines": _records("json_lines", JSON_SHAPES),
    "feed_csv": _records("csv", ()),
    "packed_feed": packed_feed,
    "delimited": delimited,
    "xlsx": _document("xlsx"),
    "xlsx_sheet": _part("xlsx", "xl/worksheets/sheet1.xml"),
    "xls": _guarded("xls"),
    "docx": _document("docx"),
    "docx_body": _part("docx", "word/document.xml"),
    "pdf": _document("pdf"),
    "contacts": contacts,
    "board_feed": board_feed,
    "compliance": compliance,
    "parsing": parsing_of_text,
}
