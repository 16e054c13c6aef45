"""HTML pages read by declared selectors: list, further list pages, and one or several vacancies a page."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from parsel import Selector
from scrapy.http import TextResponse

from scrapers.bases.source import SourceSpider, select
from scrapers.items import Item, JobPosting
from scrapers.text import squeezed, visible_text


class HtmlListSpider(SourceSpider):
    """`fields` names, for each field, where it stands on a page, or in each of the page's `rows`.

    `page_fields` are those that all rows of a page share, as the closing date of a notice.
    """

    rows: str | None = None
    fields: Mapping[str, str] = {}
    page_fields: Mapping[str, str] = {}
    kind: ClassVar[type[Item]] = JobPosting

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in (*cls.fields, *cls.page_fields):
            if name not in cls.kind.field_names():
                what = "vacancy" if cls.kind is JobPosting else "course"
                raise TypeError(f"{cls.__name__}: {name} is no field of a {what}")

    def read(self, response: TextResponse) -> Iterator[Item]:
        shared = values_of(response.selector, self.page_fields)
        for row in select(response.selector, self.rows) if self.rows else [response.selector]:
            if own := values_of(row, self.fields):
                yield self.kind(**(shared | own))


def beside(label: str) -> str:
    """The selector of what stands beside a label, be it a table, a definition list or a run of spans."""
    tags = " or ".join(f"self::{tag}" for tag in ("th", "td", "dt", "span", "label", "b", "strong"))
    bare = "translate(normalize-space(), '：: \u3000\u00a0', '')"
    # Most elements fail the first test, which is the cheapest.
    return f".//*[contains(., '{label[0]}') and ({tags})][{bare}='{label}']/following-sibling::*[1]"


def values_of(node: Selector, queries: Mapping[str, str]) -> dict[str, str]:
    """The text of the first match of each field's selector; fields without one are left out."""
    found = {name: _text(node, query) for name, query in queries.items()}
    return {name: text for name, text in found.items() if text}


def _text(node: Selector, query: str) -> str:
    for match in select(node, query):
        return squeezed(match.root) if isinstance(match.root, str) else visible_text(match.root)
    return ""
