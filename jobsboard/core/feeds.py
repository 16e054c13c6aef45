"""Feeds as files: lines → rows, what makes two of them the same thing, and what of a row may be kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import numpy as np
from django.db.models import CharField, Model
from numpy.typing import NDArray

from scrapers.contacts import without_contacts

GZIP_MAGIC = b"\x1f\x8b"
# A longer line, or one nested deeper, is no row: it is passed over without being held.
LONGEST_LINE, DEEPEST = 4 * 1024 * 1024, 30
# What a crawl adds about itself; it says nothing of what is offered, and differs from day to day.
ABOUT_THE_CRAWL = frozenset({"file", "line", "crawled_at", "scraped_at", "firstSeen", "lastSeen", "contentHash"})
# Names, not words: what looks like a contact there is none.
_NAMES_OF_THE_ROW = frozenset({"source", "platform", "id", "identifier", "url"})
# PostgreSQL stores neither the NUL character nor half a surrogate pair.
_UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_LARGEST = 2**31 - 1


class UnreadableFeed(Exception):
    """The file cannot be read at all; the message is one line that names it."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One line of a feed; `raw` is None where it is not a JSON object."""

    line: int
    raw: dict[str, Any] | None

    @property
    def is_course(self) -> bool:
        """Rows without `@type` are vacancies."""
        kinds = self.raw.get("@type") if self.raw is not None else None
        return any(kind in ("Course", "CourseInstance") for kind in (kinds if isinstance(kinds, list) else [kinds]))


def read_feed(path: Path | str) -> Iterator[FeedRow]:
    """Yield the rows of a plain or gzipped JSON Lines file; empty lines are none."""
    try:
        with _opened(Path(path)) as stream:
            for number, line in enumerate(_lines(stream), start=1):
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    yield FeedRow(number, _object_of(text))
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFeed(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error


def last_rows(path: Path | str, identity_of: Callable[[FeedRow], str | None]) -> NDArray[np.bool_]:
    """For each row of a feed, whether it is the last of its identity. Raises UnreadableFeed.

    `identity_of` gives 64 hexadecimal digits, and None for a row that is nothing.
    Read before anything is written: a file that breaks off, or without one readable row, is not taken in at all.
    A row costs 17 bytes.
    """
    digests = bytearray()
    readable = 0
    for row in read_feed(path):
        readable += row.raw is not None
        digests += bytes.fromhex((identity_of(row) or "0" * 32)[:32])
    if digests and not readable:
        raise UnreadableFeed(f"cannot read {path}: no line is a JSON object")
    halves = np.frombuffer(digests, np.uint64).reshape(-1, 2)
    order = np.lexsort((halves[:, 1], halves[:, 0]))  # stable: of one identity the later row stands later
    is_last = np.ones(len(halves), bool)
    is_last[order[:-1]] = (halves[order[1:]] != halves[order[:-1]]).any(axis=1)
    return is_last


def identity(raw: Mapping[str, Any], words: Iterable[str], kind: str = "") -> str:
    """Return what makes a row the same thing as before: (source, id), else url, else a hash of its own words.

    `kind` keeps things of another kind apart that a source numbers alike.
    """
    identifier, url = identifier_of(raw), flat(raw.get("url"))
    if identifier:
        parts = ["id", flat(raw.get("source")), identifier]
    elif url:
        parts = ["url", url]
    else:
        parts = ["text", *words]
    return hashlib.sha256("\x1f".join([kind, *parts] if kind else parts).encode()).hexdigest()


def identifier_of(raw: Mapping[str, Any]) -> str:
    """Return the id that the source gave, empty when it gave none."""
    value = raw.get("id") or raw.get("identifier")
    return flat(value.get("value") if isinstance(value, Mapping) else value)


def content_hash_of(raw: Mapping[str, Any]) -> str:
    """Return a digest of everything a row says of what it offers."""
    kept = {key: value for key, value in raw.items() if key not in ABOUT_THE_CRAWL}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def masked(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as it is kept: without contacts of persons, and without what the crawl says of itself."""
    return {key: _without_contacts(key, value) for key, value in row.items() if key not in ABOUT_THE_CRAWL}


def _without_contacts(key: str, value: Any) -> Any:
    if key in _NAMES_OF_THE_ROW:
        return value
    if isinstance(value, str):
        return without_contacts(value)[0]
    if isinstance(value, dict):
        return {name: _without_contacts(name, item) for name, item in value.items()}
    return [_without_contacts(key, item) for item in value] if isinstance(value, list) else value


def link_of(raw: Mapping[str, Any]) -> str:
    """Return a row's address, where it is one that may stand behind a link."""
    url = flat(raw.get("url"))
    return url if url.lower().startswith(("https://", "http://")) and " " not in url else ""


def cut_to(model: type[Model], columns: dict[str, Any]) -> dict[str, Any]:
    """Return columns that fit: each shows the beginning of what is longer than it holds; `raw` has the whole."""
    widths = _widths(model)
    return {name: value[: widths[name]] if name in widths else value for name, value in columns.items()}


@cache
def _widths(model: type[Model]) -> dict[str, int | None]:
    return {field.name: field.max_length for field in model._meta.fields if isinstance(field, CharField)}


def flat(value: Any) -> str:
    """Return the words of any JSON value, white space joined."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Mapping):
        told = value.get("name") or value.get("value")
        value = told or (json.dumps(value, sort_keys=True, ensure_ascii=False) if value else "")
    if isinstance(value, list):
        value = " ".join(flat(item) for item in value)
    return " ".join(str(value).split())


def stored(value: float | None) -> int | None:
    """A whole number that fits its column; one that does not is a damaged figure, so unknown."""
    return round(value) if value is not None and 0 <= value <= _LARGEST else None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as probe:
        is_gzip = probe.read(2) == GZIP_MAGIC
    return gzip.open(path) if is_gzip else path.open("rb")


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; one that is too long is cut, so that it is no JSON and nobody holds it."""
    while line := stream.readline(LONGEST_LINE):
        yield line
        while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)


def _object_of(line: bytes) -> dict[str, Any] | None:
    if len(line) == LONGEST_LINE:
        return None
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or _is_deeper(value, DEEPEST):
        return None
    return _storable(value) if _UNSTORABLE.search(line) else value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float | str:
    """A number beyond all numbers stays the words it was: JSON has no infinity."""
    number = float(text)
    return number if math.isfinite(number) else text


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(part, levels - 1) for part in parts)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list) else value
