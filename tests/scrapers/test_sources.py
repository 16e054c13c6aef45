"""A source is a short declaration, and cannot be more than that."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.http import HtmlResponse

import scrapers.spiders
from scrapers.bases.html_list import HtmlListSpider
from scrapers.bases.source import SourceSpider
from scrapers.bases.structured_data import StructuredDataSpider
from scrapers.catalogue import to_markdown
from scrapers.runs import BrokenSource, all_spiders

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
SPIDERS = all_spiders()
FACTS = {
    "publisher": "某单位",
    "region": "431127",
    "permission": "书面同意",
    "schedule": "每天",
    "least_items": 1,
    "verified": "not verified",
}


def declare(base: type = SourceSpider, **attributes: object) -> type:
    return type("TrialSpider", (base,), {"name": "trial", **FACTS, **attributes})


@pytest.mark.parametrize("name", SPIDERS)
def test_file_name_and_class_are_one(name: str) -> None:
    spider = SPIDERS[name]
    assert spider.__module__ == f"scrapers.spiders.{name}"
    assert spider.__name__ == "".join(word.capitalize() for word in name.split("_")) + "Spider"


@pytest.mark.parametrize("name", SPIDERS)
def test_a_source_is_a_short_file(name: str) -> None:
    lines = [line for line in inspect.getsource(inspect.getmodule(SPIDERS[name])).splitlines() if line]
    assert 6 <= len(lines) <= 40


@pytest.mark.parametrize("name", [name for name in SPIDERS if SPIDERS[name].verified == "saved page"])
def test_who_claims_a_saved_page_has_one(name: str) -> None:
    assert (PAGES / name / "expected.jsonl").exists()


@pytest.mark.parametrize("fact", FACTS)
def test_a_source_without_one_of_its_facts_is_refused(fact: str) -> None:
    with pytest.raises(TypeError, match=f"缺少 {fact}"):
        declare(**{fact: ""})


@pytest.mark.parametrize("attribute", ["custom_settings", "update_settings", "user_agent"])
def test_a_source_cannot_have_a_conduct_of_its_own(attribute: str) -> None:
    with pytest.raises(TypeError, match=f"来源不能自己设定 {attribute}"):
        declare(**{attribute: {"ROBOTSTXT_OBEY": False}})


def test_a_source_cannot_claim_more_than_the_three_ways_of_proof() -> None:
    with pytest.raises(TypeError, match="'certainly'，只能是 saved page"):
        declare(verified="certainly")


def test_a_misspelt_field_is_an_error_that_names_it() -> None:
    with pytest.raises(TypeError, match="岗位没有 salery 这个字段"):
        declare(HtmlListSpider, fields={"salery": "td"})


def test_a_misspelt_field_is_told_what_it_may_have_been_meant_for() -> None:
    with pytest.raises(TypeError, match="没有 base_salery 这个字段，是不是 base_salary？"):
        declare(HtmlListSpider, fields={"base_salery": "td"})


@pytest.mark.parametrize("declared", [{"links": "a..b"}, {"next_page": "//a["}, {"fields": {"title": "h1:nope("}}])
def test_what_is_no_selector_is_named_before_anything_is_crawled(declared: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="TrialSpider 的 (links|next_page|title)：.* 不是 CSS 选择器"):
        declare(HtmlListSpider, **declared)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("x = {\n  'a': 1\n  'b': 2\n}\n", "第 2 行附近写法不对"),
        ("raise TypeError('XSpider 缺少 region')\n", "XSpider 缺少 region"),
        ("import nothing_like_it\n", "No module named 'nothing_like_it'"),
    ],
)
def test_a_broken_file_is_told_in_a_line_and_costs_no_other_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, why: str
) -> None:
    (tmp_path / "broken_one.py").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(scrapers.spiders, "__path__", [*scrapers.spiders.__path__, str(tmp_path)])
    told: list[BrokenSource] = []
    assert all_spiders(told.append).keys() == SPIDERS.keys()
    (problem,) = map(str, told)
    assert problem.startswith("来源文件 scrapers/spiders/broken_one.py 有错，没有载入：")
    assert why in problem
    with pytest.raises(BrokenSource, match="broken_one"):
        all_spiders()


def test_a_list_page_on_which_links_selects_nothing_is_counted() -> None:
    spider = declare(StructuredDataSpider, start_urls=["https://jobs.example.cn/"], links="ul a")()
    counts: list[str] = []
    spider.crawler = SimpleNamespace(stats=SimpleNamespace(inc_value=counts.append))
    assert list(spider.parse(HtmlResponse("https://jobs.example.cn/", body=b"<a href=1>x</a>"))) == []
    assert counts == ["pages/without_links"]


def test_the_page_of_sources_is_true() -> None:
    written = (PAGES.parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert written == to_markdown(SPIDERS), "write it anew: python3 run.py scrapers list --markdown > docs/sources.md"


@pytest.mark.parametrize("name", [name for name in SPIDERS if SPIDERS[name].verified == "not verified"])
def test_a_source_that_nobody_verified_is_switched_off(name: str) -> None:
    assert SPIDERS[name].switched_off


def test_one_unusable_link_does_not_cost_the_rest_of_a_list() -> None:
    spider = declare(StructuredDataSpider, start_urls=["https://jobs.example.cn/"], links="a")()
    counts: dict[str, int] = {}
    spider.crawler = SimpleNamespace(stats=SimpleNamespace(inc_value=lambda key: counts.update({key: 1})))
    body = "<a href='javascript:void(0)'>x</a><a>y</a><a href='/1.html'>z</a>"
    page = HtmlResponse("https://jobs.example.cn/", body=body, encoding="utf-8")
    urls = [request.url for request in spider.parse(page)]
    assert urls == ["https://jobs.example.cn/1.html"]
    assert counts == {"links/unusable": 1}


def test_items_can_be_imported_without_scrapy() -> None:
    code = "import sys, scrapers.items; assert not {'scrapy', 'twisted', 'lxml'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PAGES.parents[1])
