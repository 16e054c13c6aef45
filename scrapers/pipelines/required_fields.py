"""Only what could never be shown is dropped: no title. Everything else that is missing is counted."""

from scrapers.items import JobPosting
from scrapers.pipelines import Dropped


class RequiredFields:
    """Pipeline step."""

    def process_item(self, item: JobPosting) -> JobPosting:
        if not item.title:
            raise Dropped("missing_title")
        if not (item.url or item.identifier):
            raise Dropped("missing_identity")
        return item
