"""Levels of many pairs at once, as the values of a table: what the comparisons of `matching` give pair by pair.

One side of the pairs is the question, the other one all keys of a dictionary; the same functions serve both
directions. The tests prove them equal to the comparisons' own `judge`.
"""

from collections.abc import Iterable

import numpy as np

from matching.comparison import UNKNOWN_POSTING, UNKNOWN_SEEKER, Comparison, Level
from matching.coverage import NEAR_MISS, SHARE_UNDEMANDED
from matching.index.key_arrays import Bool, Float
from matching.index.layout import FLAG_BITS, FUSED_UNIT, Int
from matching.standing import TELLING_WHEN_KNOWN, TELLING_WHEN_POSITIVE
from matching.work_comparisons import Background, SkillCoverage, WishedOccupation

_FLOORS: dict[str, tuple[tuple[str, float], ...]] = {
    kind.name: kind.floors for kind in (WishedOccupation, Background, SkillCoverage)
}


def value_of(comparison: Comparison, level: Level) -> int:
    """Return a level as a table keeps it: 4 x points in units of 1/64, and 1 where it says something of the work.

    Examples
    --------
    >>> wish = WishedOccupation()
    >>> value_of(wish, wish.levels["exact"]), value_of(wish, wish.levels["unknown_seeker"])
    (769, 0)
    """
    units, rest = divmod(level.points, FUSED_UNIT)
    if rest:
        raise ValueError(f"{comparison.name}.{level.key}: expected a multiple of 1/64 point, got {level.points} micro")
    is_telling = (comparison.name in TELLING_WHEN_KNOWN and not level.is_unknown) or (
        comparison.name == TELLING_WHEN_POSITIVE and level.value > 0
    )
    return (units << FLAG_BITS) + is_telling


def fit_values(comparison: Comparison, closeness: Float, is_unknown: Bool) -> Int:
    """Return the values for closenesses to the posting's occupation, int32 (keys).

    Parameters
    ----------
    comparison : WishedOccupation or Background, with its settings
    closeness : float64 (keys)
    is_unknown : bool (keys)
        Where there is nothing to compare on one side.

    Examples
    --------
    >>> fit_values(Background(), np.array([0.05, 0.7, 0.7]), np.array([False, False, True])).tolist()
    [-383, 769, 0]
    """
    values = _values_by_floor(comparison, closeness)
    values[is_unknown] = _value(comparison, UNKNOWN_POSTING)
    return values


def years_values(comparison: Comparison, asked: Float, years: Float) -> Int:
    """Return the values for years asked for and years brought, NaN where not known, int32 (keys).

    Examples
    --------
    >>> from matching.work_comparisons import ExperienceYears
    >>> years_values(ExperienceYears(), np.array([3.0, 3.0, 0.0, np.nan]), np.array([4.0, 1.0, np.nan, 9.0])).tolist()
    [192, -192, 96, 0]
    """
    by_floor = np.array([_value(comparison, key) for key in ("short", "nearly", "enough")], dtype=np.int32)
    reached = (years >= asked).astype(np.intp) + (years >= asked * NEAR_MISS)
    values: Int = np.where(np.isnan(years), np.int32(_value(comparison, UNKNOWN_SEEKER)), by_floor.take(reached))
    values = np.where(asked == 0, np.int32(_value(comparison, "not_asked")), values)
    return np.where(np.isnan(asked), np.int32(_value(comparison, UNKNOWN_POSTING)), values)


def skill_values(comparison: Comparison, tally: Iterable[Float], has_demand: Bool, is_known: Bool) -> Int:
    """Return the values for skills asked for and skills brought, int32 (keys).

    Parameters
    ----------
    comparison : SkillCoverage
    tally : three float64 (keys)
        How many of the asked skills are held, their weight, and the weight that is lacked.
    has_demand : bool (keys)
        Whether the posting demands any of them.
    is_known : bool (keys)
        Whether it is known what the person can do.

    Examples
    --------
    >>> tally = np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.array([0.0, 0.5])
    >>> skill_values(SkillCoverage(), tally, np.array([True, False]), np.array([True, True])).tolist()
    [289, 0]
    """
    held, weight, lacked = tally
    # One division for both cases of `coverage.skill_match`; its operations come in the same order.
    whole = weight + lacked
    share = np.divide(
        np.where(has_demand, weight, (1 - SHARE_UNDEMANDED) * weight), whole, out=np.zeros_like(whole), where=whole > 0
    )
    share = np.where(has_demand, share, SHARE_UNDEMANDED + share)
    values = _values_by_floor(comparison, share)
    is_missing = has_demand & (lacked > 0)
    values[(held == 1) & ~is_missing] = _value(comparison, "only_one")
    values[(held == 0) & ~is_missing] = _value(comparison, UNKNOWN_POSTING)
    values[~is_known] = _value(comparison, UNKNOWN_SEEKER)
    return values


def _values_by_floor(comparison: Comparison, measure: Float) -> Int:
    """The level is found by counting the floors that are reached."""
    floors = _FLOORS[comparison.name]
    worst_first = [comparison.ladder[-1][0], *(key for key, _ in reversed(floors))]
    reached = np.zeros(measure.shape, dtype=np.intp)
    for _, floor in floors:
        reached += measure >= floor
    return np.array([_value(comparison, key) for key in worst_first], dtype=np.int32).take(reached)


def _value(comparison: Comparison, level: str) -> int:
    return value_of(comparison, comparison.levels[level])
