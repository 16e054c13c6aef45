"""Why a request is not sent: a reason code, counted for the run report."""

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request that must not be sent."""


def refuse(crawler: Crawler, reason: str, message: str = "") -> None:
    """Count the refusal and refuse.

    Raises:
        Refused: always.
    """
    crawler.stats.inc_value(f"refused/{reason}")
    raise Refused(message or reason)
