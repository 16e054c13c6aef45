"""Counts of what was found by city, trade, shift …: the facets of the search box."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from matching.index_next.columns import SHIFTS
from matching.index_next.filters import Mask
from matching.index_next.layout import Rows
from matching.index_next.query import FACETS
from matching.index_next.segment import Segment

# The filter that a facet is counted without.
FILTER_OF = {
    "city": "regions",
    "district": "regions",
    "occupation": "occupations",
    "shift": "shifts",
    "housing": "housing",
    "source": "sources",
    "kind": "kinds",
}
# What to divide a column by, so that one number is one value of the facet: codes of nine digits hold six of a
# district, codes of occupations one of the great group.
_PARTED_BY = {"city": 1000, "district": 1000, "occupation": 1_000_000}
_Show = Callable[[int], str]


def tally(segment: Segment, facet: str, rows: Rows | None, counted: Mask) -> dict[str, int] | None:
    """Count the known values of a facet.

    Parameters
    ----------
    segment : Segment
    facet : str
    rows : uint32[n] or None
        The rows looked at; None: all.
    counted : bool[n]
        Which of them count.

    Returns
    -------
    dict of str to int, or None
        None: the documents have no such column.
    """
    column = segment.columns.get(facet)
    if column is None:
        return None
    values = column if rows is None else column[rows]
    values = values if counted.all() else values[counted]
    # One up, so that unknown (-1) has a place too: dividing rounds down.
    counts = np.bincount(values // _PARTED_BY.get(facet, 1) + 1)
    known = np.flatnonzero(counts[1:])
    show = _shown(facet, segment)
    return {show(int(number)): int(counts[number + 1]) for number in known}


def shown_counts(parts: Sequence[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Add the counts of several segments, each facet's greatest first.

    Examples
    --------
    >>> shown_counts([{"shift": {"day": 1}}, {"shift": {"night": 2, "day": 1}, "city": {}}])
    {'city': {}, 'shift': {'day': 2, 'night': 2}}
    """
    facets = {}
    for facet in FACETS:
        own = [part[facet] for part in parts if facet in part]
        if own:
            added = sum(map(Counter, own), Counter())
            facets[facet] = dict(sorted(added.items(), key=lambda pair: (-pair[1], pair[0])))
    return facets


def _shown(facet: str, segment: Segment) -> _Show:
    names: Mapping[str, Sequence[str]] = segment.facts.get("names", {})
    shown: dict[str, _Show] = {
        "city": str,
        "district": str,
        "occupation": lambda number: f"{number}-00-00-00",
        "shift": lambda number: SHIFTS[number],
        "housing": lambda number: "true" if number else "false",
        "source": lambda number: names["source"][number],
        "kind": lambda number: names["kind"][number],
    }
    return shown[facet]
