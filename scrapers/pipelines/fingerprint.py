"""A hash of the content tells a changed posting; the same vacancy twice in a run is written once."""

import hashlib
import json
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from scrapers.pipelines import Dropped, content_fields

Item = TypeVar("Item")


class Fingerprint:
    """Pipeline step."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def process_item(self, item: Item) -> Item:
        key = item.identifier or item.url
        if key in self.keys:
            raise Dropped(Dropped.REPEATED)
        self.keys.add(key)
        item.content_hash = content_hash(item)
        return item


def content_hash(item: Any) -> str:
    content = _hashed(type(item))(item)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


@cache
def _hashed(kind: type) -> attrgetter:
    # Boards renew the date every day without a change of the vacancy.
    return attrgetter(*(name for name in content_fields(kind) if name != "date_posted"))
