"""The steps from a page's words to a row of the feed, one a file; settings.py has their order."""

from dataclasses import fields
from functools import cache

from scrapy.exceptions import DropItem

from scrapers.items import PROVENANCE


class Dropped(DropItem):
    """An item that cannot be used, with the reason code that the run report counts."""

    REPEATED = "repeated_in_run"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """All fields of a kind of item; every step works on whatever kind a source yields."""
    return tuple(field.name for field in fields(kind))


@cache
def content_fields(kind: type) -> tuple[str, ...]:
    """The fields that say what the source says, not where and when it was read."""
    return tuple(name for name in field_names(kind) if name not in PROVENANCE)
