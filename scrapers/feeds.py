"""The folder of a source: `<UTC time>.jsonl` for each run, the run report beside it."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_STAMP = "%Y%m%dT%H%M%S.%fZ"
# What was away for longer than these runs counts as new when it comes back.
_RUNS_REMEMBERED = 7


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
        self._file.flush()
        os.fsync(self._file.fileno())
        self.close()
        self.part.replace(self.path)

    def close(self) -> None:
        self._file.close()


def write_whole(path: Path, text: str) -> None:
    file = WholeFile(path)
    file.write(text)
    file.publish()


def new_feed(out: Path, source: str) -> Path:
    """Where the run that starts now writes."""
    return out / source / f"{datetime.now(UTC).strftime(_STAMP)}.jsonl"


def moment_of(feed: Path) -> str:
    """The ISO time of a feed's run."""
    moment = datetime.strptime(feed.name.removesuffix(".jsonl"), _STAMP).replace(tzinfo=UTC)
    return moment.isoformat(timespec="seconds")


def feeds_of(folder: Path) -> list[Path]:
    """The feeds of a source, oldest first."""
    return sorted(folder.glob("*.jsonl"))


def first_seen(folder: Path) -> dict[str, str]:
    """Identity → when the source first showed it, from the last runs."""
    known: dict[str, str] = {}
    for feed in feeds_of(folder)[-_RUNS_REMEMBERED:]:
        with feed.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                known.setdefault(row.get("identifier") or row["url"], row["firstSeen"])
    return known


def report_of(feed: Path, ending: str = "json") -> Path:
    """The run report that belongs to a feed."""
    return feed.with_name(f"{feed.name.removesuffix('.jsonl')}.report.{ending}")


def last_report(folder: Path) -> dict[str, Any] | None:
    """The report of the latest run that has one."""
    reports = sorted(folder.glob("*.report.json"))
    return json.loads(reports[-1].read_text(encoding="utf-8")) if reports else None
