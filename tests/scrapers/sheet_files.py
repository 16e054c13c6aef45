"""Files as offices write them: one list of rows as xlsx, xls, docx, PDF, csv and HTML."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlwt
from docx import Document
from openpyxl import Workbook
from reportlab.lib import colors, pagesizes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import SimpleDocTemplate, Table

Rows = Sequence[Sequence[object]]
# First row, first column, last row, last column, from 0.
Merge = tuple[int, int, int, int]
FONT = "STSong-Light"


def xlsx(rows: Rows, merged: Sequence[Merge] = (), title: str = "岗位表") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for top, left, bottom, right in merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return saved(book)


def xls(rows: Rows, merged: Sequence[Merge] = ()) -> bytes:
    sheet_book = xlwt.Workbook(encoding="utf-8")
    sheet = sheet_book.add_sheet("岗位表")
    heads = {(top, left): (top, bottom, left, right) for top, left, bottom, right in merged}
    covered = {(r, c) for t, x, b, y in merged for r in range(t, b + 1) for c in range(x, y + 1)}
    for top, row in enumerate(rows):
        for left, value in enumerate(row):
            if (top, left) in heads:
                sheet.write_merge(*heads[top, left], value)
            elif (top, left) not in covered and value is not None:
                sheet.write(top, left, value)
    return saved(sheet_book)


def docx(rows: Rows, merged: Sequence[Merge] = ()) -> bytes:
    document = Document()
    document.add_paragraph("招聘公告")
    table = document.add_table(len(rows), max(map(len, rows)))
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    covered = {(r, c) for t, x, b, y in merged for r in range(t, b + 1) for c in range(x, y + 1) if (r, c) != (t, x)}
    for top, row in enumerate(rows):
        for left, value in enumerate(row):
            if value is not None and (top, left) not in covered:
                table.cell(top, left).text = str(value)
    return saved(document)


def pdf(rows: Rows, merged: Sequence[Merge] = (), **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    spans = [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in merged]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 9), *spans]
    words = [["" if value is None else str(value) for value in row] for row in rows]
    document = SimpleDocTemplate(stream, pagesize=pagesizes.landscape(pagesizes.A4))
    document.build([Table(words, repeatRows=int(options.pop("repeat", 0)), style=style, **options)])
    return stream.getvalue()


def delimited(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([["" if v is None else v for v in row] for row in rows])
    return stream.getvalue().encode(encoding)


def html(rows: Rows, merged: Sequence[Merge] = ()) -> bytes:
    heads = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
    covered = {(r, c) for t, x, b, y in merged for r in range(t, b + 1) for c in range(x, y + 1) if (r, c) != (t, x)}
    lines = []
    for top, row in enumerate(rows):
        cells = []
        for left, value in enumerate(row):
            down, across = heads.get((top, left), (1, 1))
            if (top, left) not in covered:
                text = "" if value is None else str(value).replace("\n", "<br>")
                cells.append(f'<td rowspan="{down}" colspan="{across}">{text}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><p>公告</p><table>{''.join(lines)}</table></body></html>".encode()


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
