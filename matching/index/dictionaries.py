"""Dictionaries of a segment: the different keys of each facet, numbered, as arrays that are opened and not loaded.

A document of a segment holds for each facet the number of its key. The keys themselves stand in the arrays of the
dictionary: as JSON text where a comparison is asked key by key (`SmallKeys`), as columns of numbers where all keys
are judged at once.
"""

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from matching.background import PreparedSeeker
from matching.index.facets import PEOPLE_FACETS, POSTING_FACETS, D, Facet
from matching.index.key_arrays import Array, Keys, SmallKeys
from matching.index.layout import Rows
from matching.preparation import PreparedPosting

K = TypeVar("K", bound="Keys")


class HoldsArrays(Protocol):
    """What a segment must offer to have its dictionaries opened."""

    def extra(self, name: str) -> Array:
        """Return an array that was given to the writer at close."""


class KeptArrays:
    """Arrays of dictionaries that stand in memory instead of a segment."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.extra = arrays.__getitem__


class Dictionaries(Generic[D]):
    """The keys met so far, facet by facet; grows with every batch.

    Parameters
    ----------
    facets : sequence of Facet
        `POSTING_FACETS` or `PEOPLE_FACETS`.

    Examples
    --------
    >>> from matching.records import JobPosting
    >>> rows = [{"title": "电工"}, {"title": "保安", "salary": "6-8K"}, {"title": "电工"}]
    >>> postings = [PreparedPosting(JobPosting.from_mapping(row)) for row in rows]
    >>> growing = Dictionaries(POSTING_FACETS)
    >>> dict(zip([facet.name for facet in POSTING_FACETS], growing.codes(postings).tolist()))["title"]
    [0, 1, 0]
    """

    def __init__(self, facets: Sequence[Facet[D]]) -> None:
        self.facets: tuple[Facet[D], ...] = tuple(facets)
        self._numbers: tuple[dict[Hashable, int], ...] = tuple({} for _ in facets)

    def codes(self, documents: Sequence[D]) -> Rows:
        """Return the numbers of the documents' keys, uint32 (facets, documents); new keys are added."""
        codes = np.empty((len(self.facets), len(documents)), dtype=np.uint32)
        for row, facet, numbers in zip(codes, self.facets, self._numbers, strict=True):
            row[:] = [numbers.setdefault(facet.key(one), len(numbers)) for one in documents]
        return codes

    def arrays(self) -> dict[str, Array]:
        """Return all keys as arrays by name, for `SegmentWriter.close`."""
        found = {}
        for facet, numbers in zip(self.facets, self._numbers, strict=True):
            for name, array in facet.layout.pack(list(numbers)).items():
                found[_array_name(facet, name)] = array
        return found

    def in_memory(self) -> KeptArrays:
        """Return the keys as a segment would hold them."""
        return KeptArrays(self.arrays())


class OpenDictionaries(Generic[D]):
    """The dictionaries of a segment; arrays are taken when they are asked for.

    Attributes
    ----------
    serial : int
        No other dictionaries of this process have it: what was worked out over these is remembered under it.
    """

    _serials: ClassVar = itertools.count()
    _opened: ClassVar[WeakKeyDictionary[HoldsArrays, Any]] = WeakKeyDictionary()

    def __init__(self, facets: Sequence[Facet[D]], array: Callable[[str], Array]) -> None:
        self.serial = next(self._serials)
        self._facets: dict[str, Facet[D]] = {facet.name: facet for facet in facets}
        self._array = array
        self._keys: dict[str, Any] = {}
        self._stand_ins: dict[str, list[D]] = {}

    @classmethod
    def of(cls, segment: HoldsArrays, facets: Sequence[Facet[D]]) -> Self:
        """Return the dictionaries of a segment, opened once for as long as the segment lives.

        Examples
        --------
        >>> from matching.records import JobSeeker
        >>> people = people_dictionaries()
        >>> people.codes([PreparedSeeker(JobSeeker("p1", home="431127"))]).T.tolist()
        [[0, 0, 0, 0, 0, 0, 0]]
        >>> OpenDictionaries.of(people.in_memory(), PEOPLE_FACETS).stand_ins("place")[0].seeker.home
        '431127'
        """
        if segment not in cls._opened:
            cls._opened[segment] = cls(facets, segment.extra)
        opened: Self = cls._opened[segment]
        return opened

    def keys(self, name: str, kind: type[K]) -> K:
        """Return the keys of a facet, all of which are judged at once."""
        if name not in self._keys:
            facet = self._facets[name]
            self._keys[name] = kind(lambda part: self._array(_array_name(facet, part)))
        keys: K = self._keys[name]
        return keys

    def stand_ins(self, name: str) -> list[D]:
        """Return a document for each key of a facet, by its number; made once."""
        if name not in self._stand_ins:
            facet = self._facets[name]
            if facet.stand_in is None:
                raise ValueError(f"name: the keys of {name!r} are judged at once and have no stand-ins")
            self._stand_ins[name] = [facet.stand_in(key) for key in self.keys(name, SmallKeys).read()]
        return self._stand_ins[name]


def posting_dictionaries() -> Dictionaries[PreparedPosting]:
    """Return dictionaries of postings that hold nothing yet.

    Examples
    --------
    >>> posting_dictionaries().codes([]).shape
    (8, 0)
    """
    return Dictionaries(POSTING_FACETS)


def people_dictionaries() -> Dictionaries[PreparedSeeker]:
    """Return dictionaries of people that hold nothing yet.

    Examples
    --------
    >>> people_dictionaries().codes([]).shape
    (7, 0)
    """
    return Dictionaries(PEOPLE_FACETS)


def _array_name(facet: Facet[D], part: str) -> str:
    return f"facet.{facet.name}.{part}"
