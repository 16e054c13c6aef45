"""One state of the index as a reader sees it: segments side by side, without what was removed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.index.columns import (
    SHIFTS,
    UNKNOWN,
    Columns,
    occupation_divisor,
    occupation_number,
    region_divisor,
    region_number,
)
from matching.index.query import FACETS, Filters, Query, Results
from matching.index.segment import Segment
from matching.index.words import keys_of_word, words_of_query
from matching.parsing import EDUCATION_LEVELS
from matching.preparation import PreparedPosting

Mask = NDArray[np.bool_]

_K1, _B = 1.2, 0.75
# The filter that a facet is counted without.
_FILTER_OF = {
    "city": "regions",
    "district": "regions",
    "occupation": "occupations",
    "shift": "shifts",
    "housing": "housing",
    "source": "sources",
}


class View:
    """Immutable, so that a request keeps one state while another thread refreshes.

    Parameters
    ----------
    segments : mapping of str to Segment
        By the names of their folders.
    removed : sequence of numpy.ndarray
        For each segment the rows that no longer count.
    """

    def __init__(self, segments: Mapping[str, Segment], removed: Sequence[NDArray[np.int32]]) -> None:
        self.names = tuple(segments)
        self.segments = tuple(segments.values())
        self.removed = tuple(removed)
        self._offsets = np.cumsum([0, *(len(segment) for segment in self.segments)])
        self.ids = [one for segment in self.segments for one in segment.ids]
        self.live = np.ones(len(self.ids), dtype=bool)
        for offset, rows in zip(self._offsets, removed, strict=False):
            self.live[offset + rows] = False
        self.sources = sorted({name for segment in self.segments for name in segment.sources})
        self._columns = self._join_columns()
        self._lengths = np.concatenate([s.lengths for s in self.segments] or [np.zeros(0, dtype=np.float32)])

    def __len__(self) -> int:
        return int(self.live.sum())

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each id that counts."""
        return {self.ids[row]: int(row) for row in np.flatnonzero(self.live)}

    @cached_property
    def _id_rank(self) -> NDArray[np.int64]:
        rank = np.empty(len(self.ids), dtype=np.int64)
        rank[sorted(range(len(self.ids)), key=self.ids.__getitem__)] = np.arange(len(self.ids))
        return rank

    def posting(self, row: int) -> PreparedPosting:
        """The posting in a row of the view."""
        segment = int(np.searchsorted(self._offsets, row, side="right")) - 1
        return self.segments[segment].posting(row - int(self._offsets[segment]))

    def search(self, query: Query) -> Results:
        """Find, count and order."""
        words = words_of_query(query.words)
        found = self.live.copy()
        for word in words:
            found &= self._mask_of(word)
        masks = self._filter_masks(query.filters)
        every = found & _all(masks, len(found))
        rows = np.flatnonzero(every)
        ordered = rows[np.lexsort((self._id_rank[rows], -self._sort_key(query, words)[rows]))]
        page = ordered[query.offset : query.offset + query.limit]
        facets = {name: self._facet(name, found, every, masks) for name in FACETS}
        return Results(tuple(self.ids[row] for row in page), len(rows), facets)

    def _join_columns(self) -> Columns:
        if not self.segments:
            return {}
        number = {name: i for i, name in enumerate(self.sources)}
        sources = []
        for segment in self.segments:
            # The last place answers -1, the number of "unknown".
            own = np.array([*(number[name] for name in segment.sources), UNKNOWN], dtype=np.int32)
            sources.append(own[segment.columns["source"]])
        names = self.segments[0].columns
        joined = {name: np.concatenate([s.columns[name] for s in self.segments]) for name in names}
        return joined | {"source": np.concatenate(sources)}

    def _mask_of(self, word: str) -> Mask:
        mask = np.zeros(len(self.ids), dtype=bool)
        for offset, segment in zip(self._offsets, self.segments, strict=False):
            mask[offset + segment.rows_with(word)] = True
        return mask

    def _sort_key(self, query: Query, words: Sequence[str]) -> NDArray[np.float64]:
        if query.sort == "fit" and words:
            return self._fit(words)
        name = "pay" if query.sort == "pay" else "posted"
        column = self._columns.get(name)
        return np.zeros(0) if column is None else column.astype(np.float64)

    def _fit(self, words: Sequence[str]) -> NDArray[np.float64]:
        """BM25 over the terms of all words, the title counting more."""
        score = np.zeros(len(self.ids))
        mean = max(float(self._lengths.mean()), 1.0) if len(self._lengths) else 1.0
        for key in dict.fromkeys(key for word in words for key in keys_of_word(word)):
            parts = [segment.term(key) for segment in self.segments]
            holders = sum(len(rows) for rows, _ in parts)
            idf = np.log1p((len(self.ids) - holders + 0.5) / (holders + 0.5))
            for offset, (rows, counts) in zip(self._offsets, parts, strict=False):
                slack = _K1 * (1 - _B + _B * self._lengths[offset + rows] / mean)
                score[offset + rows] += idf * counts * (_K1 + 1) / (counts + slack)
        return score

    def _filter_masks(self, filters: Filters) -> dict[str, Mask]:
        """A mask for each condition that asks for something, under the name of its filter."""
        masks: dict[str, Mask] = {}
        if not self.segments:
            return masks
        columns = self._columns
        if filters.regions:
            masks["regions"] = _within(columns["region"], filters.regions, region_number, region_divisor)
        if filters.occupations:
            codes, column = filters.occupations, columns["occupation"]
            masks["occupations"] = _within(column, codes, occupation_number, occupation_divisor)
        if filters.month_min is not None:
            masks["month_min"] = columns["pay"] >= max(filters.month_min, 0)
        if filters.education is not None:
            masks["education"] = columns["education"] <= EDUCATION_LEVELS.index(filters.education)
        if filters.shifts:
            masks["shifts"] = np.isin(columns["shift"], [SHIFTS.index(shift) for shift in filters.shifts])
        for name in ("housing", "meals"):
            wanted = getattr(filters, name)
            if wanted is not None:
                masks[name] = columns[name] == int(wanted)
        if filters.without_credentials:
            masks["without_credentials"] = columns["demands"] == 0
        if filters.sources:
            known = [self.sources.index(name) for name in filters.sources if name in self.sources]
            masks["sources"] = np.isin(columns["source"], known)
        if filters.posted_since is not None:
            masks["posted_since"] = columns["posted"] >= filters.posted_since.toordinal()
        if filters.open_on is not None:
            end = columns["valid_through"]
            masks["open_on"] = (end == UNKNOWN) | (end >= filters.open_on.toordinal())
        return masks

    def _facet(self, name: str, found: Mask, every: Mask, masks: Mapping[str, Mask]) -> dict[str, int]:
        own = _FILTER_OF[name]
        if own in masks:
            every = found & _all({key: mask for key, mask in masks.items() if key != own}, len(found))
        column = self._columns.get("occupation" if name == "occupation" else name)
        if column is None:
            return {}
        values = column[every]
        if name == "occupation":
            values = np.where(values == UNKNOWN, UNKNOWN, values // 1_000_000)
        numbers, counts = np.unique(values[values != UNKNOWN], return_counts=True)
        pairs = sorted(zip(counts.tolist(), numbers.tolist(), strict=True), key=lambda p: (-p[0], p[1]))
        return {self._shown(name, number): count for count, number in pairs}

    def _shown(self, facet: str, number: int) -> str:
        shown: dict[str, Callable[[int], str]] = {
            "city": lambda n: str(n)[:6],
            "district": lambda n: str(n)[:6],
            "occupation": lambda n: f"{n}-00-00-00",
            "shift": lambda n: SHIFTS[n],
            "housing": lambda n: "true" if n else "false",
            "source": lambda n: self.sources[n],
        }
        return shown[facet](number)


def _all(masks: Mapping[str, Mask], size: int) -> Mask:
    every = np.ones(size, dtype=bool)
    for mask in masks.values():
        every &= mask
    return every


def _within(
    column: NDArray[np.int32],
    codes: Sequence[str],
    number: Callable[[str], int],
    divisor: Callable[[str], int],
) -> Mask:
    mask = np.zeros(len(column), dtype=bool)
    for code in codes:
        mask |= column // divisor(code) == number(code) // divisor(code)
    return mask
