"""How well titles are coded and ranked, what labels teach, what duplicates and personas show: one table.

Labelled rows lie in ``../shared/data``; nothing here learns from them but the rows that say so.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.measures.coding import coding_rows
from tests.bench.measures.labelled_sets import DEFAULT_DATA, PROJECT
from tests.bench.measures.labels import label_rows
from tests.bench.measures.personas import persona_rows
from tests.bench.measures.reposts import repost_rows
from tests.bench.measures.table import Row, print_rows, write_rows
from tests.bench.measures.title_pairs import title_pair_rows

Section = Callable[[Path], Iterator[Row]]

SECTIONS: dict[str, Section] = {
    "coding": lambda data: coding_rows(data / "eval" / "csco_zh"),
    "pairs": lambda data: title_pair_rows(data / "eval" / "csco_zh"),
    "labels": lambda data: label_rows(data / "eval"),
    "reposts": lambda data: repost_rows(data / "postings-dev.jsonl.gz"),
    "personas": lambda data: persona_rows(data / "postings-dev.jsonl.gz"),
}


def main(argv: Sequence[str]) -> int:
    """Print the table; 2 when the data is not there."""
    parser = argparse.ArgumentParser(prog="bench quality", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"only these: {', '.join(SECTIONS)}")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of the shared data")
    parser.add_argument("--json", type=Path, default=PROJECT / ".run" / "bench-quality.json")
    args = parser.parse_args(argv)
    unknown = next((name for name in args.sections if name not in SECTIONS), None)
    if unknown is not None:
        parser.error(f"SECTION: expected one of {', '.join(SECTIONS)}, got {unknown!r}")
    if not (args.data / "eval").is_dir():
        print(f"bench quality: no labelled sets in {args.data}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name, section in SECTIONS.items():
        if args.sections and name not in args.sections:
            continue
        found = []
        for row in section(args.data):
            print(f"… {name}: {row.method}", file=sys.stderr, flush=True)
            found.append(row)
        print_rows(found)
        rows += found
    write_rows(rows, args.json)
    print(f"\nwritten to {args.json}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
