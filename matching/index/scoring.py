"""The best rows of a segment for a question: shared words and, where given, the tables of all comparisons.

Importing numba takes longer than answering one question without it; so the first question of a process is answered
by `plain` and the next ones by `kernels`, with the same result. A server calls `warm_up` before its first question.
"""

import importlib
import itertools
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.index import layout, plain
from matching.index.layout import (
    LONGEST_QUESTION,
    Best,
    Bytes,
    CommonWords,
    Int,
    Tables,
    TermLists,
    inverse_norm,
)
from matching.index.question import NO_BYTES, NO_TABLES, Question, Scored, Selection, fixed, nothing
from matching.weights import WordWeights

__all__ = ["COSINE", "Question", "Selection", "best_of_words", "best_rows", "points_of", "question", "warm_up"]

# What a cosine of 1 is worth where the text alone counts: micro-points of the cosine itself.
COSINE = 1_000_000.0
# Beyond this, keeping the best in a heap costs more than scoring every row and cutting off the best.
_LARGEST_HEAP = 1024
# Sums of tables lie above (they are a quarter of a 32-bit number), rows that may not be returned below.
_LEAST_OF_TABLES = -(1 << 30)
_LARGEST_WORTH = 1 << 24

# Nearly all questions hold each word once; made here so that they need not make it.
_ONCE = fixed(np.ones(LONGEST_QUESTION, dtype=np.int32))
_LARGEST_SUM = (1 << 31) - 1

_kernels: ModuleType | None = None
_questions = itertools.count()


def question(words: Iterable[str] | dict[str, int] | bytes, weights: WordWeights) -> Question:
    """Look up what the words of a question weigh.

    Parameters
    ----------
    words : iterable of str, or bytes, or dict of str to int
        Normalised words without spaces, or their UTF-8 joined by spaces; one that is repeated counts once. Of more
        than `LONGEST_QUESTION` the heaviest are kept. A dict says how often each word counts, and all are kept:
        it may be asked of documents that hold each word once, as people do.
    weights : WordWeights

    Raises
    ------
    ValueError
        The counts of a dict add up to more than 32 bits hold, see `layout.LONGEST_POSTING`.

    Examples
    --------
    >>> weights = WordWeights.from_documents([["焊工", "包住"], ["保安", "包住"]])
    >>> asked = question(["焊工", "包住", "焊工"], weights)
    >>> asked.weights.tolist(), round(asked.inverse_norm**-2)
    ([241, 33], 274)
    >>> question({"焊工": 2}, weights).weights.tolist()
    [482]
    """
    kernels = _implementation()
    if isinstance(words, dict):
        return _counted(words, weights)
    return _weighed(words if isinstance(words, bytes) else " ".join(words).encode(), weights, kernels)


def best_rows(
    segment: Scored,
    question: Question,
    selection: Selection,
    tables: Tables | None,
    places: Bytes | None,
    k: int,
    text_worth: float = COSINE,
) -> Best:
    """Find the best rows of a selection, exactly.

    Parameters
    ----------
    segment : Segment
    question : Question
    selection : Selection
    tables : Tables or None
        None: the text alone counts, and rows that share no word are not returned.
    places : numpy.ndarray of uint8, shape (rows,), or None
        Place of each row in its employer's stall; needed where the tables give places a value.
    k : int
    text_worth : float
        Points of a cosine of 1, in the unit of the tables.

    Returns
    -------
    points : numpy.ndarray of int64, falling; rising id where they are equal
    rows : numpy.ndarray of int64

    Raises
    ------
    ValueError
        An argument does not fit the segment.
    """
    places = _checked(segment, tables, places, text_worth)
    if k < 1:
        raise ValueError(f"k: must be at least 1, got {k}")
    _check_selection(segment, selection)
    least = 1 if tables is None else _LEAST_OF_TABLES
    if _kernels is not None and k <= _LARGEST_HEAP:
        best = np.empty((2, k), dtype=np.int64)
        found = _kernels.best_of_question(
            segment.compiled, question, float(text_worth), _fixed_tables(tables), fixed(places),
            selection.mask, selection.ranges, layout.CHUNK, least, best,
        )  # fmt: skip
        return best[0, :found], best[1, :found]
    if _kernels is None:
        keys = plain.best(segment, question, selection, tables, places, k, text_worth, least)
    else:
        rows = plain.selected(selection)
        points = points_of(segment, question, rows, tables, places, text_worth)
        keys = plain.best_keys(points, segment.id_rank[rows], k, least)
    return plain.rows_of_keys(np.sort(keys)[::-1], segment.id_order)


def best_of_words(
    segment: Scored, words: bytes, weights: WordWeights, selection: Selection, k: int, text_worth: float = COSINE
) -> Best:
    """As `best_rows` of `question` for words alone, in one step.

    Parameters
    ----------
    words : bytes
        See `question`.
    segment, weights, selection, k, text_worth
        As in `question` and `best_rows`.
    """
    kernels = _implementation()
    if kernels is not None and 0 < k <= _LARGEST_HEAP:
        _check_worth(text_worth)
        _check_selection(segment, selection)
        best = np.empty((2, k), dtype=np.int64)
        found = kernels.best_of_words(
            segment.compiled, words, weights.slot_keys, weights.slot_weights, weights.default, float(text_worth),
            selection.mask, selection.ranges, layout.CHUNK, LONGEST_QUESTION, best,
        )  # fmt: skip
        if found >= 0:
            return best[0, :found], best[1, :found]
    return best_rows(segment, _weighed(words, weights, kernels), selection, None, None, k, text_worth)


def points_of(
    segment: Scored,
    question: Question,
    rows: Sequence[int] | NDArray[np.integer[Any]],
    tables: Tables | None,
    places: Bytes | None,
    text_worth: float = COSINE,
) -> Int:
    """Points of some rows, the same as in `best_rows`.

    Parameters
    ----------
    rows : sequence of int, shape (n,)
        In any order.
    segment, question, tables, places, text_worth
        As in `best_rows`.

    Returns
    -------
    numpy.ndarray of int32, shape (n,)

    Raises
    ------
    ValueError
        An argument does not fit the segment.
    """
    places = _checked(segment, tables, places, text_worth)
    asked = np.asarray(rows, dtype=np.int64)
    if len(asked) and (asked.min() < 0 or asked.max() >= segment.rows):
        raise ValueError(f"rows: from {asked.min()} to {asked.max()}, the segment has {segment.rows}")
    if _kernels is None:
        return plain.points_of(segment, question, asked, tables, places, text_worth)
    order = np.argsort(asked, kind="stable")
    points = np.empty(len(asked), dtype=np.int32)
    points[order] = _kernels.points_of(
        segment.compiled, question, float(text_worth), _fixed_tables(tables), fixed(places), asked[order], layout.CHUNK
    )
    return points


def warm_up() -> None:
    """Load the compiled kernels, or compile them and keep them for other processes (once, some ten seconds).

    Examples
    --------
    >>> warm_up()
    """
    _loaded()
    weights = WordWeights(nothing(np.uint64, 8), nothing(np.int32, 8), 0)
    asked = question(["焊工"], weights)
    best_rows(_EmptySegment(), asked, Selection.everything(0), None, None, 1)
    best_of_words(_EmptySegment(), b"", weights, Selection.everything(0), 1)
    points_of(_EmptySegment(), asked, [], None, None)


class _EmptySegment:
    """No rows, but arrays of the types that a mapped segment has: compiled for them is compiled for all."""

    rows = 0
    codes = nothing(np.uint32, 0, 0)
    id_rank = id_order = nothing(np.uint32, 0)
    words = TermLists(
        slot_keys=nothing(np.uint64, 8), slot_terms=nothing(np.int32, 8), starts=nothing(np.uint32, 0, 1),
        rows=nothing(np.uint16, 0), counts=nothing(np.uint8, 0),
    )  # fmt: skip
    common = CommonWords(
        number_of=nothing(np.int16, 0), masks=nothing(np.uint64, 0, 2), starts=nothing(np.uint32, 1),
        counts=nothing(np.uint8, 0), rest=nothing(np.float32, 0), inverse_norms=nothing(np.float32, 0),
    )  # fmt: skip

    @property
    def compiled(self) -> object:
        from matching.index.segment_arrays import segment_arrays

        return segment_arrays(self)


def _implementation() -> ModuleType | None:
    return _kernels or (None if next(_questions) == 0 else _loaded())


def _loaded() -> ModuleType:
    global _kernels
    if _kernels is None:
        _kernels = importlib.import_module("matching.index.kernels")
    return _kernels


def _weighed(words: bytes, weights: WordWeights, kernels: ModuleType | None) -> Question:
    """The question whose words count once each."""
    if kernels is None:
        keys, found = plain.words_and_weights(words, weights)
    else:
        keys, found, norm = kernels.words_and_weights(words, weights.slot_keys, weights.slot_weights, weights.default)
        if len(keys) <= LONGEST_QUESTION:
            return Question(keys, found, _ONCE[: len(keys)], norm)
    if len(keys) > LONGEST_QUESTION:
        heaviest = np.lexsort((keys, -found))[:LONGEST_QUESTION]
        keys, found = keys[heaviest], found[heaviest]
    return Question(keys, found, _ONCE[: len(keys)], inverse_norm(sum(found.tolist())))


def _counted(words: dict[str, int], weights: WordWeights) -> Question:
    """The question whose words count as often as the dict says."""
    keys, place = np.unique(weights.of_words(list(words))[0], return_inverse=True)
    # Words that share a key count as one word, as they do in a segment.
    counts = np.bincount(place, np.fromiter(words.values(), np.float64, len(words)), len(keys)).astype(np.int32)
    found = weights.of_keys(keys).astype(np.int64) * counts
    if found.sum() > _LARGEST_SUM:
        raise ValueError(f"words: weight x count adds up to {found.sum()}, the most is {_LARGEST_SUM}")
    return Question(keys, found.astype(np.int32), fixed(counts), inverse_norm(int((found * counts).sum())))


def _check_worth(text_worth: float) -> None:
    if not 0 <= text_worth <= _LARGEST_WORTH:
        raise ValueError(f"text_worth: must be from 0 to {_LARGEST_WORTH}, got {text_worth}")


def _check_selection(segment: Scored, selection: Selection) -> None:
    if selection.behind > segment.rows:
        raise ValueError(f"selection: row {selection.behind - 1} of {segment.rows}")
    if selection.allowed is not None and len(selection.allowed) != segment.rows:
        raise ValueError(f"selection: allowed has {len(selection.allowed)} numbers for {segment.rows} rows")


def _checked(segment: Scored, tables: Tables | None, places: Bytes | None, text_worth: float) -> Bytes:
    """The places, where they fit; kernels do not look whether an index is within its array."""
    _check_worth(text_worth)
    places = NO_BYTES if places is None else places
    if tables is None:
        return places
    if len(tables.place_values) and len(places) != segment.rows:
        raise ValueError(f"places: {len(places)} numbers for {segment.rows} rows")
    facets = [*tables.facet.tolist(), tables.override_facet if tables.override_table >= 0 else -1]
    if len(tables.starts) and max(facets) >= len(segment.codes):
        raise ValueError(f"tables: facet {max(facets)}, the segment has {len(segment.codes)}")
    return places


def _fixed_tables(tables: Tables | None) -> Tables:
    if tables is None:
        return NO_TABLES
    return tables._replace(
        values=fixed(tables.values),
        starts=fixed(tables.starts),
        facet=fixed(tables.facet),
        place_values=fixed(tables.place_values),
        override_flags=fixed(tables.override_flags),
    )
