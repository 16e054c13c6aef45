"""The DedeCMS platform on invented pages that differ as real ones do."""

from __future__ import annotations

import pytest

from scrapers.__main__ import main
from scrapers.pages import page_of
from scrapers.platforms.dedecms_jobs import read_dedecms_page
from scrapers.recording import PAGES
from scrapers.runs import all_spiders
from scrapers.trial import first_that_yields

PAGE = (PAGES / "dagong" / "A0001.html").read_text(encoding="utf-8")


def read(text: str, encoding: str = "utf-8") -> dict[str, object]:
    (item,) = read_dedecms_page(page_of(text.encode(encoding)))
    return item.to_feed()


def test_only_the_box_says_facts_and_what_it_leaves_empty_stays_empty() -> None:
    row = read(PAGE)
    assert "educationRequirements" not in row
    assert "学历要求：大专" in row["description"]
    assert row["baseSalary"] == "3000-5000元/月"


def test_broken_nesting_does_not_cut_the_description_and_the_margin_is_not_part_of_it() -> None:
    description = read(PAGE)["description"]
    assert description.endswith("有叉车证者优先。")
    assert "完善简历" not in description


def test_a_page_that_declares_the_wrong_encoding_reads_the_same() -> None:
    assert read(PAGE, "gb18030") == read(PAGE)
    assert read(PAGE.replace("utf-8", "gbk")) == read(PAGE)


@pytest.mark.parametrize("part", ["收货、盘点。", '<div class="write">', '<div class="col-md-3 rcon">'])
def test_a_page_saved_in_part_keeps_what_it_has(part: str) -> None:
    row = read(PAGE[: PAGE.index(part) + len("收货")])
    assert row["description"].startswith("岗位职责：收货")
    assert row["title"] == "仓库保管员"


@pytest.mark.parametrize("label", ["工资", "公司", "地区", "性别要求", "招聘人数", "截止时间"])
def test_a_fact_that_is_missing_costs_itself_only(label: str) -> None:
    start = PAGE.index(f"<li ><span>{label}：")
    less = PAGE[:start] + PAGE[PAGE.index("</li>", start) + 5 :]
    missing = read(PAGE).keys() - read(less).keys()
    assert len(missing) == 1


def test_without_a_heading_the_page_s_title_is_the_title() -> None:
    assert read(PAGE.replace("<h1>仓库保管员</h1>", ""))["title"] == "仓库保管员"


def test_without_its_box_a_page_is_left_to_the_other_readers() -> None:
    other = PAGE.replace("a_box", "facts")
    assert list(read_dedecms_page(page_of(other.encode()))) == []
    (item,) = first_that_yields(page_of(other.encode()))
    assert item.hiring_organization == "示例仓储（虚构）有限公司"


def test_the_board_is_never_crawled(capsys: pytest.CaptureFixture[str]) -> None:
    assert all_spiders()["dagong"].switched_off
    assert main(["crawl", "dagong"]) == 2
    assert "已停用" in capsys.readouterr().err
