"""``parse FIELD``: one raw string a line in, one JSON value a line out."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from matching.commands import open_text, read_lines, write_json_line
from matching.parsing import (
    parse_education,
    parse_experience,
    parse_headcount,
    parse_posted,
    parse_region,
    parse_salary,
)

HELP = "一行原文 → 一行 JSON 值"
FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "salary": lambda raw: asdict(parse_salary(raw)),
    "experience": lambda raw: asdict(parse_experience(raw)),
    "education": lambda raw: asdict(parse_education(raw)),
    "region": lambda raw: asdict(parse_region(raw)),
    "headcount": lambda raw: {"headcount": parse_headcount(raw)},
    "posted": lambda raw: asdict(parse_posted(raw)),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the field to read and, optionally, a file in place of standard input."""
    parser.add_argument("field", choices=tuple(FIELDS), metavar="FIELD", help=" | ".join(FIELDS))
    parser.add_argument("file", nargs="?", default="-", help="plain or .gz; standard input by default")


def run(args: argparse.Namespace) -> int:
    """Write one line for each line read, an empty one too."""
    parse = FIELDS[args.field]
    name = "standard input" if args.file == "-" else args.file
    for raw in read_lines(open_text(args.file), name):
        write_json_line({"raw": raw, **parse(raw)})
    return 0
