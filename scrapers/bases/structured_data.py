"""Pages that carry schema.org JobPosting as JSON-LD."""

from collections.abc import Iterator

from extruct.jsonld import JsonLdExtractor
from scrapy.http import TextResponse

from scrapers.bases.source import SourceSpider
from scrapers.items import JobPosting
from scrapers.schema_org import job_postings, to_item

_EXTRACTOR = JsonLdExtractor()


class StructuredDataSpider(SourceSpider):
    """A source whose pages need no selectors: they say in JSON-LD what they hold."""

    def read(self, response: TextResponse) -> Iterator[JobPosting]:
        yield from read_structured_data(response)


def read_structured_data(response: TextResponse) -> Iterator[JobPosting]:
    """Every JobPosting of a page; a broken script does not hide the others."""
    for script in response.xpath("//script[@type='application/ld+json']").getall():
        try:
            data = _EXTRACTOR.extract(script)
        except (ValueError, RecursionError):
            continue
        for posting in job_postings(data):
            item = to_item(posting)
            if item.url and not item.url.startswith(("http://", "https://")):
                item.url = None
            yield item
