"""Tables on a terminal, where a Chinese sign is as wide as two others."""

from collections.abc import Sequence
from unicodedata import east_asian_width

_GAP = "  "


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print the rows, each column as wide as its widest cell; figures stand to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(_GAP.join(map(_cell, row, widths)).rstrip())


def width(text: str) -> int:
    """How many columns a terminal needs for the text.

    >>> width("岗位A")
    5
    """
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _cell(text: str, columns: int) -> str:
    padding = " " * (columns - width(text))
    return padding + text if text.isdecimal() else text + padding
