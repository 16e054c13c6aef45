"""Rows go to a hidden file that becomes the feed, whole, when the run report is there (`RunReport`)."""

import json
from collections import Counter
from pathlib import Path
from typing import TypeVar

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scrapers.feeds import WholeFile, identity, last_whole_feed, moment_of, rows_of, sightings

Item = TypeVar("Item")


class FeedWriter:
    """Pipeline step, the last one. A run that goes on writes all rows again: its pages are remembered."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings["FEED_FILE"]:
            raise NotConfigured
        self.stats = crawler.stats
        self.path = Path(crawler.settings["FEED_FILE"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "FeedWriter":
        return cls(crawler)

    def open_spider(self) -> None:
        self.now = moment_of(self.path)
        self.known = sightings(self.path.parent, before=self.path)
        before = last_whole_feed(self.path.parent, before=self.path)
        self.not_yet_seen = {identity(row) for row in rows_of(before)} if before else set()
        self.file = WholeFile(self.path)
        self.counts: Counter[str] = Counter()

    def process_item(self, item: Item) -> Item:
        key = item.identifier or item.url
        self.not_yet_seen.discard(key)
        former = self.known.get(key)
        item.first_seen = former.first_seen if former else self.now
        item.last_seen = self.now
        row = item.to_feed()
        self.file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.counts[f"kind/{type(item).__name__}"] += 1
        if former is None:
            self.counts["items/new"] += 1
        elif former.content_hash != item.content_hash:
            self.counts["items/changed"] += 1
        self.counts.update(f"field/{name}" for name in row)
        return item

    def close_spider(self) -> None:
        for name, count in self.counts.items():
            self.stats.set_value(name, count)
        self.stats.set_value("items/gone", len(self.not_yet_seen))
        self.file.close()
