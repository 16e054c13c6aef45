"""A notice, its tables and its documents, as the base class walks them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.statscollectors import MemoryStatsCollector

from scrapers.bases.announcement import AnnouncementSpider
from scrapers.items import JobPosting
from scrapers.runs import all_spiders
from scrapers.trial import trials
from tests.scrapers.conftest import ROOT
from tests.scrapers.sheet_files import delimited, xlsx

PAGES = ROOT / "fixtures" / "pages"
NOTICE = "https://county.example.cn/notices/1.html"
HEAD = ["招聘岗位", "人数", "幸运颜色"]


class NoticeSpider(AnnouncementSpider):
    """No name: a base for the test, not a source."""

    publisher = "某局"
    page_fields = {"date_posted": ".date"}
    deadline = ".content"


@pytest.fixture
def spider() -> NoticeSpider:
    made = NoticeSpider(name="notices")
    settings = SimpleNamespace(getbool=lambda name: False)
    made.crawler = SimpleNamespace(stats=MemoryStatsCollector(SimpleNamespace(settings=settings)))
    return made


def page(body: str) -> HtmlResponse:
    text = f"<span class=date>2026-11-01</span><div class=content>{body}</div>"
    return HtmlResponse(NOTICE, body=text, encoding="utf-8")


def counts(spider: NoticeSpider) -> dict[str, int]:
    return {key: value for key, value in spider.crawler.stats.get_stats().items() if isinstance(value, int)}


def table(*rows: tuple[object, ...]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows) + "</table>"


def test_rows_of_a_notice_share_its_dates_and_say_what_they_are(spider: NoticeSpider) -> None:
    body = "报名截止时间：2026年12月20日17:00。" + table(("岗位", "人数"), ("保安", 2), ("厨师", 1))
    items = list(spider.parse_page(page(body)))
    assert [item.title for item in items] == ["保安", "厨师"]
    assert {(item.date_posted, item.valid_through) for item in items} == {("2026-11-01", "2026年12月20日")}
    assert {(item.url, item.source, item.publisher) for item in items} == {(NOTICE, "notices", "某局")}
    assert len({item.identifier for item in items}) == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("报名截止时间为2026年12月20日", "2026年12月20日"),
        ("截止日期：2026-12-20", "2026-12-20"),
        ("请于2026年12月20日17:00前报名，逾期截止", None),
        ("2026年12月20日17时截止报名", "2026年12月20日"),
        ("岗位信息有效期至2026年12月31日", "2026年12月31日"),
        ("报名时间见附件", None),
    ],
)
def test_the_last_day_is_read_from_the_words_of_the_notice(spider: NoticeSpider, text: str, day: str | None) -> None:
    (item,) = spider.parse_page(page(text + table(("岗位", "人数"), ("保安", 2))))
    assert item.valid_through == day


def test_what_a_row_says_itself_overrules_the_page(spider: NoticeSpider) -> None:
    body = "截止日期：2026-12-20" + table(("岗位", "有效期至"), ("保安", "2026-12-05"))
    (item,) = spider.parse_page(page(body))
    assert item.valid_through == "2026-12-05"


def test_documents_are_followed_once_and_pages_are_not(spider: NoticeSpider) -> None:
    links = ["a.xlsx", "./b.PDF?v=1", "a.xlsx", "/c.html", "javascript:x.doc", "http://[x.xls", "d.docx#top", ""]
    requests = list(spider.parse_page(page("".join(f'<a href="{link}">x</a>' for link in links))))
    assert [request.url.removeprefix("https://county.example.cn") for request in requests] == [
        "/notices/a.xlsx",
        "/notices/b.PDF?v=1",
        "/notices/d.docx#top",
    ]
    assert counts(spider) == {}


def test_an_attachment_has_the_facts_of_its_notice_and_leads_back_to_it(spider: NoticeSpider) -> None:
    (request,) = spider.parse_page(page("截止日期：2026-12-20 <a href='岗位.xlsx'>附件</a>"))
    body = xlsx([["2026年岗位表"], HEAD, ["保安", 2, "红"], ["保安", 3, "蓝"], ["合计", 5]])
    items = list(spider.parse_document(Response(request.url, body=body), **request.cb_kwargs))
    assert [(item.title, item.total_job_openings, item.valid_through, item.url) for item in items] == [
        ("保安", "2", "2026-12-20", NOTICE),
        ("保安", "3", "2026-12-20", NOTICE),
    ]
    assert len({item.identifier for item in items}) == 2
    assert counts(spider) == {
        "table/unmatched/幸运颜色": 1,
        "table/skipped/above_header": 1,
        "table/skipped/total": 1,
    }


def test_the_same_document_gives_the_same_identities_the_next_day(spider: NoticeSpider) -> None:
    response = Response("https://county.example.cn/f/1.csv", body=delimited([HEAD, ["保安", 2], ["保安", 3]]))
    first, second = ([item.identifier for item in spider.parse_document(response, NOTICE, {})] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "empty"), (b"%PDF-1.4", "broken"), (b"PK\x03\x04", "broken"), (b"\x89PNG\r\n\x1a\n\0", "unknown_kind")],
)
def test_a_document_that_cannot_be_read_is_a_counted_reason(spider: NoticeSpider, body: bytes, reason: str) -> None:
    address = "https://county.example.cn/f/1.xlsx"
    assert list(spider.parse_document(Response(address, body=body), NOTICE, {})) == []
    assert counts(spider) == {f"table/unreadable/{reason}": 1, f"table/document/{reason}/{address}": 1}


def test_unread_documents_without_number_are_counted_together_and_name_no_person(spider: NoticeSpider) -> None:
    for number in range(60):
        address = f"https://county.example.cn/f/19900000000-{number}.xlsx"
        list(spider.parse_document(Response(address, body=b""), NOTICE, {}))
    stats = {key: count for key, count in counts(spider).items() if key.startswith("table/document/")}
    assert len(stats) == 51
    assert stats["table/document/…"] == 10
    assert "table/document/empty/https://county.example.cn/f/[电话]-7.xlsx" in stats


def test_a_notice_with_neither_table_nor_document_is_counted(spider: NoticeSpider) -> None:
    body = table(("姓名", "报考岗位"), ("某某", "保安"))
    assert list(spider.parse_page(page(body))) == []
    assert counts(spider) == {"table/passed_over/persons": 1, "pages/without_vacancy": 1}


def test_a_contact_in_a_header_is_not_counted_by_its_words(spider: NoticeSpider) -> None:
    list(spider.parse_page(page(table(("岗位", "人数", "幸运颜色19900000000"), ("保安", 2, "红")))))
    assert counts(spider) == {"table/unmatched/幸运颜色[电话]": 1}


def test_strange_headers_without_number_are_counted_together(spider: NoticeSpider) -> None:
    for number in range(60):
        list(spider.parse_page(page(table(("岗位", "人数", f"怪{number:02}"), ("保安", 2, "x")))))
    stats = counts(spider)
    assert len(stats) == 51
    assert stats["table/unmatched/…"] == 10


def test_a_misspelt_field_of_a_notice_is_an_error_that_names_it() -> None:
    with pytest.raises(TypeError, match="岗位没有 deadlin 这个字段"):
        type("BadSpider", (AnnouncementSpider,), {"page_fields": {"deadlin": "p"}})


def test_a_saved_notice_leads_to_its_saved_documents() -> None:
    for name, documents in {
        "lanshan_government": {"notice.html": ["gangwei.xlsx"]},
        "lanshan_veterans_affairs": {"notice1.html": ["fair1.pdf"], "notice2.html": ["fair2.xls"]},
        "dongguan_employment": {"notice.html": ["changan.docx"]},
    }.items():
        for file, expected in documents.items():
            made = all_spiders()[name]()
            body = (PAGES / name / file).read_bytes()
            notice = HtmlResponse(made.start_urls[0], body=body, encoding="gb18030" if b"gb2312" in body else "utf-8")
            made.crawler = SimpleNamespace(
                stats=MemoryStatsCollector(SimpleNamespace(settings=SimpleNamespace(getbool=bool)))
            )
            requests = [request for request in made.parse_page(notice) if isinstance(request, Request)]
            assert [request.url.rsplit("/")[-1] for request in requests] == expected
            assert requests[0].cb_kwargs["shared"].keys() >= {"date_posted", "valid_through"}


def test_try_reads_a_document_without_a_declaration(tmp_path: Path) -> None:
    sheet, broken = tmp_path / "岗位.xlsx", tmp_path / "坏.pdf"
    sheet.write_bytes(xlsx([HEAD, ["保安（联系12345678901）", "2"], ["厨师，电话19900000000", 1]]))
    broken.write_bytes(b"%PDF-1.4 x")
    read, failed = trials([str(sheet), str(broken)])
    assert [JobPosting.to_feed(item)["title"] for item in read.items] == [
        "保安（联系12345678901）",
        "厨师，电话[电话]",
    ]
    assert failed.problem == "文件损坏，打不开"
