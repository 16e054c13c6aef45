"""Real saved pages where they are at hand: decoded as they are, every expected field, every item of every feed."""

from __future__ import annotations

import json
import re

import pytest

from scrapers.bases.html_list import HtmlListSpider
from scrapers.pages import saved_page
from scrapers.runs import all_spiders
from scrapers.trial import READERS, first_that_yields, trials
from tests.scrapers.conftest import ROOT

REAL = ROOT.parent / "shared" / "data" / "pages"
FEED_NAMES = {
    "employer": "hiringOrganization",
    "location": "jobLocation",
    "salary": "baseSalary",
    "education": "educationRequirements",
    "headcount": "totalJobOpenings",
    "deadline": "validThrough",
    "posted": "datePosted",
}
# How many items each page holds, counted in its source text; lists of HTML tables or rows need selectors.
ITEMS = {
    "us-veterans-api/033.json": 33,
    "us-veterans-api/034.xml": 53,
    "en-cs-jobs/035.html": 1,
    "en-cs-jobs/036.html": 1,
    "en-cs-jobs/037.html": 1,
    "en-cs-jobs/038.html": 1,
    "en-cs-jobs/039.xml": 2,
    "en-cs-jobs/040.xml": 1,
    "51job-list/029.json": 51,
    "51job-list/031.html": 50,
}

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="no saved real pages in ../shared/data/pages")


def squeezed(value: object) -> str:
    return re.sub(r"\s+", "", "".join(value) if isinstance(value, list) else str(value))


def real_pages() -> list[dict[str, object]]:
    index = REAL / "index.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.exists() else []


def expected_pages() -> list[dict[str, object]]:
    return [entry for entry in real_pages() if entry.get("expected")]


@pytest.mark.parametrize("spider", [None, "dagong"])
def test_every_expected_field_of_the_board_s_pages_is_read_with_its_spider_and_without(spider: str | None) -> None:
    files = {str(REAL / entry["file"]): entry["expected"] for entry in expected_pages()}
    right = asked = 0
    for trial in trials(list(files), all_spiders()[spider] if spider else None):
        row = trial.items[0].to_feed() if len(trial.items) == 1 else {}
        for name, value in files[trial.argument].items():
            asked += 1
            right += squeezed(row.get(FEED_NAMES.get(name, name), "")) == squeezed(value)
    assert asked == 264
    assert right / asked >= 0.98


@pytest.mark.parametrize(("file", "count"), ITEMS.items())
def test_every_item_of_a_real_feed_or_page_is_read_without_a_declaration(file: str, count: int) -> None:
    items = first_that_yields(saved_page(REAL / file))
    assert len(items) == count
    for item in items:
        assert item.title
        assert item.hiring_organization


def test_real_json_ld_pages_yield_their_posting_whole() -> None:
    pages = [entry["file"] for entry in real_pages() if entry["jsonld_jobposting"]]
    assert len(pages) == 4
    for file in pages:
        (item,) = first_that_yields(saved_page(REAL / file))
        assert len(item.description) > 500
        assert item.job_location
        assert item.date_posted


def test_a_list_page_is_not_taken_for_one_vacancy() -> None:
    for entry in real_pages():
        if entry["file"].startswith(("1dagong-list", "lagou-list", "zhilian-list")):
            # The last reader makes one vacancy of a page; the others may find rows.
            assert [*READERS[-1](saved_page(REAL / entry["file"]))] == [], entry["file"]


def test_real_pages_are_decoded_as_they_really_are() -> None:
    for entry in real_pages():
        assert saved_page(REAL / entry["file"]).encoding == entry["real"], entry["file"]


class ZhilianRows(HtmlListSpider):
    """No name: declared for this test only, the board forbids crawling."""

    rows = "//table[@class='newlist']//tr[td[@class='zwmc']]"
    fields = {"title": ".zwmc a", "hiring_organization": ".gsmc", "base_salary": ".zwyx", "job_location": ".gzdd"}


class Job51Rows(HtmlListSpider):
    rows = "//div[@id='resultList']/div[@class='el']"
    fields = {"title": ".t1 a", "hiring_organization": ".t2", "job_location": ".t3", "date_posted": ".t5"}


class LagouRows(HtmlListSpider):
    rows = "li.con_list_item"
    fields = {"title": "./@data-positionname", "hiring_organization": "./@data-company"}


@pytest.mark.parametrize(
    ("file", "base", "count"),
    [
        ("zhilian-list/027.html", ZhilianRows, 60),
        ("zhilian-list/028.html", ZhilianRows, 60),
        ("51job-list/030.txt", Job51Rows, 50),
        # The list is filled by a script; all the page holds is the script's template.
        ("lagou-list/032.html", LagouRows, 0),
    ],
)
def test_declared_selectors_read_a_real_list(file: str, base: type[HtmlListSpider], count: int) -> None:
    items = list(base(name="rows").read(saved_page(REAL / file)))
    assert len(items) == count
    for item in items:
        assert item.title
        assert item.hiring_organization


def test_the_cards_of_the_board_s_lists_are_read() -> None:
    spider = all_spiders()["dagong"]()
    counts = {
        entry["file"]: len(list(spider.read(saved_page(REAL / entry["file"]))))
        for entry in real_pages()
        if entry["file"].startswith("1dagong-list")
    }
    assert sorted(counts.values()) == [0, 0, 2]
