"""Tables of a Word document (.docx)."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from scrapers.sheets.archive import look_through
from scrapers.sheets.grids import Grids, Range
from scrapers.sheets.kinds import has_macros
from scrapers.sheets.limits import COLUMNS, ROWS

_TEXT, _TAB, _BREAK, _PARAGRAPH, _DELETED = map(qn, ("w:t", "w:tab", "w:br", "w:p", "w:del"))


def read_docx(content: bytes) -> Grids:
    """Read from the markup itself: `Table.rows` of python-docx makes a list of whatever width a cell claims.

    Raises TableError.
    """
    look_through(content)
    found = Grids("docx")
    body = Document(BytesIO(content)).element.body
    for number, table in enumerate(body.iter(qn("w:tbl")), start=1):
        rows, merged, beyond = _grid(table)
        found.add(f"第{number}个表格", rows, merged, beyond)
    if has_macros(content):
        found.notes["macros_ignored"] = 1
    return found


def _grid(table: Any) -> tuple[list[list[str]], list[Range], int]:
    rows: list[list[str]] = []
    merged: dict[tuple[int, int], Range] = {}
    lines = table.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr")
    for number, line in enumerate(lines[:ROWS]):
        row: list[str] = []
        for cell in line.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc"):
            start = len(row)
            across = max(1, min(_number(cell, "./w:tcPr/w:gridSpan/@w:val", 1), COLUMNS - start))
            if start >= COLUMNS:
                break
            if across > 1:
                merged[number, start] = (number, start, number, start + across - 1)
            if _continues(cell):
                top = _top_of(rows, merged, number, start)
                merged[top, start] = (top, start, number, start + across - 1)
                row += [""] * across
            else:
                row += ["\n".join(_lines(cell)), *[""] * (across - 1)]
        rows.append(row)
    return rows, sorted(merged.values()), max(0, len(lines) - ROWS)


def _top_of(rows: list[list[str]], merged: dict[tuple[int, int], Range], number: int, start: int) -> int:
    """The row in which the cell began that goes on in row `number`."""
    above = number - 1
    for top, column, bottom, _ in merged.values():
        if column == start and bottom == above:
            return top
    return max(0, above)


def _continues(cell: Any) -> bool:
    merge = cell.xpath("./w:tcPr/w:vMerge")
    return bool(merge) and merge[0].get(qn("w:val"), "continue") == "continue"


def _number(cell: Any, path: str, otherwise: int) -> int:
    written = cell.xpath(path)
    return int(written[0]) if written and written[0].isdigit() and len(written[0]) < 6 else otherwise


def _lines(cell: Any) -> Iterator[str]:
    for paragraph in cell.iter(_PARAGRAPH):
        words = []
        for node in paragraph.iter(_TEXT, _TAB, _BREAK):
            words.append({_TAB: " ", _BREAK: "\n"}.get(node.tag) or node.text or "")
        yield "".join(words)
