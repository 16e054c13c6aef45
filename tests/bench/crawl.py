"""What crawling and ingest cost, as ratios within one run: one table, written as JSON too.

Pages a second beside a spider that only downloads; ingest beside a plain bulk insert; memory as feeds grow.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measures.crawl_ingest import ingest_rows
from tests.bench.measures.crawl_pages import PAGES, ROUNDS, page_rows
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import Row, print_rows, write_rows

_RUN = PROJECT / ".run"


def main(argv: Sequence[str]) -> int:
    """Print the table; 2 when the arguments are of no use."""
    args = _arguments(argv)
    if args.scratch:
        args.scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-crawl-", dir=args.scratch) as scratch:
        rows: list[Row] = list(page_rows(args.pages, args.rounds))
        rows += ingest_rows(args.rows, args.many, args.seed, Path(scratch))
    print_rows(rows)
    write_rows(rows, args.json)
    print(f"\nwritten to {args.json}", file=sys.stderr)
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench crawl", description=__doc__)
    parser.add_argument("--pages", type=_count, default=PAGES, help="pages with a vacancy that are crawled")
    parser.add_argument("--rounds", type=_count, default=ROUNDS, help="how often; the median counts")
    parser.add_argument("--rows", type=_count, default=20_000, help="rows whose ingest is timed")
    parser.add_argument("--many", type=_count, default=30_000, help="memory is measured here and at a tenth of it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path, default=None, help="folder for the feeds")
    parser.add_argument("--json", type=Path, default=_RUN / "bench-crawl.json")
    return parser.parse_args(argv)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
