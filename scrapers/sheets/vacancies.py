"""A grid of words → its tables of vacancies, with every row accounted for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapers.items import JobPosting
from scrapers.sheets.grids import Grid
from scrapers.sheets.headers import CONTACT, IGNORED, PERSON, Column, column_of, is_label, meaning
from scrapers.sheets.limits import HEADER_WITHIN, TableError
from scrapers.sheets.posts import Values, named_posts, posts_of, with_unit

_DEPTHS = (1, 2, 3)
# A header names the post and one thing more, and of its other columns not all are strange.
_FEWEST_FIELDS = 2
_KNOWN_SHARE = 0.4
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_NOTE = re.compile(r"(?:备?注|说明|附|温馨提示|联系|咨询|报名)\s*\d?\s*[:：]|[※★]")
_SAME = frozenset({"同上", "〃", "″", "同前"})
_FIRM = re.compile(r"[^。；]{2,40}?(?:公司|集团|厂|酒店|饭店|医院|学校|幼儿园|合作社|超市|中心|经营部|事务所)")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]+[)）、.．]\s*")
_PART = re.compile(rf"第.{{1,3}}[部章节类批场]|{_NUMBERED.pattern}")
_LONGEST_LONE_TITLE = 15
_LEAST, _MOST = re.compile("最低|下限|起薪"), re.compile("最高|上限")


@dataclass(frozen=True, slots=True)
class Row:
    """The raw words of one vacancy by field of scrapers.items, and the row of the file that they stand in."""

    number: int
    values: Values

    def item(self) -> JobPosting:
        return JobPosting(**self.values)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row, or `count` rows from it on, that is no vacancy; `reason` is a key of limits.REASONS."""

    number: int
    reason: str
    count: int = 1


@dataclass(slots=True)
class Table:
    """One table: what its columns were taken for, which were strange, its vacancies and what else it held."""

    place: str
    columns: tuple[Column, ...]
    unmatched: tuple[str, ...]
    # Columns that are known and not read, contacts of persons among them.
    left_out: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def tables_of(grid: Grid) -> Iterator[Table]:
    """The tables of a grid, one below the other; none where no header names a post.

    Raises TableError `persons` where a header is that of a list of people; the tables above it come first.
    """
    table: Table | None = None
    above: list[Skipped] = []
    number = 0
    header: list[list[str]] = []
    while number < len(grid.rows):
        row = grid.rows[number]
        if row in header:
            _of(table, above).append(Skipped(number + 1, "repeated_header"))
            number += 1
            continue
        try:
            found = _header(grid.rows, number) if _may_be_header(row, number, table) else None
        except TableError:
            if table:
                yield table
            raise
        if found:
            depth, columns = found
            if table:
                yield table
            table = _table(grid.place, columns)
            table.skipped += above
            above, header = [], [line for line in grid.rows[number : number + depth] if any(line)]
            reader = _RowReader(table)
            number += depth
            continue
        if any(row) and table:
            reader.take(number + 1, row)
        elif any(row):
            above.append(Skipped(number + 1, "above_header"))
        number += 1
    if table:
        if grid.beyond:
            table.skipped.append(Skipped(len(grid.rows) + 1, "too_many_rows", grid.beyond))
        yield table


def _of(table: Table | None, above: list[Skipped]) -> list[Skipped]:
    return table.skipped if table else above


def _may_be_header(row: list[str], number: int, table: Table | None) -> bool:
    """Within a table only a row of listed words begins another; near ones are vacancies' own.

    A title over all columns begins no header, nor does a line of `填报单位：…`.
    """
    if table:
        starts = {("title", 100), (PERSON, 100)}
        return sum(map(is_label, row)) >= _FEWEST_FIELDS and any(meaning(cell) in starts for cell in row)
    return number < HEADER_WITHIN and sum(bool(meaning(cell)[0]) for cell in set(row)) >= _FEWEST_FIELDS


def _header(rows: list[list[str]], top: int) -> tuple[int, list[Column]] | None:
    """How many rows the header has that begins at `top`, and its columns. Raises TableError `persons`."""
    best: tuple[int, list[Column]] | None = None
    for depth in _DEPTHS:
        lines = rows[top : top + depth]
        if len(lines) < depth or (depth > 1 and not _goes_on(lines[-2], lines[-1])):
            break
        columns = [column for index, parts in enumerate(_heads(lines)) if (column := column_of(index, parts))]
        fields = {column.field for column in columns} - {"", IGNORED, CONTACT}
        if any(column.field == PERSON and column.score == 100 for column in columns):
            raise TableError("persons")
        known = sum(bool(column.field) for column in columns)
        if "title" in fields and len(fields) >= _FEWEST_FIELDS and known >= _KNOWN_SHARE * len(columns):
            best = (depth, columns)
    return best


def _goes_on(above: list[str], below: list[str]) -> bool:
    """Whether a row only says more where the header above it reaches over several columns."""
    padded = [None, *above, None]
    is_wide = [
        here in ("", left) or right in ("", here) for left, here, right in zip(padded, above, padded[2:], strict=False)
    ]
    said = [wide for wide, here, words in zip(is_wide, above, below, strict=True) if words and words != here]
    return bool(said) and all(said)


def _heads(lines: list[list[str]]) -> Iterator[list[str]]:
    """Of each column, the words of the header's rows; a cell left empty beside another belongs to that."""
    lines = [list(line) for line in lines]
    for above, below in zip(lines, lines[1:], strict=False):
        for index in range(1, len(above)):
            if not above[index] and below[index]:
                above[index] = above[index - 1]
    return (list(parts) for parts in zip(*lines, strict=True))


def _table(place: str, columns: list[Column]) -> Table:
    """Of two columns for one field the surer is read; texts and the two ends of pay are put together."""
    read: dict[str, list[Column]] = {}
    left_out, unmatched = [], []
    for column in sorted(columns, key=lambda column: -column.score):
        rivals = read.get(column.field, [])
        if column.field in (IGNORED, CONTACT, PERSON):
            left_out.append(column.header)
        elif not column.field or (rivals and not _goes_with(column, rivals)):
            unmatched.append(column.header)
        else:
            read.setdefault(column.field, []).append(column)
    kept = sorted((column for rivals in read.values() for column in rivals), key=lambda column: column.index)
    return Table(place, tuple(kept), tuple(unmatched), tuple(left_out))


def _goes_with(column: Column, rivals: list[Column]) -> bool:
    if column.field == "description":
        return True
    ends = [*rivals, column]
    return (
        column.field == "base_salary"
        and len(ends) == 2
        and any(_LEAST.search(end.header) for end in ends)
        and any(_MOST.search(end.header) for end in ends)
    )


def _is_lone_title(text: str) -> bool:
    """Whether the only words of a row name a post, and not a part of the table or a firm."""
    if any(pattern.match(text) for pattern in (_NOTE, _TOTAL, _PART, _FIRM)):
        return False
    return 0 < len(text) <= _LONGEST_LONE_TITLE or bool(named_posts(text))


class _RowReader:
    """Reads a table's rows in order; some say no more than `same as above`."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.title = next(column.index for column in table.columns if column.field == "title")
        self.has_firm = any(column.field == "hiring_organization" for column in table.columns)
        self.has_texts = sum(column.field == "description" for column in table.columns) > 1
        self.before: Values = {}
        self.firm = ""

    def take(self, number: int, row: list[str]) -> None:
        reason = self._why_none(row)
        if reason:
            self.table.skipped.append(Skipped(number, reason))
            return
        values = self._values(row)
        self.before = dict(values)
        self.table.rows += [Row(number, post) for post in posts_of(values)]

    def _why_none(self, row: list[str]) -> str | None:
        words = [cell for cell in row if cell]
        if len(set(words)) == 1:
            lone = row[self.title] if len(words) == 1 else ""
            if not _is_lone_title(lone):
                self._begin_section(words[0])
                return "total" if _TOTAL.match(words[0]) else "note"
        if any(_TOTAL.match(word) for word in words[:3]):
            return "total"
        if _NOTE.match(words[0]):
            return "note"
        return None if any(sign.isalpha() for sign in row[self.title]) else "no_title"

    def _begin_section(self, text: str) -> None:
        """`一、蓝山县某某公司`: in a table without a column for it, the firm of the rows below."""
        firm = _FIRM.match(_NUMBERED.sub("", text, count=1))
        if firm and not _NOTE.match(text):
            self.firm = firm[0]

    def _values(self, row: list[str]) -> Values:
        told: dict[str, list[tuple[Column, str]]] = {}
        for column in self.table.columns:
            words = row[column.index]
            if words in _SAME:
                words = self.before.get(column.field, "")
            if words:
                told.setdefault(column.field, []).append((column, words))
        values = {name: _joined(name, parts, self.has_texts) for name, parts in told.items()}
        firm = self.before.get("hiring_organization") if self.has_firm else self.firm
        if firm:
            values.setdefault("hiring_organization", firm)
        return values


def _joined(name: str, parts: list[tuple[Column, str]], is_named: bool) -> str:
    """The words of a field's columns: one, or the two ends of pay, or texts that say what each is about."""
    if name == "description" and is_named:
        return "\n".join(f"{column.header.split()[-1]}：{words}" for column, words in parts)
    return with_unit("-".join(dict.fromkeys(words for _, words in parts)), parts[0][0].unit)
