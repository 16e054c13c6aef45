"""What would be read from a page, before any code for its source is written."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.bases.announcement import AnnouncementSpider, read_notice
from scrapers.bases.feed import read_feed, unpacked
from scrapers.bases.json_api import read_script_values
from scrapers.bases.label_values import read_label_values
from scrapers.bases.source import SourceSpider
from scrapers.bases.structured_data import read_structured_data
from scrapers.clues import clues_of, shortfalls
from scrapers.items import Item
from scrapers.pages import NOWHERE, page_of, saved_page, with_address
from scrapers.pipelines.clean_text import clean
from scrapers.pipelines.strip_contacts import strip_contacts
from scrapers.platforms.dedecms_jobs import read_dedecms_page
from scrapers.runs import project_settings
from scrapers.tables import LARGEST_FILE, TableError, is_document, read_tables

Reader = Callable[[TextResponse], Iterable[Item]]
# The bases that need no declaration, the most reliable first.
READERS: tuple[Reader, ...] = (
    read_structured_data,
    read_script_values,
    read_feed,
    read_dedecms_page,
    read_label_values,
    read_notice,
)


class CannotLoad(Exception):
    """A page or file could not be had; the message says why."""


@dataclass
class Trial:
    """One argument of `try`: what was read from it, or why nothing was."""

    argument: str
    items: list[Item] = field(default_factory=list)
    problem: str | None = None
    is_readable: bool = True
    # What the page holds besides, or what a declaration did not find in it.
    clues: list[str] = field(default_factory=list)


def trials(arguments: list[str], spider: type[SourceSpider] | None = None) -> Iterator[Trial]:
    """Try each URL or file in order; one that yields nothing does not stop the rest."""
    source = spider() if spider else None
    readers = (source.read,) if source else READERS
    fetched = fetch([argument for argument in arguments if is_url(argument)])
    for argument in arguments:
        try:
            page = loaded(argument, fetched, spider)
        except CannotLoad as problem:
            yield Trial(argument, problem=str(problem), is_readable=False)
            continue
        if not isinstance(page, TextResponse):
            yield trial_of_document(argument, page.body)
            continue
        trial = trial_of(argument, page, readers)
        if source:
            trial.clues = shortfalls(page, source, trial.items)
        elif not trial.items:
            trial.clues = clues_of(page)
        yield trial


def loaded(argument: str, fetched: Mapping[str, Response | str], spider: type[SourceSpider] | None = None) -> Response:
    """The page of a URL or a file; a document, to be read as tables, is a response without text.

    Raises:
        CannotLoad: it could not be had.
    """
    try:
        page = fetched[argument] if is_url(argument) else _saved(Path(argument))
    except (OSError, EOFError, zlib.error) as error:
        raise CannotLoad(getattr(error, "strerror", None) or str(error)) from error
    if isinstance(page, str):
        raise CannotLoad(page)
    # To a source that reads no notices, a CSV file is a feed like any other.
    if isinstance(page, TextResponse) or spider is None or issubclass(spider, AnnouncementSpider):
        return page
    return page_of(page.body, page.url if is_url(argument) else NOWHERE)


def is_url(argument: str) -> bool:
    return argument.startswith(("http://", "https://"))


def first_that_yields(page: TextResponse, readers: Iterable[Reader] = READERS) -> list[Item]:
    for read in readers:
        if items := [clean(item) for item in read(page)]:
            return items
    return []


def fetch(urls: list[str]) -> dict[str, Response | str]:
    """Each URL's page, or a word on why it could not be had; under the same conduct as a crawl."""
    fetched: dict[str, Response | str] = {}
    if urls:
        process = CrawlerProcess(project_settings(LOG_LEVEL="CRITICAL"))
        process.crawl(_TrialSpider, urls=urls, fetched=fetched)
        process.start()
    return {url: fetched.get(url, "没有取到") for url in urls}


def trial_of(argument: str, page: TextResponse, readers: Iterable[Reader]) -> Trial:
    """What the first reader that yields anything reads from a page."""
    items = first_that_yields(page, readers)
    for item in items:
        with_address(item, page)
    return _shown(argument, items)


def trial_of_document(argument: str, content: bytes) -> Trial:
    """What the tables of a document hold."""
    try:
        items = [clean(row.item()) for row in read_tables(content, argument).rows]
    except TableError as error:
        return Trial(argument, problem=str(error))
    return _shown(argument, items)


def _shown(argument: str, items: list[Item]) -> Trial:
    for item in items:
        strip_contacts(item)
        item.file = None if is_url(argument) else argument
    return Trial(argument, items, None if items else "没有读出岗位")


def _saved(path: Path) -> Response:
    """A saved page, or a saved document as a response without text."""
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    return Response(path.absolute().as_uri(), body=content) if is_document(content, path.name) else saved_page(path)


class _TrialSpider(Spider):
    """Fetches single pages; neither a source nor in the list of spiders."""

    name = "trial"

    def __init__(self, urls: list[str], fetched: dict[str, Response | str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls, self.fetched = urls, fetched
        self.allowed_domains = sorted({urlsplit(url).hostname or "" for url in urls})

    async def start(self) -> Any:
        for url in self.urls:
            yield Request(url, self.keep, errback=self.refuse, cb_kwargs={"asked": url}, dont_filter=True)

    def keep(self, response: Response, asked: str) -> None:
        response = unpacked(response)
        is_page = isinstance(response, TextResponse)
        if is_document(response.body, urlsplit(response.url).path):
            self.fetched[asked] = Response(response.url, body=response.body)
        else:
            self.fetched[asked] = response if is_page else "不是文本页面"

    def refuse(self, failure: Failure) -> None:
        self.fetched[failure.request.cb_kwargs["asked"]] = f"没有取到：{failure.value}"
