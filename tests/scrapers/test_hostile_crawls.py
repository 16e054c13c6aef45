"""Hostile documents, sitemaps and feeds in a real crawl of a real server: each is a counted reason, and it goes on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from scrapers.sheets.limits import MIB
from tests.scrapers.crawling import crawled
from tests.scrapers.hostile import links, page, serving
from tests.scrapers.sheet_files import html, xlsx
from tests.scrapers.test_tables_hostile import OLE, ROWS, laughs, million_rows, rezipped

pytestmark = pytest.mark.slow

GOOD = xlsx(ROWS)
OFFICE = {"Content_Type": "application/octet-stream"}
# Document → how many vacancies it holds, or the reason that must be counted.
DOCUMENTS: dict[str, tuple[bytes, int | str]] = {
    "good.xlsx": (GOOD, 1),
    "macro.xlsm": (rezipped(GOOD, {"xl/vbaProject.bin": b"Sub AutoOpen()"}), 1),
    "bomb.xlsx": (rezipped(GOOD, {f"media/{n}.bin": b"\0" * 70 * MIB for n in range(4)}), "inflates_too_much"),
    "laughs.xlsx": (rezipped(GOOD, {"xl/workbook.xml": laughs("workbook")}), "unsafe_xml"),
    "empty.xlsx": (b"", "empty"),
    "half.xlsx": (GOOD[: len(GOOD) // 2], "broken"),
    "old.doc": (OLE + "WordDocument".encode("utf-16-le"), "old_word"),
    "locked.xls": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "no.pdf": (b"%PDF-1.4 and no more", "broken"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n\0\0", "unknown_kind"),
}


def test_documents_of_a_notice_that_cannot_be_read_are_counted_and_the_others_read(tmp_path: Path) -> None:
    links_ = "".join(f'<p><a href="/{name}">附件</a>' for name in DOCUMENTS)
    answers = {f"/{name}": page(body, **OFFICE) for name, (body, _) in DOCUMENTS.items()}
    answers |= {"/notice/1": page(f"<h1>公告</h1>{links_}"), "/notice/2": page(html([["岗位", "人数"], ["厨师", 1]]))}
    with serving({**answers, "/list": page(links("/notice/1", "/notice/2"))}) as server:
        report = crawled(server.origin, tmp_path, KIND="notices")
    reasons = [f"table/unreadable/{told}" for _, told in DOCUMENTS.values() if isinstance(told, str)]
    unreadable = {key: count for key, count in report["counts"].items() if key.startswith("table/unreadable/")}
    assert unreadable == {reason: reasons.count(reason) for reason in reasons}
    assert sorted(row["title"] for row in report["rows"]) == ["保安", "保安", "厨师"]
    assert (report["errors"], report["failed"]) == (0, {})
    assert report["peak"] < 250


def test_a_sheet_of_a_million_rows_costs_the_crawl_little(tmp_path: Path) -> None:
    content = million_rows()
    answers = {"/list": page(links("/notice")), "/notice": page('<a href="/a.xlsx">附件</a>')}
    with serving({**answers, "/a.xlsx": page(content, **OFFICE)}) as server:
        report = crawled(server.origin, tmp_path, KIND="notices", DOWNLOAD_MAXSIZE=64 * MIB)
    assert report["items"] == 4_999
    assert report["counts"]["table/skipped/too_many_rows"] == 995_000
    assert report["peak"] < 400


JOB = '<!doctype html><script type="application/ld+json">{"@type":"JobPosting","title":"保安"}</script>'


def test_a_sitemap_that_names_itself_ends_and_its_hostile_parts_are_counted(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 100 * MIB)
    xml = {"Content_Type": "application/xml"}
    with serving({}) as server:
        here = server.origin
        names = ("sitemap.xml", "jobs.xml", "empty.xml", "laughs.xml", "packed.xml.gz", "half.xml", "sitemap.xml?2")
        index = "".join(f"<sitemap><loc>{here}/{name}</loc></sitemap>" for name in names)
        jobs = f"<urlset><url><loc>{here}/job/1</loc></url><url><loc>http://[x/job/</loc></url></urlset>"
        server.answers |= {
            "/sitemap.xml": page(f"<sitemapindex>{index}</sitemapindex>", **xml),
            "/jobs.xml": page(jobs, **xml),
            "/empty.xml": page("", **xml),
            "/laughs.xml": page(laughs("urlset"), **xml),
            "/packed.xml.gz": page(bomb, Content_Type="application/gzip"),
            "/half.xml": page(jobs[: len(jobs) // 2], **xml),
            "/job/": page(JOB),
        }
        report = crawled(here, tmp_path, KIND="sitemap")
        assert len(server.paths()) <= 12
    assert [row["title"] for row in report["rows"]] == ["保安"]
    assert (report["errors"], report["failed"]) == (0, {})
    assert report["counts"].items() >= {"feed/broken_xml": 1, "pages/not_text": 1, "links/unusable": 1}.items()
    assert report["peak"] < 250


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "feed/unknown_format"),
        (b"<rss><channel><item><title>x", "feed/broken_xml"),
        (b"[" * 100_000, "feed/broken_json"),
        (json.dumps([{"title": "x"}]).encode()[:-1], "feed/broken_json"),
        (gzip.compress(b"<rss>" * 1000)[:-20], "feed/broken_gzip"),
        (gzip.compress(b"<rss>" + b" " * 100 * MIB), "feed/too_large"),
    ],
    # By name: bytes of a packed file hold the time at which it was packed, and every worker must know the same tests.
    ids=["empty", "broken_xml", "deep_json", "cut_json", "cut_gzip", "gzip_bomb"],
)
def test_a_feed_that_is_none_is_a_counted_reason_and_an_alarm(tmp_path: Path, body: bytes, reason: str) -> None:
    kind = "application/gzip" if body.startswith(b"\x1f\x8b") else "text/plain"
    with serving({"/feed": page(body, Content_Type=kind)}) as server:
        report = crawled(server.origin, tmp_path, KIND="feed")
    assert report["counts"][reason] == 1
    assert (report["items"], report["errors"], report["complete"]) == (0, 0, False)
    assert report["alarms"]
    assert report["peak"] < 450
