"""Counts of what was found by city, trade, shift …: the facets of the search box."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.index.columns import SHIFTS, UNKNOWN
from matching.index.filters import Mask
from matching.index.layout import Rows
from matching.index.query import FACETS
from matching.index.segment import Segment

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
# Occupations are counted by their great group, the first digit of seven.
_GREAT_GROUP = 1_000_000
_CODE_DIGITS = 6
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
    order_by: list[str] = segment.facts["order_by"]
    if facet in order_by:
        numbers, counts = _by_cell(segment, order_by.index(facet), rows, counted)
    else:
        values = column if rows is None else column[rows]
        values = values if counted.all() else values[counted]
        # One up, so that unknown (-1) has a place too: dividing rounds down.
        every = np.bincount((values // _GREAT_GROUP if facet == "occupation" else values) + 1)
        numbers = np.flatnonzero(every)
        numbers, counts = numbers - 1, every[numbers]
    show = _shown(facet, segment)
    pairs = zip(numbers.tolist(), counts.tolist(), strict=True)
    return {show(number): count for number, count in pairs if number != UNKNOWN and count}


def _by_cell(
    segment: Segment, place: int, rows: Rows | None, counted: Mask
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of a column that makes cells, and how many rows count: rows rise, so a cell's lie side by side."""
    starts = segment.cell_starts.astype(np.int64)
    if rows is None and counted.all():
        sizes = np.diff(starts)
    else:
        chosen = np.flatnonzero(counted) if rows is None else rows[counted].astype(np.int64)
        sizes = np.diff(np.searchsorted(chosen, starts))
    numbers, cells = np.unique(segment.cell_keys[:, place], return_inverse=True)
    counts = np.zeros(len(numbers), dtype=np.int64)
    np.add.at(counts, cells, sizes)
    return numbers.astype(np.int64), counts


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
        "city": lambda number: str(number)[:_CODE_DIGITS],
        "district": lambda number: names["district"][number],
        "occupation": lambda number: f"{number}-00-00-00",
        "shift": lambda number: SHIFTS[number],
        "housing": lambda number: "true" if number else "false",
        "source": lambda number: names["source"][number],
        "kind": lambda number: names["kind"][number],
    }
    return shown[facet]
