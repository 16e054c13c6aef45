"""What the pages of a source held, one page a line: a crawl that was killed goes on from it, a 304 is answered by it.

A page's line is written when everything that the page gave has been worked off, in one piece. So a killed crawl
leaves whole lines (a torn last one is left out when the book is opened), and a page is in the book with all it gave
or not at all.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import IO, Any

from scrapers.feeds import start_of

# A run is not taken up again after this time: what its pages said is too old to be called seen.
RESUMED_WITHIN = timedelta(hours=24)
# Some servers give one ETag for ever; so a page is read anew after this time whatever it answers.
BELIEVED_FOR = timedelta(days=7)

_UNFINISHED, _KNOWN = "unfinished.pages", "known.pages"


@dataclass
class Page:
    """What one page gave.

    `items` are pairs of class name and fields, as they left the pipelines (free of contact data); `requests` are
    what the page led to; `counts` are what was counted over it, such as drops by reason.
    """

    key: str
    url: str = ""
    etag: str | None = None
    modified: str | None = None
    read: str = ""
    items: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_recent(self) -> bool:
        return datetime.now(UTC) - datetime.fromisoformat(self.read) < BELIEVED_FOR


class PageBook:
    """A file of pages, read by key; of a page that is in it twice the later line counts."""

    def __init__(self, path: Path, reading: str) -> None:
        """Open the book; one of another `reading` (program version, run) is as good as none."""
        self.path, self.reading = path, reading
        self.head: dict[str, Any] = {}
        self._places: dict[str, int] = {}
        # Keys of the pages that can be asked for by their ETag or date.
        self.conditional: set[str] = set()
        self._length = 0
        self._reader: IO[bytes] | None = None
        self._writer: IO[bytes] | None = None
        if path.exists():
            self._reader = path.open("rb")
            self._read_places(self._reader)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def get(self, key: str) -> Page | None:
        place = self._places.get(key)
        return None if place is None else _page(self._line_at(place))

    def line(self, key: str) -> bytes:
        return self._line_at(self._places[key])

    def start(self, head: dict[str, Any]) -> None:
        """Begin the book anew."""
        self.close()
        self.head = {"reading": self.reading, **head}
        self._places, self.conditional = {}, set()
        line = _encoded(self.head)
        self.path.write_bytes(line)
        self._length = len(line)
        self.go_on()

    def go_on(self) -> None:
        """Go on writing where the book was torn off."""
        self.close()
        self._reader = self.path.open("rb")
        self._writer = self.path.open("r+b", buffering=0)
        self._writer.truncate(self._length)

    def write(self, page: Page) -> None:
        """Add a page; the line is with the operating system, so a killed process loses none.

        Raises:
            TypeError, ValueError: the page holds what JSON cannot.
        """
        assert self._writer is not None
        line = _encoded(vars(page))
        self._writer.seek(self._length)
        self._writer.write(line)
        self._place(page.key, page.etag or page.modified)
        self._length += len(line)

    def close(self) -> None:
        for file in (self._reader, self._writer):
            if file is not None:
                file.close()
        self._reader = self._writer = None

    def _read_places(self, lines: IO[bytes]) -> None:
        for number, line in enumerate(lines):
            if not line.endswith(b"\n"):
                break
            row = json.loads(line)
            if number == 0:
                if row.get("reading") != self.reading:
                    return
                self.head = row
            else:
                self._place(row["key"], row["etag"] or row["modified"])
            self._length += len(line)

    def _place(self, key: str, validator: str | None) -> None:
        self._places[key] = self._length
        if validator:
            self.conditional.add(key)

    def _line_at(self, place: int) -> bytes:
        assert self._reader is not None
        self._reader.seek(place)
        return self._reader.readline()


def known_pages(folder: Path) -> PageBook:
    """The pages of a source as the former runs read them."""
    return PageBook(folder / _KNOWN, reading_version())


def unfinished_pages(folder: Path) -> PageBook:
    """The pages of the run that was not ended, if there is one."""
    return PageBook(folder / _UNFINISHED, reading_version())


def feed_to_resume(folder: Path) -> tuple[Path | None, str | None]:
    """The feed of a run that can be gone on with; or None, and why an unfinished one cannot."""
    path = folder / _UNFINISHED
    if not path.exists():
        return None, None
    book = unfinished_pages(folder)
    book.close()
    if not book.head:
        return None, "它是由另一版本的程序抓取的"
    feed = folder / book.head["feed"]
    if datetime.now(UTC) - start_of(feed) > RESUMED_WITHIN:
        return None, f"它开始于 {RESUMED_WITHIN // timedelta(hours=1)} 小时之前"
    return feed, None


def settle(book: PageBook, known: PageBook, *, is_complete: bool) -> None:
    """The run has ended: its pages are now the known ones, and there is no unfinished run any more.

    A run that did not see all pages says nothing about the others; what is known of those is kept. Pages that can
    only be asked for whole need not be known.
    """
    kept = [key for key in known.conditional if key not in book] if not is_complete else []
    part = known.path.with_name(f".{_KNOWN}.part")
    with part.open("wb") as file:
        file.write(_encoded({"reading": book.reading}))
        file.writelines(known.line(key) for key in kept)
        file.writelines(book.line(key) for key in book.conditional)
    book.close()
    known.close()
    part.replace(known.path)
    book.path.unlink()


@cache
def reading_version() -> str:
    """Changes with any line of this package: what another version read from a page is not believed."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _encoded(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _page(line: bytes) -> Page:
    row = json.loads(line)
    return Page(**{**row, "items": [tuple(item) for item in row["items"]], "counts": Counter(row["counts"])})
