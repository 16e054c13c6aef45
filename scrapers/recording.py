"""Pages of a source and what is read from them, saved so that from then on a test reads them again."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.http import Response, TextResponse

from scrapers.bases.announcement import AnnouncementSpider
from scrapers.bases.source import SourceSpider
from scrapers.contacts import without_contacts
from scrapers.feeds import write_whole
from scrapers.items import Item
from scrapers.pages import page_of
from scrapers.sheets.headers import CONTACT, meaning
from scrapers.sheets.kinds import kind_of
from scrapers.tables import read_tables
from scrapers.trial import CannotLoad, fetch, is_url, loaded, trial_of, trial_of_document

PAGES = Path(__file__).resolve().parent.parent / "fixtures" / "pages"
_EXPECTED = "expected.jsonl"
_SHOWN = 20
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
            page = loaded(argument, fetched, spider)
        except CannotLoad as problem:
            yield Recorded(argument, problem=str(problem))
            continue
        target = folder / _name_of(argument, page)
        if target.exists() and not force:
            yield Recorded(argument, problem=f"{target} 已经存在，要覆盖请加 --force")
        elif isinstance(page, TextResponse):
            yield _record_page(spider, argument, page, target)
        else:
            yield _record_document(argument, page.body, target)


def _record_page(spider: type[SourceSpider], argument: str, page: TextResponse, target: Path) -> Recorded:
    body, contacts = masked(page)
    source = spider()
    # What the test will read is the masked page as a file: its address is known only where it names it itself.
    items = trial_of(target.name, page_of(body), (source.read,)).items
    if not items and not (isinstance(source, AnnouncementSpider) and source.documents(page)):
        return Recorded(argument, problem="没有读出岗位，没有保存")
    _save(target, body, items)
    return Recorded(argument, target, len(items), contacts)


def _record_document(argument: str, content: bytes, target: Path) -> Recorded:
    """A document is saved as it is, so only one without contacts: they cannot be masked inside it."""
    trial = trial_of_document(target.name, content)
    if not trial.items:
        return Recorded(argument, problem=f"{trial.problem}，没有保存")
    tables = read_tables(content, target.name)
    contacts = [header for table in tables.tables for header in table.left_out if meaning(header)[0] == CONTACT]
    contacts += [text for row in tables.rows for text in row.values.values() if without_contacts(text)[1]]
    if contacts:
        where = f"共 {len(contacts)} 处，例如“{without_contacts(contacts[0])[0][:_SHOWN]}”"
        return Recorded(argument, problem=f"附件里有个人联系方式（{where}），请删去后另存一份再保存")
    _save(target, content, trial.items)
    return Recorded(argument, target, len(trial.items))


def _save(target: Path, body: bytes, items: list[Item]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    _expect(target.with_name(_EXPECTED), target.name, [item.to_feed() for item in items])


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


def _name_of(argument: str, page: Response) -> str:
    """A file name from the last part of an address or path; the ending says what the page is."""
    last = Path(urlsplit(argument).path if is_url(argument) else argument).name.removesuffix(".gz")
    name = _NOT_IN_A_NAME.sub("-", last).strip(".-")[:80] or "page"
    if "." in name and name != _EXPECTED:
        return name
    if not isinstance(page, TextResponse):
        return f"{name}.{kind_of(page.body, name)}"
    head = page.text[:200].lstrip()
    return name + next((ending for start, ending in _ENDINGS if head.startswith(start)), ".html")
