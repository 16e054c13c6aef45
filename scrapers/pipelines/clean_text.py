"""White space and unprintable characters are put in order; every word stays as the site wrote it."""

import re

from scrapers.items import Item
from scrapers.text import squeezed

# Far beyond any honest field; a longer text is a page that was read wrongly.
_LONGEST = 20_000
# Controls other than white space, zero-width signs, direction marks, lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


class CleanText:
    """Pipeline step."""

    def process_item(self, item: Item) -> Item:
        return clean(item)


def clean(item: Item) -> Item:
    item.change_texts(item.field_names(), _cleaned)
    return item


def _cleaned(text: str) -> str:
    return squeezed(_UNSEEN.sub("", text))[:_LONGEST]
