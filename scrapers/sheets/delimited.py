"""Delimited text: comma, tab, semicolon or bar, in whatever encoding it really is."""

import csv
from collections import Counter
from io import StringIO

from scrapers.sheets.grids import Grids
from scrapers.sheets.kinds import text_of
from scrapers.sheets.limits import TableError

_DELIMITERS = ",\t;|，"
_PROBED_LINES = 20


def read_csv(content: bytes) -> Grids:
    """Raises TableError."""
    text = text_of(content)
    found = Grids("csv")
    try:
        found.add("", csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        # A quotation mark that is never closed swallows the rest of the file.
        raise TableError("broken", str(error)) from error
    return found


def _delimiter(text: str) -> str:
    """The sign that stands in most of the first lines; csv's own guess takes `年` for one."""
    lines = text.split("\n", _PROBED_LINES)[:_PROBED_LINES]
    counts = Counter({sign: sum(sign in line for line in lines) for sign in _DELIMITERS})
    return counts.most_common(1)[0][0]
