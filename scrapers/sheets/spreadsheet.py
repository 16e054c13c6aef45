"""Excel's two formats. Cells are read, nothing is run: no macro, no formula, no link to another file."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from scrapers.sheets.archive import chunks, look_through, opened
from scrapers.sheets.grids import Grids, Range, number_words
from scrapers.sheets.kinds import has_macros
from scrapers.sheets.limits import COLUMNS, ROWS, SHEETS, TableError

_MERGE = re.compile(rb'mergeCell\b[^>]{0,80}?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_ROW = re.compile(rb'row\b[^>]{0,80}?\br="(\d{1,7})"')
_VALUELESS = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_LONGEST_TAG = 256
# `0"元/月"`: a format that writes the unit which the cell itself does not hold.
_WRITTEN_UNIT = re.compile(r'[0#?][^"]*"([^"]{1,12})"')
_MERGED = 20_000


def read_xlsx(content: bytes) -> Grids:
    """Rows are streamed, so that a sheet of a million costs no more than those that are kept. Raises TableError."""
    look_through(content)
    found = Grids("xlsx")
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with opened(content) as archive:
        for number, sheet in enumerate(book.worksheets):
            if number >= SHEETS or sheet.sheet_state != "visible":
                found.pass_over(sheet.title, "too_many_tables" if number >= SHEETS else "hidden")
                continue
            with archive.open(sheet._worksheet_path) as stream:
                merged, last_row, valueless = _scan(chunks(stream))
            if valueless:
                found.notes["formulas_without_value"] += valueless
            rows = sheet.iter_rows(max_row=min(ROWS, last_row) or 1, max_col=COLUMNS)
            words = ([_words(cell.value, cell.number_format) for cell in row] for row in rows)
            found.add(sheet.title, words, merged, beyond=max(0, last_row - ROWS))
    if has_macros(content):
        found.notes["macros_ignored"] = 1
    return found


def read_xls(content: bytes) -> Grids:
    """Excel 97–2003: 65,536 rows at most, read whole. Raises TableError."""
    found = Grids("xls")
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            for number, about in enumerate(book.sheets_metadata):
                if number >= SHEETS or about.visible != SheetVisibleEnum.Visible:
                    found.pass_over(about.name, "too_many_tables" if number >= SHEETS else "hidden")
                    continue
                sheet = book.get_sheet_by_name(about.name)
                rows = sheet.to_python(skip_empty_area=False, nrows=ROWS)
                words = ([_words(value) for value in row[:COLUMNS]] for row in rows)
                merged = (
                    (top, start, bottom, end)
                    for (top, start), (bottom, end) in islice(sheet.merged_cell_ranges or (), _MERGED)
                )
                height = sheet.end[0] + 1 if sheet.end else 0
                found.add(about.name, words, merged, beyond=max(0, height - ROWS))
    except PasswordError as error:
        raise TableError("encrypted") from error
    except CalamineError as error:
        raise TableError("broken") from error
    if has_macros(content):
        found.notes["macros_ignored"] = 1
    return found


def _scan(parts: Iterator[bytes]) -> tuple[list[Range], int, int]:
    """Merged ranges, the last row's number, and how many formulas were saved without a value.

    Merged ranges stand behind the last row; parsing a million rows to get there would take a minute.
    """
    merged: list[Range] = []
    last_row = valueless = 0
    rest = b""
    for part in parts:
        window = rest + part
        end = 0
        if b"mergeCell" in window:
            for match in _MERGE.finditer(window):
                end = match.end()
                if len(merged) < _MERGED:
                    start, top, stop, bottom = range_boundaries(match[1].decode())
                    merged.append((top - 1, start - 1, bottom - 1, stop - 1))
        if b"f>" in window:
            for match in _VALUELESS.finditer(window):
                end = max(end, match.end())
                valueless += 1
        # Rows ascend, so the last of each part will do.
        if row := _ROW.match(window, max(0, window.rfind(b"row "))):
            last_row = max(last_row, int(row[1]))
        rest = window[max(end, len(window) - _LONGEST_TAG) :]
    return merged, last_row, valueless


def _words(value: Any, number_format: str = "") -> str:
    """A cell as its reader sees it: whole numbers without a point, dates as ISO, units that the format writes."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        unit = _WRITTEN_UNIT.search(number_format or "")
        if (number_format or "").endswith("%"):
            return f"{number_words(value * 100)}%"
        return number_words(value) + (unit[1].strip() if unit else "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
