"""`try` shows what would be read, and never stops at a bad one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from scrapers.__main__ import main
from scrapers.runs import all_spiders
from scrapers.trial import trials
from tests.scrapers.conftest import ROOT, Command

SAVED = ROOT / "fixtures" / "pages"
NOTICE = SAVED / "veterans_notices_sample" / "N-rural-2.html"
OPENING = SAVED / "partner_firm_sample" / "PF-01.html"
VACANCY = SAVED / "public_employment_sample" / "PE-driving-01.html"


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
