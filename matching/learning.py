"""LabelledRanker: what labelled queries teach about candidates, as much of it as proves itself."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from matching.persistence import current as current_version
from matching.persistence import exclusive, publish, read_parts, write_parts
from matching.ranking import Query, Scores, TextRanker, word_terms
from matching.text import clean_title

Document = tuple[str, ...]
Places = NDArray[np.intp]

_KIND, _VERSION = "learned ranker", 1
# Weights that are tried for what was learnt; 0 is "nothing learnt is used".
_GRID = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
_LEAST_LABELS = 40


class LabelledRanker(BaseEstimator):  # type: ignore[misc]
    """Learn from queries whose right candidate is known, beside a ranker that knows no labels.

    A linear classifier over terms is learnt; how much it counts is chosen on labels that were left
    out. Unless the gain there is clear of chance its weight is 0 and the ranking stays as it is.

    Parameters
    ----------
    folds : int
        Parts the labels are split into for choosing the weight.
    certainty : float
        The gain in mean reciprocal rank must exceed this many standard errors.
    seed : int

    Attributes
    ----------
    weight_ : float
        Of the classifier.
    labels_ : tuple of str
        Candidate ids that were seen.

    Examples
    --------
    >>> from matching.ranking import Candidate
    >>> ranker = TextRanker([Candidate("a", ("电工",)), Candidate("b", ("保安员",))])
    >>> LabelledRanker().fit([Query("看大门")], ["b"], ranker).weight_
    0.0
    """

    def __init__(self, *, folds: int = 4, certainty: float = 1.5, seed: int = 0) -> None:
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
            The two differ in length.

        Examples
        --------
        >>> LabelledRanker().fit([Query("电工")], [], TextRanker([]))
        Traceback (most recent call last):
        ValueError: labels: expected 1, one for each query, got 0
        """
        if len(queries) != len(labels):
            raise ValueError(f"labels: expected {len(queries)}, one for each query, got {len(labels)}")
        place = {candidate.id: i for i, candidate in enumerate(ranker.candidates)}
        usable = [(q, place[label]) for q, label in zip(queries, labels, strict=True) if label in place]
        documents = [query_terms(query) for query, _ in usable]
        wanted = np.array([i for _, i in usable], dtype=np.intp)
        self.labels_: tuple[str, ...] = ()
        self.weight_ = 0.0
        if len(set(documents)) < _LEAST_LABELS or len(set(wanted)) < 2:
            return self
        weight = self._choose(ranker.scores([query for query, _ in usable]), documents, wanted)
        if weight:
            self.weight_ = weight
            self._learn(documents, wanted)
            self.labels_ = tuple(ranker.candidates[i].id for i in self._classes)
        return self

    def _choose(self, base: Scores, documents: list[Document], wanted: Places) -> float:
        """Pick the weight by the mean reciprocal rank of labels that were left out."""
        fold = _folds_of(documents, self.folds, self.seed)
        gains = np.zeros((len(_GRID), len(wanted)))
        for left_out in range(self.folds):
            held, kept = np.flatnonzero(fold == left_out), np.flatnonzero(fold != left_out)
            if len(set(wanted[kept])) < 2:
                return 0.0
            self._learn([documents[i] for i in kept], wanted[kept])
            margins = self._margins([documents[i] for i in held])
            for row, weight in enumerate(_GRID):
                mixed = base[held].copy()
                mixed[:, self._classes] += weight * margins
                gains[row, held] = _reciprocal(mixed, wanted[held]) - _reciprocal(base[held], wanted[held])
        best = int(gains.mean(axis=1).argmax())
        error = float(gains[best].std()) / len(wanted) ** 0.5
        return _GRID[best] if float(gains[best].mean()) > self.certainty * error else 0.0

    def _learn(self, documents: Sequence[Document], wanted: Places) -> None:
        vectorizer = TfidfVectorizer(analyzer=_as_it_is, sublinear_tf=True)
        with warnings.catch_warnings():
            # Many occupations with one label each are the rule here, not a regression in disguise.
            warnings.filterwarnings("ignore", message="The number of unique classes")
            model = LinearSVC().fit(vectorizer.fit_transform(documents), wanted)
        # scikit-learn keeps one row for two classes; here every class has its own.
        is_pair = len(model.classes_) == 2
        rows = np.vstack([-model.coef_, model.coef_]) if is_pair else model.coef_
        offsets = np.concatenate([-model.intercept_, model.intercept_]) if is_pair else model.intercept_
        self._classes: Places = model.classes_
        self._arrays = {
            "coefficients": rows.astype(np.float32),
            "offsets": offsets.astype(np.float32),
            "idf": vectorizer.idf_.astype(np.float32),
        }
        self._take([str(term) for term in vectorizer.get_feature_names_out()])

    def _take(self, vocabulary: list[str]) -> None:
        self._vocabulary = vocabulary
        self._vectorizer = TfidfVectorizer(analyzer=_as_it_is, sublinear_tf=True, vocabulary=vocabulary)
        self._vectorizer.idf_ = np.asarray(self._arrays["idf"], dtype=np.float64)

    def _margins(self, documents: Sequence[Document]) -> Scores:
        margins = self._vectorizer.transform(documents) @ self._arrays["coefficients"].T
        # -1 is the margin of "surely not": a candidate without evidence gets 0, not a minus.
        return np.maximum(np.asarray(margins + self._arrays["offsets"], dtype=np.float64) + 1.0, 0.0)

    def knows(self, query: Query) -> bool:
        """Tell whether the query shares a term of more than one character with a labelled one.

        Examples
        --------
        >>> LabelledRanker().knows(Query("保安"))
        False
        """
        if not getattr(self, "weight_", 0.0):
            return False
        return any(len(term) > 1 and term in self._vectorizer.vocabulary_ for term in query_terms(query))

    def scores(self, queries: Sequence[Query], ids: Sequence[str]) -> Scores:
        """What to add to the ranker's scores.

        Parameters
        ----------
        queries : sequence of Query
        ids : sequence of str
            The candidates; those never seen as a label get 0.

        Returns
        -------
        numpy.ndarray, shape (queries, ids)

        Examples
        --------
        >>> LabelledRanker().scores([Query("电工")], ["a"]).tolist()
        [[0.0]]
        """
        total = np.zeros((len(queries), len(ids)))
        if not queries or not getattr(self, "weight_", 0.0):
            return total
        place = {candidate: i for i, candidate in enumerate(ids)}
        known = [(i, place[label]) for i, label in enumerate(self.labels_) if label in place]
        margins = self._margins([query_terms(query) for query in queries])
        total[:, [column for _, column in known]] = self.weight_ * margins[:, [i for i, _ in known]]
        return total

    def save(self, folder: Path) -> None:
        """Write the model: JSON and arrays, no pickle, whole or not at all.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     LabelledRanker().fit([], [], TextRanker([])).save(Path(folder))
        ...     LabelledRanker.load(Path(folder)).weight_
        0.0
        """
        facts: dict[str, Any] = {
            "settings": self.get_params(),
            "weight": self.weight_,
            "labels": list(self.labels_),
            "vocabulary": self._vocabulary if self.weight_ else [],
        }
        arrays = self._arrays if self.weight_ else {}
        with exclusive(folder):
            publish(folder, lambda version: write_parts(version, _KIND, _VERSION, facts, arrays))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a model that ``save`` wrote; its arrays stay on disk, mapped into memory.

        Raises
        ------
        matching.persistence.StoreError
            There is none, or it is damaged or of another format.

        Examples
        --------
        >>> LabelledRanker.load(Path("no/such/model"))
        Traceback (most recent call last):
        matching.persistence.StoreError: no/such/model: nothing is stored here
        """
        facts, arrays, _ = read_parts(current_version(folder), _KIND, _VERSION)
        learner = cls(**facts["settings"])
        learner.labels_ = tuple(facts["labels"])
        learner.weight_ = float(facts["weight"])
        if learner.weight_:
            learner._arrays = arrays
            learner._take(facts["vocabulary"])
        return learner


def query_terms(query: Query) -> Document:
    """Terms of a query's cleaned title and of its text.

    Examples
    --------
    >>> query_terms(Query("急聘电工"))
    ('电', '电工', '工')
    """
    return tuple(word_terms(clean_title(query.title)) + word_terms(query.text))


def _as_it_is(document: Document) -> Document:
    return document


def _folds_of(documents: Sequence[Document], folds: int, seed: int) -> Places:
    """Split by distinct query, so that no query helps to find itself."""
    distinct = {document: i for i, document in enumerate(dict.fromkeys(documents))}
    part = np.random.default_rng(seed).permutation(len(distinct)) % folds
    return np.array([part[distinct[document]] for document in documents], dtype=np.intp)


def _reciprocal(scores: Scores, wanted: Places) -> NDArray[np.float64]:
    """1 / rank of the wanted candidate in each row; among equals it stands in the middle."""
    own = scores[np.arange(len(wanted)), wanted][:, None]
    above, level = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    return np.asarray(1.0 / (above + (level + 1) / 2), dtype=np.float64)
