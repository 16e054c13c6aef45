"""``matching evaluate``: a run and its qrels → one JSON object of measures."""

import argparse
from collections.abc import Callable, Iterable
from typing import TypeVar

from matching.commands import UsageError, open_text, read_lines, write_json_line
from matching.evaluation import evaluate, read_qrels, read_run

HELP = "measure a ranking against relevance labels"

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--run", required=True, help="TREC run lines")
    parser.add_argument("--qrels", required=True, help="qid, cid, rel with a header, or TREC qrels")


def run(args: argparse.Namespace) -> int:
    """Print the measures."""
    ranked = _read(args.run, read_run)
    relevant = _read(args.qrels, read_qrels)
    write_json_line(evaluate(ranked, relevant))
    return 0


def _read(path: str, reader: Callable[[Iterable[str]], T]) -> T:
    with open_text(path) as stream:
        try:
            return reader(read_lines(stream, path))
        except ValueError as error:
            raise UsageError(f"{path}: {error}") from error
