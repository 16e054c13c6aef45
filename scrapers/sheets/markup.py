"""The tables of a web page."""

from collections.abc import Iterator

import lxml.etree
import lxml.html

from scrapers.decoding import real_encoding
from scrapers.sheets.grids import Grids, Range
from scrapers.sheets.limits import COLUMNS, ROWS, TableError
from scrapers.text import visible_text


def read_html(content: bytes) -> Grids:
    """Raises TableError."""
    parser = lxml.html.HTMLParser(encoding=real_encoding(content, None))
    try:
        root = lxml.html.document_fromstring(content, parser=parser)
    except (lxml.etree.LxmlError, ValueError, LookupError) as error:
        raise TableError("broken") from error
    return read_page(root)


def read_page(root: lxml.etree._Element) -> Grids:
    """Of tables within tables the inner ones: the outer only lay out the page."""
    found = Grids("html")
    for number, table in enumerate(root.xpath("//table[not(.//table)]"), start=1):
        rows, merged, beyond = _grid(table)
        found.add(f"第{number}个表格", rows, merged, beyond)
    return found


def _grid(table: lxml.etree._Element) -> tuple[list[list[str]], list[Range], int]:
    rows: list[list[str]] = []
    merged: list[Range] = []
    taken: set[tuple[int, int]] = set()
    lines = table.xpath(".//tr")
    for top, line in enumerate(lines[:ROWS]):
        row: list[str] = []
        for cell in _cells(line):
            while (top, len(row)) in taken and len(row) < COLUMNS:
                row.append("")
            if len(row) >= COLUMNS:
                break
            down, across = _span(cell, "rowspan", ROWS - top), _span(cell, "colspan", COLUMNS - len(row))
            start = len(row)
            row += [visible_text(cell), *[""] * (across - 1)]
            if down > 1 or across > 1:
                bottom = min(top + down, len(lines)) - 1
                merged.append((top, start, bottom, start + across - 1))
                taken.update((below, start + i) for below in range(top + 1, bottom + 1) for i in range(across))
        rows.append(row)
    return rows, merged, max(0, len(lines) - ROWS)


def _cells(line: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    return (cell for cell in line if cell.tag in ("td", "th"))


def _span(cell: lxml.etree._Element, name: str, most: int) -> int:
    written = cell.get(name, "").strip()
    # `rowspan="0"` reaches to the end of the table.
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1
    return min(number or most, most)
