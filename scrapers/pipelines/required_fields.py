"""Only what could never be shown is dropped: no title (of a course: no name). What else is missing is counted."""

from scrapers.items import Item
from scrapers.pipelines import Dropped


class RequiredFields:
    """Pipeline step. A vacancy has a title, other kinds of item have a name."""

    def process_item(self, item: Item) -> Item:
        if not getattr(item, item.HEADING):
            raise Dropped(f"missing_{item.HEADING}")
        if not (item.url or item.identifier):
            raise Dropped("missing_identity")
        return item
