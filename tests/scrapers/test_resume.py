"""A crawl killed at any point goes on without loss and without doubles; an unchanged page is not sent again."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scrapers.feeds import only_crawl_of, report_of
from scrapers.page_book import Page, PageBook, feed_to_resume
from tests.scrapers.conftest import Command
from tests.scrapers.crawling import ROOT, command, crawled, environment
from tests.scrapers.hostile import Handler, HostileServer, links, page, serving, vacancy

JOBS = {f"/job/{number}": vacancy(f"岗位{number}") for number in range(40)}
# Two addresses of one vacancy: which of them counts may be otherwise each time, that one counts may not.
TWINS = {f"/twin/{number}": vacancy("保安员") + '<p class="number">T-1</p>' for number in range(2)}


@contextmanager
def site(pause: float = 0.0) -> Iterator[HostileServer]:
    """Four list pages that lead to forty vacancies, a pair of twins and a page that is none."""

    def slowly(body: str) -> Any:
        def answer(handler: Handler) -> None:
            time.sleep(pause)
            handler.answer(body)

        return answer

    paths = [*JOBS, *TWINS, "/none"]
    lists = {f"/list{number or ''}": links(*paths[number::4], next_=f"/list{number + 1}") for number in range(4)}
    pages = {**JOBS, **TWINS, **lists, "/list4": links(), "/none": "<p>无"}
    with serving({path: slowly(body) for path, body in pages.items()}) as server:
        yield server


def content(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The rows without their times and without the port of the server."""
    return sorted((row["title"], row.get("baseSalary", ""), row["contentHash"]) for row in report["rows"])


def figures(report: dict[str, Any]) -> dict[str, Any]:
    names = ("items", "new", "dropped", "contacts_removed", "pages_without_vacancy", "fields", "complete", "alarms")
    return {name: report[name] for name in names}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with site() as server:
        report = crawled(server.origin, tmp_path_factory.mktemp("whole"))
    assert (report["items"], report["dropped"]) == (41, {"repeated_in_run": 1})
    return report


def killed_after(origin: str, out: Path, pages: int, **settings: object) -> int:
    """Start a crawl and kill it (-9) when so many pages are in its book; how many were."""
    book = out / "made_up" / "unfinished.pages"
    started = command(origin, out, **settings)
    process = subprocess.Popen(started, cwd=ROOT, env=environment(origin), stdout=subprocess.DEVNULL)
    with process:
        while process.poll() is None:
            written = book.read_bytes().count(b"\n") - 1 if book.exists() else 0
            if written >= pages:
                process.send_signal(signal.SIGKILL)
                return written
            time.sleep(0.002)
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_crawl_that_is_killed_again_and_again_ends_as_if_it_had_not_been(
    uninterrupted: dict[str, Any], tmp_path: Path, seed: int
) -> None:
    points = sorted(random.Random(seed).sample(range(45), 3))
    with site(pause=0.01) as server:
        for point in points:
            killed_after(server.origin, tmp_path, point)
        assert not list((tmp_path / "made_up").glob("*.jsonl"))
        report = crawled(server.origin, tmp_path)
        asked = [path for path in server.paths() if path != "/robots.txt"]
    assert content(report) == content(uninterrupted)
    assert figures(report) == figures(uninterrupted)
    assert report["resumed_pages"] >= points[-1]
    assert "接着上次中断的抓取" in report["stderr"]
    # Only what was on its way when the crawl was killed is asked for twice.
    assert len(asked) - len(set(asked)) <= 16 * len(points)
    assert sorted(path.name for path in (tmp_path / "made_up").iterdir() if path.suffix == ".jsonl") == [
        report["feed"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        "scrapers.extensions.run_report.to_html",
        "scrapers.extensions.run_report.write_whole",
        "scrapers.feeds.WholeFile.publish",
        "scrapers.extensions.run_report.settle",
        "scrapers.page_book.Path.unlink",
    ],
)
def test_a_crawl_that_is_killed_while_it_ends_ends_the_next_time(
    uninterrupted: dict[str, Any], tmp_path: Path, moment: str
) -> None:
    with site() as server:
        killed = command(server.origin, tmp_path, DIE_IN=moment)
        process = subprocess.run(killed, cwd=ROOT, env=environment(server.origin), check=False, capture_output=True)
        assert process.returncode == -signal.SIGKILL
        server.requested.clear()
        report = crawled(server.origin, tmp_path)
    assert content(report) == content(uninterrupted)
    assert figures(report) == figures(uninterrupted)
    assert set(server.paths()) == {"/robots.txt"}
    names = {path.name for path in (tmp_path / "made_up").iterdir()}
    feed = tmp_path / "made_up" / report["feed"]
    assert names == {"lock", "known.pages", feed.name, report_of(feed).name, report_of(feed, "html").name}


@pytest.mark.slow
def test_a_run_that_was_broken_off_too_long_ago_is_begun_anew_and_that_is_said(tmp_path: Path) -> None:
    with site(pause=0.01) as server:
        killed_after(server.origin, tmp_path, 20)
        book = tmp_path / "made_up" / "unfinished.pages"
        head, _, rest = book.read_text(encoding="utf-8").partition("\n")
        old = {**json.loads(head), "feed": "20261101T000000.000000Z.jsonl"}
        book.write_text(json.dumps(old) + "\n" + rest, encoding="utf-8")
        report = crawled(server.origin, tmp_path)
    assert "不再接续（它开始于 24 小时之前）" in report["stderr"]
    assert (report["resumed_pages"], report["items"]) == (0, 41)
    assert report["feed"] != old["feed"]


@pytest.mark.slow
def test_a_second_crawl_of_the_same_source_is_refused(scrapers: Command, tmp_path: Path) -> None:
    with only_crawl_of(tmp_path / "partner_firm_sample"):
        process = scrapers("crawl", "partner_firm_sample", "--out", tmp_path, sites="http://127.0.0.1:1")
    assert process.returncode == 1
    assert process.stderr.strip() == "crawl: 另一条命令正在抓取 partner_firm_sample"


def test_a_book_torn_off_at_any_byte_holds_its_whole_pages_and_can_be_gone_on_with(tmp_path: Path) -> None:
    book = PageBook(tmp_path / "book", "v1")
    book.start({"feed": "x"})
    for number in range(3):
        book.write(Page(f"k{number}", url="保安", read="2026-11-28T00:00:00+00:00"))
    book.close()
    whole = book.path.read_bytes()
    for end in range(len(whole)):
        book.path.write_bytes(whole[:end])
        lines = whole[:end].count(b"\n")
        with closing(PageBook(book.path, "v1")) as torn:
            assert len(torn) == max(0, lines - 1)
            if not torn.head:
                assert lines == 0
                continue
            torn.go_on()
            torn.write(Page("last"))
        with closing(PageBook(book.path, "v1")) as mended:
            assert mended.get("last") == Page("last")


def test_what_another_version_of_the_program_read_is_not_believed(tmp_path: Path) -> None:
    book = PageBook(tmp_path / "unfinished.pages", "another version")
    book.start({"feed": "20261128T000000.000000Z.jsonl"})
    book.write(Page("k"))
    book.close()
    with closing(PageBook(book.path, "this version")) as other:
        assert len(other) == 0
    assert feed_to_resume(tmp_path) == (None, "它是由另一版本的程序抓取的")


@contextmanager
def changing_site(validator: str) -> Iterator[tuple[HostileServer, dict[str, str]]]:
    """A site that can say "not modified", by ETag or by date; its pages may be changed while it serves."""
    pages = {"/list": links("/job/0", "/job/1", "/job/2"), **{path: JOBS[path] for path in list(JOBS)[:3]}}

    def answer(handler: Handler) -> None:
        body = pages[handler.path]
        mark = f'"{hash(body):x}"' if validator == "ETag" else f"Sat, 28 Nov 2026 00:00:{hash(body) % 60:02d} GMT"
        asked = handler.headers["If-None-Match" if validator == "ETag" else "If-Modified-Since"]
        if asked == mark:
            handler.answer(b"", status=304)
        else:
            handler.answer(body, **{validator: mark})

    with serving(dict.fromkeys(("/list", *JOBS), answer)) as server:
        yield server, pages


@pytest.mark.slow
@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_an_unchanged_page_counts_as_seen_again(tmp_path: Path, validator: str) -> None:
    with changing_site(validator) as (server, pages):
        first = crawled(server.origin, tmp_path)
        time.sleep(1)
        pages["/job/1"] = vacancy("岗位1").replace("5000", "6000")
        second = crawled(server.origin, tmp_path)
        third = crawled(server.origin, tmp_path)
    assert (first["not_modified"], first["new"]) == (0, 3)
    assert (second["not_modified"], second["statuses"]) == (3, {"200": 2, "304": 3})
    assert [second[name] for name in ("items", "new", "changed", "gone", "complete")] == [3, 0, 1, 0, True]
    assert [third[name] for name in ("items", "new", "changed", "gone", "not_modified")] == [3, 0, 0, 0, 4]
    by_title = {row["title"]: row for row in third["rows"]}
    assert by_title["岗位1"]["baseSalary"] == "6000元"
    for row in third["rows"]:
        assert row["firstSeen"] == first["started"] < second["started"] < row["lastSeen"] == third["started"]


@pytest.mark.slow
def test_of_two_unchanged_pages_of_one_vacancy_either_is_enough(tmp_path: Path) -> None:
    twins = {path: page(body, ETag='"1"') for path, body in TWINS.items()}
    unchanged = {path: page("", status=304) for path in TWINS}
    with serving({"/list": page(links(*TWINS)), **twins}) as server:
        first = crawled(server.origin, tmp_path)
        (shown,) = (urlsplit(row["url"]).path for row in first["rows"])
        server.answers |= unchanged | {"/list": page(links(*(TWINS.keys() - {shown})))}
        second = crawled(server.origin, tmp_path)
    assert first["dropped"] == {"repeated_in_run": 1}
    assert (second["items"], second["not_modified"], second["gone"], second["dropped"]) == (1, 1, 0, {})


@pytest.mark.slow
def test_a_page_is_read_anew_after_a_week_whatever_the_server_says(tmp_path: Path) -> None:
    with changing_site("ETag") as (server, _):
        crawled(server.origin, tmp_path)
        book = tmp_path / "made_up" / "known.pages"
        head, *pages = map(json.loads, book.read_text(encoding="utf-8").splitlines())
        for page_read in pages[1:]:
            page_read["read"] = (datetime.now(UTC) - timedelta(days=8)).isoformat()
        book.write_text("".join(json.dumps(row) + "\n" for row in (head, *pages)), encoding="utf-8")
        again = crawled(server.origin, tmp_path)
    assert (again["not_modified"], again["items"], again["changed"]) == (1, 3, 0)


@pytest.mark.slow
def test_a_page_that_moves_is_not_taken_for_the_one_that_stood_there(tmp_path: Path) -> None:
    """Its new address has the same mark by chance, and says something else."""
    moved = {"is": False}

    def marked(body: str) -> Any:
        def answer(handler: Handler) -> None:
            same = handler.headers["If-None-Match"] == '"1"'
            handler.answer(b"", status=304) if same else handler.answer(body, ETag='"1"')

        return answer

    def old(handler: Handler) -> None:
        if moved["is"]:
            handler.answer("", status=302, Location="/new")
        else:
            marked(vacancy("保安"))(handler)

    with serving({"/list": page(links("/old")), "/old": old, "/new": marked(vacancy("厨师"))}) as server:
        crawled(server.origin, tmp_path)
        moved["is"] = True
        second = crawled(server.origin, tmp_path)
        third = crawled(server.origin, tmp_path)
    assert [row["title"] for row in second["rows"]] == ["厨师"]
    assert second["not_modified"] == 0
    # Now the new address is the one whose mark is known.
    assert [row["title"] for row in third["rows"]] == ["厨师"]
    assert third["not_modified"] == 1


@pytest.mark.slow
def test_nothing_is_unchanged_that_was_not_asked_about(tmp_path: Path) -> None:
    answers = {"/list": page(links("/job/0")), "/job/0": page(JOBS["/job/0"], ETag='"1"')}
    with serving(answers) as server:
        crawled(server.origin, tmp_path)
        book = tmp_path / "made_up" / "known.pages"
        old = (datetime.now(UTC) - timedelta(days=8)).isoformat()
        book.write_text(re.sub(r'"read":"[^"]+"', f'"read":"{old}"', book.read_text("utf-8")), encoding="utf-8")
        server.answers["/job/0"] = page("", status=304)
        again = crawled(server.origin, tmp_path)
    assert (again["not_modified"], again["items"], again["failed"]) == (0, 0, {"status_304": 1})


@pytest.mark.slow
def test_what_the_list_no_longer_names_is_gone_but_not_when_the_run_was_incomplete(tmp_path: Path) -> None:
    with changing_site("ETag") as (server, pages):
        crawled(server.origin, tmp_path)
        pages["/list"] = links("/job/0", "/job/2")
        capped = crawled(server.origin, tmp_path, RUN_CAPS={"requests": 3})
        whole = crawled(server.origin, tmp_path)
    assert (capped["complete"], capped["gone"]) == (False, None)
    # What the capped run did not come to see is still known from the first.
    assert (whole["items"], whole["not_modified"], whole["gone"], whole["new"]) == (2, 3, 1, 0)


@pytest.mark.slow
def test_a_page_without_marks_is_always_read(tmp_path: Path) -> None:
    with serving({"/list": page(links("/job/0")), "/job/0": page(JOBS["/job/0"])}) as server:
        crawled(server.origin, tmp_path)
        server.requested.clear()
        again = crawled(server.origin, tmp_path)
    assert (again["not_modified"], again["items"]) == (0, 1)
    assert not [headers for _, headers in server.requested if "If-None-Match" in headers]


def notice(number: int) -> str:
    rows = f"<tr><td>岗位<td>人数<td>怪{number % 3}<tr><td>保安<td>2<td>x<tr><td>合计<td>2<td>"
    return f"<!doctype html><table>{rows}</table><a href='/scan.pdf'>附件</a>"


NOTICES = {f"/notice/{number}": notice(number) for number in range(12)}


@contextmanager
def notices(pause: float = 0.0) -> Iterator[HostileServer]:
    """Notices with a header that nobody knows, a row that is no vacancy and a document that cannot be read."""

    def answer(body: str | bytes) -> Any:
        def unchanged_or(handler: Handler) -> None:
            time.sleep(pause)
            same = handler.headers["If-None-Match"] == '"1"'
            handler.answer(b"", status=304) if same else handler.answer(body, ETag='"1"')

        return unchanged_or

    pages: dict[str, str | bytes] = {"/list": links(*NOTICES), **NOTICES, "/scan.pdf": b"%PDF-1.4 x"}
    with serving({path: answer(body) for path, body in pages.items()}) as server:
        yield server


@pytest.mark.slow
def test_what_was_counted_in_tables_outlives_a_kill_and_an_unchanged_page(tmp_path: Path) -> None:
    expected = {f"table/unmatched/怪{number}": 4 for number in range(3)}
    expected |= {"table/skipped/total": 12, "table/unreadable/broken": 1}
    with notices(pause=0.02) as server:
        killed_after(server.origin, tmp_path, 6, KIND="notices")
        resumed = crawled(server.origin, tmp_path, KIND="notices")
        unchanged = crawled(server.origin, tmp_path, KIND="notices")
        expected[f"table/document/broken/{server.origin}/scan.pdf"] = 1
        asked = [headers for path, headers in server.requested if path == "/scan.pdf"]
    assert resumed["resumed_pages"] >= 6
    assert unchanged["not_modified"] == len(NOTICES) + 1
    # What could not be read may be readable the next time: it is not asked whether it changed.
    assert len(asked) >= 2
    assert not [headers for headers in asked if "If-None-Match" in headers]
    for report in (resumed, unchanged):
        assert report["counts"] == expected
        assert (report["items"], report["gone"]) == (12, None)
        assert report["incomplete"] == ["有 1 个附件没有读出来：文件损坏，打不开 1"]
    assert "怪0" in report_of(tmp_path / "made_up" / unchanged["feed"], "html").read_text(encoding="utf-8")
