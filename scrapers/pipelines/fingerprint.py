"""A hash of the content tells a changed posting; the same vacancy twice in a run is written once."""

import hashlib
import json
from functools import cache
from operator import attrgetter

from scrapers.items import Item
from scrapers.pipelines import Dropped


class Fingerprint:
    """Pipeline step."""

    def __init__(self) -> None:
        self.keys: set[tuple[type[Item], str | None]] = set()

    def process_item(self, item: Item) -> Item:
        key = type(item), item.identifier or item.url
        if key in self.keys:
            raise Dropped(Dropped.REPEATED)
        self.keys.add(key)
        item.content_hash = content_hash(item)
        return item


def content_hash(item: Item) -> str:
    content = _hashed(type(item))(item)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


@cache
def _hashed(kind: type[Item]) -> attrgetter:
    # Boards renew the date every day without a change of the vacancy.
    return attrgetter(*(name for name in kind.content_fields() if name != "date_posted"))
