"""`try` shows what would be read, from real saved pages where they are at hand, and never stops at a bad one."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from scrapers.__main__ import main
from scrapers.pages import saved_page
from scrapers.runs import all_spiders
from scrapers.trial import first_that_yields, trials
from tests.scrapers.conftest import ROOT, Command

SAVED = ROOT / "fixtures" / "pages"
NOTICE = SAVED / "veterans_notices_sample" / "N-rural-2.html"
OPENING = SAVED / "partner_firm_sample" / "PF-01.html"
VACANCY = SAVED / "public_employment_sample" / "PE-driving-01.html"
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

needs_real_pages = pytest.mark.skipif(not REAL.exists(), reason="the saved real pages are not at hand")


def squeezed(value: object) -> str:
    return re.sub(r"\s+", "", "".join(value) if isinstance(value, list) else str(value))


def real_pages() -> list[dict[str, object]]:
    index = REAL / "index.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.exists() else []


def test_a_bad_argument_does_not_stop_the_others(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    broken = tmp_path / "broken.html.gz"
    broken.write_bytes(b"\x1f\x8b\x08no gzip at all")
    tried = list(trials([str(tmp_path / "none.html"), str(empty), str(broken), str(OPENING)]))
    assert [trial.problem is None for trial in tried] == [False, False, False, True]
    assert [trial.is_readable for trial in tried] == [False, True, False, True]
    assert tried[3].items[0].file == str(OPENING)


def test_a_compressed_page_is_read_like_a_plain_one(tmp_path: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(OPENING.read_bytes()))
    (trial,) = trials([str(packed)])
    assert trial.items[0].identifier == "PF-01"


def test_a_source_s_own_declarations_read_what_the_bases_cannot() -> None:
    (without,) = trials([str(NOTICE)])
    (with_spider,) = trials([str(NOTICE)], all_spiders()["veterans_notices_sample"])
    assert len(without.items) == len(with_spider.items) == 7
    assert {item.valid_through for item in without.items} == {None}
    assert {item.valid_through for item in with_spider.items} == {"2026年12月11日"}


def test_contacts_are_not_shown_by_a_trial_either(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    data = {"@type": "JobPosting", "title": "保安", "description": "联系19900000000"}
    saved.write_text(f'<script type="application/ld+json">{json.dumps(data)}</script>', encoding="utf-8")
    (trial,) = trials([str(saved)])
    assert trial.items[0].description == "联系[电话]"


@pytest.mark.slow
def test_results_are_on_stdout_and_everything_else_on_stderr(scrapers: Command, tmp_path: Path) -> None:
    news = tmp_path / "news.html"
    news.write_text("<h1>春风行动启动</h1>", encoding="utf-8")
    process = scrapers("try", OPENING, news, "/nowhere/page.html")
    assert [json.loads(line)["identifier"] for line in process.stdout.splitlines()] == ["PF-01"]
    assert [line.split(": ")[1] for line in process.stderr.splitlines()] == [str(news), "/nowhere/page.html"]
    assert process.returncode == 2


@pytest.mark.slow
def test_a_server_that_declares_the_wrong_encoding_is_not_believed(scrapers: Command, httpserver: HTTPServer) -> None:
    body = VACANCY.read_text(encoding="utf-8").encode("gb18030")
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/1.html").respond_with_data(body, content_type="text/html; charset=utf-8")
    origin = f"http://127.0.0.1:{httpserver.port}"
    process = scrapers("try", f"{origin}/1.html", sites=origin)
    assert json.loads(process.stdout)["title"] == "重型货车司机"


@pytest.mark.parametrize("arguments", [("try", "--spider", "nobody", "x"), ("crawl", "nobody"), ("crawl",)])
def test_an_unknown_source_is_an_unusable_argument(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


@needs_real_pages
def test_real_label_and_value_pages_are_read_field_for_field() -> None:
    for entry in real_pages():
        expected = entry.get("expected") or {}
        if expected:
            (item,) = first_that_yields(saved_page(REAL / entry["file"]))
            row = item.to_feed()
            read = {name: squeezed(row.get(FEED_NAMES.get(name, name), "")) for name in expected}
            assert read == {name: squeezed(value) for name, value in expected.items()}, entry["file"]


@needs_real_pages
def test_real_json_ld_pages_yield_their_posting() -> None:
    pages = [entry["file"] for entry in real_pages() if entry["jsonld_jobposting"]]
    assert len(pages) == 4
    for file in pages:
        (item,) = first_that_yields(saved_page(REAL / file))
        assert item.title
        assert item.hiring_organization
        assert len(item.description) > 500


@needs_real_pages
def test_real_lists_and_feeds_are_not_taken_for_vacancies() -> None:
    for entry in real_pages():
        if not entry["jsonld_jobposting"] and not entry.get("expected"):
            assert first_that_yields(saved_page(REAL / entry["file"])) == [], entry["file"]


@needs_real_pages
def test_real_pages_are_decoded_as_they_really_are() -> None:
    for entry in real_pages():
        assert saved_page(REAL / entry["file"]).encoding == entry["real"], entry["file"]
