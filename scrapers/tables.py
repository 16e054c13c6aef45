"""Vacancies out of the tables of foreign files: xlsx, xls, csv, docx, text PDF, web pages.

Neither Scrapy nor Django: the crawl of announcements and the employers' upload read with the same eyes. Every file
is taken for hostile; sizes, kinds and what happens at each limit stand in `scrapers.sheets.limits`.
"""

from collections import Counter
from dataclasses import dataclass, field

import lxml.etree

from scrapers.sheets.delimited import read_csv
from scrapers.sheets.grids import Grids
from scrapers.sheets.guarded import read_document
from scrapers.sheets.headers import Column
from scrapers.sheets.kinds import kind_of
from scrapers.sheets.limits import LARGEST_FILE, REASONS, TableError
from scrapers.sheets.markup import read_html, read_page
from scrapers.sheets.vacancies import Row, Skipped, Table, tables_of

__all__ = [
    "LARGEST_FILE",
    "REASONS",
    "Column",
    "Row",
    "Skipped",
    "Table",
    "TableError",
    "Tables",
    "is_document",
    "read_tables",
    "tables_in_page",
]
_IN_THIS_PROCESS = {"csv": read_csv, "html": read_html}


@dataclass(slots=True)
class Tables:
    """What a file holds: its tables of vacancies, the other tables with the reason, and what should be known."""

    kind: str
    tables: list[Table] = field(default_factory=list)
    # (place, key of REASONS)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> list[Row]:
        return [row for table in self.tables for row in table.rows]

    @property
    def skipped(self) -> Counter[str]:
        """Rows that are no vacancy, by reason."""
        counts: Counter[str] = Counter()
        for table in self.tables:
            for row in table.skipped:
                counts[row.reason] += row.count
        return counts


def is_document(content: bytes, name: str = "") -> bool:
    """Whether bytes are a spreadsheet, a document or a delimited text, and no web page."""
    try:
        kind = kind_of(content, name)
    except TableError as error:
        return error.reason in ("old_word", "encrypted", "broken")
    return kind != "html" and (kind != "csv" or name.lower().endswith((".csv", ".tsv")))


def read_tables(content: bytes, name: str = "") -> Tables:
    """The tables of vacancies in a file, whatever its name says it is.

    Raises TableError, whose `reason` is a key of REASONS, where nothing of it can be read.
    """
    kind = kind_of(content, name)
    reader = _IN_THIS_PROCESS.get(kind)
    return _vacancies(reader(content) if reader else read_document(kind, content))


def tables_in_page(root: lxml.etree._Element) -> Tables:
    """The tables of vacancies in a web page that has been parsed. Raises TableError."""
    return _vacancies(read_page(root))


def _vacancies(found: Grids) -> Tables:
    tables = Tables(found.kind, passed_over=list(found.passed_over), notes=found.notes)
    for grid in found.grids:
        before = len(tables.tables)
        try:
            tables.tables.extend(tables_of(grid))
        except TableError as error:
            tables.passed_over.append((grid.place, error.reason))
        else:
            if len(tables.tables) == before:
                tables.passed_over.append((grid.place, "not_vacancies"))
    return tables
