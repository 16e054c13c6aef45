"""The three sample sites, served for real and crawled for real: each row arrives, nothing forbidden is asked for."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scrapers.feeds import report_of
from scrapers.sample_sites import FIXTURES, SampleSites, serving
from tests.scrapers.conftest import Command

SITES = {
    "public_employment_sample": "public_employment",
    "veterans_notices_sample": "veterans_notices",
    "partner_firm_sample": "partner_firm",
}
SAME_WORDS = {
    "title": "title",
    "baseSalary": "salary",
    "educationRequirements": "education",
    "experienceRequirements": "experience",
    "totalJobOpenings": "headcount",
    "jobLocation": "location",
    "description": "description",
}

pytestmark = pytest.mark.slow


@dataclass
class Crawled:
    """What a crawl of all sites left: its process, its feeds by source, and the paths it asked for."""

    process: subprocess.CompletedProcess[str]
    feeds: dict[str, Path]
    requested: list[str]

    def rows(self, source: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.feeds[source].read_text(encoding="utf-8").splitlines()]

    def report(self, source: str) -> dict[str, Any]:
        return json.loads(report_of(self.feeds[source]).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feeds")


@pytest.fixture(scope="module")
def crawled(scrapers: Command, out: Path) -> Crawled:
    with serving() as server:
        process = scrapers("crawl", "--all", "--out", out, sites=server.origin)
    feeds = [Path(line) for line in process.stdout.splitlines()]
    return Crawled(process, {feed.parent.name: feed for feed in feeds}, server.requested)


def invented(site: str) -> list[dict[str, Any]]:
    files = sorted((FIXTURES / site / "postings").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_crawl_of_all_ends_well_and_names_its_feeds(crawled: Crawled) -> None:
    assert crawled.process.returncode == 0, crawled.process.stderr
    assert set(crawled.feeds) == set(SITES)


@pytest.mark.parametrize("source", SITES)
def test_each_row_arrives_in_the_words_of_the_site(crawled: Crawled, source: str) -> None:
    def words(row: dict[str, Any], names: dict[str, str]) -> tuple[str, ...]:
        return tuple(row.get(name) or "" for name in names)

    written = Counter(words(row, dict.fromkeys(SAME_WORDS.values(), "")) for row in invented(SITES[source]))
    assert Counter(words(row, SAME_WORDS) for row in crawled.rows(source)) == written


def test_the_sites_hold_three_hundred_vacancies() -> None:
    assert sum(len(invented(site)) for site in SITES.values()) == 300


@pytest.mark.parametrize("source", SITES)
def test_each_row_says_whence_and_when(crawled: Crawled, source: str) -> None:
    rows = crawled.rows(source)
    identities = {row["identifier"] for row in rows}
    assert len(identities) == len(rows)
    for row in rows:
        assert row["source"] == source
        assert row["url"].startswith(f"http://127.0.0.1:{row['url'].split(':')[2].split('/')[0]}/{SITES[source]}/")
        assert row["firstSeen"] == row["lastSeen"]
        assert len(row["contentHash"]) == 32


def test_a_path_that_robots_txt_forbids_is_not_asked_for(crawled: Crawled) -> None:
    assert "/robots.txt" in crawled.requested
    assert not [path for path in crawled.requested if "private" in path]
    assert crawled.report("public_employment_sample")["robots_forbidden"] == 1


def test_the_report_counts_what_was_done(crawled: Crawled) -> None:
    report = crawled.report("public_employment_sample")
    asked = [path for path in crawled.requested if path.startswith("/public_employment")]
    assert (report["items"], report["dropped"], report["alarms"]) == (180, {}, [])
    assert report["statuses"] == {"200": report["requests"]} == {"200": len(asked) + 1}
    assert len(asked) == 9 + 180
    assert report["fields"]["title"] == 180
    assert report["fields"]["educationRequirements"] == sum(
        bool(row["education"]) for row in invented("public_employment")
    )


def test_the_report_is_a_page_for_people_too(crawled: Crawled) -> None:
    page = report_of(crawled.feeds["partner_firm_sample"], "html").read_text(encoding="utf-8")
    assert "嶷岘精密制造集团招聘（示例）" in page
    assert "本次运行正常" in page


def test_a_second_crawl_keeps_when_a_vacancy_was_first_seen(crawled: Crawled, scrapers: Command, out: Path) -> None:
    with serving() as server:
        again = scrapers("crawl", "veterans_notices_sample", "--out", out, sites=server.origin)
    feed = Path(again.stdout.strip())
    rows = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    before = crawled.rows("veterans_notices_sample")
    assert {row["firstSeen"] for row in rows} == {row["firstSeen"] for row in before}
    assert {row["lastSeen"] for row in rows}.isdisjoint(row["lastSeen"] for row in before)
    assert {row["contentHash"] for row in rows} == {row["contentHash"] for row in before}
    assert json.loads(report_of(feed).read_text(encoding="utf-8"))["previous"]["items"] == 60


def test_a_site_that_does_not_answer_raises_an_alarm_and_fails(scrapers: Command, tmp_path: Path) -> None:
    with serving() as server:
        gone = server.origin
    process = scrapers("crawl", "partner_firm_sample", "--out", tmp_path, sites=gone)
    assert process.returncode == 1
    assert "只读到 0 条" in process.stderr
    assert Path(process.stdout.strip()).read_text(encoding="utf-8") == ""


def test_without_sample_sites_their_sources_are_switched_off(scrapers: Command) -> None:
    process = scrapers("crawl", "partner_firm_sample", sites="")
    assert process.returncode == 2
    assert "已停用" in process.stderr


def test_the_mark_of_an_unlawful_row_is_on_no_page() -> None:
    sites = SampleSites("http://127.0.0.1:1", date(2026, 11, 23))
    faulty = [row for row in invented("public_employment") if "faulty" in row]
    assert len(faulty) == 8
    for row in faulty:
        text, _, _ = sites.page(f"/public_employment/jobs/{row['id']}.html")
        assert row["faulty"] not in text
        assert "faulty" not in text


def test_no_vacancy_on_the_sites_has_expired() -> None:
    for site in ("public_employment", "partner_firm"):
        for row in invented(site):
            assert row["posted_days_ago"] < row["valid_days"], row["id"]
