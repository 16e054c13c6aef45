"""A grid: rows of words, merged cells filled, bounded, and without a live formula."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from scrapers.sheets.limits import CELL, COLUMNS, ROWS, TABLES, TEXT, TableError
from scrapers.text import UNSEEN, squeezed

# First row, first column, last row, last column: counted from 0, all within the merged cell.
Range = tuple[int, int, int, int]

# A text that a spreadsheet would take for a formula; what is nothing but a number is none.
_LIVE = re.compile(r"[=+\-@＝＋－＠\t\r]+")
_NUMBER = re.compile(r"[+\-]?\d[\d,.]*%?")


@dataclass(slots=True)
class Grid:
    """The words of one table or sheet; `beyond` rows of it were not read."""

    place: str
    rows: list[list[str]]
    beyond: int = 0


@dataclass(slots=True)
class Grids:
    """What a reader found in a file: bounded in tables, rows, columns, cells and words."""

    kind: str
    grids: list[Grid] = field(default_factory=list)
    # Sheets, tables or pages passed over: place and reason.
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    _words_left: int = TEXT

    def add(
        self, place: str, rows: Iterable[Sequence[str]], merged: Iterable[Range] = (), beyond: int = 0
    ) -> Grid | None:
        """Take a table in; None where there is none or one too many. Raises TableError `too_large`."""
        if len(self.grids) == TABLES:
            self.pass_over(place, "too_many_tables")
            return None
        kept: list[list[str]] = []
        for row in rows:
            if len(kept) == ROWS:
                beyond += 1
                continue
            kept.append([self._bounded(cell) for cell in row[:COLUMNS]])
        while kept and not any(kept[-1]):
            kept.pop()
        if not kept:
            return None
        width = max(len(row) - sum(1 for _ in takewhile(_is_empty, reversed(row))) for row in kept)
        kept = [row[:width] + [""] * (width - len(row)) for row in kept]
        self._fill(kept, merged)
        self.grids.append(Grid(place, kept, beyond))
        return self.grids[-1]

    def pass_over(self, place: str, reason: str) -> None:
        # A million tables too many are one line.
        if len(self.passed_over) < TABLES and (place, reason) not in self.passed_over:
            self.passed_over.append((place, reason))

    def _bounded(self, cell: str) -> str:
        text = self._inert(squeezed(UNSEEN.sub("", cell[: CELL + 1])))
        if len(text) > CELL:
            self.notes["cells_cut"] += 1
            text = text[:CELL]
        self._words_left -= len(text)
        if self._words_left < 0:
            raise TableError("too_large")
        return text

    def _inert(self, text: str) -> str:
        live = _LIVE.match(text)
        if not live or _NUMBER.fullmatch(text):
            return text
        self.notes["formula_text"] += 1
        return text[live.end() :].lstrip()

    def _fill(self, rows: list[list[str]], merged: Iterable[Range]) -> None:
        """Write the words of a merged cell into every place that it covers."""
        left = ROWS * COLUMNS
        for top, start, bottom, end in merged:
            if top >= len(rows) or start >= len(rows[0]):
                continue
            words = rows[top][start]
            for row in rows[top : bottom + 1]:
                covered = range(start, min(end, len(row) - 1) + 1)
                left -= len(covered)
                self._words_left -= len(words) * len(covered)
                if left < 0 or self._words_left < 0:
                    raise TableError("too_large")
                for column in covered:
                    row[column] = words


def _is_empty(cell: str) -> bool:
    return not cell


def number_words(value: float) -> str:
    """5000.0 → `5000`, 0.30000000000000004 → `0.3`."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
