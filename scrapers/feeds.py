"""The folder of a source: `<UTC time>.jsonl` for each run, the run report beside it.

20261128T020000.000000Z.jsonl         the feed; it is there whole or not at all
20261128T020000.000000Z.report.json   what the run did, for programs; `.report.html` for people
known.pages                           what the pages held when they were last read (`page_book`)
unfinished.pages                      the same of a run that has not ended; gone when it has
lock                                  held by the crawl that is going on
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_STAMP = "%Y%m%dT%H%M%S.%fZ"
# What was away for longer than these runs counts as new when it comes back.
_RUNS_REMEMBERED = 7


class SourceIsBusy(Exception):
    """Another crawl of the source is going on."""


class WholeFile:
    """A text file that appears under its name only when it is complete."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.part = path.with_name(f".{path.name}.part")
        self._file = self.part.open("w", encoding="utf-8", newline="\n")

    def write(self, text: str) -> None:
        self._file.write(text)

    def publish(self) -> None:
        """Let the file appear; it is on the disk before its name is."""
        self.close()
        self.part.replace(self.path)

    def close(self) -> None:
        """Everything written is on the disk; the file does not appear."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


def write_whole(path: Path, text: str) -> None:
    file = WholeFile(path)
    file.write(text)
    file.publish()


@contextmanager
def only_crawl_of(folder: Path) -> Iterator[None]:
    """Have the source's folder for oneself; the lock goes with the process, however that ends.

    Raises:
        SourceIsBusy: another crawl has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SourceIsBusy(folder.name) from None
        yield


def new_feed(out: Path, source: str) -> Path:
    """Where the run that starts now writes."""
    return out / source / f"{datetime.now(UTC).strftime(_STAMP)}.jsonl"


def start_of(feed: Path) -> datetime:
    """When a feed's run started."""
    return datetime.strptime(feed.name.removesuffix(".jsonl"), _STAMP).replace(tzinfo=UTC)


def moment_of(feed: Path) -> str:
    """The ISO time of a feed's run."""
    return start_of(feed).isoformat(timespec="seconds")


def feeds_of(folder: Path) -> list[Path]:
    """The feeds of a source, oldest first."""
    return sorted(folder.glob("*.jsonl"))


def identity(row: Mapping[str, Any]) -> str:
    """By which a vacancy is known from run to run within its source."""
    return row.get("identifier") or row["url"]


@dataclass(slots=True)
class Sighting:
    """What the former runs know of a vacancy."""

    first_seen: str
    content_hash: str


def sightings(folder: Path, before: Path | None = None) -> dict[str, Sighting]:
    """Identity → what the last runs (those before the feed `before`, if named) know of it."""
    known: dict[str, Sighting] = {}
    for feed in _earlier(folder, before)[-_RUNS_REMEMBERED:]:
        for row in rows_of(feed):
            one = known.setdefault(identity(row), Sighting(row["firstSeen"], ""))
            one.content_hash = row.get("contentHash", "")
    return known


def last_whole_feed(folder: Path, before: Path | None = None) -> Path | None:
    """The latest feed whose run read everything that the source shows; only such a one tells what is gone."""
    for feed in reversed(_earlier(folder, before)):
        if (report := read_report(feed)) and report.get("complete"):
            return feed
    return None


def rows_of(feed: Path) -> Iterator[dict[str, Any]]:
    with feed.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def report_of(feed: Path, ending: str = "json") -> Path:
    """The run report that belongs to a feed."""
    return feed.with_name(f"{feed.name.removesuffix('.jsonl')}.report.{ending}")


def read_report(feed: Path) -> dict[str, Any] | None:
    path = report_of(feed)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def last_report(folder: Path, before: Path | None = None) -> dict[str, Any] | None:
    """The report of the latest run that has one; of those before the feed `before`, if named."""
    return next(filter(None, map(read_report, reversed(_earlier(folder, before)))), None)


def _earlier(folder: Path, before: Path | None) -> list[Path]:
    return [feed for feed in feeds_of(folder) if before is None or feed.name < before.name]
