"""JSON: what an interface answers, or what a page keeps in a variable of a script."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import scrapy
from scrapy.http import Response, TextResponse

from scrapers.bases.source import SourceSpider
from scrapers.guessing import guessed_items
from scrapers.items import Item, JobPosting
from scrapers.pages import joined, markup_of
from scrapers.records import text_at, values_at
from scrapers.script_json import LiteralError, assigned_values, is_name_of, load_literal
from scrapers.shapes import Shape


@dataclass(frozen=True)
class Paging:
    """How the next page is asked for: one `parameter` changes, or the answer names the next address or mark.

    `step` is added to the parameter (1 for page numbers, the page's length for offsets); with `mark`, a path in
    the answer, the parameter takes what stands there; with `link`, a path too, that address is the next page.
    """

    parameter: str = ""
    first: int = 1
    step: int = 1
    mark: str = ""
    link: str = ""

    def next_value(self, data: Any, value: str | None) -> str | None:
        if self.mark:
            return text_at(data, self.mark)
        return str((int(value) if value and value.lstrip("-").isdecimal() else self.first) + self.step)


class JsonApiSpider(SourceSpider):
    """Reads `rows` (a path) of each answer; `fields` says where in a row each field stands.

    `script` names the variable when the data stands inside a page. `body` makes each request a POST with this
    JSON. `page_url` and `detail_url` are templates over a row (`https://…/job/{id}`): the address that people are
    sent to, and the one where `detail_fields` are read from, beginning at `detail_rows`.
    """

    way = "JSON"
    rows: str = ""
    fields: Mapping[str, str] = {}
    kind: ClassVar[type[Item]] = JobPosting
    script: str = ""
    body: Mapping[str, Any] | None = None
    paging: Paging | None = None
    page_url: str = ""
    detail_url: str = ""
    detail_rows: str = ""
    detail_fields: Mapping[str, str] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.shape = Shape(cls.rows, cls.fields, cls.kind)
        cls.detail_shape = Shape(cls.detail_rows, cls.detail_fields, cls.kind)

    async def start(self) -> Any:
        for url in self.start_urls:
            yield self._list_request(url, dict(self.body) if self.body is not None else None)

    def read(self, response: TextResponse) -> Iterator[Item]:
        """The items of a list, or of a detail page when it is one."""
        data = self._data(response)
        rows = values_at(data, self.rows)
        items = [item for row in rows for item in self._items(row)]
        yield from items or self.detail_shape.items(values_at(data, self.detail_rows))

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request | Item]:
        """A page of the list; its rows' details are asked for one by one where the source has them."""
        if not isinstance(response, TextResponse):
            self._count("pages/not_text")
            return
        data = self._data(response)
        rows = values_at(data, self.rows)
        if not self.detail_url:
            yield from self.parse_page(response)
        for row in rows if self.detail_url else ():
            for item in self._items(row):
                yield from self._request(_address(self.detail_url, row), self.parse_detail, known=item)
        if rows and self.paging:
            yield from self._next_page(response, data)

    def parse_detail(self, response: Response, known: Item) -> Iterator[Item]:
        """What a detail page adds to its row; without an answer the row alone is still an item."""
        data = self._data(response) if isinstance(response, TextResponse) else None
        for more in self.detail_shape.items(values_at(data, self.detail_rows)[:1]):
            for name in more.content_fields():
                setattr(known, name, getattr(more, name) or getattr(known, name))
        yield self._signed(known, response.url)

    def _items(self, row: Any) -> Iterator[Item]:
        for item in self.shape.items([row]):
            item.url = _address(self.page_url, row) or item.url
            yield item

    def _data(self, response: TextResponse) -> Any:
        try:
            if not self.script:
                return load_literal(response.text)
            return next(value for name, value in script_values(response) if is_name_of(self.script, name))
        except (ValueError, StopIteration):
            self._count("pages/no_data")
            return None

    def _list_request(self, url: str, body: dict[str, Any] | None) -> scrapy.Request:
        if body is None:
            return scrapy.Request(url, self.parse)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return scrapy.Request(url, self.parse, method="POST", headers=headers, body=json.dumps(body).encode())

    def _next_page(self, response: TextResponse, data: Any) -> Iterator[scrapy.Request]:
        """One more request, unless it would be the same again; Scrapy's filter and the depth limit end circles."""
        if self.paging.link:
            link = text_at(data, self.paging.link)
            yield from self._request(joined(response, link) if link else "", self.parse) if link else ()
            return
        url, name = urlsplit(response.request.url), self.paging.parameter
        if self.body is not None:
            body = json.loads(response.request.body)
            if value := self.paging.next_value(data, str(body.get(name, ""))):
                yield self._list_request(url.geturl(), body | {name: int(value) if value.isdecimal() else value})
            return
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        if value := self.paging.next_value(data, query.get(name)):
            yield self._list_request(url._replace(query=urlencode(query | {name: value})).geturl(), None)


def script_values(response: TextResponse) -> Iterator[tuple[str, Any]]:
    """(name, value) of what a page's scripts assign, and of its scripts that are JSON, by their id."""
    root = markup_of(response)
    for script in root.iter("script") if root is not None else ():
        text = script.text or ""
        if "json" in (script.get("type") or "").lower():
            try:
                yield script.get("id") or "", load_literal(text)
            except LiteralError:
                continue
        else:
            yield from assigned_values(text)


def read_script_values(response: TextResponse) -> Iterator[JobPosting]:
    """The vacancies in a page's scripts, where a list looks like one of vacancies."""
    for _, value in script_values(response):
        yield from guessed_items(value)


def _address(template: str, row: Any) -> str:
    """The template over a row; what is put in cannot leave its place in the address."""
    if not template:
        return ""
    safe = {key: quote(str(value), safe="") for key, value in row.items() if isinstance(value, str | int)}
    return text_at(safe, template) or ""
