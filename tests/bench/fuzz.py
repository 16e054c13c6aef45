"""Fuzz every parser of foreign bytes with atheris, each in a process of its own; one table, and a file a finding.

A finding is an exception that no parser documents, an input that takes too long, or too much memory. Status 1 when
there is one, 2 when atheris is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.measures.fuzz_run import SECONDS, fuzz
from tests.bench.measures.fuzz_seeds import TARGET_NAMES
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import print_rows, write_rows

_RUN = PROJECT / ".run"
_AT_ONCE = 2


def main(argv: Sequence[str]) -> int:
    """Print the table and name the files that reproduce what was found."""
    args = _arguments(argv)
    if importlib.util.find_spec("atheris") is None:
        print(f"bench fuzz: atheris has no wheel for this Python {sys.version.split()[0]}", file=sys.stderr)
        return 2
    shutil.rmtree(args.findings, ignore_errors=True)
    args.findings.mkdir(parents=True)
    rows = []
    # A core each; half of a target's time is its process's way to the first input.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running = [pool.submit(fuzz, name, args.seconds, args.seed, args.findings) for name in args.target]
        for number, (name, one) in enumerate(zip(args.target, running, strict=True), start=1):
            rows.append(one.result())
            print(f"{number}/{len(args.target)} {name}", file=sys.stderr, flush=True)
    print_rows(rows)
    write_rows(rows, args.json)
    print(f"\nwritten to {args.json}", file=sys.stderr)
    found = sorted(args.findings.iterdir())
    for file in found:
        print(f"finding: python -m tests.bench.measures.fuzz_child {file.name.partition('.')[0]} {file}")
    return 1 if found or any(row.figures["findings"] for row in rows) else 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench fuzz", description=__doc__)
    parser.add_argument("--seconds", type=_count, default=SECONDS, help="for each target")
    parser.add_argument("--target", action="append", choices=TARGET_NAMES, help="this one only; may be repeated")
    parser.add_argument("--seed", type=_count, default=1)
    parser.add_argument("--findings", type=Path, default=_RUN / "fuzz", help="folder; emptied first")
    parser.add_argument("--json", type=Path, default=_RUN / "bench-fuzz.json")
    args = parser.parse_args(argv)
    args.target = args.target or TARGET_NAMES
    return args


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
