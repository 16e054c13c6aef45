"""Crawls one source in a process of its own, with its addresses moved to a server on loopback.

python -m tests.scrapers.moved_source NAME OUT: the server is BRIDGEHEAD_SITES, as for the sample sites. All else is
the source's own declaration and the fleet's own conduct. Prints the path of the feed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.runs import all_spiders, crawl
from scrapers.settings import SAMPLE_SITES

_ADDRESSES = ("page_url", "detail_url")


def moved(address: str) -> str:
    old = urlsplit(address)
    return address.replace(f"{old.scheme}://{old.netloc}", SAMPLE_SITES, 1)


def main(name: str, out: str) -> None:
    source = all_spiders()[name]
    own = {key: moved(getattr(source, key)) for key in _ADDRESSES if getattr(source, key, "")}
    facts = ("publisher", "region", "permission", "schedule", "least_items", "verified")
    same = {key: getattr(source, key) for key in facts}
    urls = [moved(url) for url in source.start_urls]
    spider = type(source.__name__, (source,), {"name": name, **same, **own, "start_urls": urls, "switched_off": ""})
    result = crawl(spider, Path(out))
    print(result.feed if result else "")


if __name__ == "__main__":
    main(*sys.argv[1:])
