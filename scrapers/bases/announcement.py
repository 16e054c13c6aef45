"""Government notices (公告): vacancies in the tables of a page and of the documents that it links to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.etree
import scrapy
from scrapy.http import Response, TextResponse

from scrapers.bases.html_list import values_of
from scrapers.bases.source import SourceSpider, address_of, require_selectors, select
from scrapers.contacts import without_contacts
from scrapers.items import JobPosting
from scrapers.pages import is_address, joined
from scrapers.tables import TableError, Tables, read_tables, tables_in_page
from scrapers.text import visible_text

DOCUMENT = re.compile(r"\.(?:xlsx|xlsm|xls|docx|docm|doc|pdf|csv)$", re.IGNORECASE)
_DAY = r"(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
# `报名截止时间：2026年12月20日`, `有效期至2026-12-20`, `2026年12月20日17:00前截止`
_DEADLINE = re.compile(
    rf"(?:截止|截至|有效期)(?:时间|日期)?[为是至到]?\s*[:：]?\s*{_DAY}|{_DAY}[^。；，\n]{{0,12}}截止"
)
# A notice of more documents than this is an archive.
_MOST_ATTACHMENTS = 20
# Strange headers and unread documents are counted by their names; a hostile site must not fill memory with them.
_MOST_NAMES = 50
_LONGEST_HEADER, _LONGEST_ADDRESS = 40, 200


class AnnouncementSpider(SourceSpider):
    """`links` leads from the list to notices; a notice needs no selectors for its tables.

    `attachments` selects the links to documents, without it every link to one is followed. `page_fields` are facts
    that all rows of a notice share, and `deadline` selects the text in which the last day to apply is written
    (报名截止时间：…). What a row says itself overrules both.
    """

    way = "公告和附件"
    attachments: str = "a"
    page_fields: Mapping[str, str] = {}
    deadline: str | None = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        JobPosting.require_fields(cls.page_fields, cls.__name__)
        own = (("attachments", cls.attachments), ("deadline", cls.deadline))
        require_selectors(cls.__name__, [*own, *cls.page_fields.items()])

    def read(self, response: TextResponse) -> Iterator[JobPosting]:
        yield from _items(_tables_in(response), self._shared(response))

    def parse_page(self, response: Response, **_: Any) -> Iterator[scrapy.Request | JobPosting]:
        """A notice; a list may also link to a document itself."""
        if not isinstance(response, TextResponse) or DOCUMENT.search(_path(response.url)):
            yield from self.parse_document(response, response.url, {})
            return
        shared, tables = self._shared(response), _tables_in(response)
        self._tell(tables)
        documents = self.documents(response)
        if tables.rows or not documents:
            yield from self._vacancies(list(_items(tables, shared)), response.url)
        for url in documents:
            kept = {"notice": response.url, "shared": shared}
            yield scrapy.Request(url, self.parse_document, cb_kwargs=kept)

    def parse_document(self, response: Response, notice: str, shared: dict[str, str]) -> Iterator[JobPosting]:
        """An attachment: its vacancies bear the address of the notice, which says what they are about."""
        try:
            tables = read_tables(response.body, _path(response.url))
        except TableError as error:
            self._count(f"table/unreadable/{error.reason}")
            address = without_contacts(response.url)[0][:_LONGEST_ADDRESS]
            self._count_by_name("table/document/", f"{error.reason}/{address}")
            return
        self._tell(tables)
        yield from self._vacancies(list(_items(tables, shared)), notice, place=response.url)

    def documents(self, page: TextResponse) -> list[str]:
        """The addresses of the documents that a notice leads to."""
        addresses = map(address_of, select(page.selector, self.attachments))
        urls = [joined(page, address) for address in addresses if DOCUMENT.search(_path(address))]
        found = list(filter(is_address, dict.fromkeys(urls)))
        if len(found) > _MOST_ATTACHMENTS:
            self._count("table/passed_over/too_many_attachments")
        return found[:_MOST_ATTACHMENTS]

    def _shared(self, page: TextResponse) -> dict[str, str]:
        shared = values_of(page.selector, self.page_fields)
        for node in select(page.selector, self.deadline) if self.deadline else ():
            text = node.root if isinstance(node.root, str) else visible_text(node.root)
            if last_day := _DEADLINE.search(text):
                shared.setdefault("valid_through", last_day[1] or last_day[2])
        return shared

    def _tell(self, tables: Tables) -> None:
        """Count what was not understood, so that the run report shows it."""
        stats = self.crawler.stats
        for header in (header for table in tables.tables for header in table.unmatched):
            self._count_by_name("table/unmatched/", _shown(header))
        for reason, count in tables.skipped.items():
            stats.inc_value(f"table/skipped/{reason}", count)
        for _, reason in tables.passed_over:
            self._count(f"table/passed_over/{reason}")
        for note, count in tables.notes.items():
            stats.inc_value(f"table/note/{note}", count)

    def _count_by_name(self, kind: str, name: str) -> None:
        stats = self.crawler.stats
        known = sum(key.startswith(kind) for key in stats.get_stats())
        self._count(kind + (name if known < _MOST_NAMES or stats.get_value(kind + name) else "…"))


def read_notice(response: TextResponse) -> Iterator[JobPosting]:
    """The vacancies in a page's tables, read without a declaration."""
    yield from _items(_tables_in(response), {})


def _items(tables: Tables, shared: Mapping[str, str]) -> Iterator[JobPosting]:
    return (JobPosting(**{**shared, **row.values}) for row in tables.rows)


def _tables_in(response: TextResponse) -> Tables:
    root = response.selector.root
    if not isinstance(root, lxml.etree._Element):
        return Tables("html")
    try:
        return tables_in_page(root)
    except TableError as error:
        return Tables("html", passed_over=[(response.url, error.reason)])


def _shown(header: str) -> str:
    """A header as the run report may show it: short, and free of contacts, for somebody may have put one there."""
    return without_contacts(header)[0][:_LONGEST_HEADER]


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address.strip()).path)
    except ValueError:
        # A link such as `http://[x`.
        return ""
