"""``duplicates FILE``: postings as JSON Lines → one line for each group that is one vacancy."""

import argparse
from typing import Any

from matching.commands import read_json_lines, write_json_line
from matching.deduplication import Publication, find_duplicates
from matching.parsing import parse_region

HELP = "找出同一岗位的重复发布"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file of postings."""
    parser.add_argument("file", metavar="FILE", help="postings as JSON Lines, plain or .gz; - is stdin")


def run(args: argparse.Namespace) -> int:
    """Write the groups of two or more, in the order of their first member."""
    publications = [_publication(row, number) for number, row in read_json_lines(args.file)]
    for group in find_duplicates(publications):
        write_json_line({"ids": group.ids, "reason": group.reason})
    return 0


def _publication(row: dict[str, Any], number: int) -> Publication:
    place = _first(row, "location", "jobLocation", "address")
    region = _first(row, "region") or parse_region(place).code
    return Publication(
        id=_first(row, "id", "identifier", "dev_id") or f"line:{number}",
        title=_first(row, "title") or "",
        employer=_first(row, "employer", "hiringOrganization"),
        region=region,
        description=_first(row, "description") or "",
    )


def _first(row: dict[str, Any], *names: str) -> str | None:
    """The first name that holds text or a number; schema.org objects answer with their own name."""
    for name in names:
        value = row.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("value") or value.get("address")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None
