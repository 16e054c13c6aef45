"""The steps from a page's words to a row of the feed, one a file; settings.py has their order."""

from scrapy.exceptions import DropItem


class Dropped(DropItem):
    """An item that cannot be used, with the reason code that the run report counts."""

    REPEATED = "repeated_in_run"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
