"""One crawl to be timed, in a process of its own: `crawl_child fleet|bare ORIGIN FOLDER`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response

from scrapers.bases.html_list import HtmlListSpider
from scrapers.runs import crawl
from scrapers.settings import EXTENSIONS
from scrapers.spiders.public_employment_sample import PublicEmploymentSampleSpider

# As the fleet's for the sample sites.
_BARE = {"CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "WARNING"}
_OFF = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED")


class Bare(Spider):
    """Follows the same links by the same selectors and looks at nothing else."""

    name = "bare"
    got = 0

    def parse(self, response: Response) -> Iterator[Request]:
        for link in response.css("a.job"):
            yield response.follow(link, self.had)
        for link in response.css("a.next"):
            yield response.follow(link, self.parse)

    def had(self, response: Response) -> None:
        Bare.got += 1


class Fleet(HtmlListSpider):
    """The sample source's reading, on the bench's server."""

    name = "bench"
    publisher, region, permission, schedule = "示例", "431127", "虚构网页", "每天"
    least_items, verified = 1, "saved page"
    links, next_page = "a.job", "a.next"
    fields = PublicEmploymentSampleSpider.fields


class Stopwatch:
    """Extension: started when the spider is open, so that loading Scrapy is not measured."""

    began = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        crawler.signals.connect(cls.start, signal=signals.spider_opened)
        return cls()

    @classmethod
    def start(cls) -> None:
        cls.began = perf_counter()


def main(kind: str, origin: str, folder: str) -> int:
    """Print the seconds from the opened spider to the end, and how many pages or vacancies were had."""
    start, stopwatch = f"{origin}/list/0", {f"{__name__}.Stopwatch": 0}
    if kind == "bare":
        process = CrawlerProcess({**_BARE, **dict.fromkeys(_OFF, False), "EXTENSIONS": stopwatch})
        process.crawl(Bare, start_urls=[start])
        process.start()
        had = Bare.got
    else:
        Fleet.start_urls = [start]
        result = crawl(Fleet, Path(folder), EXTENSIONS={**EXTENSIONS, **stopwatch})
        had = result.items if result else 0
    print(perf_counter() - Stopwatch.began, had)
    return 0


if __name__ == "__main__":
    # Scrapy imports the stopwatch by its name, and it must be the same one.
    from tests.bench.measures import crawl_child

    sys.exit(crawl_child.main(*sys.argv[1:]))
