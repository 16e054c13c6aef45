"""The documents as vectors for the peers that multiply matrices: the same weights as ours, so that answers agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tests.bench.measures.index_corpus import Corpus, Question

Floats = NDArray[np.float32]
WEIGHT_SCALE = 200


@dataclass(frozen=True)
class Vectors:
    """Documents in the order of city, then schooling; a value is sqrt(weight) x count / norm of the document.

    Attributes
    ----------
    order : int64[documents]
        Number in the corpus of the document in each row.
    by_document : csr_matrix of float32, (documents, words)
    by_word : csr_matrix of float32, (words, documents)
    weights : int64[words]
    roots : float32[words]
        Their square roots.
    number_of : mapping of str to int
    cities, educations : int32[documents]
        In the order of the rows.
    """

    order: NDArray[np.int64]
    by_document: sparse.csr_matrix
    by_word: sparse.csr_matrix
    weights: NDArray[np.int64]
    roots: Floats
    number_of: Mapping[str, int]
    cities: NDArray[np.int32]
    educations: NDArray[np.int32]

    def vector(self, question: Question) -> sparse.csr_matrix:
        """The words of a question as one row, by one look-up a word (no vectoriser is faster)."""
        numbers = np.array([self.number_of[word] for word in question.words if word in self.number_of], np.int32)
        ends = np.array([0, len(numbers)], np.int32)
        return sparse.csr_matrix((self.roots[numbers], numbers, ends), shape=(1, len(self.weights)))

    def rows_of_city(self, city: int) -> slice:
        """The rows of one city."""
        start, end = np.searchsorted(self.cities, [city, city + 1])
        return slice(int(start), int(end))

    def passing(self, question: Question) -> NDArray[np.bool_]:
        """Whether each row passes the question's filter."""
        return (self.cities == question.city) & (self.educations <= question.education)

    def exact_scores(self, question: Question) -> NDArray[np.float64]:
        """Scores of all rows, added up in double precision: what the answers are checked against."""
        vector, scores = self.vector(question), np.zeros(len(self.order))
        for word, value in zip(vector.indices, vector.data, strict=True):
            entries = slice(self.by_word.indptr[word], self.by_word.indptr[word + 1])
            scores[self.by_word.indices[entries]] += np.float64(value) * self.by_word.data[entries]
        return scores / np.sqrt(weight_of_words(self, question))


def weight_of_words(vectors: Vectors, question: Question) -> int:
    """The sum of the weights of a question's words; a word of no document weighs as one of a single document."""
    unseen = word_weights(np.ones(1), len(vectors.order))[0]
    numbers = [vectors.number_of.get(word) for word in question.words]
    return sum(int(unseen if number is None else vectors.weights[number]) for number in numbers)


def word_weights(frequencies: NDArray[np.float64], documents: int) -> NDArray[np.int64]:
    """The weight of words by the number of documents that hold them."""
    rarity = np.log((documents + 1) / np.maximum(frequencies, 1)) ** 2
    return np.maximum(1, np.floor(WEIGHT_SCALE * rarity + 0.5)).astype(np.int64)


def make_vectors(corpus: Corpus, *, with_documents: bool) -> Vectors:
    """Count, weigh and norm; `with_documents` keeps the matrix by document too (as large as the other)."""
    counts = _counts(corpus)
    order = np.lexsort((corpus.educations, corpus.cities))
    counts = counts[order]
    weights = word_weights(np.bincount(counts.indices, minlength=counts.shape[1]), corpus.size)
    roots = np.sqrt(weights).astype(np.float32)
    counts.data *= roots[counts.indices]
    norms = np.sqrt(np.add.reduceat(counts.data.astype(np.float64) ** 2, counts.indptr[:-1]))
    counts.data /= np.repeat(norms.astype(np.float32), np.diff(counts.indptr))
    by_word = counts.T.tocsr()
    number_of = {word: number for number, word in enumerate(corpus.vocabulary.tolist())}
    columns = corpus.cities[order], corpus.educations[order]
    return Vectors(order, counts if with_documents else counts[:0], by_word, weights, roots, number_of, *columns)


def best_of(scores: Floats, rows: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """The best `count` of rows by their scores, best first.

    Only scores of rows that take part belong here: argpartition over many equal ones is eighty times slower.
    """
    if len(scores) > count:
        kept = np.argpartition(scores, -count)[-count:]
        scores, rows = scores[kept], rows[kept]
    return rows[np.lexsort((rows, -scores))].astype(np.int64)


def recall(vectors: Vectors, question: Question, answer: Sequence[int], count: int, *, filtered: bool) -> float:
    """Share of the best `count` that the answer holds; of equals (to a micro-point) any will do.

    Parameters
    ----------
    answer : sequence of int
        Numbers in the corpus.
    """
    scores = np.zeros(len(vectors.order))
    scores[vectors.order] = np.where(vectors.passing(question) | (not filtered), vectors.exact_scores(question), 0)
    wanted = min(count, int(np.count_nonzero(scores)))
    if wanted == 0:
        return 1.0 if not len(answer) else 0.0
    last = np.partition(scores, -wanted)[-wanted]
    right = len({int(number) for number in answer if scores[int(number)] > last - 2e-6})
    return right / wanted if len(answer) == wanted else min(right, wanted) / max(len(answer), wanted)


def _counts(corpus: Corpus) -> sparse.csr_matrix:
    """How often each document holds each word (at most 255, as ours counts)."""
    parts = []
    for batch in corpus.batches():
        ones = np.ones(len(batch.words), np.float32)
        shape = (len(batch), len(corpus.vocabulary))
        part = sparse.csr_matrix((ones, (batch.rows, batch.words)), shape=shape)  # adds repeated words up
        np.minimum(part.data, 255, out=part.data)
        parts.append(part)
    return sparse.vstack(parts, format="csr")
