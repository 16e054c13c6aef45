"""What is asked of a segment, and of which of its rows."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import Bytes, CommonWords, Int, Keys, Rows, Tables, TermLists

A = TypeVar("A", bound=np.generic)


def fixed(array: NDArray[A]) -> NDArray[A]:
    """A read-only view: kernels are compiled once, for the arrays of a mapped file.

    Examples
    --------
    >>> fixed(np.zeros(3)).flags.writeable
    False
    """
    if not array.flags.writeable:
        return array
    view = array.view()
    view.flags.writeable = False
    return view


def nothing(dtype: type[A], *shape: int) -> NDArray[A]:
    """A read-only array of zeros.

    Examples
    --------
    >>> nothing(np.uint8, 0).shape
    (0,)
    """
    return fixed(np.zeros(shape, dtype=dtype))


NO_BYTES = nothing(np.uint8, 0)
# Of a question that words alone answer.
NO_TABLES = Tables(
    nothing(np.int32, 0), nothing(np.int64, 0), nothing(np.int64, 0), nothing(np.int32, 0), -1, 0,
    nothing(np.uint8, 0), 0, 0,
)  # fmt: skip


class Question(NamedTuple):
    """Different words, how often each is asked and what it weighs, the same for every segment.

    Attributes
    ----------
    keys : uint64[words]
        Each once; words that no segment holds belong to them too.
    weights : int32[words]
        Weight of the word x count.
    counts : int32[words]
        How often the question holds the word.
    inverse_norm : float
        See `layout.inverse_norm`.
    """

    keys: Keys
    weights: Int
    counts: Int
    inverse_norm: float


@dataclass(frozen=True)
class Selection:
    """Rows that may be returned.

    Attributes
    ----------
    ranges : int64[m, 2]
        First row and the row behind the last, rising, without overlap.
    allowed : uint8[rows of the segment] or None
        0 for rows within the ranges that may not be returned all the same.

    Examples
    --------
    >>> Selection.everything(7).ranges.tolist()
    [[0, 7]]
    >>> Selection(np.array([[5, 7], [0, 3]]))
    Traceback (most recent call last):
        ...
    ValueError: ranges: must rise and not overlap, got [[5, 7], [0, 3]]
    """

    ranges: NDArray[np.int64]
    allowed: Bytes | None = None
    # The row behind the last one, and `allowed` as kernels take it: made once, for a selection is asked again.
    behind: int = field(init=False, repr=False)
    mask: Bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        bounds: list[int] = self.ranges.ravel().tolist()
        if self.ranges.ndim != 2 or self.ranges.shape[1] != 2 or self.ranges.dtype != np.int64:
            raise ValueError(f"ranges: must be int64[m, 2], got {self.ranges.dtype}{list(self.ranges.shape)}")
        if bounds and (bounds[0] < 0 or bounds != sorted(bounds)):
            raise ValueError(f"ranges: must rise and not overlap, got {self.ranges.tolist()}")
        object.__setattr__(self, "ranges", fixed(self.ranges))
        object.__setattr__(self, "behind", bounds[-1] if bounds else 0)
        object.__setattr__(self, "mask", NO_BYTES if self.allowed is None else fixed(self.allowed))

    @cached_property
    def size(self) -> int:
        """How many rows it holds."""
        if self.allowed is None:
            return sum(behind - first for first, behind in self.ranges.tolist())
        return sum(int(np.count_nonzero(self.allowed[first:behind])) for first, behind in self.ranges.tolist())

    @classmethod
    def everything(cls, rows: int) -> "Selection":
        """All rows of a segment."""
        return cls(np.array([[0, rows]], dtype=np.int64))


class Scored(Protocol):
    """What scoring reads of a segment; the arrays are those of `layout`."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    @property
    def codes(self) -> Rows:
        """For each facet the code of each row, uint32[facets, rows]."""

    @property
    def words(self) -> TermLists:
        """The rare match words."""

    @property
    def common(self) -> CommonWords:
        """The common match words."""

    @property
    def id_rank(self) -> Rows:
        """Place of each row's id among the rising ids, uint32[rows]."""

    @property
    def id_order(self) -> Rows:
        """Rows by rising id, uint32[rows]."""

    @property
    def compiled(self) -> object:
        """What `segment_arrays` makes of these, made once."""
