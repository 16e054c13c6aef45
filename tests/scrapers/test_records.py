"""Documents of every format → records at declared paths, in bounded memory, each break with its reason."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response, TextResponse

from scrapers import records
from scrapers.bases import feed as feed_base
from scrapers.bases.feed import FeedSpider, format_of, read_feed, unpacked
from scrapers.items import Course
from scrapers.records import csv_records, json_lines_records, json_records, text_at, values_at, xml_records
from scrapers.shapes import ATOM, HR_OPEN_XML, RSS, Shape
from tests.scrapers.conftest import ROOT

ROW: dict[str, Any] = {
    "company": {"name": "某公司"},
    "cities": ["永州", "东莞"],
    "posts": [{"n": "a"}, {"n": "b"}],
    "low": 5000,
    "high": None,
    "empty": "",
    "text": "<p>一</p><p>二</p>",
}


def xml(body: str | bytes, rows: str = "job") -> tuple[list[Any], list[str]]:
    reasons: list[str] = []
    file = io.BytesIO(body.encode() if isinstance(body, str) else body)
    return list(xml_records(file, rows, None, reasons.append)), reasons


def document(body: str | bytes) -> TextResponse:
    return TextResponse(
        "https://a.example/", body=body if isinstance(body, bytes) else body.encode(), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("company.name", "某公司"),
        ("cities", "永州、东莞"),
        ("cities.1", "东莞"),
        ("cities.9", None),
        ("posts.n", "a、b"),
        ("empty|nothing|company.name", "某公司"),
        ("{low}-{high}元/月", "5000元/月"),
        ("{high}-{low}元/月", "5000元/月"),
        ("{high}元", None),
        ("深圳市{company.name}", "深圳市某公司"),
        ("text", "一\n二"),
        ("company", None),
        ("", None),
    ],
)
def test_a_path_names_what_stands_there(path: str, words: str | None) -> None:
    assert text_at(ROW, path) == words


def test_records_are_flat_however_often_lists_stand_in_lists() -> None:
    assert values_at([{"p": [{"n": 1}]}, {"p": [{"n": 2}]}], "p") == [{"n": 1}, {"n": 2}]


def test_rows_are_found_by_the_end_of_their_path_whatever_their_namespace() -> None:
    body = "<a xmlns='urn:x'><jobs><job id='1'><t>保安</t></job></jobs><old><job><t>旧</t></job></old></a>"
    assert xml(body, "jobs.job") == ([{"@id": "1", "t": "保安", "#text": "保安"}], [])
    assert len(xml(body, "job")[0]) == 2


def test_a_broken_document_keeps_what_stood_before_and_says_so() -> None:
    records, reasons = xml("<jobs><job>一</job><job>二</job><job>三")
    assert (records, reasons) == (["一", "二"], ["broken_xml"])


BOMB = "<!DOCTYPE j [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB + "]><jobs><job>&i;</job><job x='&i;'>b</job></jobs>",
        "<!DOCTYPE j [<!ENTITY x SYSTEM 'file://SECRET'>]><jobs><job>&x;</job><job>&x;</job></jobs>",
        "<!DOCTYPE j SYSTEM 'http://127.0.0.1:1/a.dtd'><jobs><job>b</job></jobs>",
    ],
    ids=["billion laughs", "file", "dtd"],
)
def test_no_entity_is_resolved_and_nothing_fetched(body: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("haha")
    body = body.replace("SECRET", str(secret))
    tracemalloc.start()
    records, _ = xml(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
    assert all("haha" not in str(record) for record in records)
    assert len(str(records)) < 1_000


FACTS = dict.fromkeys(("publisher", "region", "permission", "schedule"), "x") | {
    "least_items": 1,
    "verified": "not verified",
}
ENDLESS = """
import io, sys
from pathlib import Path
from scrapers.records import xml_records

class Feed(io.RawIOBase):
    parts = iter([b"<jobs>", *[b"<job><t>" + b"x" * 2000 + b"</t></job>"] * int(sys.argv[1]), b"</jobs>"])
    def read(self, size=-1):
        return next(self.parts, b"")

assert sum(1 for _ in xml_records(Feed(), "job")) == int(sys.argv[1])
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def memory_of(rows: int) -> int:
    """The most memory that reading so many rows took, in KiB, the parser's own too (rusage has the parent's)."""
    command = [sys.executable, "-c", ENDLESS, str(rows)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def test_memory_does_not_grow_with_a_feed() -> None:
    assert memory_of(20_000) < 1.2 * memory_of(1_000)


def test_a_row_without_end_is_cut_off() -> None:
    (record,), _ = xml("<jobs><job>" + "<a>x</a>" * 50_000 + "</job></jobs>")
    assert len(record["a"]) == 5_000


def test_a_row_nested_without_end_is_cut_off() -> None:
    (record,), _ = xml("<jobs><job>" + "<a>" * 100 + "x" + "</a>" * 100 + "</job></jobs>")
    depth = 0
    while "a" in record:
        record, depth = record["a"], depth + 1
    assert depth == 20


def test_rows_without_end_are_cut_off_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MOST_RECORDS", 3)
    found, reasons = xml("<jobs>" + "<job>x</job>" * 5 + "</jobs>")
    assert (found, reasons) == (["x"] * 3, ["too_many_records"])
    for few, many in (
        (json_lines_records("[]\n" * 3, reasons.append), json_lines_records("[]\n" * 4, reasons.append)),
        (json_records("[1, 2, 3]", "", reasons.append), json_records("[1, 2, 3, 4]", "", reasons.append)),
        (csv_records("a,b\n" + "1,2\n" * 3, reasons.append), csv_records("a,b\n" + "1,2\n" * 4, reasons.append)),
    ):
        reasons.clear()
        assert (len(list(few)), reasons) == (3, [])
        assert (len(list(many)), reasons) == (3, ["too_many_records"])


def test_a_broken_line_costs_itself_only() -> None:
    reasons: list[str] = []
    assert list(json_lines_records('{"a": 1}\n{"b\n\n[2]\n', reasons.append)) == [{"a": 1}, [2]]
    assert reasons == ["broken_line"]


def test_broken_json_is_counted() -> None:
    reasons: list[str] = []
    assert list(json_records("{", "a", reasons.append)) == []
    assert reasons == ["broken_json"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_columns(mark: str) -> None:
    text = f'\ufeff岗位{mark}人数\r\n"保{mark}安"{mark}2\r\n厨师\r\n'
    assert list(csv_records(text)) == [{"岗位": f"保{mark}安", "人数": "2"}, {"岗位": "厨师"}]


def test_a_cell_beyond_the_limit_is_counted() -> None:
    reasons: list[str] = []
    assert list(csv_records("a,b\n" + "x" * 200_000, reasons.append)) == []
    assert reasons == ["broken_csv"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<rss/>", "xml"),
        ("<!DOCTYPE html><p>", None),
        ("<?xml version='1.0'?><html xmlns='x'>", None),
        ('{"a": 1}', "json"),
        ('{"a": 1}\n{"a": 2}\n', "json_lines"),
        ('{\n"a": 1}', "json"),
        ("[1]", "json"),
        ("岗位名称,招聘单位,薪资,人数\n保安,某公司,5000,2\n", "csv"),
        ("招聘保安，月薪五千，包吃住，联系人事科\n", None),
    ],
)
def test_a_format_is_told_from_the_document(text: str, form: str | None) -> None:
    assert format_of(text) == form


def test_rss_and_atom_are_read() -> None:
    rss = "<rss><channel><title>x</title><item><title>保安</title><link>https://a.example/1</link></item></channel></rss>"
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>厨师</title><link href='https://a.example/2'/>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>做<b>饭</b></div></content></entry></feed>"
    )
    (guard,), (cook,) = read_feed(document(rss)), read_feed(document(atom))
    assert (guard.title, guard.url, guard.identifier) == ("保安", "https://a.example/1", "https://a.example/1")
    assert (cook.title, cook.url, cook.description) == ("厨师", "https://a.example/2", "做饭")
    assert (RSS.rows, ATOM.rows) == ("item", "entry")


def test_hr_open_xml_is_read() -> None:
    body = """<Envelope xmlns="http://ns.hr-xml.org"><PositionOpening><PositionRecordInfo><Id><IdValue>7</IdValue></Id>
      </PositionRecordInfo><PositionProfile><PositionDetail><Company><Name>某公司</Name></Company><PhysicalLocation>
      <PostalAddress><Municipality>东莞市</Municipality></PostalAddress></PhysicalLocation><PositionTitle>保安</PositionTitle>
      </PositionDetail><FormattedPositionDescription><Name>d</Name><Value><![CDATA[<p>巡逻</p>]]></Value>
      </FormattedPositionDescription></PositionProfile></PositionOpening></Envelope>"""
    (item,) = read_feed(document(body))
    assert item.to_feed() == {
        "title": "保安",
        "hiringOrganization": "某公司",
        "jobLocation": "东莞市",
        "description": "巡逻",
        "identifier": "7",
    }
    assert HR_OPEN_XML.rows == "PositionOpening"


def test_a_sitemap_and_a_page_are_no_feed() -> None:
    for body in ("<urlset><url><loc>https://a.example/1</loc></url></urlset>", "<!doctype html><title>x</title>", ""):
        assert list(read_feed(document(body))) == []


def test_a_misspelt_field_of_a_shape_is_named() -> None:
    with pytest.raises(TypeError, match="岗位没有 salery 这个字段"):
        Shape(fields={"salery": "a"})
    with pytest.raises(TypeError, match="课程没有 base_salary 这个字段"):
        Shape(fields={"base_salary": "a"}, kind=Course)


def test_a_feed_without_a_shape_is_refused() -> None:
    with pytest.raises(TypeError, match="缺少 shape"):
        type("TrialSpider", (FeedSpider,), {"name": "trial", **FACTS})


def test_a_packed_feed_is_unpacked_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_base, "_LARGEST", 3_000_000)
    reasons: list[str] = []
    bomb = gzip.compress(b"<jobs>" + b" " * 50_000_000)
    tracemalloc.start()
    page = unpacked(Response("https://a.example/", body=bomb), reasons.append)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(page.body), reasons) == (3_000_000, ["too_large"])
    # What came out, its parts and the page; not the fifty megabytes.
    assert most < 20_000_000


def test_a_packed_feed_that_breaks_off_keeps_what_came() -> None:
    reasons: list[str] = []
    body = gzip.compress("".join(f"<job>{number}</job>" for number in range(50_000)).encode())
    page = unpacked(Response("https://a.example/", body=body[: len(body) // 2]), reasons.append)
    assert reasons == ["broken_gzip"]
    assert page.body.startswith(b"<job>0</job>") or page.body == b""
