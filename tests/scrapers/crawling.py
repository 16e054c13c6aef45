"""A crawl in a process of its own, of a source made up for the test; prints what came of it and what it needed.

    python -m tests.scrapers.crawling ORIGIN OUT [SETTING=JSON …]

The setting KIND says how the source publishes (`list`, `notices`, `sitemap`, `feed`).
The setting DIE_IN names a function of the crawl; the process is killed (-9) the moment it would be called.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]


def command(origin: str, out: Path, **settings: object) -> list[str]:
    given = [f"{name}={json.dumps(value)}" for name, value in settings.items()]
    return [sys.executable, "-m", "tests.scrapers.crawling", origin, str(out), *given]


def environment(origin: str) -> dict[str, str]:
    site = urlsplit(origin)
    sites = f"{site.scheme}://{site.netloc}"
    given = {"PYTHONPATH": str(ROOT), "BRIDGEHEAD_SITES": sites, "PYTHONUTF8": "1"}
    # Compiling Scrapy anew for each crawl would take longer than crawling.
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | given


def crawled(origin: str, out: Path, **settings: object) -> dict[str, Any]:
    """The report of a crawl of `origin`, with the `rows` of its feed and its `peak` memory in MiB."""
    process = subprocess.run(
        command(origin, out, **settings),
        cwd=ROOT,
        env=environment(origin),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return {**json.loads(process.stdout.splitlines()[-1]), "stderr": process.stderr}


def main(origin: str, out: str, *settings: str) -> int:
    from scrapers.feeds import read_report, rows_of
    from scrapers.runs import crawl

    given = {name: json.loads(value) for name, _, value in (setting.partition("=") for setting in settings)}
    if victim := given.pop("DIE_IN", None):
        mock.patch(victim, side_effect=lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)).start()
    result = crawl(_source(origin, given.pop("KIND", "list")), Path(out), **given)
    if result is None:
        return 1
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    report = read_report(result.feed) or {}
    print(json.dumps({**report, "rows": list(rows_of(result.feed)), "peak": peak // 1024}, ensure_ascii=False))
    return 0


def _source(origin: str, kind: str) -> type:
    from scrapers.bases.announcement import AnnouncementSpider
    from scrapers.bases.feed import FeedSpider
    from scrapers.bases.html_list import HtmlListSpider
    from scrapers.bases.structured_data import StructuredDataSpider
    from scrapers.shapes import RSS

    fields = {"title": "h1", "base_salary": ".pay", "description": ".text", "identifier": ".number"}
    listed = {"start_urls": [f"{origin}/list"], "links": "a.job", "next_page": "a.next"}
    base, own = {
        "list": (HtmlListSpider, {**listed, "fields": fields}),
        "notices": (AnnouncementSpider, listed),
        "sitemap": (StructuredDataSpider, {"start_urls": [f"{origin}/sitemap.xml"], "page_pattern": "/job/"}),
        "feed": (FeedSpider, {"start_urls": [f"{origin}/feed"], "shape": RSS}),
    }[kind]
    facts = {"name": "made_up", "publisher": "某单位", "region": "431127", "permission": "测试", "schedule": "每天"}
    return type("MadeUpSpider", (base,), {**facts, "least_items": 1, "verified": "not verified", **own})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
