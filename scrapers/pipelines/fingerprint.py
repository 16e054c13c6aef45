"""A hash of the content tells a changed posting; the same vacancy twice in a run is written once."""

import hashlib
import json

from scrapers.items import CONTENT_FIELDS, JobPosting
from scrapers.pipelines import Dropped

# Boards renew the date every day without a change of the vacancy.
_HASHED = tuple(name for name in CONTENT_FIELDS if name != "date_posted")


class Fingerprint:
    """Pipeline step."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def process_item(self, item: JobPosting) -> JobPosting:
        key = item.identifier or item.url
        if key in self.keys:
            raise Dropped("repeated_in_run")
        self.keys.add(key)
        item.content_hash = content_hash(item)
        return item


def content_hash(item: JobPosting) -> str:
    content = [getattr(item, name) for name in _HASHED]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]
