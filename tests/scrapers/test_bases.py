"""Each kind of base, proved on its source's saved pages: a real server, a real crawl, the rows a person checked."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from scrapers.feeds import report_of
from scrapers.recording import PAGES
from tests.scrapers.conftest import ROOT

pytestmark = pytest.mark.slow

# Written when a page was read, not part of what it says.
OF_THE_RUN = {"file", "source", "publisher", "contentHash", "firstSeen", "lastSeen", "url"}
LINKS = "<!doctype html><ul class='job-list'><li><a href='4001.html'>一</a></ul><a href='more.html'>下一页</a>"
MORE = "<!doctype html><ul class='job-list'><li><a href='4002.html'>二</a></ul>"
COURSES = (
    "<!doctype html><a class='course' href='/c/electrician.html'>一</a><a class='course' href='/c/fire-operator.html'>"
)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><link>/</link><item><title>专场</title>
<link>/zhaopin/zp-101.html</link></item><item><link>/news/1.html</link></item>
<item><link>/zhaopin/zp-102.html</link></item></channel></rss>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>ORIGIN/zhaopin/zp-101.html</loc></url><url><loc>ORIGIN/zhaopin/zp-102.html</loc></url></urlset>"""
POSITIONS = {"result": {"records": [{"positionId": "SZ9001"}, {"positionId": "SZ9002"}]}}


FAIRS = "<!doctype html><div class='news-list'><a href='1.html'>一</a> <a href='2.html'>二</a></div>"


@dataclass(frozen=True)
class Served:
    """A source, where its saved pages stand on the server, and what else the server answers."""

    source: str
    pages: dict[str, str]
    more: dict[str, str] = field(default_factory=dict)
    packed: bool = False
    # Saved document → what the notice that leads to it says of each of its rows.
    noticed: dict[str, dict[str, str]] = field(default_factory=dict)
    # Crawled in a second round, for its addresses are another case's too.
    second: bool = False


def page_number(request: Request) -> Response:
    """Two pages, then empty ones for ever."""
    number = request.args["page"]
    file = PAGES / "mohrss_public_jobs" / f"list-{number}.json"
    body = file.read_bytes() if file.exists() else b'{"data": {"list": []}}'
    return Response(body, content_type="application/json")


def offset(request: Request) -> Response:
    file = PAGES / "dongguan_public_jobs" / f"offset-{request.args['offset']}.json"
    body = file.read_bytes() if file.exists() else b'{"vacancies": []}'
    return Response(body, content_type="application/json")


def posted(request: Request) -> Response:
    """Only a POST with the body that was declared is answered."""
    asked = request.get_json()
    assert request.method == "POST"
    assert (asked["keyword"], asked["pageSize"]) == ("", 20)
    body = POSITIONS if asked["pageNo"] == 1 else {"result": {"records": []}}
    return Response(json.dumps(body), content_type="application/json")


HANDLERS: dict[str, dict[str, Callable[[Request], Response]]] = {
    "mohrss_public_jobs": {"/api/jobs": page_number},
    "dongguan_public_jobs": {"/openapi/vacancies": offset},
    "shenzhen_public_jobs": {"/api/position/search": posted},
}
SERVED = {
    "html list with paging": Served(
        "hunan_public_jobs",
        {"/jobs/4001.html": "4001.html", "/jobs/4002.html": "4002.html"},
        {"/jobs/index.html": LINKS, "/jobs/more.html": MORE},
    ),
    "html rows, in another encoding than declared": Served(
        "yongzhou_public_jobs", {"/rsj/zpxx/index.shtml": "index.html"}
    ),
    "structured data from a list": Served(
        "training_school_courses",
        {"/c/electrician.html": "electrician.html", "/c/fire-operator.html": "fire-operator.html"},
        {"/courses/": COURSES},
    ),
    "structured data from a feed": Served(
        "hunan_veterans_jobs",
        {"/zhaopin/zp-101.html": "zp-101.html", "/zhaopin/zp-102.html": "zp-102.html"},
        {"/rss.xml": RSS},
    ),
    "structured data from a sitemap": Served(
        "hunan_veterans_jobs",
        {"/zhaopin/zp-101.html": "zp-101.html", "/zhaopin/zp-102.html": "zp-102.html"},
        {"/rss.xml": SITEMAP},
        second=True,
    ),
    "json api by page number": Served("mohrss_public_jobs", {}),
    "json api by offset": Served("dongguan_public_jobs", {}),
    "json api by POST with details": Served(
        "shenzhen_public_jobs", {"/api/position/SZ9001": "SZ9001.json", "/api/position/SZ9002": "SZ9002.json"}
    ),
    "json in a script": Served("newjobs_talents", {"/list/1-1": "list.html"}),
    "feed in JSON": Served("partner_hr_open", {"/positions.json": "positions.json"}),
    "feed in XML": Served("partner_google_jobs", {"/feed.xml": "feed.xml"}),
    "feed in XML, packed": Served("partner_google_jobs", {"/feed.xml": "feed.xml"}, packed=True, second=True),
    "feed in CSV": Served("partner_workers_csv", {"/export/jobs.csv": "jobs.csv"}),
    "feed in JSON Lines": Served("training_base_courses", {"/courses.jsonl": "courses.jsonl"}),
    "notice with a spreadsheet": Served(
        "lanshan_government",
        {"/notices/20261123.html": "notice.html", "/notices/files/gangwei.xlsx": "gangwei.xlsx"},
        {"/notices/": "<!doctype html><ul class='list'><li><a href='20261123.html'>公告</a></ul>"},
        noticed={"gangwei.xlsx": {"datePosted": "2026年11月23日", "validThrough": "2026年12月10日"}},
    ),
    "notices with a PDF and an old spreadsheet": Served(
        "lanshan_veterans_affairs",
        {
            "/tzgg/1.html": "notice1.html",
            "/tzgg/2.html": "notice2.html",
            "/tzgg/fair1.pdf": "fair1.pdf",
            "/tzgg/fair2.xls": "fair2.xls",
        },
        {"/tzgg/": FAIRS},
        noticed={
            "fair1.pdf": {"datePosted": "2026年11月16日", "validThrough": "2026年12月31日"},
            "fair2.xls": {"datePosted": "2026年11月20日", "validThrough": "2026年12月31日"},
        },
    ),
    "notice with its table on the page": Served(
        "yongzhou_employment",
        {"/zph/2026-12.html": "notice.html"},
        {"/zph/": "<!doctype html><table class='fairs'><tr><td><a href='2026-12.html'>招聘会</a></table>"},
    ),
    "notice with a Word document": Served(
        "dongguan_employment",
        {"/zph/88.html": "notice.html", "/files/changan.docx": "changan.docx"},
        {"/zph/": "<!doctype html><div class='list-item'><a href='88.html'>招聘会</a></div>"},
        noticed={
            "changan.docx": {"datePosted": "2026-11-18", "validThrough": "2026-12-15", "jobLocation": "东莞市长安镇"}
        },
        second=True,
    ),
}
TYPES = {
    ".html": "text/html",
    ".json": "application/json",
    ".xml": "application/xml",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def serve(server: HTTPServer, case: Served) -> None:
    server.expect_request("/robots.txt").respond_with_data("")
    for path, handler in HANDLERS.get(case.source, {}).items():
        server.expect_request(path).respond_with_handler(handler)
    for path, text in case.more.items():
        kind = "application/xml" if path.endswith(".xml") else "text/html; charset=utf-8"
        text = text.replace("ORIGIN", f"http://127.0.0.1:{server.port}")
        server.expect_request(path).respond_with_data(text, content_type=kind)
    for path, file in case.pages.items():
        body, kind = (PAGES / case.source / file).read_bytes(), TYPES.get(Path(file).suffix, "text/plain")
        if case.packed:
            body, kind = gzip.compress(body), "application/gzip"
        server.expect_request(path).respond_with_data(body, content_type=kind)


def content(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in sorted(row) if name not in OF_THE_RUN and name != "identifier"}


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Case → the feed of its crawl; two rounds, each a server and a process that forks for each source."""
    found: dict[str, Path] = {}
    for second in (False, True):
        cases = {name: case for name, case in SERVED.items() if case.second == second}
        with HTTPServer(host="127.0.0.1") as server:
            for case in cases.values():
                serve(server, case)
            env = {**os.environ, "PYTHONPATH": str(ROOT), "BRIDGEHEAD_SITES": f"http://127.0.0.1:{server.port}"}
            out, names = tmp_path_factory.mktemp("feeds"), [case.source for case in cases.values()]
            command = [sys.executable, "-m", "tests.scrapers.moved_source", str(out), *names]
            process = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=900, check=False)
            server.check()
        assert process.returncode == 0, process.stderr
        found |= dict(zip(cases, map(Path, process.stdout.splitlines()), strict=True))
    return found


@pytest.mark.parametrize("name", SERVED)
def test_a_crawl_of_its_saved_pages_yields_the_rows_a_person_checked(name: str, feeds: dict[str, Path]) -> None:
    source, feed = SERVED[name].source, feeds[name]
    rows = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    expected = (PAGES / source / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    noticed = SERVED[name].noticed
    wanted = [content({**noticed.get(row["file"], {}), **row}) for row in map(json.loads, expected)]
    assert sorted(map(content, rows), key=str) == sorted(wanted, key=str)
    assert json.loads(report_of(feed).read_text(encoding="utf-8"))["errors"] == 0
    for row in rows:
        assert row["source"] == source
        assert row["url"].startswith("http")
        # A vacancy of a document leads to the notice, which says what it is about.
        assert not noticed or row["url"].endswith(".html")
