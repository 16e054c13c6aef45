"""One state of an index as a reader sees it: segments side by side, without what was removed."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

from matching.index.filters import Filters, select
from matching.index.layout import Best, Tables
from matching.index.live import LiveSegment
from matching.index.query import Query, Results
from matching.index.question import Selection
from matching.index.scoring import COSINE, best_of_words, best_rows, points_of, question
from matching.index.search import search
from matching.index.segment import Segment
from matching.index.store import Version
from matching.weights import WordWeights


class Asked(Protocol):
    """What documents are ranked for, see `plan`."""

    @property
    def words(self) -> Sequence[str] | dict[str, int]:
        """Words to be weighed against those of the documents, once each or as often as the dict says."""

    @property
    def text_units(self) -> float:
        """Points of documents with just these words, in the units of the tables."""

    def tables(self, segment: Segment) -> Tables | None:
        """Points that comparisons give; None: words alone count."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words alone; documents that share none are not found, and points are micro-points of the cosine.

    Examples
    --------
    >>> Words(("焊工",)).tables(None) is None
    True
    """

    words: Sequence[str]
    text_units: float = COSINE

    def tables(self, segment: Segment | None) -> None:
        """Return None: nothing else counts."""


class Ranked(NamedTuple):
    """The best documents of a question.

    Attributes
    ----------
    ids : tuple of str
    points : tuple of int
        In the same order, falling; ids rise where they are equal.
    found : int
        How many documents pass the filters.
    """

    ids: tuple[str, ...]
    points: tuple[int, ...]
    found: int


class View:
    """Immutable, so that a request keeps one state while another thread refreshes.

    Parameters
    ----------
    version : Version or None
        None: nothing is stored yet.
    weights : WordWeights
    parts : sequence of LiveSegment
    """

    def __init__(self, version: Version | None, weights: WordWeights, parts: Sequence[LiveSegment]) -> None:
        self.version = version
        self.weights = weights
        self.parts = tuple(parts)

    def __len__(self) -> int:
        return sum(part.size for part in self.parts)

    @property
    def number(self) -> int:
        """Number of the version, 0 for none."""
        return 0 if self.version is None else self.version.number

    @property
    def weights_file(self) -> str:
        """The file of the weights."""
        return "" if self.version is None else self.version.weights

    @property
    def files(self) -> set[str]:
        """All files that are mapped."""
        return set() if self.version is None else self.version.files

    def rank(self, asked: Asked, filters: Filters, k: int, offset: int) -> Ranked:
        """Return the documents from `offset` on, at most `k`; the best of all are among the best of each segment."""
        selections = [select(part.segment, filters, part.live) for part in self.parts]
        found = sum(selection.size for selection in selections)
        best = self._best(asked, selections, offset + k)
        if len(best) == 1:
            points, ids = best[0]
            return Ranked(tuple(ids[offset:]), tuple(points[offset:]), found)
        ordered = heapq.merge(*(zip(*one, strict=True) for one in best), key=lambda one: (-one[0], one[1]))
        page = list(islice(ordered, offset, offset + k))
        return Ranked(tuple(one for _, one in page), tuple(points for points, _ in page), found)

    def points(self, asked: Asked, ids: Iterable[str]) -> dict[str, int]:
        """Return the points of some documents, those that are there, as `rank` gives them."""
        words, wanted = question(asked.words, self.weights), list(ids)
        found: dict[str, int] = {}
        for part in self.parts:
            rows = {one: row for one in wanted if (row := part.row_of(one)) is not None}
            if rows:
                tables = asked.tables(part.segment)
                given = points_of(part.segment, words, list(rows.values()), tables, part.places, asked.text_units)
                found |= zip(rows, given.tolist(), strict=True)
        return found

    def search(self, query: Query) -> Results:
        """Find, count and order."""
        return search([(part.segment, part.live) for part in self.parts], query)

    def _best(self, asked: Asked, selections: Sequence[Selection], k: int) -> list[tuple[list[int], list[str]]]:
        """Points and ids of the best of each part, best first."""
        if k == 0:
            return []
        if isinstance(asked, Words):
            joined = " ".join(asked.words).encode()

            def found(part: LiveSegment, selection: Selection) -> Best:
                return best_of_words(part.segment, joined, self.weights, selection, k, asked.text_units)
        else:
            words = question(asked.words, self.weights)

            def found(part: LiveSegment, selection: Selection) -> Best:
                tables = asked.tables(part.segment)
                return best_rows(part.segment, words, selection, tables, part.places, k, asked.text_units)

        best = []
        for part, selection in zip(self.parts, selections, strict=True):
            points, rows = found(part, selection)
            best.append((points.tolist(), part.segment.ids(rows)))
        return best

    def find(self, one: str) -> tuple[LiveSegment, int] | None:
        """Return where a document stands, None where it is not there."""
        for part in self.parts:
            row = part.row_of(one)
            if row is not None:
                return part, row
        return None

    def ids(self) -> Iterator[str]:
        """All ids, rising."""
        return heapq.merge(*(_ids(part) for part in self.parts))


def _ids(part: LiveSegment) -> Iterator[str]:
    for row in part.segment.id_order.tolist():
        if part.live is None or part.live[row]:
            yield part.segment.id(row)
