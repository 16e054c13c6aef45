"""Tables that are drawn with lines on the pages of a text PDF."""

import re
from bisect import bisect_left
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException

from scrapers.sheets.grids import Grids
from scrapers.sheets.limits import PAGES, TableError

# A line of a cell that was begun on purpose; all others were broken to fit the column.
_OWN_LINE = re.compile(r"\d{1,2}[.、)）．]|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]、|[·•●★◆▪-]")
_ENDED = "。；;！!？?：:"


def read_pdf(content: bytes) -> Grids:
    """A table that goes on over the page's end is one table. Raises TableError."""
    found = Grids("pdf")
    tables: list[tuple[int, int, list[list[str]]]] = []
    has_text = has_image = False
    try:
        with pdfplumber.open(BytesIO(content), pages=list(range(1, PAGES + 2))) as document:
            for page in document.pages:
                if page.page_number > PAGES:
                    found.pass_over(f"第{PAGES + 1}页起", "too_many_pages")
                    break
                has_text = has_text or bool(page.chars)
                has_image = has_image or bool(page.images)
                for table in page.find_tables():
                    _take(tables, page.page_number, _grid(table))
                page.close()
    except PdfminerException as error:
        # pdfplumber wraps what its own parser raised.
        is_locked = any(type(part).__name__ == "PDFPasswordIncorrect" for part in error.args)
        raise TableError("encrypted" if is_locked else "broken") from error
    if has_image and not has_text:
        raise TableError("scan")
    for first, last, rows in tables:
        found.add(f"第{first}页" if first == last else f"第{first}—{last}页", rows)
    return found


def _take(tables: list[tuple[int, int, list[list[str]]]], page: int, rows: list[list[str]]) -> None:
    """The first table of a page goes on with the last of the page before, if it is as wide."""
    if tables and rows:
        first, last, above = tables[-1]
        if last == page - 1 and len(above[0]) == len(rows[0]):
            tables[-1] = (first, page, above + rows)
            return
    if rows:
        tables.append((page, page, rows))


def _grid(table: Any) -> list[list[str]]:
    """Words by row and column; a cell that reaches over several gives each of them its words."""
    words = {
        box: _rejoined(text)
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, text in zip(row.cells, texts, strict=True)
        if box is not None
    }
    lefts = sorted({left for left, _, _, _ in words})
    tops = sorted({top for _, top, _, _ in words})
    rows = [[""] * len(lefts) for _ in tops]
    for (left, top, right, bottom), text in words.items():
        first_row, first = tops.index(top), lefts.index(left)
        last, last_row = bisect_left(lefts, right), bisect_left(tops, bottom)
        for row in rows[first_row:last_row]:
            row[first:last] = [text] * (last - first)
    return rows


def _rejoined(text: str | None) -> str:
    """The lines of a narrow column put together again."""
    joined = ""
    for line in (text or "").split("\n"):
        if not joined:
            joined = line
        elif joined[-1:] in _ENDED or _OWN_LINE.match(line):
            joined += "\n" + line
        elif joined[-1:].isascii() and joined[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha():
            joined += " " + line
        else:
            joined += line
    return joined
