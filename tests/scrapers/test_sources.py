"""A source is a short declaration, and cannot be more than that."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.http import HtmlResponse

from scrapers.bases.html_list import HtmlListSpider
from scrapers.bases.source import SourceSpider
from scrapers.bases.structured_data import StructuredDataSpider
from scrapers.catalogue import to_markdown
from scrapers.runs import all_spiders

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
    with pytest.raises(TypeError, match=f"{fact} is missing"):
        declare(**{fact: ""})


@pytest.mark.parametrize("attribute", ["custom_settings", "update_settings", "user_agent"])
def test_a_source_cannot_have_a_conduct_of_its_own(attribute: str) -> None:
    with pytest.raises(TypeError, match=f"{attribute} is not for a source to set"):
        declare(**{attribute: {"ROBOTSTXT_OBEY": False}})


def test_a_source_cannot_claim_more_than_the_three_ways_of_proof() -> None:
    with pytest.raises(TypeError, match="'certainly', not one of saved page"):
        declare(verified="certainly")


def test_a_misspelt_field_is_an_error_that_names_it() -> None:
    with pytest.raises(TypeError, match="salery is no field of a vacancy"):
        declare(HtmlListSpider, fields={"salery": "td"})


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
