"""BM25 over documents that are already cut into terms."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Weights = Mapping[str, float]


class Bm25:
    """Okapi BM25 (Robertson & Zaragoza 2009) with an idf that is never negative.

    Parameters
    ----------
    documents : sequence of sequence of str
        The terms of each document.
    k1, b : float
        Saturation of repeated terms, and how far a long document is held against itself.
    owners : sequence of int, optional
        Whose each document is: a term in many documents of one owner is not common for that.

    Examples
    --------
    >>> ranker = Bm25([["电", "工"], ["焊", "工"], ["司", "机"]])
    >>> scores = ranker.scores([{"焊": 1.0, "工": 1.0}]).toarray()[0]
    >>> int(scores.argmax())
    1
    """

    def __init__(
        self,
        documents: Sequence[Sequence[str]],
        *,
        k1: float = 1.2,
        b: float = 0.75,
        owners: Sequence[int] | None = None,
    ) -> None:
        self.vocabulary: dict[str, int] = {}
        counts = self._count(documents)
        length = np.asarray(counts.sum(axis=1)).ravel()
        held = counts if owners is None else membership(owners).T @ counts
        holders = np.asarray((held > 0).sum(axis=0)).ravel()
        self._idf = np.log1p((held.shape[0] - holders + 0.5) / (holders + 0.5))
        self._rarest = float(np.log1p(2 * held.shape[0] + 1))
        row = np.repeat(np.arange(len(documents)), np.diff(counts.indptr))
        slack = k1 * (1 - b + b * length / max(length.mean() if length.size else 1.0, 1.0))
        counts.data = counts.data * (k1 + 1) / (counts.data + slack[row]) * self._idf[counts.indices]
        self.weights = counts.T.tocsr()

    def _count(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        columns: list[int] = []
        starts = [0]
        for document in documents:
            columns.extend(self.vocabulary.setdefault(term, len(self.vocabulary)) for term in document)
            starts.append(len(columns))
        shape = (len(documents), len(self.vocabulary))
        counts = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
        counts.sum_duplicates()
        return counts

    def knows(self, terms: Iterable[str]) -> bool:
        """Tell whether any of the terms stands in any document.

        Examples
        --------
        >>> Bm25([["电工"]]).knows(["木工", "电工"])
        True
        """
        return any(term in self.vocabulary for term in terms)

    def scores(self, queries: Sequence[Weights]) -> sparse.csr_matrix:
        """Score every document for every query.

        Parameters
        ----------
        queries : sequence of mapping
            Term → weight; terms that no document holds are passed over.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (queries, documents)

        Examples
        --------
        >>> Bm25([["电工"]]).scores([{"木工": 1.0}]).nnz
        0
        """
        return self._matrix(queries) @ self.weights

    def coverage(self, queries: Sequence[Weights]) -> NDArray[np.float64]:
        """How much of each query the document that holds most of it holds.

        Parameters
        ----------
        queries : sequence of mapping
            Term → weight; a term that no document holds counts as the rarest there can be.

        Returns
        -------
        numpy.ndarray, shape (queries,)
            Between 0 and 1, terms weighed by how rare they are.

        Examples
        --------
        >>> Bm25([["电", "工"]]).coverage([{"电": 1.0, "工": 1.0}, {"木": 1.0}]).tolist()
        [1.0, 0.0]
        """
        known = self._matrix(queries).multiply(self._idf[None, :]).tocsr()
        strangers = [sum(w for t, w in query.items() if t not in self.vocabulary) for query in queries]
        total = np.asarray(known.sum(axis=1)).ravel() + self._rarest * np.array(strangers)
        best = (known @ (self.weights > 0)).max(axis=1).toarray().ravel()
        return np.asarray(best / np.where(total > 0, total, 1.0), dtype=np.float64)

    def _matrix(self, queries: Sequence[Weights]) -> sparse.csr_matrix:
        columns: list[int] = []
        data: list[float] = []
        starts = [0]
        for query in queries:
            known = [(self.vocabulary[term], weight) for term, weight in query.items() if term in self.vocabulary]
            columns.extend(column for column, _ in known)
            data.extend(weight for _, weight in known)
            starts.append(len(columns))
        shape = (len(queries), len(self.vocabulary))
        return sparse.csr_matrix((data, columns, starts), shape=shape, dtype=float)


def relative(scores: sparse.csr_matrix) -> NDArray[np.float64]:
    """Dense scores, each row divided by its best, so that rows of different length compare.

    Examples
    --------
    >>> relative(sparse.csr_matrix([[2.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.5, 1.0], [0.0, 0.0]]
    """
    return np.asarray(scaled(scores).toarray())


def scaled(scores: sparse.csr_matrix) -> sparse.csr_matrix:
    """Sparse scores, each row divided by its best.

    Examples
    --------
    >>> scaled(sparse.csr_matrix([[2.0, 4.0], [0.0, 0.0]])).toarray().tolist()
    [[0.5, 1.0], [0.0, 0.0]]
    """
    held = np.diff(scores.indptr)
    if not scores.nnz:
        return scores
    # Row by row over the stored values: scipy's own maximum would sort the columns of every row first.
    best = np.maximum.reduceat(scores.data, scores.indptr[:-1][held > 0])
    rows = np.repeat(np.where(best > 0, best, 1.0), held[held > 0])
    return sparse.csr_matrix((scores.data / rows, scores.indices, scores.indptr), shape=scores.shape)


def membership(owners: Sequence[int], size: int | None = None) -> sparse.csr_matrix:
    """Matrix of documents × owners, 1 where the one belongs to the other.

    Examples
    --------
    >>> membership([0, 0, 1]).toarray().tolist()
    [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    ones = (np.ones(len(owners)), (np.arange(len(owners)), np.asarray(owners, dtype=np.intp)))
    width = max(owners, default=-1) + 1 if size is None else size
    return sparse.csr_matrix(ones, shape=(len(owners), width))
