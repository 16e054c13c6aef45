"""White space and unprintable characters are put in order; every word stays as the site wrote it."""

from scrapers.items import FIELD_NAMES, JobPosting
from scrapers.text import UNSEEN, squeezed

# Far beyond any honest field; a longer text is a page that was read wrongly.
_LONGEST = 20_000


class CleanText:
    """Pipeline step."""

    def process_item(self, item: JobPosting) -> JobPosting:
        return clean(item)


def clean(item: JobPosting) -> JobPosting:
    for name in FIELD_NAMES:
        value = getattr(item, name)
        if isinstance(value, str):
            setattr(item, name, _cleaned(value) or None)
        elif isinstance(value, list):
            setattr(item, name, [part for part in map(_cleaned, value) if part] or None)
    return item


def _cleaned(text: str) -> str:
    return squeezed(UNSEEN.sub("", text))[:_LONGEST]
