"""Foreign bytes (XML, JSON, JSON Lines, CSV) → records: dicts, lists and texts, and what stands at a path in them.

A path is keys with dots between (`company.name`), a number for one entry of a list; a list on the way means each of
its entries. `a|b` is the first of the two that says something; `{low}-{high}元/月` puts several together.

Everything is bounded. Where a document breaks off, what stood before is kept, and `broken` is told a reason code.
"""

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, TypeVar

import lxml.etree

from scrapers.script_json import load_literal
from scrapers.text import text_of_markup

Broken = Callable[[str], None]
_Record = TypeVar("_Record")

_MOST_RECORDS = 200_000
_MOST_ELEMENTS = 5_000
_MOST_NESTING = 20
_MOST_FOUND = 200
_LONGEST_TEXT = 200_000
_HOLE = re.compile(r"\{([^{}]+)\}")


def untold(reason: str) -> None:
    """A `broken` for those who do not count."""


def values_at(record: Any, path: str) -> list[Any]:
    """Everything that stands at one plain path; "" is the record itself."""
    found = [record]
    for key in filter(None, path.split(".")):
        found = list(itertools.islice(_step(found, key), _MOST_RECORDS + 1))
    flat = (entry for value in found for entry in (value if isinstance(value, list) else [value]))
    # One more than is read, so that who reads them can tell that there were too many.
    return [value for value in itertools.islice(flat, _MOST_RECORDS + 1) if value is not None]


def _step(values: list[Any], key: str) -> Iterator[Any]:
    for value in values:
        if isinstance(value, Mapping):
            yield value.get(key)
        elif isinstance(value, list) and key.isdecimal():
            yield value[int(key)] if len(key) < 7 and int(key) < len(value) else None
        elif isinstance(value, list):
            yield from (entry.get(key) for entry in value if isinstance(entry, Mapping))


def text_at(record: Any, path: str, joint: str = "、") -> str | None:
    """The words at a path, with alternatives and holes; `joint` stands between several values."""
    if "{" in path:
        return _filled(record, path)
    for alternative in path.split("|"):
        texts = filter(None, map(_text, values_at(record, alternative)[:_MOST_FOUND]))
        if words := joint.join(dict.fromkeys(texts)):
            return words
    return None


def _filled(record: Any, template: str) -> str | None:
    """The template with its holes filled; what stands before a hole goes with it when there is nothing to fill in."""
    *pieces, end = _HOLE.split(template)
    filled = ""
    for number, (before, hole) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
        if words := text_at(record, hole):
            filled += (before if filled or not number else "") + words
    return filled + end if filled else None


def _text(value: Any) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("#text")
    if value is None or isinstance(value, bool | list | Mapping):
        return None
    return text_of_markup(str(value)[:_LONGEST_TEXT]) or None


def xml_records(file: BinaryIO, rows: str, encoding: str | None = None, broken: Broken = untold) -> Iterator[Any]:
    """Each element whose path ends in `rows` (`jobs.job`), one at a time: the document is never held whole.

    "" is the document's root, and so the whole of it.

    No entity is resolved, no DTD loaded, nothing fetched.
    """
    wanted = rows.split(".") if rows else []
    path: list[str] = []
    inside: lxml.etree._Element | None = None
    read = 0
    try:
        for event, element in _events(file, encoding):
            if event == "start":
                path.append(_local(element))
                if inside is None and (path[-len(wanted) :] == wanted if wanted else len(path) == 1):
                    inside = element
                continue
            path.pop()
            if element is inside:
                inside = None
                yield _record(element, [_MOST_ELEMENTS if wanted else _MOST_RECORDS], 0)
                read += 1
                if read >= _MOST_RECORDS:
                    return broken("too_many_records")
            if inside is None:
                _forget(element)
    except (lxml.etree.XMLSyntaxError, LookupError):
        broken("broken_xml")


def _events(file: BinaryIO, encoding: str | None) -> Iterator[tuple[str, lxml.etree._Element]]:
    safely = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    return iter(lxml.etree.iterparse(file, events=("start", "end"), encoding=encoding, remove_pis=True, **safely))


def _forget(element: lxml.etree._Element) -> None:
    element.clear(keep_tail=False)
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]


def _record(element: lxml.etree._Element, left: list[int], nesting: int) -> Any:
    """An element as nested dicts: attributes under `@name`, its whole text under `#text`; a text if it is only that.

    `left` counts down how many elements may still be read.
    """
    children = list(element.iterchildren(tag=lxml.etree.Element))
    text = "".join(itertools.islice(element.itertext(), _MOST_ELEMENTS)).strip()[:_LONGEST_TEXT]
    if not children and not element.attrib:
        return text or None
    record: dict[str, Any] = {f"@{_local_name(name)}": value for name, value in element.attrib.items()}
    for child in children if nesting < _MOST_NESTING else ():
        left[0] -= 1
        if left[0] < 0:
            break
        key, value = _local(child), _record(child, left, nesting + 1)
        if key in record:
            before = record[key]
            record[key] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            record[key] = value
    return record | {"#text": text or None}


def _local(element: lxml.etree._Element) -> str:
    return _local_name(element.tag) if isinstance(element.tag, str) else ""


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def json_records(text: str, rows: str = "", broken: Broken = untold) -> Iterator[Any]:
    """The records at a path of a JSON document; one object that stands where a list might is one record."""
    try:
        data = load_literal(text)
    except ValueError:
        return broken("broken_json")
    yield from _at_most(values_at(data, rows), broken)


def json_lines_records(text: str, broken: Broken = untold) -> Iterator[Any]:
    """One record a line; a broken line costs itself only."""
    for line in _at_most(filter(str.strip, io.StringIO(text)), broken):
        try:
            yield json.loads(line, strict=False)
        except (ValueError, RecursionError):
            broken("broken_line")


def csv_records(text: str, broken: Broken = untold) -> Iterator[Any]:
    """One record a row, under the names of the first row; comma, semicolon and tabulator are told apart."""
    text = text.removeprefix("\ufeff")
    head = text[:2000].partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count))
    try:
        for row in _at_most(reader, broken):
            yield {(name or "").strip(): value for name, value in row.items() if isinstance(value, str)}
    except csv.Error:
        broken("broken_csv")


def _at_most(records: Iterable[_Record], broken: Broken) -> Iterator[_Record]:
    for number, record in enumerate(records):
        if number == _MOST_RECORDS:
            return broken("too_many_records")
        yield record
