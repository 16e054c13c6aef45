"""When nothing, or not all, was read, `try` says what stands in the page and what a declaration did not find."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, TextResponse

from scrapers.__main__ import main
from scrapers.bases.announcement import AnnouncementSpider
from scrapers.bases.html_list import HtmlListSpider, beside
from scrapers.clues import clues_of, shortfalls
from tests.scrapers.test_sources import declare

URL = "https://jobs.example.cn/1.html"


def page(body: str) -> HtmlResponse:
    return HtmlResponse(URL, body=body, encoding="utf-8")


def test_labels_that_are_known_are_named() -> None:
    (clue,) = clues_of(page("<p><b>月 薪：</b><span>5000</span><p><b>学历：</b>不限<p><b>天气：</b>晴"))
    assert clue == '页面里有标签 月薪、学历：用 HtmlListSpider，写 beside("月薪")'


def test_a_list_in_a_script_is_named_with_its_variable_its_path_and_its_keys() -> None:
    script = 'window.__INIT = {"data": {"list": [{"zwName": "保安", "num": 2, "corp": {}}], "page": [1]}}'
    (clue,) = clues_of(page(f"<script>{script}</script>"))
    assert clue.startswith("脚本变量 window.__INIT 的 data.list 有 1 条，键 zwName、num、corp：")
    assert clue.endswith('写 script = "window.__INIT"，rows = "data.list"')


def test_a_list_in_json_is_named_with_its_path() -> None:
    (clue,) = clues_of(TextResponse(URL, body=b'{"rows": [{"a": 1, "b": 2, "c": 3}]}', encoding="utf-8"))
    assert clue == '数据的 rows 有 1 条，键 a、b、c：用 JsonApiSpider，写 rows = "rows"'


def test_documents_that_a_page_links_to_are_named() -> None:
    (clue,) = clues_of(page("<a href='/f/%E5%B2%97%E4%BD%8D.xlsx'>附件</a> <a href='/x.html'>x</a>"))
    assert clue.startswith("链接到附件 岗位.xlsx：")


@pytest.mark.parametrize("body", ["", "<p>无", "{", "[[[", "<script>var x = [1, 2]</script>", "\0"])
def test_a_page_without_anything_gives_no_clue(body: str) -> None:
    assert clues_of(page(body)) == []


def test_a_declaration_that_finds_nothing_says_what_each_part_of_it_selects() -> None:
    spider = declare(HtmlListSpider, links="ul a", next_page="a.next", fields={"title": "h1"}, start_urls=[URL])()
    of_links = ["links = 'ul a' 选到 {} 个", "next_page = 'a.next' 选到 0 个"]
    list_page, empty = page("<ul><li><a href=x>1</a><li><a href=y>2</a></ul>"), page("<p>无")
    assert shortfalls(list_page, spider, []) == [line.format(2) for line in of_links]
    assert shortfalls(empty, spider, []) == [*(line.format(0) for line in of_links), "没有选到：title"]


def test_fields_that_no_item_has_are_named() -> None:
    fields = {"title": "h1", "base_salary": beside("月薪"), "address": ".a"}
    spider = declare(HtmlListSpider, fields=fields, start_urls=[URL])()
    vacancy = page("<h1>保安</h1>")
    assert shortfalls(vacancy, spider, list(spider.read(vacancy))) == ["没有选到：base_salary、address"]


def test_a_notice_without_a_table_leads_to_its_documents() -> None:
    spider = declare(AnnouncementSpider, links="ul a", start_urls=[URL])()
    (clue,) = shortfalls(page("<a href='zp.xlsx'>附件</a>"), spider, [])
    assert clue.startswith("这一页自己没有岗位，链接到附件 zp.xlsx")


def test_try_prints_the_clues_below_the_page_that_yields_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    file.write_text("<b>月薪：</b><i>5000</i>", encoding="utf-8")
    assert main(["try", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"try: {file}: 没有读出岗位",
        '  页面里有标签 月薪：用 HtmlListSpider，写 beside("月薪")',
    ]
