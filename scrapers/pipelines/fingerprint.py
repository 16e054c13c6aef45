"""A hash of the content tells a changed posting; the same vacancy twice in a run is written once."""

import hashlib
import json

from scrapers.items import Item
from scrapers.pipelines import Dropped

# Boards renew the date every day without a change of the vacancy.
_RENEWED = "date_posted"


class Fingerprint:
    """Pipeline step."""

    def __init__(self) -> None:
        self.keys: set[tuple[type[Item], str | None]] = set()

    def process_item(self, item: Item) -> Item:
        key = type(item), item.identifier or item.url
        if key in self.keys:
            raise Dropped("repeated_in_run")
        self.keys.add(key)
        item.content_hash = content_hash(item)
        return item


def content_hash(item: Item) -> str:
    content = [getattr(item, name) for name in item.content_fields() if name != _RENEWED]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]
