"""``duplicates FILE``: postings as JSON Lines → one line for each group that is one vacancy."""

import argparse
from typing import Any

from matching.commands import read_json_lines, write_json_line
from matching.deduplication import Publication, find_duplicates
from matching.parsing import parse_region

_POSTAL_ADDRESS = ("addressRegion", "addressLocality", "streetAddress")
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
    location, address = _first(row, "location", "jobLocation"), _first(row, "address")
    return Publication(
        id=_first(row, "id", "identifier", "dev_id") or f"line:{number}",
        title=_first(row, "title", "name") or "",
        employer=_first(row, "employer", "hiringOrganization"),
        region=_first(row, "region") or _region(location, address),
        description=_first(row, "description") or "",
        address=address,
        url=_first(row, "url"),
    )


def _region(location: str | None, address: str | None) -> str | None:
    """The division that the location names; where that is a city, the address may name its district."""
    coarse = parse_region(location).code
    if coarse is not None and not coarse.endswith("00"):
        return coarse
    return parse_region(f"{location or ''}{address or ''}").code or coarse


def _first(row: dict[str, Any], *names: str) -> str | None:
    """The first name that says something; schema.org objects answer with their name, value or address."""
    return next(filter(None, (_words(row.get(name)) for name in names)), None)


def _words(value: object) -> str:
    if isinstance(value, dict):
        own = next(filter(None, (_words(value.get(name)) for name in ("name", "value", "address"))), "")
        return own or "".join(_words(value.get(name)) for name in _POSTAL_ADDRESS)
    if isinstance(value, list):
        return next(filter(None, map(_words, value)), "")
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
