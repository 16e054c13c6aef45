"""What labelled queries say of candidates by their words: a classifier's margin and fuller documents."""

import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.svm import LinearSVC

from matching.bm25 import Bm25, relative
from matching.ranking import Candidate, Query, Scores, word_terms
from matching.text import clean_title

Document = tuple[str, ...]
Places = NDArray[np.intp]

# English words are cut to a stem of this length: operate, operator, operations.
_STEM = 5
_OF_TITLE = "title:"


class WordEvidence:
    """Two readings of labelled queries, beside a ranker that has read none.

    *margin*: of a linear classifier over tf-idf terms, 0 for "surely not" and for a candidate without
    labels. *expanded*: BM25 of each candidate's own titles and text and its labelled queries, read as
    one document, so that a candidate with few labels or none still stands for itself.

    Parameters
    ----------
    own : sequence of tuple of str
        The terms that each candidate goes by itself (``candidate_document``).

    Examples
    --------
    >>> evidence = WordEvidence([("电工",), ("保安",)]).learn([("门岗",), ("布线",)], np.array([1, 0]))
    >>> {name: scores.argmax(axis=1).tolist() for name, scores in evidence.read([("门岗",)]).items()}
    {'margin': [1], 'expanded': [1]}
    """

    names = ("margin", "expanded")

    def __init__(self, own: Sequence[Document]) -> None:
        self._own = own
        self.width = len(own)

    def learn(self, documents: Sequence[Document], wanted: Places) -> Self:
        """Learn from the terms of labelled queries; `wanted` must name two candidates or more.

        Examples
        --------
        >>> WordEvidence([("电工",), ("保安",)]).learn([("门岗",), ("布线",)], np.array([1, 0])).width
        2
        """
        self._classify(documents, wanted)
        pooled = [list(document) for document in self._own]
        for document, place in zip(documents, wanted, strict=True):
            pooled[place].extend(document)
        expanded = Bm25(pooled)
        weights = expanded.weights.astype(np.float32)
        self._arrays |= {"expanded_" + part: getattr(weights, part) for part in ("data", "indices", "indptr")}
        self._prepare(list(self._words), list(expanded.vocabulary))
        return self

    def _classify(self, documents: Sequence[Document], wanted: Places) -> None:
        vectorizer = TfidfVectorizer(analyzer=_as_it_is, sublinear_tf=True)
        with warnings.catch_warnings():
            # Many occupations with one label each are the rule here, not a regression in disguise.
            warnings.filterwarnings("ignore", message="The number of unique classes")
            model = LinearSVC(random_state=0).fit(vectorizer.fit_transform(documents), wanted)
        # scikit-learn keeps one row for two classes; here every class has its own.
        is_pair = len(model.classes_) == 2
        rows = np.vstack([-model.coef_, model.coef_]) if is_pair else model.coef_
        offsets = np.concatenate([-model.intercept_, model.intercept_]) if is_pair else model.intercept_
        self._arrays: dict[str, NDArray[Any]] = {
            "classes": np.asarray(model.classes_, dtype=np.int64),
            "coefficients": rows.astype(np.float32),
            "offsets": offsets.astype(np.float32),
            "idf": vectorizer.idf_.astype(np.float32),
        }
        self._words = [str(term) for term in vectorizer.get_feature_names_out()]

    def _prepare(self, words: list[str], expanded_words: list[str]) -> None:
        self._words, self._expanded_words = words, expanded_words
        self._tfidf = TfidfVectorizer(analyzer=_as_it_is, sublinear_tf=True, vocabulary=words)
        self._tfidf.idf_ = np.asarray(self._arrays["idf"], dtype=np.float64)
        self._counts = CountVectorizer(analyzer=_as_it_is, binary=True, vocabulary=expanded_words)
        parts = tuple(self._arrays["expanded_" + part] for part in ("data", "indices", "indptr"))
        self._expanded = sparse.csr_matrix(parts, shape=(len(expanded_words), self.width))

    def knows(self, document: Document) -> bool:
        """Tell whether a term of more than one character stood in a labelled query.

        Examples
        --------
        >>> evidence = WordEvidence([("电工",), ("保安",)]).learn([("门岗",), ("布线",)], np.array([1, 0]))
        >>> evidence.knows(("门岗",)), evidence.knows(("电工",))
        (True, False)
        """
        longer = [term for term in document if len(term) > 1 and not term.startswith(_OF_TITLE)]
        return any(term in self._tfidf.vocabulary_ for term in longer)

    def read(self, documents: Sequence[Document]) -> dict[str, Scores]:
        """Both readings of some queries, each an array of shape (queries, candidates), never negative.

        Examples
        --------
        >>> evidence = WordEvidence([("电工",), ("保安",)]).learn([("门岗",), ("布线",)], np.array([1, 0]))
        >>> [scores.tolist() for scores in evidence.read([("木",)]).values()]
        [[[0.0, 0.0]], [[0.0, 0.0]]]
        """
        terms = self._tfidf.transform(documents)
        margins = np.asarray(terms @ self._arrays["coefficients"].T + self._arrays["offsets"])
        # A query of unknown words has only the offsets, which say how common a class is and nothing of the query.
        margins[np.diff(terms.indptr) == 0] = -1.0
        margin: Scores = np.zeros((len(documents), self.width))
        margin[:, self._arrays["classes"]] = np.maximum(margins + 1.0, 0.0)
        expanded = relative(sparse.csr_matrix(self._counts.transform(documents).astype(np.float32) @ self._expanded))
        return {"margin": margin, "expanded": expanded}

    def parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """What ``from_parts`` needs: JSON values and arrays.

        Examples
        --------
        >>> evidence = WordEvidence([("电工",), ("保安",)]).learn([("门岗",), ("布线",)], np.array([1, 0]))
        >>> WordEvidence.from_parts(*evidence.parts()).knows(("门岗",))
        True
        """
        return {"width": self.width, "words": self._words, "expanded_words": self._expanded_words}, self._arrays

    @classmethod
    def from_parts(cls, facts: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Self:
        """Rebuild what ``parts`` gave; it can read, not learn further.

        Examples
        --------
        >>> evidence = WordEvidence([("电工",), ("保安",)]).learn([("门岗",), ("布线",)], np.array([1, 0]))
        >>> WordEvidence.from_parts(*evidence.parts()).width
        2
        """
        evidence = cls([()] * facts["width"])
        evidence._arrays = arrays
        evidence._prepare(facts["words"], facts["expanded_words"])
        return evidence


def query_document(query: Query) -> Document:
    """Terms of a query: title and text, those of the title once more as such.

    Examples
    --------
    >>> query_document(Query("急聘电工"))
    ('电', '电工', '工', 'title:电', 'title:电工', 'title:工')
    >>> query_document(Query("Operator", "drives trucks"))
    ('opera', 'drive', 'truck', 'title:opera')
    """
    title = _stems(clean_title(query.title))
    return (*title, *_stems(query.text), *(_OF_TITLE + term for term in title))


# Whoever learns again from one label more asks for the same candidates.
@lru_cache(maxsize=1 << 12)
def candidate_document(candidate: Candidate) -> Document:
    """Terms of a candidate's titles and text.

    Examples
    --------
    >>> candidate_document(Candidate("a", ("Drivers", "Truckers")))
    ('drive', 'truck')
    """
    return tuple(term for part in (*candidate.titles, candidate.text) for term in _stems(part))


def _stems(text: str) -> list[str]:
    return [term[:_STEM] if term.isascii() else term for term in word_terms(text)]


def _as_it_is(document: Document) -> Document:
    return document
