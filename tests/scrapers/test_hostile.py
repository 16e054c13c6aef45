"""Whatever a server answers, it costs little, ends in a counted reason, and the crawl goes on."""

from __future__ import annotations

import gzip
import random
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scrapers.extensions.decompression import Damaged, UnpackedTooLarge, unpacked
from scrapers.extensions.traps import TrapFilter, pattern_of
from tests.scrapers.crawling import crawled
from tests.scrapers.hostile import HORRORS, MEGABYTE, ODD, Handler, links, page, serving, vacancy

GOOD = {f"/good/{number}": page(vacancy(f"岗位{number}")) for number in range(20)}
QUICK = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 3}
# What the crawl may need more than for good pages alone; each horror sends 100 MB, or without end.
MOST_MORE = 64


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with serving({**GOOD, "/list": page(links(*GOOD))}) as server:
        return crawled(server.origin, tmp_path_factory.mktemp("good"), **QUICK)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    answers = {**GOOD, **{path: answer for path, (answer, _) in HORRORS.items()}, **ODD}
    with serving({**answers, "/list": page(links(*answers))}) as server:
        return crawled(server.origin, tmp_path_factory.mktemp("bad"), **QUICK)


@pytest.mark.slow
def test_good_pages_alone_are_a_complete_run(good: dict[str, Any]) -> None:
    assert (good["items"], good["failed"], good["refused"], good["alarms"]) == (20, {}, {}, [])
    assert good["complete"] is True


@pytest.mark.slow
def test_each_horror_is_counted_for_its_own_reason(bad: dict[str, Any]) -> None:
    wanted: dict[str, dict[str, int]] = {"failed": {}, "refused": {}, "counts": {}}
    for _, (part, code) in HORRORS.values():
        wanted[part][code] = wanted[part].get(code, 0) + 1
    assert wanted["counts"].pop("pages/without_vacancy") == bad["pages_without_vacancy"]
    assert {part: bad[part] for part in wanted} == wanted
    assert bad["errors"] == 0


@pytest.mark.slow
def test_the_crawl_reads_all_that_can_be_read_among_horrors(bad: dict[str, Any]) -> None:
    titles = {row["title"] for row in bad["rows"]}
    assert titles == {f"岗位{number}" for number in range(20)} | {"厨师", "保安员", "司机", "焊工", "电工"}
    assert len(bad["rows"]) == len(GOOD) + len(ODD)


@pytest.mark.slow
def test_memory_stays_bounded(good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert bad["peak"] < good["peak"] + MOST_MORE


@pytest.mark.slow
def test_what_was_not_seen_whole_says_so(bad: dict[str, Any]) -> None:
    assert bad["complete"] is False
    assert bad["gone"] is None
    assert any("个页面没有取到" in alarm for alarm in bad["alarms"])


def _calendar(handler: Handler) -> None:
    month = int(handler.path.rpartition("=")[2])
    handler.answer(links(next_=f"/calendar?month={month + 1}"))


def _growing(handler: Handler) -> None:
    handler.answer(links(next_=f"{handler.path}/more"))


@pytest.mark.slow
@pytest.mark.parametrize(("first", "answer"), [("/calendar?month=1", _calendar), ("/growing", _growing)])
def test_an_endless_list_is_left(tmp_path: Path, first: str, answer: Any) -> None:
    with serving({**GOOD, "/list": page(links(*GOOD, next_=first)), first.partition("?")[0]: answer}) as server:
        report = crawled(server.origin, tmp_path, MOST_BARREN_PAGES=5)
        asked = [path for path in server.paths() if path.startswith(first[:8])]
    assert len(asked) <= 7
    assert (report["items"], report["refused"], report["complete"]) == (20, {"endless_list": 1}, False)


def _with_news(handler: Handler) -> None:
    number = int(handler.path.rpartition("=")[2])
    handler.answer(links(f"/news-{number}.html", next_=f"/paged?page={number + 1}"))


@pytest.mark.slow
def test_a_list_that_always_has_something_new_ends_at_the_depth_limit(tmp_path: Path) -> None:
    answers = {"/list": page(links(*GOOD, next_="/paged?page=1")), "/paged": _with_news, "/news": page("<p>无")}
    with serving({**GOOD, **answers}) as server:
        report = crawled(server.origin, tmp_path, MOST_BARREN_PAGES=5, DEPTH_LIMIT=30)
    # Of the last list page neither the link to the news nor the one to the next page is followed.
    assert (report["items"], report["refused"]) == (20, {"too_deep": 2})
    assert report["complete"] is False


def test_a_chain_that_brings_vacancies_is_followed_and_one_that_does_not_is_cut() -> None:
    def followed(vacancy_on_each_page: bool) -> int:
        crawler = get_crawler(settings_dict={"MOST_BARREN_PAGES": 3})
        crawler.stats = MemoryStatsCollector(crawler)
        chain = TrapFilter.from_crawler(crawler)
        for number in range(1, 20):
            before, address = (f"https://jobs.example.cn/list?page={at}" for at in (number - 1, number))
            if chain.request_seen(Request(address, headers={"Referer": before})):
                return number
            if vacancy_on_each_page:
                chain.item_scraped(None, Response(address))
        return 0

    assert (followed(True), followed(False)) == (0, 4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("caps", "reason"),
    [
        ({"RUN_CAPS": {"requests": 10}}, "run_cap_requests"),
        ({"HOST_CAPS": {"requests": 10}}, "host_cap_requests"),
        ({"HOST_CAPS": {"bytes": 1000}}, "host_cap_bytes"),
    ],
)
def test_a_cap_ends_the_run_and_makes_it_incomplete(tmp_path: Path, caps: dict[str, Any], reason: str) -> None:
    with serving({**GOOD, "/list": page(links(*GOOD))}) as server:
        report = crawled(server.origin, tmp_path, **caps)
    assert set(report["refused"]) == {reason}
    assert report["items"] < 20
    assert report["complete"] is False
    if "requests" in reason:
        assert report["requests"] == 10


@pytest.mark.slow
@pytest.mark.parametrize(("caps", "reason"), [("RUN_CAPS", "run_cap_seconds"), ("HOST_CAPS", "host_cap_seconds")])
def test_when_its_time_is_up_nothing_more_is_asked(tmp_path: Path, caps: str, reason: str) -> None:
    def late(handler: Handler) -> None:
        time.sleep(2.1)
        handler.answer(links(*GOOD))

    with serving({**GOOD, "/list": late}) as server:
        report = crawled(server.origin, tmp_path, **{caps: {"seconds": 2}})
        assert not set(server.paths()) & GOOD.keys()
    assert set(report["refused"]) == {reason}
    assert (report["items"], report["complete"]) == (0, False)


@pytest.mark.slow
def test_a_download_that_is_cancelled_counts_as_the_most_that_it_may_have_cost(tmp_path: Path) -> None:
    huge = HORRORS["/declared_huge"][0]
    with serving({**GOOD, "/huge": huge, "/list": page(links(*GOOD, "/huge"))}) as server:
        report = crawled(server.origin, tmp_path, RUN_CAPS={"bytes": 1_000_000}, CONCURRENT_REQUESTS=1)
    assert report["failed"] == {"too_large": 1}
    # The last link of a page is followed first.
    assert report["refused"]["run_cap_bytes"] >= 15


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("http://a.example/2026/11?m=1", "http://a.example/2027/1?m=2", True),
        ("http://a.example/x/x/x", "http://a.example/x", True),
        ("http://a.example/list?page=1&q=a", "http://a.example/list?q=b&page=", True),
        ("http://a.example/list/1", "http://a.example/job/1", False),
        ("http://a.example/list?page=1", "http://a.example/list?job=1", False),
    ],
)
def test_addresses_of_one_pattern_are_told_from_others(one: str, other: str, alike: bool) -> None:
    assert (pattern_of(one) == pattern_of(other)) is alike


PLAIN = "招聘保安员若干名，".encode() * 3000
PACKED = {"gzip": gzip.compress(PLAIN), "deflate": zlib.compress(PLAIN)}
BARE = zlib.compressobj(wbits=-15)
BARE_DEFLATE = BARE.compress(PLAIN) + BARE.flush()


@pytest.mark.parametrize("encoding", PACKED)
def test_what_is_cut_off_anywhere_is_never_taken_for_whole(encoding: str) -> None:
    for end in range(len(PACKED[encoding])):
        with pytest.raises(Damaged):
            unpacked(PACKED[encoding][:end], [encoding], MEGABYTE)


@pytest.mark.parametrize("encoding", PACKED)
def test_broken_bytes_end_in_one_of_two_errors_or_change_nothing(encoding: str) -> None:
    chance = random.Random(7)
    for _ in range(500):
        body = bytearray(PACKED[encoding])
        body[chance.randrange(len(body))] ^= chance.randrange(1, 256)
        try:
            read = unpacked(bytes(body), [encoding], MEGABYTE)
        except (Damaged, UnpackedTooLarge):
            continue
        assert read == PLAIN


def test_honest_compression_is_unpacked() -> None:
    for encoding, body in (*PACKED.items(), ("deflate", BARE_DEFLATE), ("x-gzip", PACKED["gzip"])):
        assert unpacked(body, [encoding], MEGABYTE) == PLAIN
    assert unpacked(PACKED["gzip"] * 2 + b"\0\0", ["gzip"], MEGABYTE) == PLAIN * 2


def test_many_members_are_too_large_even_when_nothing_is_in_them() -> None:
    with pytest.raises(UnpackedTooLarge):
        unpacked(gzip.compress(b"") * 200_000, ["gzip"], MEGABYTE)
