"""White space and unprintable characters are put in order; every word stays as the site wrote it."""

from scrapers.items import Item
from scrapers.text import UNSEEN, squeezed

# Far beyond any honest field; a longer text is a page that was read wrongly.
_LONGEST = 20_000


class CleanText:
    """Pipeline step."""

    def process_item(self, item: Item) -> Item:
        return clean(item)


def clean(item: Item) -> Item:
    item.change_texts(item.field_names(), _cleaned)
    return item


def _cleaned(text: str) -> str:
    return squeezed(UNSEEN.sub("", text))[:_LONGEST]
