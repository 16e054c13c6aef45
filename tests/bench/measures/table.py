"""Rows of figures, printed under their measure and written as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

Figure = float | int | str | None


@dataclass(frozen=True)
class Row:
    """What one method reached in one measure; ``wanted`` is what the project set itself, where it did."""

    measure: str
    method: str
    figures: Mapping[str, Figure]
    wanted: Mapping[str, float] = field(default_factory=dict)


def print_rows(rows: Sequence[Row]) -> None:
    """Print the rows of each measure under its name, the wanted figures last."""
    for measure, group in groupby(rows, key=lambda row: row.measure):
        shown = list(group)
        names = list(dict.fromkeys(name for row in shown for name in row.figures))
        width = max(8, *(len(name) + 2 for name in names))
        print(f"\n{measure}")
        print(f"  {'':<62}" + "".join(f"{name:>{width}}" for name in names))
        for row in shown:
            print(f"  {row.method:<62}" + "".join(f"{_shown(row.figures.get(n)):>{width}}" for n in names))
        wanted = {name: value for row in shown for name, value in row.wanted.items()}
        if wanted:
            print(f"  {'wanted':<62}" + "".join(f"{_shown(wanted.get(n)):>{width}}" for n in names))


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")


def _shown(value: Figure) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)
