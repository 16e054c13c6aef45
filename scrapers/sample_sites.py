"""Serves the three sample sites of fixtures/sites on loopback; every date is reckoned from today."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jinja2

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "sites"
Row = dict[str, Any]
# A page: its text, its content type, and the encoding that its bytes are in.
Page = tuple[str, str, str]

_PER_PAGE = 20
_MONTHLY = re.compile(r"(\d+)-(\d+)元/月")
# Marks of the fixture that no page may show.
_HIDDEN = ("faulty",)


class SampleSites:
    """All pages, rendered when they are asked for; `origin` is where they are served."""

    def __init__(self, origin: str, today: date | None = None) -> None:
        self.origin = origin
        self._today = today
        loader = {site: jinja2.FileSystemLoader(FIXTURES / site / "templates") for site in _SITES}
        self._templates = jinja2.Environment(
            loader=jinja2.PrefixLoader(loader), autoescape=True, undefined=jinja2.StrictUndefined
        )

    def page(self, address: str) -> Page | None:
        """The page at an address, None where there is none."""
        url = urlsplit(address)
        if url.path == "/robots.txt":
            return self._robots(), "text/plain; charset=utf-8", "utf-8"
        if url.path == "/":
            return _INDEX, "text/html; charset=utf-8", "utf-8"
        site, _, rest = url.path.lstrip("/").partition("/")
        if site not in _SITES:
            return None
        return getattr(self, f"_{site}")(rest, parse_qs(url.query))

    @property
    def today(self) -> date:
        return self._today or date.today()

    def _public_employment(self, path: str, query: dict[str, list[str]]) -> Page | None:
        rows = self._vacancies
        if path in ("", "jobs/"):
            wanted, pages = query.get("page", ["1"])[0], -(-len(rows) // _PER_PAGE)
            if wanted not in map(str, range(1, pages + 1)):
                return None
            number = int(wanted)
            shown = list(rows.values())[(number - 1) * _PER_PAGE : number * _PER_PAGE]
            return self._html("public_employment/list.html", rows=shown, number=number, pages=pages, total=len(rows))
        if path == "private/drafts.html":
            return self._html("public_employment/private.html")
        row = rows.get(path.removeprefix("jobs/").removesuffix(".html"))
        return row and self._html("public_employment/detail.html", row=row)

    def _veterans_notices(self, path: str, query: dict[str, list[str]]) -> Page | None:
        if path == "":
            notices = sorted(self._notices.values(), key=lambda notice: notice["posted_days_ago"])
            text, kind, _ = self._html("veterans_notices/list.html", notices=notices)
            return text, "text/html", "gb18030"
        notice = self._notices.get(path.removeprefix("notices/").removesuffix(".html"))
        if notice is None:
            return None
        rows = [row for row in _rows("veterans_notices/postings") if row["notice"] == notice["id"]]
        text, kind, _ = self._html("veterans_notices/notice.html", notice=notice, rows=rows)
        # As many old county sites do: only the page itself says what it is encoded in.
        return text, "text/html", "gb18030"

    def _partner_firm(self, path: str, query: dict[str, list[str]]) -> Page | None:
        firm, rows = _firm(), self._openings
        if path in ("", "careers/"):
            return self._html("partner_firm/list.html", firm=firm, rows=list(rows.values()))
        if path == "sitemap.xml":
            text, _, encoding = self._html("partner_firm/sitemap.xml", rows=list(rows.values()))
            return text, "application/xml; charset=utf-8", encoding
        row = rows.get(path.removeprefix("careers/").removesuffix(".html"))
        if row is None:
            return None
        return self._html("partner_firm/detail.html", firm=firm, row=row, data=self._json_ld(firm, row))

    def _json_ld(self, firm: Row, row: Row) -> Row:
        """The schema.org form: pay as an amount where it is one, as text where it is not."""
        region, _, locality = row["location"].partition("省")
        monthly = _MONTHLY.fullmatch(row["salary"])
        amount = monthly and {
            "@type": "QuantitativeValue",
            "minValue": int(monthly[1]),
            "maxValue": int(monthly[2]),
            "unitText": "MONTH",
        }
        return {
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "title": row["title"],
            "identifier": {"@type": "PropertyValue", "name": firm["name"], "value": row["id"]},
            "url": f"{self.origin}/partner_firm/careers/{row['id']}.html",
            "hiringOrganization": {"@type": "Organization", "name": firm["name"]},
            "jobLocation": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressCountry": "CN",
                    "addressRegion": f"{region}省",
                    "addressLocality": locality,
                    "streetAddress": row["address"],
                },
            },
            "baseSalary": {"@type": "MonetaryAmount", "currency": "CNY", "value": amount} if amount else row["salary"],
            "educationRequirements": row["education"],
            "experienceRequirements": row["experience"],
            "totalJobOpenings": row["headcount"],
            "employmentType": row["employment_type"],
            "workHours": row["schedule"],
            "jobBenefits": row["lodging"],
            "datePosted": self._day(-row["posted_days_ago"]).isoformat(),
            "validThrough": self._day(row["valid_days"] - row["posted_days_ago"]).isoformat(),
            "description": "".join(f"<p>{jinja2.filters.escape(line)}</p>" for line in _lines(row)),
        }

    @cached_property
    def _vacancies(self) -> dict[str, Row]:
        rows = sorted(_rows("public_employment/postings"), key=lambda row: row["posted_days_ago"])
        return {row["id"]: row for row in rows}

    @cached_property
    def _notices(self) -> dict[str, Row]:
        return {row["id"]: row for row in _rows("veterans_notices/notices")}

    @cached_property
    def _openings(self) -> dict[str, Row]:
        return {row["id"]: row for row in _rows("partner_firm/postings")}

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _html(self, template: str, **values: Any) -> Page:
        text = self._templates.get_template(template).render(
            origin=self.origin, day=self._day, lines=_lines, site_root=f"/{template.split('/')[0]}", **values
        )
        return text, "text/html; charset=utf-8", "utf-8"

    def _robots(self) -> str:
        parts = [(FIXTURES / site / "robots.txt").read_text(encoding="utf-8") for site in _SITES]
        return "\n".join(parts).replace("{{ origin }}", self.origin)


_SITES = ("public_employment", "veterans_notices", "partner_firm")
_INDEX = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>示例网站</title>
<h1>示例网站（全部内容为虚构）</h1><ul><li><a href="/public_employment/">公共就业服务网</a>
<li><a href="/veterans_notices/">退役军人事务局公告</a><li><a href="/partner_firm/">合作企业招聘</a></ul>"""


def _rows(folder: str) -> list[Row]:
    rows = []
    for path in sorted((FIXTURES / folder).glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    return [{key: value for key, value in row.items() if key not in _HIDDEN} for row in rows]


def _firm() -> Row:
    return json.loads((FIXTURES / "partner_firm" / "site.json").read_text(encoding="utf-8"))


def _lines(row: Row) -> list[str]:
    return row["description"].split("\n")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "SampleServer"

    def do_GET(self) -> None:
        self.server.requested.append(self.path)
        page = self.server.sites.page(self.path)
        text, kind, encoding = page or ("没有这个页面", "text/plain; charset=utf-8", "utf-8")
        body = text.encode(encoding)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads the access log of a sample."""


class SampleServer(ThreadingHTTPServer):
    """Listens on loopback only; remembers what was asked for, so that a test can see what was not."""

    daemon_threads = True

    def __init__(self, port: int = 0, today: date | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.sites = SampleSites(self.origin, today)
        self.requested: list[str] = []


@contextmanager
def serving(today: date | None = None) -> Iterator[SampleServer]:
    """The sample sites on a free port, while the block runs."""
    with SampleServer(0, today) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
