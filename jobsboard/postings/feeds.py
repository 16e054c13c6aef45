"""Feeds as files: lines → rows with an identity, and a row → the columns of a posting."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from django.db.models import CharField
from numpy.typing import NDArray

from jobsboard.postings.models import JobPosting
from matching import JobPosting as PostingRecord
from matching.reading import NAMES

GZIP_MAGIC = b"\x1f\x8b"
# A longer line, or one nested deeper, is no posting: it is passed over without being held.
LONGEST_LINE, DEEPEST = 4 * 1024 * 1024, 30
# What a crawl adds about itself; it says nothing of the vacancy, and differs from day to day.
ABOUT_THE_CRAWL = frozenset({"file", "line", "crawled_at", "scraped_at", "firstSeen", "lastSeen", "contentHash"})
# Names, not words: what looks like a contact there is none.
_NAMES_OF_THE_ROW = frozenset({"source", "platform", "id", "identifier", "url"})
# PostgreSQL stores neither the NUL character nor half a surrogate pair.
_UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_BARE_YEARS = re.compile(r"\d{1,2}")
_LARGEST = 2**31 - 1
# Contacts of a person that a crawl picked up are not kept (网络数据安全管理条例 §24).
_CONTACTS = (
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "[电话]"),
    # Bounded, and begun at a word's beginning only: a text of one long word is read once.
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.ASCII), "[邮箱]"),
    (re.compile(r"((?:微信|薇信|vx|qq)号?\s{0,4}[:：]?\s{0,4})[a-z\d_-]{5,}", re.ASCII | re.IGNORECASE), r"\1[号码]"),
)


class UnreadableFeed(Exception):
    """The file cannot be read at all; the message is one line that names it."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One line of a feed; `raw` is None where it is not a JSON object."""

    line: int
    raw: dict[str, Any] | None

    @property
    def has_title(self) -> bool:
        return self.raw is not None and bool(_words(self.raw, "title"))


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


def last_rows(path: Path | str) -> NDArray[np.bool_]:
    """For each row of a feed, whether it is the last of its identity. Raises UnreadableFeed.

    Read before anything is written: a file that breaks off, or without one readable row, is not taken in at all.
    A row costs 17 bytes.
    """
    digests = bytearray()
    readable = 0
    for row in read_feed(path):
        readable += row.raw is not None
        digests += bytes.fromhex(identity_of(row.raw)[:32]) if row.raw is not None and row.has_title else bytes(16)
    if digests and not readable:
        raise UnreadableFeed(f"cannot read {path}: no line is a JSON object")
    halves = np.frombuffer(digests, np.uint64).reshape(-1, 2)
    order = np.lexsort((halves[:, 1], halves[:, 0]))  # stable: of one identity the later row stands later
    is_last = np.ones(len(halves), bool)
    is_last[order[:-1]] = (halves[order[1:]] != halves[order[:-1]]).any(axis=1)
    return is_last


def identity_of(raw: Mapping[str, Any]) -> str:
    """Return what makes a row the same posting as before: (source, id), else url, else a hash of its words."""
    identifier, url = identifier_of(raw), _words(raw, "url")
    if identifier:
        parts = ["id", _words(raw, "source"), identifier]
    elif url:
        parts = ["url", url]
    else:
        parts = ["text", *(_words(raw, name) for name in ("title", "employer", "location", "description"))]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def identifier_of(raw: Mapping[str, Any]) -> str:
    """Return the id that the source gave, empty when it gave none."""
    value = raw.get("id") or raw.get("identifier")
    return _flat(value.get("value") if isinstance(value, Mapping) else value)


def content_hash_of(raw: Mapping[str, Any]) -> str:
    """Return a digest of everything a row says of its vacancy."""
    kept = {key: value for key, value in raw.items() if key not in ABOUT_THE_CRAWL}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def columns_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Parse a row into the columns of a posting. Raises ValueError naming field and value."""
    raw = {key: _without_contacts(key, value) for key, value in row.items() if key not in ABOUT_THE_CRAWL}
    record = PostingRecord.from_mapping(raw)
    low, high = _stored(record.salary.month_min), _stored(record.salary.month_max)
    if low is not None and high is not None and low > high:
        low = high = None
    columns = {
        "identifier": identifier_of(raw),
        "url": _link(raw),
        "raw": raw,
        "content_hash": content_hash_of(row),
        "title": record.title,
        "hiring_organization": record.employer or "",
        "description": record.description,
        "job_location": record.region or "",
        "address": record.address or "",
        "salary_text": _words(raw, "salary"),
        "month_min": low,
        "month_max": high,
        "experience_requirements": _years(_words(raw, "experience")),
        "education_requirements": _words(raw, "education"),
        "headcount_text": _words(raw, "headcount"),
        "total_job_openings": _stored(record.headcount),
        "employment_type": record.employment_type or "",
        "schedule_text": _words(raw, "schedule"),
        "lodging_text": _words(raw, "lodging"),
        "date_posted": record.posted,
        "valid_through": record.valid_through,
    }
    # A column shows the beginning of what is longer than it holds; `raw` has the whole.
    return {name: value[: _WIDTHS[name]] if name in _WIDTHS else value for name, value in columns.items()}


def without_contacts(text: str) -> str:
    """Replace phone numbers, mail addresses and message accounts by what they are."""
    for pattern, label in _CONTACTS:
        text = pattern.sub(label, text)
    return text


def _without_contacts(key: str, value: Any) -> Any:
    if key in _NAMES_OF_THE_ROW:
        return value
    if isinstance(value, str):
        return without_contacts(value)
    if isinstance(value, dict):
        return {name: _without_contacts(name, item) for name, item in value.items()}
    return [_without_contacts(key, item) for item in value] if isinstance(value, list) else value


def _link(raw: Mapping[str, Any]) -> str:
    """The address, where it is one that may stand behind a link."""
    url = _words(raw, "url")
    return url if url.lower().startswith(("https://", "http://")) and " " not in url else ""


_WIDTHS = {field.name: field.max_length for field in JobPosting._meta.fields if isinstance(field, CharField)}


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


def _words(raw: Mapping[str, Any], name: str) -> str:
    """The words of a field under any of its names, white space joined."""
    return next((text for key in NAMES.get(name, (name,)) if (text := _flat(raw.get(key)))), "")


def _flat(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Mapping):
        told = value.get("name") or value.get("value")
        value = told or (json.dumps(value, sort_keys=True, ensure_ascii=False) if value else "")
    if isinstance(value, list):
        value = " ".join(_flat(item) for item in value)
    return " ".join(str(value).split())


def _years(text: str) -> str:
    """Some feeds give the years as a bare number; shown alone it would say nothing."""
    if not _BARE_YEARS.fullmatch(text):
        return text
    return f"{int(text)}年以上" if int(text) else "经验不限"


def _stored(value: float | None) -> int | None:
    """A whole number that fits its column; one that does not is a damaged figure, so unknown."""
    return round(value) if value is not None and 0 <= value <= _LARGEST else None
