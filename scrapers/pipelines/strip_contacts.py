"""Contact data of natural persons is taken out before anything is written."""

from scrapy.crawler import Crawler

from scrapers.contacts import without_contacts
from scrapers.items import Item

# The address of the page is the source's; an identifier may look like a phone number.
_NO_TEXT = ("identifier", "course_code")


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
