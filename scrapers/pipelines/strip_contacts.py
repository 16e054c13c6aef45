"""Phone numbers, accounts and names of natural persons are taken out before anything is written.

A landline or a 400 number is a firm's and stays. An e-mail address goes even when it looks like a firm's:
a person's cannot be told from it.
"""

import re

from scrapy.crawler import Crawler

from scrapers.items import Item
from scrapers.text import TO_HALF_WIDTH

_TITLES = "先生|女士|小姐|经理|主任|老师|师傅|主管|总"
_CONTACTS = (
    (re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dA-Za-z])"), "[证件号]"),
    (re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}(?!\d)"), "[电话]"),
    (re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII), "[邮箱]"),
    (re.compile(r"(?<=QQ)\s*(?:号码?|群)?\s*[:：]?\s*[1-9]\d{4,10}(?!\d)", re.IGNORECASE), "[QQ]"),
    (
        re.compile(
            r"(?:(?<=微信)|(?<=薇信)|(?<=VX)|(?<=WX)|(?<=wechat)|(?<=V信))"
            r"(?:号|ID)?\s*[:：]?\s*[A-Za-z][\w-]{5,19}",
            re.IGNORECASE | re.ASCII,
        ),
        "[微信]",
    ),
    (re.compile(rf"(?<=联系人)\s*[:：]\s*[\u4e00-\u9fff]{{1,3}}?(?:{_TITLES}|(?![\u4e00-\u9fff]))"), "[姓名]"),
    (re.compile(rf"[\u4e00-\u9fff](?:{_TITLES})(?=\s*[:：]?\s*\[(?:电话|微信|QQ)\])"), "[姓名]"),
)
# The address of the page is the source's; an identifier may look like a phone number.
_NO_TEXT = ("identifier", "course_code")
# Without any of these no pattern fits; most fields have none.
_SUSPICIOUS = re.compile(r"\d{4}|@|QQ|微信|薇信|V信|VX|WX|wechat|联系人|\[(?:电话|微信|QQ)\]", re.IGNORECASE)


class StripContacts:
    """Pipeline step."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StripContacts":
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        if found := strip_contacts(item):
            self.stats.inc_value("contacts_removed", found)
        return item


def strip_contacts(item: Item) -> int:
    """Take contact data out of every field; how many were found."""
    total = 0

    def stripped(text: str) -> str:
        nonlocal total
        text, found = without_contacts(text)
        total += found
        return text

    item.change_texts(tuple(name for name in item.content_fields() if name not in _NO_TEXT), stripped)
    return total


def without_contacts(text: str) -> tuple[str, int]:
    """The text with each contact replaced by what it was, and how many were replaced."""
    total = 0
    # Full width hides a number from the eye of a filter only.
    if not _SUSPICIOUS.search(shadow := text.translate(TO_HALF_WIDTH)):
        return text, 0
    for pattern, sign in _CONTACTS:
        spans = [match.span() for match in pattern.finditer(shadow)]
        if spans:
            ends = [0, *(end for _, end in spans)]
            starts = [*(start for start, _ in spans), len(text)]
            text = sign.join(text[end:start] for end, start in zip(ends, starts, strict=True))
            shadow = text.translate(TO_HALF_WIDTH)
        total += len(spans)
    return text, total
