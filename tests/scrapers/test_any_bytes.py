"""Whatever bytes a site sends, each reader gives items or a counted reason, never an unexpected exception."""

from __future__ import annotations

import contextlib
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Response, TextResponse

from scrapers.bases.feed import format_of, read_feed, records_of, unpacked
from scrapers.bases.json_api import JsonApiSpider, read_script_values
from scrapers.bases.structured_data import read_structured_data
from scrapers.decoding import real_encoding
from scrapers.items import Item
from scrapers.pages import page_of
from scrapers.pipelines.clean_text import clean
from scrapers.pipelines.strip_contacts import strip_contacts
from scrapers.platforms.dedecms_jobs import DedeCmsJobsSpider
from scrapers.recording import masked
from scrapers.schema_org import items_of
from scrapers.script_json import LiteralError, assigned_values, load_literal
from scrapers.shapes import HR_OPEN_JSON, HR_OPEN_XML, JSON_SHAPES, XML_SHAPES
from scrapers.trial import READERS

SCRIPT = '<html><script type="application/ld+json">%s</script><script>var a = %s;</script>'
MICRODATA = (
    '<div itemscope itemtype="http://schema.org/%s" itemref="%s"><a itemprop="%s" href="%s"></a>'
    '<p itemprop="%s" itemscope itemtype="http://schema.org/Course">%s'
)
BOX = '<h1>%s</h1><ul class="a_box"><li>工资：%s</li><li>%s</li></ul><h4>职位描述</h4>%s<div class="write">'
NAMES = st.sampled_from(
    ["@type", "@id", "@graph", "title", "name", "JobPosting", "Course", "url", "baseSalary", "value", "job_name"]
    + ["jobLocation", "address", "hasCourseInstance", "offers", "company", "positionProfiles", "identifier", "salary"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | NAMES
    | st.sampled_from(["<p>&lt;b&gt;", "<p>\ud800\x00", "<"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=5),
    max_leaves=25,
)
WORDS = st.text(max_size=40) | st.sampled_from(
    ["<dl>", "</div></dl>", "<![CDATA[", "&#0;", "\x00", "\ud800", "<p a='", "<p>\ud800\x00"]
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def are_written(items: list[Item]) -> bool:
    """What follows in the pipeline takes the items too: a line of the feed holds texts and lists of texts alone."""
    for item in items:
        strip_contacts(clean(item))
    rows = [json.loads(json.dumps(item.to_feed())) for item in items]
    texts = [
        text for row in rows for value in row.values() for text in (value if isinstance(value, list) else [value])
    ]
    return all(isinstance(text, str) and text for text in texts)


def readers() -> list[Any]:
    class Api(JsonApiSpider):
        rows = "data"
        fields = {"title": "title|name", "base_salary": "{salary.value}元", "url": "url"}
        page_url = "https://jobs.example.cn/{identifier}"
        detail_fields = {"title": "title"}

    class Board(DedeCmsJobsSpider):
        """Without a name, so no source."""

    return [*READERS, Api(name="api").read, Board(name="board").read]


@pytest.mark.parametrize("read", readers(), ids=lambda read: f"{read.__module__}.{read.__qualname__}")
@quick
@given(body=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read(read: Callable[[TextResponse], Any], body: bytes) -> None:
    assert are_written(list(read(page_of(body))))


@pytest.mark.parametrize("read", [read_structured_data, read_script_values])
@quick
@given(value=VALUES, text=WORDS)
def test_any_value_in_a_script_is_read(read: Callable[[TextResponse], Any], value: Any, text: str) -> None:
    for inner in (json.dumps(value), text):
        page = SCRIPT % (inner, inner)
        assert are_written(list(read(page_of(page.encode("utf-8", "surrogatepass"), "https://jobs.example.cn/"))))


@quick
@given(words=st.tuples(*[NAMES | WORDS] * 6))
def test_any_microdata_is_read(words: tuple[str, ...]) -> None:
    body = (MICRODATA % words).encode("utf-8", "surrogatepass")
    assert are_written(list(read_structured_data(page_of(body, "https://jobs.example.cn/"))))


@quick
@given(words=st.tuples(*[WORDS] * 4))
def test_any_page_of_the_platform_is_read(words: tuple[str, ...]) -> None:
    class Board(DedeCmsJobsSpider):
        """Without a name, so no source."""

    assert are_written(list(Board(name="board").read(page_of((BOX % words).encode("utf-8", "surrogatepass")))))


@quick
@given(value=VALUES)
def test_any_json_is_read_in_every_shape(value: Any) -> None:
    assert are_written(list(items_of(value)))
    for shape in (*JSON_SHAPES, HR_OPEN_JSON):
        assert are_written(list(shape.items(value if isinstance(value, list) else [value])))
    assert are_written(
        list(read_feed(TextResponse("https://a.example", body=json.dumps(value).encode(), encoding="utf-8")))
    )


@quick
@given(text=st.text(alphabet="<>/&;abjobs![]-CDATA\"'= \x00中\ud800", max_size=120), encoding=st.text(max_size=8))
def test_any_xml_is_read_or_counted(text: str, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><jobs><job>{text}</job></jobs>'.encode(
        "utf-8", "surrogatepass"
    )
    response = TextResponse("https://a.example", body=body, encoding="utf-8")
    reasons: list[str] = []
    for shape in (*XML_SHAPES, HR_OPEN_XML):
        assert are_written(list(shape.items(records_of(response, "xml", shape.rows, reasons.append))))
    assert set(reasons) <= {"broken_xml"}


@pytest.mark.parametrize("form", ["xml", "json", "json_lines", "csv", None])
@quick
@given(body=st.binary(max_size=300))
def test_any_bytes_in_any_declared_format_are_read_or_counted(form: Any, body: bytes) -> None:
    response = TextResponse("https://a.example", body=body, encoding="utf-8")
    reasons: list[str] = []
    list(records_of(response, form, "jobs", reasons.append))
    assert set(reasons) <= {"broken_xml", "broken_json", "broken_line", "broken_csv", "unknown_format"}
    format_of(response.text)


@quick
@given(text=st.text(max_size=300), cut=st.integers(0, 200))
def test_any_packed_feed_is_unpacked_or_counted(text: str, cut: int) -> None:
    reasons: list[str] = []
    body = gzip.compress(text.encode())[:cut] + b"x" * (cut % 2)
    unpacked(Response("https://a.example", body=b"\x1f\x8b" + body[2:]), reasons.append)
    assert set(reasons) <= {"broken_gzip"}


@quick
@given(text=st.text(alphabet="{}[]'\"`\\/*:,;=. \nabx01!-u{$", max_size=80))
def test_any_script_is_scanned(text: str) -> None:
    read = [value for _, value in assigned_values(f"var a = {text}")]
    with contextlib.suppress(LiteralError):
        read.append(load_literal(text))
    assert json.loads(json.dumps(read)) == read


@quick
@given(body=st.binary(max_size=200), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16", "big5", "latin-1"]))
def test_masking_leaves_bytes_without_contacts_as_they_are(body: bytes, encoding: str) -> None:
    page = HtmlResponse("https://a.example", body=body, encoding=encoding)
    changed, found = masked(page)
    assert changed == body or found
    assert real_encoding(changed, None)
