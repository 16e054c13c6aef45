"""LabelledRanker: what labelled queries teach about candidates, as much of it as proves itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from matching.embedding import Embedder, Nearness, Vectors, embed, query_text, title_vectors
from matching.evidence import Document, WordEvidence, candidate_document, query_document
from matching.fusion import Weights, fit_weights, is_clear_gain, reciprocal_ranks
from matching.persistence import StoreError, exclusive, publish, read_parts, write_parts
from matching.persistence import current as current_version
from matching.ranking import Query, Scores, TextRanker

Places = NDArray[np.intp]

_KIND, _VERSION = "learned ranker", 2
_LEAST_LABELS = 40
# A handful of weights needs no more rows than this, and a dense row holds every candidate.
_MOST_WEIGHED = 2000
_EMBEDDED = "embedded_"


@dataclass(frozen=True, eq=False)
class _Lesson:
    """Labelled queries made ready: their terms, their vectors where there is an embedder, the right places."""

    documents: list[Document]
    vectors: Vectors | None
    wanted: Places

    def take(self, rows: NDArray[np.intp]) -> "_Lesson":
        vectors = None if self.vectors is None else self.vectors[rows]
        return _Lesson([self.documents[i] for i in rows], vectors, self.wanted[rows])


class LabelledRanker(BaseEstimator):  # type: ignore[misc]
    """Learn from queries whose right candidate is known, beside a ranker that knows no labels.

    Two readings of the labelled words are learnt (`matching.evidence`), two more with an embedder
    (`matching.embedding`); a conditional logit on labels that were left out says how much each
    counts. Unless the gain on those is clear of chance the ranking stays exactly as it is.

    Parameters
    ----------
    embedder : Embedder, optional
        Any object with ``encode(texts)``; what it adds must prove itself beside the words.
    folds : int
        Parts the labels are split into, 2 at least.
    certainty : float
        The gain in mean reciprocal rank must exceed this many standard errors.
    seed : int

    Attributes
    ----------
    weights_ : dict of str to float
        How much each reading counts beside a base that counts 1; empty when nothing is used.
    steepness_ : float
        What the sum is multiplied by to be a logit; 0 when nothing is used.
    candidates_ : tuple of str

    Examples
    --------
    >>> from matching.ranking import Candidate
    >>> ranker = TextRanker([Candidate("a", ("电工",)), Candidate("b", ("保安员",))])
    >>> LabelledRanker().fit([Query("看大门")], ["b"], ranker).weights_
    {}
    """

    def __init__(
        self, *, embedder: Embedder | None = None, folds: int = 4, certainty: float = 1.5, seed: int = 0
    ) -> None:
        self.embedder = embedder
        self.folds = folds
        self.certainty = certainty
        self.seed = seed

    def fit(self, queries: Sequence[Query], labels: Sequence[str], ranker: TextRanker) -> Self:
        """Learn from pairs; a query with several right candidates is given once for each.

        Parameters
        ----------
        queries : sequence of Query
        labels : sequence of str
            The id of the right candidate; labels that `ranker` does not hold are passed over.
        ranker : TextRanker

        Raises
        ------
        ValueError
            The two differ in length, `folds` is below 2, or the embedder gives no vectors.

        Examples
        --------
        >>> LabelledRanker().fit([Query("电工")], [], TextRanker([]))
        Traceback (most recent call last):
        ValueError: labels: expected 1, one for each query, got 0
        """
        if len(queries) != len(labels):
            raise ValueError(f"labels: expected {len(queries)}, one for each query, got {len(labels)}")
        if self.folds < 2:
            raise ValueError(f"folds: expected 2 or more, got {self.folds!r}")
        self.candidates_ = tuple(candidate.id for candidate in ranker.candidates)
        self.weights_: dict[str, float] = {}
        self.steepness_ = 0.0
        place = {candidate: i for i, candidate in enumerate(self.candidates_)}
        usable = [(q, place[label]) for q, label in zip(queries, labels, strict=True) if label in place]
        asked = [query for query, _ in usable]
        lesson = _Lesson(
            [query_document(query) for query in asked], None, np.array([i for _, i in usable], dtype=np.intp)
        )
        if len(set(lesson.documents)) < _LEAST_LABELS or len(set(lesson.wanted)) < 2:
            return self
        own = [candidate_document(candidate) for candidate in ranker.candidates]
        titles = None
        if self.embedder is not None:
            lesson = _Lesson(lesson.documents, embed(self.embedder, [query_text(q) for q in asked]), lesson.wanted)
            titles = title_vectors(self.embedder, ranker.candidates)
        self._weigh(lesson, asked, ranker, own, titles)
        if self.weights_:
            self._words, self._nearness = _learn(lesson, own, titles if self._reads_vectors else None)
        return self

    def _weigh(
        self,
        lesson: _Lesson,
        asked: Sequence[Query],
        ranker: TextRanker,
        own: list[Document],
        titles: tuple[Vectors, Places] | None,
    ) -> None:
        """Set the weights by labels that were left out; a stage must better the one before it."""
        query_of = _distinct(lesson.documents)
        shuffled = np.random.default_rng(self.seed).permutation(len(asked))
        rows = np.sort(shuffled[:_MOST_WEIGHED])
        fold = np.random.default_rng(self.seed).permutation(query_of.max() + 1)[query_of] % self.folds
        readings = _left_out(lesson, rows, fold, own, titles)
        if not readings:
            return
        base = ranker.scores([asked[i] for i in rows])
        wanted, fold, query_of = lesson.wanted[rows], fold[rows], query_of[rows]
        best = reciprocal_ranks(base, wanted)
        for names in (WordEvidence.names, WordEvidence.names + Nearness.names)[: 1 if titles is None else 2]:
            evidence = [readings[name] for name in names]
            weights = fit_weights(base, evidence, wanted)
            reached = _cross_ranks(base, evidence, wanted, fold, weights)
            if is_clear_gain(_by_query(reached - best, query_of), self.certainty):
                self.steepness_ = float(weights[0])
                self.weights_ = dict(zip(names, (weights[1:] / weights[0]).tolist(), strict=True))
                best = reached

    @property
    def _reads_vectors(self) -> bool:
        return Nearness.names[0] in self.weights_

    def knows(self, query: Query) -> bool:
        """Tell whether the query shares a term of more than one character with a labelled one.

        Examples
        --------
        >>> LabelledRanker().knows(Query("保安"))
        False
        """
        return bool(getattr(self, "weights_", {})) and self._words.knows(query_document(query))

    def scores(self, queries: Sequence[Query], ids: Sequence[str]) -> Scores:
        """What to add to the ranker's scores.

        Parameters
        ----------
        queries : sequence of Query
        ids : sequence of str
            The candidates; those that were none when this was learnt get 0.

        Returns
        -------
        numpy.ndarray, shape (queries, ids)
            Never negative.

        Examples
        --------
        >>> LabelledRanker().scores([Query("电工")], ["a"]).tolist()
        [[0.0]]
        """
        total = np.zeros((len(queries), len(ids)))
        if not queries or not getattr(self, "weights_", {}):
            return total
        readings: dict[str, Scores] = self._words.read([query_document(query) for query in queries])
        if self._nearness is not None and self.embedder is not None:
            readings |= self._nearness.read(embed(self.embedder, [query_text(query) for query in queries]))
        place = {candidate: i for i, candidate in enumerate(self.candidates_)}
        known = [(column, place[one]) for column, one in enumerate(ids) if one in place]
        columns, places = [column for column, _ in known], [i for _, i in known]
        for name, weight in self.weights_.items():
            total[:, columns] += weight * readings[name][:, places]
        return total

    def save(self, folder: Path) -> None:
        """Write the model without its embedder: JSON and arrays, no pickle, whole or not at all.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     LabelledRanker().fit([], [], TextRanker([])).save(Path(folder))
        ...     LabelledRanker.load(Path(folder)).weights_
        {}
        """
        facts: dict[str, Any] = {
            "settings": {name: value for name, value in self.get_params().items() if name != "embedder"},
            "weights": self.weights_,
            "steepness": self.steepness_,
            "candidates": list(self.candidates_),
        }
        arrays: dict[str, NDArray[Any]] = {}
        if self.weights_:
            facts["evidence"], arrays = self._words.parts()
            if self._nearness is not None:
                arrays = arrays | {_EMBEDDED + name: array for name, array in self._nearness.arrays().items()}
        with exclusive(folder):
            publish(folder, lambda version: write_parts(version, _KIND, _VERSION, facts, arrays))

    @classmethod
    def load(cls, folder: Path, embedder: Embedder | None = None) -> Self:
        """Read a model that ``save`` wrote; its arrays stay on disk, mapped into memory.

        Parameters
        ----------
        folder : Path
        embedder : Embedder, optional
            The one it was learnt with, when it was learnt with one that proved itself.

        Raises
        ------
        matching.persistence.StoreError
            There is none, it is damaged or of another format, or it needs an embedder.

        Examples
        --------
        >>> LabelledRanker.load(Path("no/such/model"))
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such/model: nothing is stored here
        """
        facts, arrays, _ = read_parts(current_version(folder), _KIND, _VERSION)
        learner = cls(embedder=embedder, **facts["settings"])
        learner.candidates_ = tuple(facts["candidates"])
        learner.weights_ = {name: float(weight) for name, weight in facts["weights"].items()}
        learner.steepness_ = float(facts["steepness"])
        if learner.weights_:
            learner._words = WordEvidence.from_parts(facts["evidence"], arrays)
            learner._nearness = _nearness_of(arrays) if learner._reads_vectors else None
        if learner._reads_vectors and embedder is None:
            raise StoreError(f"{folder}: was learnt with an embedder, which has to be given to read it")
        return learner


def _learn(
    lesson: _Lesson, own: list[Document], titles: tuple[Vectors, Places] | None
) -> tuple[WordEvidence, Nearness | None]:
    words = WordEvidence(own).learn(lesson.documents, lesson.wanted)
    if titles is None or lesson.vectors is None:
        return words, None
    return words, Nearness(*titles, lesson.vectors, lesson.wanted)


def _left_out(
    lesson: _Lesson, rows: Places, fold: Places, own: list[Document], titles: tuple[Vectors, Places] | None
) -> dict[str, Scores]:
    """Read each of the `rows` by what the other folds teach; nothing when a part holds a single candidate."""
    parts: dict[str, list[Scores]] = {}
    order = []
    for part in np.unique(fold[rows]):
        kept, held = lesson.take(np.flatnonzero(fold != part)), np.flatnonzero(fold[rows] == part)
        if len(set(kept.wanted)) < 2:
            return {}
        asked = lesson.take(rows[held])
        words, nearness = _learn(kept, own, titles)
        readings: dict[str, Scores] = words.read(asked.documents)
        if nearness is not None and asked.vectors is not None:
            readings |= nearness.read(asked.vectors)
        order.append(held)
        for name, scores in readings.items():
            parts.setdefault(name, []).append(scores)
    back = np.argsort(np.concatenate(order))
    return {name: np.vstack(blocks)[back] for name, blocks in parts.items()}


def _cross_ranks(
    base: Scores, evidence: Sequence[Scores], wanted: Places, fold: Places, start: Weights
) -> NDArray[np.float64]:
    """Reciprocal ranks of each part under the weights that the other parts ask for."""
    reached = np.zeros(len(wanted))
    for part in np.unique(fold):
        kept, held = fold != part, fold == part
        weights = fit_weights(base[kept], [scores[kept] for scores in evidence], wanted[kept], start)
        mixed = weights[0] * base[held] + sum(w * s[held] for w, s in zip(weights[1:], evidence, strict=True))
        reached[held] = reciprocal_ranks(mixed, wanted[held])
    return reached


def _distinct(documents: Sequence[Document]) -> Places:
    """Number the distinct queries, so that no query helps to find itself or counts twice."""
    number = {document: i for i, document in enumerate(dict.fromkeys(documents))}
    return np.array([number[document] for document in documents], dtype=np.intp)


def _by_query(gains: NDArray[np.float64], query_of: Places) -> NDArray[np.float64]:
    counts = np.bincount(query_of)
    sums = np.bincount(query_of, weights=gains)
    return np.asarray(sums[counts > 0] / counts[counts > 0], dtype=np.float64)


def _nearness_of(arrays: Mapping[str, NDArray[Any]]) -> Nearness:
    return Nearness(
        **{name.removeprefix(_EMBEDDED): array for name, array in arrays.items() if name.startswith(_EMBEDDED)}
    )
