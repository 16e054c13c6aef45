"""Pages and feeds made to be slow, deep or false: what each reader makes of them, without a server."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse
from scrapy.statscollectors import MemoryStatsCollector

from scrapers import settings
from scrapers.bases import feed
from scrapers.bases.announcement import AnnouncementSpider, read_notice
from scrapers.bases.label_values import read_label_values
from scrapers.bases.structured_data import StructuredDataSpider, read_structured_data
from scrapers.contacts import without_contacts
from scrapers.extensions.reading_time import ReadingTime
from scrapers.extensions.real_encoding import RealEncoding
from scrapers.pages import page_of
from scrapers.pipelines.clean_text import clean
from scrapers.platforms.dedecms_jobs import read_dedecms_page
from scrapers.records import json_lines_records, xml_records
from scrapers.shapes import RSS
from scrapers.tables import read_tables
from scrapers.text import text_of_markup
from tests.growth import grows_like_its_input
from tests.scrapers.sheet_files import delimited, docx, html, pdf, xls, xlsx

HERE = "https://jobs.example.cn/list/1.html"
JOB = '{"@type":"JobPosting","title":"保安","hiringOrganization":"某厂"}'


class Sitemaps(StructuredDataSpider):
    """No name, so no source."""

    publisher, links, page_pattern = "", "a.job", "/job/"


class Feed(feed.FeedSpider):
    publisher, shape = "", RSS


def driven(kind: type) -> Any:
    """A spider with counters."""
    spider = kind(name="made_up", start_urls=[HERE])
    quiet = SimpleNamespace(settings=SimpleNamespace(getbool=lambda name: False))
    spider.crawler = SimpleNamespace(stats=MemoryStatsCollector(quiet))
    return spider


def counts(spider: Any) -> dict[str, int]:
    return spider.crawler.stats.get_stats()


def xml(body: bytes) -> XmlResponse:
    return XmlResponse("https://jobs.example.cn/sitemap.xml", body=body, encoding="utf-8")


def laughs(inner: str) -> bytes:
    """A billion laughs where the address, or the title, should stand."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>{inner}'.encode()


@pytest.mark.parametrize("body", [b"", b"no xml", b"<", b"\0\0", b"<urlset><url><loc>", b"<!-- -->"])
def test_a_sitemap_that_is_none_is_counted(body: bytes) -> None:
    spider = driven(Sitemaps)
    assert list(spider.parse(xml(body))) == []
    assert set(counts(spider)) <= {"feed/broken_xml", "links/unusable"}
    if not body.startswith(b"<u"):
        assert counts(spider) == {"feed/broken_xml": 1}


@pytest.mark.parametrize(
    "inner",
    [
        "<urlset><url><loc>https://jobs.example.cn/job/&l9;</loc></url></urlset>",
        "<sitemapindex><sitemap><loc>https://jobs.example.cn/&l9;</loc></sitemap></sitemapindex>",
        "<rss><channel><item><link>https://jobs.example.cn/job/&l9;</link></item></channel></rss>",
    ],
)
def test_a_billion_laughs_in_a_sitemap_or_feed_stay_unsaid(inner: str) -> None:
    requests = list(driven(Sitemaps).parse(xml(laughs(inner))))
    assert all("ha" not in request.url.removeprefix("https://jobs") for request in requests)
    items = list(driven(Feed).read(xml(laughs("<rss><channel><item><title>保安&l9;</title></item></channel></rss>"))))
    assert [len(item.title) < 20 for item in items] in ([], [True])


def test_a_packed_sitemap_is_counted_and_not_unpacked() -> None:
    spider = driven(Sitemaps)
    bomb = gzip.compress(b"<urlset>" + b" " * 50_000_000)
    assert list(spider.parse(Response("https://jobs.example.cn/sitemap.xml.gz", body=bomb))) == []
    assert counts(spider) == {"pages/not_text": 1}


def test_a_packed_bomb_that_is_a_feed_is_cut_off_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_LARGEST", 1_000_000)
    spider = driven(Feed)
    bomb = gzip.compress(b"<rss><item><title>x</title></item>" + b" " * 50_000_000)
    assert [item.title for item in spider.parse(Response(HERE, body=bomb))] == ["x"]
    assert counts(spider)["feed/too_large"] == 1


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"@graph":', "[[],"])
def test_json_nested_a_hundred_thousand_deep_is_no_data(opening: str) -> None:
    deep = opening * 100_000
    reasons: list[str] = []
    assert list(feed.records_of(TextResponse(HERE, body=deep.encode()), "json", "", reasons.append)) == []
    assert reasons == ["broken_json"]
    lines: list[str] = []
    assert list(json_lines_records(deep + "\n{}", lines.append)) == [{}]
    assert lines == ["broken_line"]
    page = f'<script type="application/ld+json">{deep}</script><script type="application/ld+json">{JOB}</script>'
    assert [item.title for item in read_structured_data(page_of(page.encode(), HERE))] == ["保安"]


def test_xml_nested_without_end_is_counted() -> None:
    reasons: list[str] = []
    assert list(xml_records(io.BytesIO(b"<a>" * 100_000), "job", broken=reasons.append)) == []
    assert reasons == ["broken_xml"]


@pytest.mark.slow
def test_a_csv_of_one_line_of_50_megabytes_is_counted_as_feed_and_refused_as_table() -> None:
    line = b"title,company,salary\n" + b"x" * 50_000_000
    reasons: list[str] = []
    assert list(feed.records_of(TextResponse(HERE, body=line, encoding="utf-8"), "csv", "", reasons.append)) == []
    assert reasons == ["broken_csv"]


# Real pages have such links: a script forgot to fill in the port, a template the host.
NO_ADDRESSES = [
    "http://[x",
    "http://a.example:port/",
    "http://a.example:99999/",
    "http://",
    "javascript:x",
    "http://a℀b/",
]


@pytest.mark.parametrize("link", NO_ADDRESSES)
def test_one_link_that_leads_nowhere_costs_itself_only(link: str) -> None:
    spider = driven(Sitemaps)
    page = page_of(f'<a class=job href="{link}">x</a><a class=job href="/job/2">y</a>'.encode(), HERE)
    assert [request.url for request in spider.parse(page)] == ["https://jobs.example.cn/job/2"]
    assert counts(spider) == {"links/unusable": 1}
    entries = f"<urlset><url><loc>{link}/job/</loc></url><url><loc>https://jobs.example.cn/job/2</loc></url></urlset>"
    assert [request.url for request in spider.parse(xml(entries.encode()))] == ["https://jobs.example.cn/job/2"]


def test_a_page_whose_base_is_no_address_is_read_as_if_it_had_none() -> None:
    body = '<base href="http://[x"><a class=job href="/job/2">岗位</a>'.encode()
    pages = (page_of(body, HERE), RealEncoding().process_response(None, HtmlResponse(HERE, body=body)))
    for page in pages:
        assert [request.url for request in driven(Sitemaps).parse(page)] == ["https://jobs.example.cn/job/2"]
        assert page.css("a::text").get() == "岗位"


def test_a_page_that_says_it_is_from_no_address_stays_where_it_was_found() -> None:
    assert page_of(b"<link rel=canonical href='http://[x'><p>x").url == "https://saved-page.invalid/"


MICRODATA = (
    "<div itemscope itemtype='http://schema.org/JobPosting' itemref='no&#1;ne'><b itemprop=title>保安</b>"
    "<a itemprop=url href='http://[x'>x</a></div>"
)


def test_a_link_or_reference_of_microdata_that_is_none_costs_itself_only() -> None:
    page = page_of(MICRODATA.replace("&#1;", "\x01").encode(), HERE)
    assert [(item.title, item.url) for item in read_structured_data(page)] == [("保安", None)]


def test_microdata_that_stands_below_a_second_root_is_read() -> None:
    body = "></html><v itemscope itemtype='http://schema.org/JobPosting'><b itemprop=title>保安</b>"
    assert [item.title for item in read_structured_data(page_of(body.encode(), HERE))] == ["保安"]


def test_an_attribute_whose_name_lxml_cannot_say_hides_no_link() -> None:
    page = page_of(b"<!doctype html><a class=job \x01x=1 href=/job/1>x</a><a \x02=2 href=/a.xlsx>x</a>", HERE)
    assert [request.url for request in driven(Sitemaps).parse(page)] == ["https://jobs.example.cn/job/1"]
    assert driven(AnnouncementSpider).documents(page) == ["https://jobs.example.cn/a.xlsx"]


def test_a_control_sign_before_markup_is_left_out() -> None:
    assert text_of_markup("保\x01安\x00\uffff<b>员</b>") == "保安员"


# Names that Python has codecs for and no page is written in.
@pytest.mark.parametrize("charset", ["undefined", "hex", "idna", "punycode", "rot13", "zip", "unicode_escape", "\0"])
@pytest.mark.parametrize("words", ["招聘保安员若干名", "guard"])
def test_a_charset_that_is_none_of_text_is_not_believed(charset: str, words: str) -> None:
    body = f'<meta charset="{charset}"><h1>{words}'.encode("gb18030")
    header = HtmlResponse(HERE, body=body, headers={"Content-Type": f"text/html; charset={charset}"})
    for page in (page_of(body, HERE), RealEncoding().process_response(None, header)):
        assert page.css("h1::text").get() == words


PIECES = [
    "<a",
    "<!",
    "<h2",
    "<h2>职位描述</h2>",
    "id='aid'",
    "<b></b>",
    "<div>",
    "<p>",
    "<td>",
    "<h1>",
    "a@",
    "a",
    "联系人:",
]
PIECES += ["<div itemscope itemtype='http://schema.org/JobPosting'>", "<li>工资：1</li>", "&", "{", "["]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_page_of_one_piece_without_end_costs_no_more_than_its_length(piece: str) -> None:
    """Each of these took minutes when reading looked from every piece to the end of the page."""

    def read_all(length: int) -> None:
        text = (piece * length)[:length]
        # The second time each piece stands inside many elements, none of which may look through all of them.
        for page in (text, "<div>" * 200 + text):
            for read in (read_structured_data, read_label_values, read_dedecms_page, read_notice):
                for item in read(page_of(page.encode(), HERE)):
                    clean(item)
        text_of_markup(text)
        without_contacts(text + "@1234")

    assert grows_like_its_input(read_all, 100_000)


def test_reading_that_does_not_end_is_ended_and_counted() -> None:
    stats = driven(Sitemaps).crawler.stats
    crawler = SimpleNamespace(stats=stats, settings=SimpleNamespace(getfloat=lambda name: 0.3))

    async def words() -> AsyncIterator[str]:
        yield "first"
        re.match("(a*)*b", "a" * 60)
        yield "never"

    async def read() -> list[str]:
        guard = ReadingTime.from_crawler(crawler)
        return [word async for word in guard.process_spider_output(Response(HERE), words())]

    # Unguarded, the second word would take longer than anybody lives.
    assert asyncio.run(read()) == ["first"]
    assert stats.get_stats() == {"failed/too_slow": 1}
    assert 5 <= settings.READING_SECONDS <= 60


def test_the_time_of_a_page_counts_over_all_that_it_gives() -> None:
    crawler = SimpleNamespace(
        stats=driven(Sitemaps).crawler.stats, settings=SimpleNamespace(getfloat=lambda name: 0.3)
    )

    async def words() -> AsyncIterator[str]:
        for word in ("first", "second", "third"):
            spent_at = time.process_time() + 0.2
            while time.process_time() < spent_at:
                sum(range(10_000))
            yield word

    async def read() -> list[str]:
        guard = ReadingTime.from_crawler(crawler)
        return [word async for word in guard.process_spider_output(Response(HERE), words())]

    assert asyncio.run(read()) == ["first"]


MARKUP = "<b onclick=x>保安</b><script>alert(1)</script>&lt;img src=x onerror=y&gt;"


def fields_of(items: Iterator[Any]) -> list[str]:
    found = [clean(item).to_feed() for item in items]
    return [word for row in found for word in row.values() if isinstance(word, str)]


FILES: dict[str, Callable[[Any], bytes]] = {"xlsx": xlsx, "xls": xls, "docx": docx, "pdf": pdf, "csv": delimited}
HEAD = ["岗位名称", "用人单位", "薪资待遇", "备注"]


# The names under which each form says the same four things; us.jobs has no others.
NAMES = dict.fromkeys(("csv", "json", "html table"), ["title", "company", "salary", "description"])
NAMES |= {"json_ld": ["title", "hiringOrganization", "baseSalary", "description"]}
NAMES |= {"xml": ["title", "company", "location", "dateacquired"]}


@pytest.mark.parametrize("form", NAMES)
def test_markup_in_every_field_of_a_feed_or_page_ends_as_plain_text(form: str) -> None:
    said = [f"{MARKUP}{number}号" for number in range(4)]
    row = dict(zip(NAMES[form], said, strict=True))
    if form == "json_ld":
        text = json.dumps({"@type": "JobPosting", **row}).replace("</", "<\\/")
        items = read_structured_data(page_of(f'<script type="application/ld+json">{text}</script>'.encode(), HERE))
    elif form == "html table":
        items = read_notice(page_of(html([HEAD, said]), HERE))
    else:
        quoted = {name: value.replace("&", "&amp;").replace("<", "&lt;") for name, value in row.items()}
        body = {
            "csv": delimited([list(row), said]),
            "json": json.dumps([row]).encode(),
            "xml": "".join(["<jobs><job>", *(f"<{n}>{v}</{n}>" for n, v in quoted.items()), "</job></jobs>"]).encode(),
        }[form]
        items = feed.read_feed(TextResponse(HERE, body=body, encoding="utf-8"))
    words = fields_of(items)
    assert len(words) == 4
    assert not [word for word in words if re.search("<b|<script|alert|onclick", word)]


@pytest.mark.parametrize("kind", FILES)
def test_markup_in_a_file_s_cells_is_text_that_the_board_shows_as_text(kind: str) -> None:
    """A cell of a spreadsheet is text already: its signs stay what they are, and every template escapes them."""
    row = read_tables(FILES[kind]([HEAD, ["<b>保安</b>", "某厂", "4000元", "<i>包住</i>"]]), f"a.{kind}").rows[0]
    assert row.values["title"] == "<b>保安</b>"


def test_no_spreadsheet_that_the_project_writes_holds_what_a_source_said() -> None:
    """The one workbook that is handed out is the empty template; a formula cannot travel through us."""
    writers = [
        str(path.relative_to(Path(settings.__file__).parents[1]))
        for package in ("scrapers", "jobsboard", "matching")
        for path in (Path(settings.__file__).parents[1] / package).rglob("*.py")
        if re.search(r"csv\.writer|DictWriter|Workbook\(\)|xlwt", path.read_text(encoding="utf-8"))
    ]
    assert writers == ["jobsboard/postings/uploads.py"]
