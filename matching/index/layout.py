"""What a segment of the index holds: every array with its shape, type and meaning, and the constants between them.

A *document* is a posting, a person or a course; a *row* is its place in a segment, after the documents were sorted
by the kind's cells (city, then schooling), so that a filter on them is a few contiguous runs of rows. A *term* is a
word; its number is local to the segment. Rows are cut into chunks of 65,536, so that a row within its chunk is a
16-bit number and the scores of a chunk stay in the cache.

Words are stored in two ways. The few words that most documents hold (*common*) lie with the document, all others
(*rare*) with the word. A search adds the rare ones up and asks the common ones only of documents that could still
be among the best.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Keys = NDArray[np.uint64]
Int = NDArray[np.int32]
Rows = NDArray[np.uint32]
# Points and rows of the best, best first.
Best = tuple[NDArray[np.int64], NDArray[np.int64]]

CHUNK = 65_536
# Bounds are looked at in blocks: one vectorised pass says whether any row of a block can be among the best.
BLOCK = 256
# Two machine words of bits say which common words a document holds.
COMMON_WORDS = 128
COMMON_SHARE = 1 / 64
LARGEST_COUNT = 255
# More different words than this do not make a question clearer; the bound keeps integer sums inside 32 bits.
LONGEST_QUESTION = 200
# The same bound where the question counts its words and a document holds each once: a posting that looks for people.
LONGEST_POSTING = LONGEST_QUESTION * LARGEST_COUNT
# A table value is 4 x points + flags, see Tables.
FLAG_BITS = 2
# Micro-points in one unit of the fused score: all comparisons stand on a grid of 1/64 point.
FUSED_UNIT = 15_625


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents on their way into a segment, one column each.

    Attributes
    ----------
    ids : sequence of str
    words : sequence of str
        Words that are weighed against a question, normalised, parted by single spaces; repeated as often as met.
    titles, bodies : sequence of str
        Normalised text of the search box; a term of the title counts four times. Empty strings: not searchable.
    columns : mapping of str to numpy.ndarray of int32, one number a document
        What filters, facets and sorting need; -1 is unknown.
    codes : numpy.ndarray of uint32, (facets, documents)
        For each facet the number of the document's key in the segment's dictionary of that facet.
    records : sequence of bytes
        The document itself, as the kind writes it.
    """

    ids: Sequence[str]
    words: Sequence[str]
    titles: Sequence[str]
    bodies: Sequence[str]
    columns: Mapping[str, Int]
    codes: Rows
    records: Sequence[bytes]


class TermLists(NamedTuple):
    """The rare words of a family (match words, or terms of the search box): which rows hold them, how often.

    Attributes
    ----------
    slot_keys : uint64[2^m], slot_terms : int32[2^m]
        Open-address table: the slot of a key is ``key & (2^m - 1)``, or the next free one; key 0 is an empty slot.
    starts : uint32[chunks, terms + 1]
        The list of term t in chunk c is ``[starts[c, t], starts[c, t + 1])`` of `rows` and `counts`.
    rows : uint16[entries]
        Row within the chunk, rising.
    counts : uint8[entries]
        How often the document holds the word (at most 255); in the search family the impact, see `writing`.
    """

    slot_keys: Keys
    slot_terms: Int
    starts: Rows
    rows: NDArray[np.uint16]
    counts: Bytes


class CommonWords(NamedTuple):
    """The common match words, kept with the document, and what a bound needs.

    Attributes
    ----------
    number_of : int16[terms]
        Number of a common word among the common ones, -1 for a rare one. A common word has no list.
    masks : uint64[rows, 2]
        Bit j: the document holds common word j.
    starts : uint32[rows + 1]
        Where the document's counts begin.
    counts : uint8[sum of set bits]
        One for each set bit, lowest bit first.
    rest : float32[rows]
        Norm of the common part of the document's vector, times its inverse norm, rounded up.
    inverse_norms : float32[rows]
        See `inverse_norm`, over all match words of the document.
    """

    number_of: NDArray[np.int16]
    masks: Keys
    starts: Rows
    counts: Bytes
    rest: NDArray[np.float32]
    inverse_norms: NDArray[np.float32]


class Tables(NamedTuple):
    """What the comparisons of one question add to a row: one look-up a table.

    The value of a row is the sum over tables i of ``values[starts[i] + codes[facet[i], row]]``, and
    ``place_values[places[row]]``. A value is ``4 x points + flag``: the flags count how many telling comparisons
    know something of the pair. Points are whole units of the caller's choice (`FUSED_UNIT` micro-points in the
    fused score). Unmet hard demands are a large negative number in their table.

    Attributes
    ----------
    values : int32[sum of table sizes]
    starts : int64[tables], facet : int64[tables]
    place_values : int32[sizes of places]
        By the number in the version's array of places (see exposure), empty where it does not count.
    override_table : int
        -1, or the number of the table whose value is replaced for rows whose code of facet `override_facet` is
        flagged in `override_flags` (uint8) by `override_value`.
    vague : int
        Points taken off where no flag is set: nothing is known of the work itself.
    """

    values: Int
    starts: NDArray[np.int64]
    facet: NDArray[np.int64]
    place_values: Int
    override_table: int
    override_facet: int
    override_flags: Bytes
    override_value: int
    vague: int


def inverse_norm(squares: int) -> float:
    """1 / sqrt(sum of weight x count^2) as a 32-bit float, in which a segment keeps it; 0 without words.

    Examples
    --------
    >>> inverse_norm(0), inverse_norm(4), round(inverse_norm(9), 6)
    (0.0, 0.5, 0.333333)
    """
    return float(np.float32(1 / math.sqrt(squares))) if squares else 0.0


def text_points(overlap: int, inverse_document: float, inverse_question: float, worth: float) -> int:
    """Points of the shared words: rounded here, once, in double precision, in every implementation alike.

    A pair has the same points whichever side asks: the product of two 32-bit floats is exact in double precision.

    Parameters
    ----------
    overlap : int
        Sum over the shared words of weight x count in the question x count in the document.
    inverse_document, inverse_question : float
        The `inverse_norm` of either side.
    worth : float
        Points of a cosine of 1.

    Examples
    --------
    >>> text_points(300, 0.25, 0.0625, 10.0), text_points(0, 0.25, 0.0625, 10.0)
    (47, 0)
    """
    return math.floor(float(overlap) * (inverse_document * inverse_question) * worth + 0.5)
