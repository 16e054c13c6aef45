"""Only what could never be shown is dropped: no title. Everything else that is missing is counted."""

from typing import TypeVar

from scrapers.pipelines import Dropped

Item = TypeVar("Item")


class RequiredFields:
    """Pipeline step. A vacancy has a title, other kinds of item have a name."""

    def process_item(self, item: Item) -> Item:
        if not (getattr(item, "title", None) or getattr(item, "name", None)):
            raise Dropped("missing_title")
        if not (item.url or item.identifier):
            raise Dropped("missing_identity")
        return item
