"""Any page that names its fields with the usual words (薪资待遇：…), read without a selector."""

import re
from collections.abc import Container, Iterator
from itertools import islice

import lxml.etree
from scrapy.http import TextResponse

from scrapers.items import JobPosting
from scrapers.labels import FIELD_OF_LABEL, field_of
from scrapers.text import visible_text

_LABELS = "|".join(sorted(FIELD_OF_LABEL, key=len, reverse=True))
_INLINE = re.compile(rf"[【\[]?({_LABELS})[】\]]?\s*[：:]\s*(\S.*)")
_NEXT_LABEL = re.compile(rf"(?:{_LABELS})[】\]]?\s*[：:]")
_LONGEST_FACT = 80
# A label or a fact stands in few elements; looking through more for each element around them would never end.
_MOST_PARTS = 40
_MOST_HEADINGS = 20
# The same words stand in menus and search forms.
_NEVER_LABELS = frozenset({"a", "li", "button", "option"})
# A page that names fewer, or no employer, is a list, a search form, or about something else.
_FEWEST_FIELDS = 6


def read_label_values(response: TextResponse) -> Iterator[JobPosting]:
    """The one vacancy of a detail page: its heading and what stands beside the usual labels."""
    root = response.selector.root
    if not isinstance(root, lxml.etree._Element):
        return
    found: dict[str, str] = {}
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for reader in (_inline, _beside):
        for element in elements:
            for field, value in reader(element, found):
                if field == "description" or _is_fact(value):
                    found.setdefault(field, value)
    headings = map(visible_text, islice(root.iter("h1"), _MOST_HEADINGS))
    found.setdefault("title", next(filter(None, headings), ""))
    if found["title"] and "hiring_organization" in found and len(found) >= _FEWEST_FIELDS:
        crumbs = [visible_text(node) for node in root.xpath("(//*[contains(@class, 'breadcrumb')])[1]//li")]
        yield JobPosting(**found, breadcrumb=[crumb for crumb in crumbs if crumb] or None)


def _is_fact(value: str) -> bool:
    """The choices of a search form stand beside the same labels; they are long or run over lines."""
    return len(value) <= _LONGEST_FACT and "\n" not in value


def _is_small(element: lxml.etree._Element) -> bool:
    return next(islice(element.iter(), _MOST_PARTS, None), None) is None


def _beside(element: lxml.etree._Element, known: Container[str]) -> Iterator[tuple[str, str]]:
    """`<th>薪资待遇</th><td>…</td>`, `<h4>岗位职责</h4><div>…</div>`: the value is the next element."""
    following = element.getnext()
    if element.tag in _NEVER_LABELS or following is None or not isinstance(following.tag, str):
        return
    field = field_of("".join(element.itertext()).strip()) if _is_small(element) else None
    can_be = _is_small(following) if field != "description" else field not in known
    value = visible_text(following) if field and can_be else ""
    if field and value and not field_of(value):
        yield field, value


def _inline(element: lxml.etree._Element, _: Container[str]) -> Iterator[tuple[str, str]]:
    """`<li>薪资待遇：…</li>`: label and value in one element."""
    if len(element) > 6 or not _is_small(element) or sum(map(len, element.itertext())) > 4 * _LONGEST_FACT:
        return
    match = _INLINE.fullmatch(visible_text(element))
    # A description on one line is the excerpt of another vacancy, shown in a margin.
    if match and FIELD_OF_LABEL[match[1]] != "description" and not _NEXT_LABEL.search(match[2]):
        yield FIELD_OF_LABEL[match[1]], match[2].strip()
