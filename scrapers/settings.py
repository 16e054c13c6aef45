"""One conduct for every source. No source can change any of it (`SourceSpider` refuses)."""

import os
from urllib.parse import urlsplit

BOT_NAME = "bridgehead"
SPIDER_MODULES = ["scrapers.spiders"]

# Who we are and how to reach us: the operator enters the bureau's own address here.
CONTACT = os.environ.get("BRIDGEHEAD_CONTACT", "https://bridgehead.example.invalid/crawler")
USER_AGENT = f"BridgeheadBot/0.1 (+{CONTACT})"

# The sample sites of fixtures/sites, served by `python -m scrapers serve`. Empty in production: then there is
# no exception from the rule that loopback addresses are refused.
SAMPLE_SITES = os.environ.get("BRIDGEHEAD_SITES", "http://127.0.0.1:8010").rstrip("/")

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "BridgeheadBot"
DOWNLOAD_DELAY = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2
AUTOTHROTTLE_MAX_DELAY = 60
# Our own server need not be spared.
DOWNLOAD_SLOTS = {urlsplit(SAMPLE_SITES).hostname or "": {"concurrency": 8, "delay": 0, "jitter": 0}}

# The whole answer, however slowly it drips.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
# It is counted by reason, see `Outcomes`.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
DEPTH_LIMIT = 200
URLLENGTH_LIMIT = 2_000
MOST_BARREN_PAGES = 20
# What is over a cap is refused, counted, and makes the run incomplete.
RUN_CAPS = {"requests": 10_000, "bytes": 1024 * 1024 * 1024, "seconds": 4 * 60 * 60}
HOST_CAPS = {"requests": 5_000, "bytes": 512 * 1024 * 1024, "seconds": 2 * 60 * 60}
# Processor time for one page or document; an honest one takes milliseconds.
READING_SECONDS = 20
# So many pages on which a reader of ours fails are its fault, not theirs.
CLOSESPIDER_ERRORCOUNT = 200
# The caps end a run; should one hang all the same, this does.
CLOSESPIDER_TIMEOUT = 5 * 60 * 60

# Our pipelines wait for nothing; Scrapy would start so many workers for each page.
CONCURRENT_ITEMS = 1

COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
# The address that is connected to must be the one that was checked, so no proxy stands between.
HTTPPROXY_ENABLED = False
# Both open a port that runs code inside the crawl.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "scrapers.extensions.bounded_headers.BoundedHeaders"),
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
TWISTED_DNS_RESOLVER = "scrapers.extensions.politeness.PublicAddressResolver"
DUPEFILTER_CLASS = "scrapers.extensions.traps.TrapFilter"
STATS_CLASS = "scrapers.extensions.page_memory.NotingStats"
# `Caps` counts what is really sent.
DOWNLOADER_STATS = False
COMPRESSION_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    "scrapers.extensions.politeness.PolitenessGuard": 10,
    "scrapers.extensions.outcomes.Outcomes": 20,
    # The guard does its work, and counts.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapers.extensions.politeness.StrictRobots": 100,
    "scrapers.extensions.page_memory.PageMemory": 105,
    # Between decompression and Scrapy's MetaRefresh: whoever reads gets text in its real encoding.
    "scrapers.extensions.real_encoding.RealEncoding": 585,
    "scrapers.extensions.decompression.Decompression": 590,
    "scrapers.extensions.caps.Caps": 860,
}
SPIDER_MIDDLEWARES = {
    "scrapers.extensions.reading_time.ReadingTime": 950,
    "scrapers.extensions.page_memory.PageRecorder": 1000,
}
EXTENSIONS = {
    "scrapers.extensions.run_report.RunReport": 0,
    "scrapers.extensions.progress.Progress": 0,
}
ITEM_PIPELINES = {
    "scrapers.pipelines.clean_text.CleanText": 100,
    "scrapers.pipelines.strip_contacts.StripContacts": 200,
    "scrapers.pipelines.required_fields.RequiredFields": 300,
    "scrapers.pipelines.fingerprint.Fingerprint": 400,
    "scrapers.pipelines.feed_writer.FeedWriter": 500,
}
FEED_FILE = ""

LOG_LEVEL = "WARNING"
# A dropped item's text may hold a person's data: it is counted by reason, not logged.
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
