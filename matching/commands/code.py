"""``matching code``: a job title a line → occupations, one JSON object a line."""

import argparse
import sys
from dataclasses import asdict
from itertools import islice

from matching.commands import UsageError, read_lines, write_json_line
from matching.commands.query_files import load_model
from matching.occupations import OccupationCoder
from matching.ranking import Query

HELP = "code job titles in the official classification of occupations"

_BATCH = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--top", type=int, default=10, help="occupations for each title at most")
    parser.add_argument("--model", help="a folder that `learn` wrote")


def run(args: argparse.Namespace) -> int:
    """Code the titles of standard input."""
    if args.top < 1:
        raise UsageError(f"--top: expected 1 or more, got {args.top}")
    coder = OccupationCoder().fit()
    if args.model:
        coder.use(load_model(args.model))
    lines = read_lines(sys.stdin)
    while batch := list(islice(lines, _BATCH)):
        split = [line.partition("\t") for line in batch]
        coded = coder.code_many([Query(title, text) for title, _, text in split], args.top)
        for (title, _, _), occupations in zip(split, coded, strict=True):
            write_json_line({"title": title, "occupations": [asdict(one) for one in occupations]})
    return 0
