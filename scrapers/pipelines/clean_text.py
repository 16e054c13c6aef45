"""White space and unprintable characters are put in order; every word stays as the site wrote it."""

import re
from typing import TypeVar

from scrapers.pipelines import field_names
from scrapers.text import squeezed

Item = TypeVar("Item")

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
    for name in field_names(type(item)):
        value = getattr(item, name)
        if isinstance(value, str):
            setattr(item, name, _cleaned(value) or None)
        elif isinstance(value, list):
            setattr(item, name, [part for part in map(_cleaned, value) if part] or None)
    return item


def _cleaned(text: str) -> str:
    return squeezed(_UNSEEN.sub("", text))[:_LONGEST]
