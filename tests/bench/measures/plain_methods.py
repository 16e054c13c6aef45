"""Methods that anybody can put together in ten lines, to compare with."""

from collections.abc import Callable, Sequence

import numpy as np
import rjieba
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.bm25 import Bm25
from matching.text import normalise, terms

Scores = NDArray[np.float64]
Method = Callable[[Sequence[str], Sequence[str]], Scores]


def token_set_ratio(queries: Sequence[str], documents: Sequence[str]) -> Scores:
    """rapidfuzz' token_set_ratio, which a Chinese text gives one token only."""
    return _fuzzy(queries, documents, fuzz.token_set_ratio)


def weighted_ratio(queries: Sequence[str], documents: Sequence[str]) -> Scores:
    """rapidfuzz' WRatio."""
    return _fuzzy(queries, documents, fuzz.WRatio)


def tfidf_of_words(queries: Sequence[str], documents: Sequence[str]) -> Scores:
    """Cosine of TF-IDF vectors over the words that jieba cuts."""
    vectorizer = TfidfVectorizer(analyzer=lambda text: rjieba.cut(normalise(text)))
    corpus = vectorizer.fit_transform(documents)
    return np.asarray((vectorizer.transform(queries) @ corpus.T).toarray())


def bm25_of_characters(queries: Sequence[str], documents: Sequence[str]) -> Scores:
    """BM25 over single characters and their pairs."""
    ranker = Bm25([terms(document) for document in documents])
    return np.asarray(ranker.scores([dict.fromkeys(terms(query), 1.0) for query in queries]).toarray())


METHODS: dict[str, Method] = {
    "rapidfuzz token_set_ratio": token_set_ratio,
    "rapidfuzz WRatio": weighted_ratio,
    "TF-IDF of jieba words": tfidf_of_words,
    "BM25 of characters + pairs": bm25_of_characters,
}


def _fuzzy(queries: Sequence[str], documents: Sequence[str], scorer: Callable[..., float]) -> Scores:
    found = process.cdist([normalise(q) for q in queries], [normalise(d) for d in documents], scorer=scorer, workers=1)
    return np.asarray(found, dtype=np.float64)
