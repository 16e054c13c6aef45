"""Our index on the bench's documents: written by the segment's own writer, asked by the exact pass.

Nothing here imports a peer: the memory of a process that answers with ours is measured with this module.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import Batch, Rows, Tables
from matching.index.scoring import COSINE, Selection, best_of_words, best_rows, question
from matching.index.scoring import Question as Asked
from matching.index.segment import Segment
from matching.index.writing import SegmentWriter
from matching.weights import WordWeights
from tests.bench.measures.index_corpus import Corpus, Documents, Question
from tests.bench.measures.index_engine import Answer, Engine, K

KIND = "bench"
# Different keys of the nine parts of the fused score, as many as real postings have: work, skills, needs,
# conditions, pay, place, freshness, wished words of the title, place among the employer's.
TABLE_SIZES = (50_000, 50_000, 200, 300, 400, 400, 90, 20_000, 5)
_OCCUPATIONS, _BY_OCCUPATION = 300, (0, 1, 7)
_CITY_TABLE = 5
# Units of a cosine of 1 beside the tables: four points of 64.
_TEXT_WORTH = 256


class Ours(Engine):
    """The exact pass over one segment; with `tables` the fused score of text and nine comparisons."""

    def __init__(self, path: Path, tables: Tables | None = None) -> None:
        self.name = "ours" if tables is None else "ours, fused with 9 tables"
        self.ranks_like_ours = tables is None
        self._segment = Segment.open(path)
        assert self._segment.weights is not None
        self._weights: WordWeights = self._segment.weights
        self._tables = tables
        self._everything = Selection.everything(self._segment.rows)
        self._selections = _selections(self._segment)

    def ready(self, question_: Question, *, filtered: bool) -> tuple[Asked, Selection]:
        return question(question_.words, self._weights), self._selection(question_, filtered)

    def best(self, ready: tuple[Asked, Selection]) -> Answer:
        worth = COSINE if self._tables is None else _TEXT_WORTH
        return self._numbers(best_rows(self._segment, *ready, self._tables, None, K, worth)[1])

    def answer(self, question_: Question, *, filtered: bool) -> Answer:
        words, selection = " ".join(question_.words).encode(), self._selection(question_, filtered)
        return self._numbers(best_of_words(self._segment, words, self._weights, selection, K)[1])

    def _numbers(self, rows: Rows) -> Answer:
        return self._segment.columns["number"][rows].astype(np.int64)

    def _selection(self, asked: Question, filtered: bool) -> Selection:
        return self._selections[asked.city, asked.education] if filtered else self._everything


def _selections(segment: Segment) -> dict[tuple[int, int], Selection]:
    """Rows of each city up to each schooling; made before the first question, as the peers' matrices of cities are."""
    (cities, educations), starts, found = segment.cell_keys.T, segment.cell_starts, {}
    for city in np.unique(cities).tolist():
        first, behind = np.searchsorted(cities, [city, city + 1])
        for education in range(int(educations.max()) + 1):
            # Schooling rises within a city, so that its cells lie side by side.
            end = first + np.searchsorted(educations[first:behind], education, side="right")
            found[city, education] = Selection(np.array([[starts[first], starts[end]]], dtype=np.int64))
    return found


def build(corpus: Corpus, path: Path) -> float:
    """Write the segment of a corpus; seconds, without those that making texts of numbers took."""
    spent = 0.0
    with SegmentWriter(path, KIND, ("city", "education"), None, path.parent) as writer:
        for batch in as_batches(corpus):
            start = time.perf_counter()
            writer.add(batch)
            spent += time.perf_counter() - start
        start = time.perf_counter()
        writer.close({}, {})
        return spent + time.perf_counter() - start


def as_batches(corpus: Corpus) -> Iterator[Batch]:
    """The documents as the writer takes them."""
    for documents in corpus.batches():
        nothing = [""] * len(documents)
        numbers = np.arange(documents.first, documents.first + len(documents), dtype=np.int32)
        yield Batch(
            ids=[f"{number:08d}" for number in numbers.tolist()],
            words=documents.texts(corpus.vocabulary),
            titles=nothing,
            bodies=nothing,
            columns={"city": documents.cities, "education": documents.educations, "number": numbers},
            codes=_codes(documents),
            records=[b""] * len(documents),
        )


def nine_tables(seed: int) -> Tables:
    """What nine comparisons might add: from -3 to 3 points on the grid of 1/64, some of them telling."""
    random = np.random.default_rng(seed)
    starts = np.cumsum([0, *TABLE_SIZES[:-1]])
    points = random.integers(-192, 193, sum(TABLE_SIZES))
    flags = random.integers(0, 2, sum(TABLE_SIZES))
    flags[starts[2] :] = 0
    none = np.zeros(0, dtype=np.int32)
    values = (4 * points + flags).astype(np.int32)
    return Tables(values, starts, np.arange(len(TABLE_SIZES)), none, -1, 0, none.astype(np.uint8), 0, 64)


def _codes(documents: Documents) -> NDArray[np.uint32]:
    """Numbers of keys: what goes with the occupation or the city follows it, the rest is drawn."""
    random = np.random.default_rng(documents.first)
    codes = np.array([random.integers(0, size, len(documents)) for size in TABLE_SIZES], dtype=np.uint32)
    for table in _BY_OCCUPATION:
        share = TABLE_SIZES[table] // _OCCUPATIONS
        codes[table] = documents.occupations * share + codes[table] % share
    codes[_CITY_TABLE] = documents.cities % TABLE_SIZES[_CITY_TABLE]
    return codes
