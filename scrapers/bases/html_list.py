"""HTML pages read by declared selectors: list, further list pages, and one or several vacancies a page."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import lxml.etree
from parsel import Selector
from scrapy.http import TextResponse

from scrapers.bases.source import SourceSpider, require_selectors, select
from scrapers.items import Item, JobPosting
from scrapers.text import squeezed, visible_text

_LABEL_TAGS = ("th", "td", "dt", "span", "label", "b", "strong")
_NOT_OF_A_LABEL = str.maketrans("", "", " \t\r\n：:\u3000\u00a0")


@dataclass(frozen=True)
class Beside:
    """What stands beside a label, be it in a table, a definition list or a run of spans."""

    label: str


Query = str | Beside


def beside(label: str) -> Beside:
    """The next element after the one that says `label` and nothing else, but for spaces and colons.

    >>> beside("薪资待遇")
    Beside(label='薪资待遇')
    """
    return Beside(label)


class HtmlListSpider(SourceSpider):
    """`fields` names, for each field, where it stands on a page, or in each of the page's `rows`.

    `page_fields` are those that all rows of a page share, as the closing date of a notice.
    """

    way = "网页"
    rows: str | None = None
    fields: Mapping[str, Query] = {}
    page_fields: Mapping[str, Query] = {}
    kind: ClassVar[type[Item]] = JobPosting

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.kind.require_fields((*cls.fields, *cls.page_fields), cls.__name__)
        require_selectors(cls.__name__, [("rows", cls.rows), *cls.fields.items(), *cls.page_fields.items()])

    def read(self, response: TextResponse) -> Iterator[Item]:
        shared = values_of(response.selector, self.page_fields)
        for row in select(response.selector, self.rows) if self.rows else [response.selector]:
            if own := values_of(row, self.fields):
                yield self.kind(**(shared | own))


def values_of(node: Selector, queries: Mapping[str, Query]) -> dict[str, str]:
    """The text of the first match of each field's selector; fields without one are left out."""
    labelled = elements_beside(node.root, {query.label for query in queries.values() if isinstance(query, Beside)})
    found = {}
    for name, query in queries.items():
        if text := _text_beside(labelled, query) if isinstance(query, Beside) else _text(node, query):
            found[name] = text
    return found


def elements_beside(node: Any, labels: Collection[str]) -> dict[str, lxml.etree._Element]:
    """Label → the first element (in the order of the page) beside it below `node`, for those that are there.

    All labels in one walk: a page has a dozen of them, and each would be looked for in all its elements.
    """
    found: dict[str, lxml.etree._Element] = {}
    if not labels or not isinstance(node, lxml.etree._Element):
        return found
    longest = max(map(len, labels))
    # At their ends: what stands beside a label within a label comes before what stands beside the outer one.
    for _, element in lxml.etree.iterwalk(node, events=("end",), tag=_LABEL_TAGS):
        text = _bare_text(element, longest)
        if text in labels and text not in found and element is not node:
            following = next(element.itersiblings(lxml.etree.Element), None)
            if following is not None:
                found[text] = following
    return found


def _bare_text(element: lxml.etree._Element, longest: int) -> str:
    """The text of an element without spaces and colons; cut off where it can be no label any more."""
    bare = (element.text or "").translate(_NOT_OF_A_LABEL)
    if not len(element):
        return bare
    bare = ""
    for text in element.itertext():
        bare += text.translate(_NOT_OF_A_LABEL)
        if len(bare) > longest:
            break
    return bare


def _text_beside(labelled: Mapping[str, lxml.etree._Element], query: Beside) -> str:
    element = labelled.get(query.label)
    return "" if element is None else visible_text(element)


def _text(node: Selector, query: str) -> str:
    for match in select(node, query):
        return squeezed(match.root) if isinstance(match.root, str) else visible_text(match.root)
    return ""
