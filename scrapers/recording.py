"""Pages of a source and what is read from them, saved so that from then on a test reads them again."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from scrapers.bases.source import SourceSpider
from scrapers.feeds import write_whole
from scrapers.pages import saved_page
from scrapers.pipelines.strip_contacts import without_contacts
from scrapers.trial import fetch, is_url, trial_of

PAGES = Path(__file__).resolve().parent.parent / "fixtures" / "pages"
_EXPECTED = "expected.jsonl"
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_ENDINGS = (("{", ".json"), ("[", ".json"), ("<?xml", ".xml"), ("<rss", ".xml"), ("<feed", ".xml"))


@dataclass(frozen=True)
class Recorded:
    """One argument of `record`: where its page was saved and how many items it holds, or why it was not saved."""

    argument: str
    page: Path | None = None
    items: int = 0
    contacts: int = 0
    problem: str | None = None


def record(spider: type[SourceSpider], arguments: list[str], pages: Path, force: bool = False) -> Iterator[Recorded]:
    """Save each page under `pages/<name>/`, contact data masked, and its items in expected.jsonl beside it."""
    folder = pages / spider.name
    fetched = fetch([argument for argument in arguments if is_url(argument)])
    for argument in arguments:
        try:
            page = fetched[argument] if is_url(argument) else saved_page(Path(argument))
        except (OSError, EOFError) as error:
            yield Recorded(argument, problem=getattr(error, "strerror", None) or str(error))
            continue
        if isinstance(page, str):
            yield Recorded(argument, problem=page)
        else:
            yield _recorded(spider, argument, page, folder, force)


def _recorded(spider: type[SourceSpider], argument: str, page: TextResponse, folder: Path, force: bool) -> Recorded:
    target = folder / _name_of(argument, page)
    if target.exists() and not force:
        return Recorded(argument, problem=f"{target} 已经存在，要覆盖请加 --force")
    body, contacts = masked(page)
    # What the test will read is the masked page, under its name in the folder.
    items = trial_of(target.name, page.replace(body=body), (spider().read,)).items
    if not items:
        return Recorded(argument, problem="没有读出岗位，没有保存")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    _expect(folder / _EXPECTED, target.name, [item.to_feed() for item in items])
    return Recorded(argument, target, len(items), contacts)


def masked(page: TextResponse) -> tuple[bytes, int]:
    """The page's bytes in their own encoding, each contact of a person replaced, and how many were."""
    # Broken bytes stay what they are; UTF-16 has no way to carry them through.
    errors = "replace" if page.encoding.startswith("utf-16") else "surrogateescape"
    text, found = without_contacts(page.body.decode(page.encoding, errors))
    return (text.encode(page.encoding, errors), found) if found else (page.body, 0)


def _expect(file: Path, page: str, rows: list[dict[str, object]]) -> None:
    """Put the rows of one page in the place of those it had; rows of other pages stay as a person checked them."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept = [row for row in map(json.loads, lines) if row["file"] != page]
    everything = sorted([*kept, *rows], key=lambda row: str(row["file"]))
    write_whole(file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in everything))


def _name_of(argument: str, page: TextResponse) -> str:
    """A file name from the last part of an address or path; the ending says what the page is."""
    last = Path(urlsplit(argument).path if is_url(argument) else argument).name.removesuffix(".gz")
    name = _NOT_IN_A_NAME.sub("-", last).strip(".-")[:80] or "page"
    if "." in name and name != _EXPECTED:
        return name
    head = page.text[:200].lstrip()
    return name + next((ending for start, ending in _ENDINGS if head.startswith(start)), ".html")
