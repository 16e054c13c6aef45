"""Crawls sources, each in a process of its own, with their addresses moved to a server on loopback.

python -m tests.scrapers.moved_source OUT NAME…: the server is BRIDGEHEAD_SITES, as for the sample sites. All else is
a source's own declaration and the fleet's own conduct. Prints the path of each feed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.runs import all_spiders, crawl, each_in_its_own_process
from scrapers.settings import SAMPLE_SITES

_ADDRESSES = ("page_url", "detail_url")


def moved(address: str) -> str:
    old = urlsplit(address)
    return address.replace(f"{old.scheme}://{old.netloc}", SAMPLE_SITES, 1)


def crawl_moved(name: str, out: Path) -> int:
    source = all_spiders()[name]
    own = {key: moved(getattr(source, key)) for key in _ADDRESSES if getattr(source, key, "")}
    facts = ("publisher", "region", "permission", "schedule", "least_items", "verified")
    same = {key: getattr(source, key) for key in facts}
    urls = [moved(url) for url in source.start_urls]
    spider = type(source.__name__, (source,), {"name": name, **same, **own, "start_urls": urls, "switched_off": ""})
    result = crawl(spider, out)
    print(result.feed if result else "", flush=True)
    return 0 if result else 1


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    sys.exit(any(each_in_its_own_process(names, lambda name: crawl_moved(name, Path(folder)))))
