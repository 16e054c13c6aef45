"""Rows go to a hidden file that becomes the feed, whole, when the crawl has ended."""

import json
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scrapers.feeds import WholeFile, first_seen, moment_of
from scrapers.items import JobPosting


class FeedWriter:
    """Pipeline step, the last one."""

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
        self.known = first_seen(self.path.parent)
        self.file = WholeFile(self.path)

    def process_item(self, item: JobPosting) -> JobPosting:
        item.first_seen = self.known.get(item.identifier or item.url, self.now)
        item.last_seen = self.now
        row = item.to_feed()
        self.file.write(json.dumps(row, ensure_ascii=False) + "\n")
        for name in row:
            self.stats.inc_value(f"field/{name}")
        return item

    def close_spider(self) -> None:
        self.file.publish()
