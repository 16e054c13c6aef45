"""Exact peers that multiply matrices: scikit-learn, scipy, sparse_dot_topn, and bm25s with numba."""

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics.pairwise import linear_kernel
from sparse_dot_topn import sp_matmul_topn

from tests.bench.measures.index_corpus import Question
from tests.bench.measures.index_engine import Answer, Engine, K
from tests.bench.measures.index_vectors import Vectors, best_of


class WholeMatrix(Engine):
    """What the two peers share that know no filter: it is a mask over the documents."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def ready(self, question: Question, *, filtered: bool) -> tuple[sparse.csr_matrix, NDArray[np.bool_] | None]:
        return self._vectors.vector(question), self._vectors.passing(question) if filtered else None


class SklearnBruteForce(WholeMatrix):
    """`linear_kernel` of the question with every document, then the filter."""

    name, every = "scikit-learn linear_kernel", 20

    def best(self, ready: tuple[sparse.csr_matrix, NDArray[np.bool_] | None]) -> Answer:
        vector, passing = ready
        scores = linear_kernel(vector, self._vectors.by_document).ravel()
        rows = np.flatnonzero(scores > 0 if passing is None else passing & (scores > 0))
        return self._vectors.order[best_of(scores[rows], rows, K)]


class ScipyOneMatrix(WholeMatrix):
    """A sparse product with one matrix; the filter picks from the rows that it yields."""

    name, every = "scipy, one matrix", 10

    def best(self, ready: tuple[sparse.csr_matrix, NDArray[np.bool_] | None]) -> Answer:
        vector, passing = ready
        product = vector @ self._vectors.by_word
        kept = slice(None) if passing is None else passing[product.indices]
        return self._vectors.order[best_of(product.data[kept], product.indices[kept], K)]


class PerCity:
    """A matrix for each city, shared by the two peers that use them; rows of a city rise in schooling."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self.rows = {int(city): vectors.rows_of_city(city) for city in np.unique(vectors.cities)}
        self.by_word = {city: _columns(vectors.by_word, rows) for city, rows in self.rows.items()}

    def passing(self, question: Question) -> int:
        """How many of the first rows of its city pass the filter."""
        educations = self.vectors.educations[self.rows[question.city]]
        return int(np.searchsorted(educations, question.education, side="right"))


class ScipyPerCity(Engine):
    """A sparse product with the matrix of the city asked for."""

    name, filters = "scipy, a matrix per city", frozenset({True})

    def __init__(self, per_city: PerCity) -> None:
        self._per_city = per_city

    def ready(self, question: Question, *, filtered: bool) -> tuple[sparse.csr_matrix, int, int]:
        return self._per_city.vectors.vector(question), question.city, self._per_city.passing(question)

    def best(self, ready: tuple[sparse.csr_matrix, int, int]) -> Answer:
        vector, city, passing = ready
        product = vector @ self._per_city.by_word[city]
        kept = product.indices < passing
        start = self._per_city.rows[city].start
        return self._per_city.vectors.order[best_of(product.data[kept], product.indices[kept], K) + start]


class SparseDotTopn(Engine):
    """`sp_matmul_topn` with one matrix; it has no filter, so it takes unfiltered questions only."""

    name, every, filters = "sparse_dot_topn, one matrix", 10, frozenset({False})

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def ready(self, question: Question, *, filtered: bool) -> sparse.csr_matrix:
        return self._vectors.vector(question)

    def best(self, ready: sparse.csr_matrix) -> Answer:
        product = sp_matmul_topn(ready, self._vectors.by_word, top_n=K, sort=True)
        return self._vectors.order[product.indices]


class SparseDotTopnPerCity(Engine):
    """The best peer: `sp_matmul_topn` with the matrix of the city; the filter on schooling picks from its best.

    It is asked for four times as many as wanted, and again for four times more while too few of them pass, which
    is exact and hardly ever more than one call.
    """

    name, filters = "sparse_dot_topn, a matrix per city", frozenset({True})

    def __init__(self, per_city: PerCity) -> None:
        self._per_city = per_city

    def ready(self, question: Question, *, filtered: bool) -> tuple[sparse.csr_matrix, int, int]:
        return self._per_city.vectors.vector(question), question.city, self._per_city.passing(question)

    def best(self, ready: tuple[sparse.csr_matrix, int, int]) -> Answer:
        vector, city, passing = ready
        matrix = self._per_city.by_word[city]
        wanted = 4 * K
        while True:
            product = sp_matmul_topn(vector, matrix, top_n=wanted, sort=True)
            rows = product.indices[(product.indices < passing) & (product.data > 0)]
            if len(rows) >= K or len(product.indices) < wanted or wanted >= matrix.shape[1]:
                return self._per_city.vectors.order[rows[:K] + self._per_city.rows[city].start]
            wanted *= 4


class Bm25sNumba(Engine):
    """bm25s with its numba kernel, over our weights instead of BM25's: the same sizes and work, a like ranking.

    (Its own `index()` needs 18 GB for a million documents.) The filter is a mask of weights, as it offers one.
    """

    name = "bm25s, numba"

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._index = bm25s.BM25(backend="numba")
        matrix = vectors.by_word
        # bm25s adds the values of a word up without weighing them with the question, so they are weighed here.
        data = matrix.data * np.repeat(vectors.roots, np.diff(matrix.indptr))
        indptr = matrix.indptr.astype(np.int64)
        self._index.scores = {"data": data, "indices": matrix.indices, "indptr": indptr, "num_docs": matrix.shape[1]}
        self._index.nonoccurrence_array = None
        self._index.vocab_dict = vectors.number_of
        self._index.unique_token_ids_set = set(vectors.number_of.values())

    def ready(self, question: Question, *, filtered: bool) -> tuple[list[str], NDArray[np.float32] | None]:
        passing = self._vectors.passing(question).astype(np.float32) if filtered else None
        return list(question.words), passing

    def best(self, ready: tuple[list[str], NDArray[np.float32] | None]) -> Answer:
        words, passing = ready
        found = self._index.retrieve([words], k=K, show_progress=False, weight_mask=passing)
        return self._vectors.order[found.documents[0][found.scores[0] > 0]]


def _columns(matrix: sparse.csr_matrix, rows: slice) -> sparse.csr_matrix:
    return matrix[:, rows].tocsr()
