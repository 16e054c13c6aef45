"""What labels teach, measured on rows that were left out: plain functions that return their figures."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.commands.query_files import read_corpus, read_labels, read_queries
from matching.embedding import Embedder
from matching.evaluation import evaluate
from matching.learning import LabelledRanker
from matching.occupations import OccupationCoder
from matching.ranking import Query, Scores, TextRanker

PROJECT = Path(__file__).resolve().parents[3]
EVAL = PROJECT.parent / "shared" / "data" / "eval"
_BLOCK = 256

Figures = dict[str, float]
Places = NDArray[np.intp]


class RandomVectors:
    """An embedder that knows nothing: each distinct text gets a vector drawn once."""

    def __init__(self, dimensions: int = 64, seed: int = 0) -> None:
        self._rng = np.random.default_rng(seed)
        self._dimensions = dimensions
        self._drawn: dict[str, NDArray[np.float64]] = {}

    def encode(self, sentences: list[str]) -> NDArray[np.float64]:
        return np.array([self._vector(text) for text in sentences]).reshape(len(sentences), self._dimensions)

    def _vector(self, text: str) -> NDArray[np.float64]:
        if text not in self._drawn:
            self._drawn[text] = self._rng.normal(size=self._dimensions)
        return self._drawn[text]


@dataclass(frozen=True, eq=False)
class LabelledSet:
    """Queries with their right ids, the ranker that knows no labels, and its scores of all queries."""

    names: tuple[str, ...]
    queries: Mapping[str, Query]
    relevant: Mapping[str, frozenset[str]]
    ranker: TextRanker
    base: Scores

    @property
    def ids(self) -> list[str]:
        return [candidate.id for candidate in self.ranker.candidates]

    def learn(self, rows: Sequence[int] | Places, embedder: Embedder | None = None) -> LabelledRanker:
        """Learn from the labels of some rows."""
        pairs = [(self.queries[q], one) for q in self._named(rows) for one in sorted(self.relevant[q])]
        return LabelledRanker(embedder=embedder).fit([q for q, _ in pairs], [one for _, one in pairs], self.ranker)

    def measure(self, rows: Sequence[int] | Places, learner: LabelledRanker | None = None) -> Figures:
        """Measure the ranking of some rows, all candidates ranked; None is without labels."""
        run: dict[str, list[str]] = {}
        ids = np.array(self.ids)
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            names = self._named(block)
            scores = self.base[block]
            if learner is not None:
                scores = scores + learner.scores([self.queries[q] for q in names], self.ids)
            order = np.argsort(-scores, axis=1, kind="stable")
            for name, best, row in zip(names, order, scores, strict=True):
                run[name] = ids[best[row[best] > 0]].tolist()
        return evaluate(run, {name: self.relevant[name] for name in self._named(rows)})

    def _named(self, rows: Sequence[int] | Places) -> list[str]:
        return [self.names[i] for i in rows]


def titles_set(folder: Path = EVAL / "csco_zh") -> LabelledSet:
    """Chinese titles beside the coder's own ranker."""
    return _labelled_set(folder, OccupationCoder().fit().ranker_)


def specialties_set(folder: Path = EVAL / "moc_en") -> LabelledSet:
    """English service specialties beside a ranker over the corpus."""
    return _labelled_set(folder, TextRanker(read_corpus(str(folder / "corpus.tsv.gz"))))


def half_split(labelled: LabelledSet, seed: int = 0) -> Figures:
    """Learn on half of the rows, measure on the other half."""
    order = np.random.default_rng(seed).permutation(len(labelled.names))
    seen, left = order[: len(order) // 2], order[len(order) // 2 :]
    return labelled.measure(left, labelled.learn(seen))


def leave_one_service_out(labelled: LabelledSet, folder: Path = EVAL / "moc_en") -> dict[str, Figures]:
    """For each service learn from the others and rank its specialties; the means stand under ``mean``."""
    service = _services(folder / "queries.tsv.gz")
    of_row = np.array([service[name] for name in labelled.names])
    found = {
        one: labelled.measure(np.flatnonzero(of_row == one), labelled.learn(np.flatnonzero(of_row != one)))
        for one in sorted(set(service.values()))
    }
    names = next(iter(found.values()))
    return found | {"mean": {name: float(np.mean([row[name] for row in found.values()])) for name in names}}


def few_labels(
    labelled: LabelledSet, count: int, draws: int = 20, embedder: Embedder | None = None
) -> dict[str, float]:
    """Learn from `count` rows drawn anew each time: MAP on all others, less the same without labels.

    Returns
    -------
    dict
        ``mean``, ``worst`` and ``best`` gain, and ``used``, the share of draws that used what was learnt.
    """
    place = {candidate: i for i, candidate in enumerate(labelled.ids)}
    wanted = [[place[one] for one in labelled.relevant[name]] for name in labelled.names]
    plain = _average_precision(labelled.base, wanted)
    gains, used = [], []
    for draw in range(draws):
        order = np.random.default_rng(draw).permutation(len(labelled.names))
        learner = labelled.learn(order[:count], embedder)
        rest = order[count:]
        used.append(bool(learner.weights_))
        asked = [labelled.queries[labelled.names[i]] for i in rest]
        scores = labelled.base[rest] + learner.scores(asked, labelled.ids)
        gains.append(float((_average_precision(scores, [wanted[i] for i in rest]) - plain[rest]).mean()))
    return {
        "mean": float(np.mean(gains)),
        "worst": float(np.min(gains)),
        "best": float(np.max(gains)),
        "used": float(np.mean(used)),
    }


def _average_precision(scores: Scores, wanted: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """The same as `matching.evaluation` finds for a stable order, without writing the order out."""
    found = np.zeros(len(scores))
    for i, (row, right) in enumerate(zip(scores, wanted, strict=True)):
        ranks = sorted(
            1 + np.count_nonzero(row > row[j]) + np.count_nonzero(row[:j] == row[j]) for j in right if row[j] > 0
        )
        found[i] = sum(number / rank for number, rank in enumerate(ranks, start=1)) / len(right)
    return found


def _labelled_set(folder: Path, ranker: TextRanker) -> LabelledSet:
    queries = read_queries(str(folder / "queries.tsv.gz"))
    held = {candidate.id for candidate in ranker.candidates}
    relevant = {q: w & held for q, w in read_labels(str(folder / "qrels.tsv.gz")).items() if w & held}
    names = tuple(name for name in queries if name in relevant)
    return LabelledSet(names, queries, relevant, ranker, ranker.scores([queries[name] for name in names]))


def _services(path: Path) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        header, *rows = [line.rstrip("\n").split("\t") for line in stream]
    column = header.index("service")
    return {row[0]: row[column] for row in rows}
