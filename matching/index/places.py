"""Levels of the comparison ``place``, put together from one judgement for each place that a person names.

Most people of a bureau wish for the same few cities and come from the same counties. How each of them lies to all
regions of a dictionary is judged once and kept, and a person costs a few passes over small arrays.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.background import PreparedSeeker
from matching.comparison import UNKNOWN_POSTING, UNKNOWN_SEEKER, Comparison
from matching.index.dictionaries import OpenDictionaries
from matching.index.layout import Int
from matching.index.levels import value_of
from matching.index.memory import Memory
from matching.preparation import PreparedPosting
from matching.records import JobSeeker, Wishes

Levels = NDArray[np.int8]

_kept: Memory[Levels] = Memory(2 << 20)


def place_values(
    comparison: Comparison, dictionaries: OpenDictionaries[PreparedPosting], wished: Sequence[str], home: str | None
) -> Int:
    """Return the values of the regions of a dictionary for a person, int32 (keys).

    Parameters
    ----------
    comparison : Place
    dictionaries : OpenDictionaries
        Of postings.
    wished : sequence of str
        Regions wished for.
    home : str, optional

    Examples
    --------
    >>> from matching.comparisons import Place
    >>> from matching.index.dictionaries import posting_dictionaries
    >>> from matching.index.facets import POSTING_FACETS
    >>> from matching.records import JobPosting
    >>> postings = posting_dictionaries()
    >>> rows = [{"title": "x", "region": one} for one in ("深圳", "长沙")]
    >>> _ = postings.codes([PreparedPosting(JobPosting.from_mapping(row)) for row in rows])
    >>> opened = OpenDictionaries.of(postings.in_memory(), POSTING_FACETS)
    >>> place_values(Place(), opened, ["440300", "430000"], None).tolist()
    [768, 768]
    """
    levels = [*(key for key, _, _ in comparison.ladder), UNKNOWN_POSTING, UNKNOWN_SEEKER]
    # A level is its number, 0 is the best: of several wishes the best one counts. Without wishes the home stands
    # for them; beside wishes it counts only where the work is in it.
    found = [_levels(comparison, dictionaries, JobSeeker("", wishes=Wishes((region,))), levels) for region in wished]
    if home or not wished:
        at_home = _levels(comparison, dictionaries, JobSeeker("", home=home), levels)
        is_counted = (at_home == levels.index("home")) | (not wished)
        found.append(np.where(is_counted, at_home, np.int8(len(levels))))
    values = np.array([value_of(comparison, comparison.levels[key]) for key in levels], dtype=np.int32)
    best: Levels = np.minimum.reduce(found)
    return values.take(best)


def _levels(
    comparison: Comparison, dictionaries: OpenDictionaries[PreparedPosting], seeker: JobSeeker, levels: Sequence[str]
) -> Levels:
    """The numbers of the levels on which a person stands who names one place, int8 (keys)."""

    def judged() -> Levels:
        person, number = PreparedSeeker(seeker), {key: number for number, key in enumerate(levels)}
        postings = dictionaries.stand_ins("place")
        return np.array([number[comparison.judge(person, one)] for one in postings], dtype=np.int8)

    return _kept.get((dictionaries.serial, type(comparison), seeker), judged)
