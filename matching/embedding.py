"""An embedder that the user brings: texts → unit vectors, checked before they are believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.ranking import Candidate, Query, Scores

Vectors = NDArray[np.float32]

# A labelled query speaks by the fourth power of its cosine: half as near says a sixteenth.
_NEARNESS = 4
_NEIGHBOURS = 30


class Embedder(Protocol):
    """Whatever has ``encode``; a sentence-transformers model does."""

    def encode(self, sentences: list[str]) -> Any:
        """Return one row of numbers for each text."""


def embed(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Encode texts as vectors of length 1 (a vector of nothing but zeros stays as it is).

    Parameters
    ----------
    embedder : Embedder
    texts : sequence of str

    Returns
    -------
    numpy.ndarray of float32, shape (texts, dimensions)

    Raises
    ------
    ValueError
        What came back is no matrix of finite numbers with a row for each text.

    Examples
    --------
    >>> class Lengths:
    ...     def encode(self, sentences):
    ...         return [[len(text), 0] for text in sentences]
    >>> embed(Lengths(), ["电工", ""]).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    try:
        vectors = np.asarray(embedder.encode(list(texts)), dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise ValueError(f"embedder: encode gave no matrix of numbers: {error}") from error
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ValueError(f"embedder: expected {len(texts)} rows of numbers, got the shape {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("embedder: expected finite numbers, got NaN or infinity")
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1.0), dtype=np.float32)


def query_text(query: Query) -> str:
    """What of a query is embedded.

    Examples
    --------
    >>> query_text(Query("电工", "检修配电柜"))
    '电工 检修配电柜'
    """
    return f"{query.title} {query.text}".strip()


def title_vectors(embedder: Embedder, candidates: Sequence[Candidate]) -> tuple[Vectors, NDArray[np.intp]]:
    """Embed every title of every candidate.

    Returns
    -------
    vectors, starts
        The place of each candidate's first title.

    Examples
    --------
    >>> class Lengths:
    ...     def encode(self, sentences):
    ...         return [[len(text), 0] for text in sentences]
    >>> title_vectors(Lengths(), [Candidate("a", ("电工", "焊工")), Candidate("b", ("保安",))])[1].tolist()
    [0, 2]
    """
    counts = [len(candidate.titles) for candidate in candidates]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
    return embed(embedder, [title for candidate in candidates for title in candidate.titles]), starts


@dataclass(frozen=True, eq=False)
class Nearness:
    """Two readings of vectors: the nearest title of each candidate, and votes of labelled queries.

    Parameters
    ----------
    titles : numpy.ndarray of float32, shape (titles, dimensions)
    starts : numpy.ndarray of int, shape (candidates,)
        The place of each candidate's first title.
    labelled : numpy.ndarray of float32, shape (labelled queries, dimensions)
    wanted : numpy.ndarray of int, shape (labelled queries,)
        The candidate of each.

    Examples
    --------
    >>> unit = np.eye(2, dtype=np.float32)
    >>> nearness = Nearness(unit, np.array([0, 1]), unit[1:], np.array([0]))
    >>> {name: scores.tolist() for name, scores in nearness.read(unit[1:]).items()}
    {'meaning': [[0.0, 1.0]], 'neighbours': [[1.0, 0.0]]}
    """

    names: ClassVar[tuple[str, ...]] = ("meaning", "neighbours")

    titles: Vectors
    starts: NDArray[np.intp]
    labelled: Vectors
    wanted: NDArray[np.intp]

    def read(self, asked: Vectors) -> dict[str, Scores]:
        """Both readings of some queries, each an array of shape (queries, candidates), never negative.

        Examples
        --------
        >>> unit = np.eye(2, dtype=np.float32)
        >>> Nearness(unit, np.array([0, 1]), unit, np.array([0, 1])).read(unit[:1])["meaning"].tolist()
        [[1.0, 0.0]]
        """
        meaning = np.maximum(np.maximum.reduceat(asked @ self.titles.T, self.starts, axis=1), 0.0)
        near = np.maximum(asked @ self.labelled.T, 0.0)
        if near.shape[1] > _NEIGHBOURS:
            near[near < np.partition(near, -_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS][:, None]] = 0.0
        votes = np.zeros_like(meaning)
        np.add.at(votes.T, self.wanted, (near**_NEARNESS).T)
        return {"meaning": meaning, "neighbours": votes}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The four arrays by name, to be stored.

        Examples
        --------
        >>> unit = np.eye(2, dtype=np.float32)
        >>> sorted(Nearness(unit, np.array([0, 1]), unit, np.array([0, 1])).arrays())
        ['labelled', 'starts', 'titles', 'wanted']
        """
        return {"titles": self.titles, "starts": self.starts, "labelled": self.labelled, "wanted": self.wanted}
