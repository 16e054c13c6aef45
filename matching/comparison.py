"""Comparison: one aspect of seeker and posting as an ordered ladder of levels, unknown among them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Self

from matching.background import PreparedSeeker
from matching.exposure import Places
from matching.preparation import PreparedPosting
from matching.weights import WordWeights

MICRO = 1_000_000
# Weights and values are multiples of 1/8, so points are multiples of 1/64: whole micro-points, and exact in
# binary too. A reader who adds the printed decimals up gets the total to the last digit.
GRID = 8
LARGEST = 1000
UNKNOWN_POSTING = "unknown_posting"
UNKNOWN_SEEKER = "unknown_seeker"
NOT_COUNTED = "这一项不计分。"


@dataclass(frozen=True, slots=True)
class Level:
    """One rung: what it is called, what it is worth, and which field would settle it when unknown."""

    key: str
    label: str
    value: float
    points: int = 0
    settles: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether the level says that something is not known."""
        return self.settles is not None


@dataclass(frozen=True, slots=True)
class Words:
    """What a comparison says of one pair: a sentence and the evidence on both sides."""

    sentence: str
    seeker: str | None = None
    posting: str | None = None


def on_grid(number: object, where: str) -> float:
    """Return a multiple of 1/8 between -1000 and 1000.

    Examples
    --------
    >>> on_grid(0.375, "pay.weight")
    0.375
    >>> on_grid(float("nan"), "pay.weight")
    Traceback (most recent call last):
    ValueError: pay.weight: expected a multiple of 1/8, got nan
    """
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not is_number or not abs(number) <= LARGEST or number * GRID != int(number * GRID):  # type: ignore[arg-type,operator]
        raise ValueError(f"{where}: expected a multiple of 1/{GRID}, got {number!r}")
    return float(number)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ladder:
    """Levels with a key, a label and a value each, best first, and what they weigh.

    Parameters
    ----------
    weight : float
        What a level's value is multiplied by; a multiple of 1/8, not negative.
    values : tuple of float
        Values of the ladder's levels, best first, never rising; the class's own when empty.

    Raises
    ------
    ValueError
        Names the comparison and the number that is off the grid or out of order.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    ladder: ClassVar[tuple[tuple[str, str, float], ...]]

    weight: float = 1.0
    values: tuple[float, ...] = ()
    levels: dict[str, Level] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        values = tuple(self.values) or tuple(value for _, _, value in self.ladder)
        if len(values) != len(self.ladder):
            raise ValueError(f"{self.name}.values: expected {len(self.ladder)} numbers, got {len(values)}")
        weight = on_grid(self.weight, f"{self.name}.weight")
        if weight < 0:
            raise ValueError(f"{self.name}.weight: expected 0 or more, got {weight:g}")
        values = tuple(
            on_grid(value, f"{self.name}.values.{key}") for (key, _, _), value in zip(self.ladder, values, strict=True)
        )
        for (key, _, _), better, value in zip(self.ladder[1:], values, values[1:], strict=False):
            if value > better:
                raise ValueError(f"{self.name}.values.{key}: expected {better:g} or less, got {value:g}")
        rungs = [
            Level(key, label, value, round(value * weight * MICRO))
            for (key, label, _), value in zip(self.ladder, values, strict=True)
        ]
        object.__setattr__(self, "levels", {level.key: level for level in (*rungs, *self._unknown_levels())})
        object.__setattr__(self, "weight", weight)
        object.__setattr__(self, "values", values)

    @property
    def span(self) -> int:
        """Micro-points between the best and the worst level: what the comparison can change."""
        points = [level.points for level in self.levels.values()]
        return max(points) - min(points)

    def _unknown_levels(self) -> tuple[Level, ...]:
        return ()


@dataclass(frozen=True)
class Comparison(Ladder, ABC):
    """Base of the comparisons of a seeker with a posting: subclasses name the ladder, judge a pair, give evidence.

    The class attributes below are a whole comparison but for ``judge``, ``evidence`` and ``sentence``.

    Attributes
    ----------
    posting_field, seeker_field : str
        The fields that settle what is unknown.
    asks : str
        How a sentence begins that tells what the posting asks for or offers.
    unstated, unfilled : str
        What the posting did not state, and what the person did not fill in.
    """

    posting_field: ClassVar[str]
    seeker_field: ClassVar[str]
    asks: ClassVar[str] = "岗位{}"
    unstated: ClassVar[str]
    unfilled: ClassVar[str] = ""

    def within(self, as_of: date | None, pool: Places, weights: WordWeights | None = None) -> Self:
        """Return the comparison as it judges on a day, among the postings of a pool, with what words weigh."""
        return self

    def level(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Level:
        """Return the rung on which this pair stands."""
        return self.levels[self.judge(seeker, posting)]

    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Return the sentence and the evidence for a level that ``judge`` found."""
        mine, theirs = self.evidence(seeker, posting)
        if level.key == UNKNOWN_POSTING:
            return Words(f"岗位没有写明{self.unstated}，{NOT_COUNTED}", mine, theirs)
        if level.key == UNKNOWN_SEEKER:
            asked = f"{self.asks.format(theirs)}；" if theirs else ""
            return Words(f"{asked}您还没有填写{self.unfilled}，{NOT_COUNTED}", mine, theirs)
        return Words(self.sentence(seeker, posting, level), mine, theirs)

    @abstractmethod
    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Return the key of the level."""

    @abstractmethod
    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> tuple[str | None, str | None]:
        """Return what the person and what the posting says of this, None where nothing."""

    @abstractmethod
    def sentence(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> str:
        """Say in one sentence how the two compare; both sides are known."""

    def _unknown_levels(self) -> tuple[Level, ...]:
        return (
            Level(UNKNOWN_POSTING, f"{self.label}：岗位未写明", 0.0, 0, self.posting_field),
            Level(UNKNOWN_SEEKER, f"{self.label}：本人未填写", 0.0, 0, self.seeker_field),
        )


def rung(value: float, floors: tuple[tuple[str, float], ...], otherwise: str) -> str:
    """Return the key of the first floor that the value reaches.

    Examples
    --------
    >>> rung(0.5, (("strong", 0.6), ("good", 0.4)), "none")
    'good'
    """
    for key, floor in floors:
        if value >= floor:
            return key
    return otherwise
