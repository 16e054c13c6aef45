"""Comparison: one aspect of seeker and posting as an ordered ladder of levels, unknown among them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

from matching.background import PreparedSeeker
from matching.preparation import PreparedPosting

MICRO = 1_000_000
# Weights and values are multiples of 1/8, so points are multiples of 1/64: whole micro-points, and exact in
# binary too. A reader who adds the printed decimals up gets the total to the last digit.
GRID = 8
UNKNOWN_POSTING = "unknown_posting"
UNKNOWN_SEEKER = "unknown_seeker"


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


@dataclass(frozen=True)
class Comparison(ABC):
    """Base of the comparisons: subclasses name the ladder and judge one pair.

    Parameters
    ----------
    weight : float
        What the level's value is multiplied by; a multiple of 1/8.
    values : tuple of float
        Values of the ladder's levels, best first; the class's own when empty.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    ladder: ClassVar[tuple[tuple[str, str, float], ...]]
    posting_field: ClassVar[str]
    seeker_field: ClassVar[str]

    weight: float = 1.0
    values: tuple[float, ...] = ()
    levels: dict[str, Level] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        values = self.values or tuple(value for _, _, value in self.ladder)
        if len(values) != len(self.ladder):
            raise ValueError(f"{self.name}.values: expected {len(self.ladder)} numbers, got {len(values)}")
        for number in (self.weight, *values):
            if number * GRID != int(number * GRID):
                raise ValueError(f"{self.name}: expected multiples of 1/{GRID}, got {number}")
        levels = {
            key: Level(key, label, value, round(value * self.weight * MICRO))
            for (key, label, _), value in zip(self.ladder, values, strict=True)
        }
        levels[UNKNOWN_POSTING] = Level(UNKNOWN_POSTING, f"{self.label}：岗位未写明", 0.0, 0, self.posting_field)
        levels[UNKNOWN_SEEKER] = Level(UNKNOWN_SEEKER, f"{self.label}：本人未填写", 0.0, 0, self.seeker_field)
        object.__setattr__(self, "levels", levels)
        object.__setattr__(self, "values", tuple(values))

    def level(self, seeker: PreparedSeeker, posting: PreparedPosting) -> Level:
        """Return the rung on which this pair stands."""
        return self.levels[self.judge(seeker, posting)]

    @abstractmethod
    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        """Return the key of the level."""

    @abstractmethod
    def words(self, seeker: PreparedSeeker, posting: PreparedPosting, level: Level) -> Words:
        """Return the sentence and the evidence for a level that ``judge`` found."""
