"""Job boards built with DedeCMS, in the templates of 2015 to 2021: a box of facts, then the description."""

import re
from collections.abc import Iterator

import lxml.etree
from scrapy.http import TextResponse

from scrapers.bases.label_values import read_label_values
from scrapers.bases.source import SourceSpider
from scrapers.items import JobPosting
from scrapers.labels import field_of
from scrapers.pages import joined, markup_of
from scrapers.text import text_of_markup, visible_text

_BOX = "(//ul[contains(concat(' ', @class, ' '), ' a_box ')])[1]/descendant::li"
_CARDS = "//a[contains(concat(' ', @class, ' '), ' belie ')]"
_CRUMBS = "(//*[contains(@class, 'breadcrumb')])[1]//li"
_POSTED = "(//*[contains(concat(' ', @class, ' '), ' h1_box ')])[1]"
# What publishers type into a description breaks the page's nesting, so it is cut out of the page's text: from its
# heading to the box below it, or to the margin, or to wherever a page ends that was saved in part.
_DESCRIPTION = re.compile(
    r"<h[2-5][^>]{0,200}>\s*(?:职位|岗位|工作)(?:描述|职责|内容|要求)\s*</h[2-5]>"
    r"(.*?)(?:<div[^>]{0,200}class=[\"'][^\"'>]*\b(?:write|rcon)\b|$(?!.))",
    re.DOTALL,
)
_NUMBER = re.compile(r"toudi\.php\?aid=(\d+)|\bid=[\"']aid[\"'][^>]{0,200}value=[\"'](\d+)")
_SITE_IN_TITLE = re.compile(r"[_|-][^_|-]*$")
_LONGEST_FACT = 200


class DedeCmsJobsSpider(SourceSpider):
    """A board of this engine; a source adds its start pages and facts."""

    way = "织梦（DedeCMS）招聘站"
    links = "a.belie"
    next_page = "//ul[contains(@class, 'pagination')]//a[contains(., '下一页')]"

    def read(self, response: TextResponse) -> Iterator[JobPosting]:
        """A vacancy's page; the cards of a list, where there is no more; else whatever the page names itself."""
        items = [*read_dedecms_page(response)] or [*_cards(response)]
        yield from items or read_label_values(response)


def read_dedecms_page(response: TextResponse) -> Iterator[JobPosting]:
    """The vacancy of a page that has this engine's box of facts, nothing of any other page."""
    root = markup_of(response)
    box = root.xpath(_BOX) if root is not None else []
    found = dict(fact for entry in box if (fact := _fact(visible_text(entry))))
    title = _title(root) if found else ""
    if not title:
        return
    posted = _fact("".join(map(visible_text, root.xpath(_POSTED))))
    description = _DESCRIPTION.search(response.text)
    number = _NUMBER.search(response.text)
    crumbs = [visible_text(entry) for entry in root.xpath(_CRUMBS)]
    yield JobPosting(
        **dict([posted] if posted else []) | found | {"title": title},
        description=text_of_markup(description[1]) or None if description else None,
        breadcrumb=[crumb for crumb in crumbs if crumb] or None,
        identifier=next(filter(None, number.groups())) if number else None,
    )


def _fact(text: str) -> tuple[str, str] | None:
    """`工资：3000-5000元/月` → its field and value; None without a label that is known, or without a value."""
    label, colon, value = text.partition("：") if "：" in text else text.partition(":")
    field = field_of(label) if colon else None
    value = " ".join(value.split())[:_LONGEST_FACT]
    return (field, value) if field and value else None


def _title(root: lxml.etree._Element) -> str:
    for heading in root.iter("h1"):
        if text := visible_text(heading):
            return text
    title = root.find(".//title")
    return _SITE_IN_TITLE.sub("", visible_text(title)).strip() if title is not None else ""


def _cards(response: TextResponse) -> Iterator[JobPosting]:
    """A list's cards: title, employer, place, `发布于…`, `月薪…`."""
    root = markup_of(response)
    for card in root.xpath(_CARDS) if root is not None else ():
        title = "".join(visible_text(heading) for heading in card.iter("h3"))
        facts = [visible_text(entry).replace("\n", " ") for entry in card.iter("li")]
        posted = next((fact for fact in facts if fact.startswith("发布于")), "")
        pay = next((fact for fact in facts if fact.startswith("月薪")), "")
        plain = [fact for fact in facts if fact not in (posted, pay)]
        if title and plain:
            yield JobPosting(
                title=title,
                hiring_organization=plain[0],
                job_location=plain[1] if len(plain) > 1 else None,
                date_posted=posted.removeprefix("发布于").strip() or None,
                base_salary=pay.removeprefix("月薪").strip() or None,
                url=joined(response, card.get("href") or ""),
            )
