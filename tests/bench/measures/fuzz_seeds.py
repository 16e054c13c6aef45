"""Where fuzzing begins: saved pages and documents for each target; real pages too, where they are."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.bench.measures.labelled_sets import PROJECT
from tests.scrapers.sheet_files import delimited, docx, html, pdf, xls, xlsx

PAGES = PROJECT / "fixtures" / "pages"
# Real pages, never committed.
REAL_PAGES = PROJECT.parent / "shared" / "data" / "pages"
# Longer ones make few executions; what stands at the end of a page is found in shorter pages too.
LONGEST = 32 * 1024

_ROWS = [
    ["用人单位", "岗位名称", "招聘人数", "薪资待遇", "备注"],
    ["某厂", "保安2人、厨师1人", "3", "4000-6000元/月", "=1+1"],
]
_MERGED = [(0, 0, 1, 0)]
GOOD: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: xlsx(_ROWS, [(2, 0, 3, 0)]),
    "xls": lambda: xls(_ROWS),
    "docx": lambda: docx(_ROWS),
    "pdf": lambda: pdf(_ROWS),
    "csv": lambda: delimited(_ROWS),
    "html": lambda: html(_ROWS, _MERGED),
}
_SITEMAPS = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
    b"<loc>https://jobs.example.cn/job/1</loc></url></urlset>",
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://jobs.example.cn/a.xml'
    b"</loc></sitemap></sitemapindex>",
    b'<rss version="2.0"><channel><item><link>/job/1</link></item></channel></rss>',
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/job/1"/></entry></feed>',
)
_API = {
    "data": {"list": [{"id": 7, "title": "保安", "salary": {"low": 4000, "high": 6000}, "url": "https://a.example"}]}
}
_TEXTS = (
    "联系人：张先生，电话１２０１２３４５６７８，微信号：abcdef12，QQ：12345678，邮箱 a.b@example.com",
    "岗位要求：男，18-45岁，高中以上学历，三年以上工作经验，持C1驾照；包吃住，两班倒，月薪4千-6千元，13薪。",
    "招聘保安3名（限本地户籍），不收取任何押金；试用期三个月，工作地点：湖南省永州市蓝山县塔峰镇。",
    "面议|8000-12000/月|200元/天|15万/年|10月25日发布|2026-11-28|若干|大专及以上|不限|5年",
)
_ROBOTS = b"User-agent: *\nDisallow: /admin/*.php$\nCrawl-delay: 2\nSitemap: https://jobs.example.cn/sitemap.xml\n"


def seeds_of(target: str) -> list[bytes]:
    """The first inputs of a target, none longer than LONGEST."""
    return [seed[:LONGEST] for seed in dict.fromkeys(_SEEDS[target]()) if seed]


def _files(*endings: str) -> Iterator[bytes]:
    """Saved pages by the ending of their names; then real ones."""
    for folder in (PAGES, REAL_PAGES):
        for path in sorted(folder.rglob("*")):
            if path.suffix in endings:
                yield path.read_bytes()


def _pages() -> Iterator[bytes]:
    yield from _files(".html")
    yield GOOD["html"]()


def _scripts() -> Iterator[bytes]:
    yield from _files(".json", ".txt")
    yield b'{a: \'x\', b: [.5, !0, undefined,], /* c */ "c": "\\u4e00"}'


def _xml() -> Iterator[bytes]:
    yield from _files(".xml")
    yield from _SITEMAPS


def _json() -> Iterator[bytes]:
    yield from _files(".json")
    yield json.dumps(_API, ensure_ascii=False).encode()


def _json_ld() -> Iterator[bytes]:
    """The scripts of JSON-LD in saved pages."""
    for page in _files(".html"):
        for script in page.split(b"application/ld+json")[1:]:
            yield script.partition(b">")[2].partition(b"</script")[0]


def _feed_rows() -> Iterator[bytes]:
    for path in sorted(PAGES.glob("*/expected.jsonl")):
        yield path.read_bytes()
    yield gzip.compress(path.read_bytes())


def _texts() -> Iterator[bytes]:
    for text in _TEXTS:
        yield text.encode()


def _postings() -> Iterator[bytes]:
    yield from _texts()
    for rows in _feed_rows():
        yield from rows.splitlines()[:3]


def _packed() -> Iterator[bytes]:
    for page in list(_xml())[:4]:
        yield gzip.compress(page)
        yield zlib.compress(page)


def _declared() -> Iterator[bytes]:
    for page in _pages():
        yield b"gb2312\n" + page
    yield "iso-8859-1\n招聘保安员若干名".encode("gb18030")


def _kind(kind: str) -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        yield GOOD[kind]()
        yield from _files(f".{kind}")

    return seeds


def _member(kind: str, name: str) -> Callable[[], Iterator[bytes]]:
    """One part of each Office file of a kind."""

    def seeds() -> Iterator[bytes]:
        for content in _kind(kind)():
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield archive.read(name)

    return seeds


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "decoding": _declared,
    "decompression": _packed,
    "robots": lambda: iter([_ROBOTS]),
    "list_page": _pages,
    "sitemap": _xml,
    "structured_data": _pages,
    "json_ld": _json_ld,
    "script_json": _scripts,
    "label_values": _pages,
    "dedecms_page": _pages,
    "notice": _pages,
    "api": _json,
    "feed_xml": _xml,
    "feed_json": _json,
    "feed_json_lines": _feed_rows,
    "feed_csv": _kind("csv"),
    "packed_feed": _packed,
    "delimited": _kind("csv"),
    "xlsx": _kind("xlsx"),
    "xlsx_sheet": _member("xlsx", "xl/worksheets/sheet1.xml"),
    "xls": _kind("xls"),
    "docx": _kind("docx"),
    "docx_body": _member("docx", "word/document.xml"),
    "pdf": _kind("pdf"),
    "contacts": _texts,
    "board_feed": _feed_rows,
    "compliance": _postings,
    "parsing": _texts,
}

TARGET_NAMES = list(_SEEDS)
