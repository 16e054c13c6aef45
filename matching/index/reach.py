"""What people bring, by what is asked: their reach of occupations, their years, skills and wishes as lists.

For one person and many postings his reach becomes one number for each occupation of the dictionary. For one posting
and many people it is the other way round: a list for each occupation or skill says who has it, and only the few
lists that the posting touches are read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.coverage import years_near
from matching.crosswalk import Affinity, kinship, nearest
from matching.index.key_arrays import UNSAID, Array, Bool, Float, Named, Vocabulary, from_json_bytes, json_bytes
from matching.index.layout import Rows
from matching.weights import key_of

Chances = Sequence[tuple[str, float]]

_SMALL_GROUP, _MIDDLE_GROUP = 7, 4


def strengths_on(vocabulary: Vocabulary, reach: Mapping[str, Affinity]) -> Float:
    """Return how strongly a person reaches each occupation, float64 (vocabulary + 1); 0 for "none".

    Examples
    --------
    >>> guard = {"4-07-05-01": Affinity("4-07-05-01", 0.9, "job", "保安", "")}
    >>> strengths_on(Vocabulary(["4-07-05-01", "6-31-01-03"]), guard).tolist()
    [0.9, 0.0, 0.0]
    """
    strengths = np.zeros(vocabulary.none + 1)
    for code in vocabulary.in_groups(reach):
        strengths[vocabulary.number[code]] = nearest(code, reach)[0]
    return strengths


def years_on(vocabulary: Vocabulary, years: Mapping[str, float], open_years: Collection[str]) -> Float:
    """Return a person's years in each occupation, `UNSAID` where he did not count them, float64 (vocabulary + 1).

    Examples
    --------
    >>> years_on(Vocabulary(["4-07-05-01", "6-31-01-03"]), {"4-07-05": 2.0}, ["6-31-01"])
    array([2.e+000, 5.e-324, 0.e+000])
    """
    found = np.zeros(vocabulary.none + 1)
    for code in vocabulary.in_groups((*years, *open_years)):
        unsaid = UNSAID if code[:_SMALL_GROUP] in open_years else 0.0
        found[vocabulary.number[code]] = years_near(code, years) or unsaid
    return found


class Lists:
    """For each name the keys that have it, rising, and a number for each of them.

    Parameters
    ----------
    array : callable
        Gives the arrays by their names, see `pack`.
    prefix : str
        What the names of the arrays begin with.

    Examples
    --------
    >>> arrays = Lists.pack("years_", [("4-07", 0, 2.5), ("4-07", 2, 1.0)])
    >>> Lists(arrays.__getitem__, "years_").of("4-07")
    (array([0, 2], dtype=uint32), array([2.5, 1. ]))
    """

    def __init__(self, array: Named, prefix: str) -> None:
        self.names: list[str] = from_json_bytes(array(prefix + "names"))
        self._number = {name: number for number, name in enumerate(self.names)}
        self._starts: NDArray[np.int64] = array(prefix + "starts")
        self._keys: Rows = array(prefix + "keys")
        self._values: Float = array(prefix + "values")

    @staticmethod
    def pack(prefix: str, items: Iterable[tuple[str, int, float]]) -> dict[str, Array]:
        """Return the arrays of (name, key, number) that come with rising keys.

        ``names`` uint8: JSON; ``keys`` uint32 and ``values`` float64 (entries), those of one name side by side;
        ``starts`` int64 (names + 1).
        """
        lists: dict[str, tuple[list[int], list[float]]] = {}
        for name, key, value in items:
            keys, values = lists.setdefault(name, ([], []))
            keys.append(key)
            values.append(value)
        return {
            prefix + "names": json_bytes(list(lists)),
            prefix + "starts": np.cumsum([0, *(len(keys) for keys, _ in lists.values())], dtype=np.int64),
            prefix + "keys": np.array([key for keys, _ in lists.values() for key in keys], dtype=np.uint32),
            prefix + "values": np.array([one for _, values in lists.values() for one in values], dtype=np.float64),
        }

    def of(self, name: str) -> tuple[Rows, Float]:
        """Return the keys that have a name and their numbers; none where nobody has it."""
        number = self._number.get(name)
        if number is None:
            return self._keys[:0], self._values[:0]
        here = slice(self._starts[number], self._starts[number + 1])
        return self._keys[here], self._values[here]


class ReachLists:
    """The occupations that people reach: ``((code or group, from which occupation, strength), …)`` or None a key.

    A list is named after both codes, so that all in it stand equally near to the posting's occupation.
    """

    def __init__(self, array: Named) -> None:
        self._lists = Lists(array, "reach_")
        self._sources: dict[str, list[str]] = {}
        for name in self._lists.names:
            reached, source = name.split(" ")
            self._sources.setdefault(reached, []).append(source)
        self.is_known: Bool = array("reach_known").view(np.bool_)

    @staticmethod
    def pack(reaches: Sequence[Any]) -> dict[str, Array]:
        """Return the arrays of `Lists` and ``reach_known`` uint8 (keys)."""
        items = (
            (f"{reached} {source}", key, strength)
            for key, reach in enumerate(reaches)
            for reached, source, strength in reach or ()
        )
        return {**Lists.pack("reach_", items), "reach_known": _known(reaches)}

    def closeness(self, occupations: Chances) -> Float:
        """Return for each key the expected closeness to (code, probability), float64 (keys).

        As `matching.coverage.occupation_fit` does, without the meanings that it leaves out.
        """
        expected, mass = np.zeros(len(self.is_known)), 0.0
        for code, chance in occupations:
            mass += chance
            expected += chance * self._strengths(code)
        return expected / mass if mass else expected

    def _strengths(self, code: str) -> Float:
        strongest = np.zeros(len(self.is_known))
        for reached in (code, code[:_SMALL_GROUP], code[:_MIDDLE_GROUP]):
            for source in self._sources.get(reached, ()):
                keys, strengths = self._lists.of(f"{reached} {source}")
                strongest[keys] = np.maximum(strongest[keys], strengths * kinship(source, code))
        return strongest


class WishKeys:
    """Wishes of people: ``(reach or None, length and key of each word wished for)`` a key; the key is `key_of`."""

    def __init__(self, array: Named) -> None:
        self.reach = ReachLists(array)
        self._words = Lists(array, "words_")
        self._lengths = {int(name.split(" ")[0]) for name in self._words.names}

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return the arrays of the reach, and the lists of the words."""
        words = ((f"{length} {word}", number, 1.0) for number, (_, words) in enumerate(keys) for length, word in words)
        return {**ReachLists.pack([reach for reach, _ in keys]), **Lists.pack("words_", words)}

    def named_in(self, title: str) -> Bool:
        """Return whose wished words stand in a title, bool (keys): all its pieces of their lengths are looked up."""
        found = np.zeros(len(self.reach.is_known), dtype=np.bool_)
        for length in self._lengths:
            for start in range(len(title) - length + 1):
                found[self._words.of(f"{length} {key_of(title[start : start + length])}")[0]] = True
        return found


class HistoryKeys:
    """Background and years of people: ``(reach or None, ((code, years), …) or None, open groups)`` a key."""

    def __init__(self, array: Named) -> None:
        self.reach = ReachLists(array)
        self._years = Lists(array, "years_")
        self._open = Lists(array, "open_")
        self._has_years: Bool = array("years_known").view(np.bool_)

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return the arrays of the reach, the lists of years and of what is open, ``years_known`` uint8 (keys)."""
        years = ((code, key, more) for key, (_, years, _) in enumerate(keys) for code, more in years or ())
        unsaid = ((group, key, 1.0) for key, (_, _, groups) in enumerate(keys) for group in groups)
        return {
            **ReachLists.pack([reach for reach, _, _ in keys]),
            **Lists.pack("years_", years),
            **Lists.pack("open_", unsaid),
            "years_known": _known([years for _, years, _ in keys]),
        }

    def years(self, codes: Sequence[str]) -> Float:
        """Return for each key the years related to the codes, as `matching.coverage.related_years` does.

        float64 (keys), NaN where not known.
        """
        most = np.zeros(len(self._has_years))
        for code in codes:
            np.maximum(most, self._years_in(code), out=most)
            unsaid = self._open.of(code[:_SMALL_GROUP])[0]
            most[unsaid] = np.maximum(most[unsaid], UNSAID)
        most[(most == UNSAID) | ~self._has_years | (not codes)] = np.nan
        return most

    def _years_in(self, code: str) -> Float:
        found = np.zeros(len(self._has_years))
        # The occupation itself last: its years stand over those of its groups, unless they are 0.
        for name in (code[:_MIDDLE_GROUP], code[:_SMALL_GROUP], code):
            keys, years = self._years.of(name)
            found[keys[years != 0]] = years[years != 0]
        return found


class HoldingKeys:
    """Skills of people: their ids, or None, a key."""

    def __init__(self, array: Named) -> None:
        self._lists = Lists(array, "")
        self.is_known: Bool = array("known").view(np.bool_)

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return the lists of the skills and ``known`` uint8 (keys)."""
        items = ((name, key, 1.0) for key, names in enumerate(keys) for name in names or ())
        return {**Lists.pack("", items), "known": _known(keys)}

    def tally(self, asked: Iterable[tuple[str, float, bool]]) -> tuple[Float, Float, Float, bool]:
        """Return for (skill, weight, is demanded): how many are held, their weight, what is lacked; any demanded.

        float64 (keys) each, as `SkillKeys.tally` gives them for one person and many postings.
        """
        skills = tuple(asked)
        has_demand = any(is_demanded for _, _, is_demanded in skills)
        count, weight, lacked = (np.zeros(len(self.is_known)) for _ in range(3))
        for skill, worth, is_demanded in skills:
            has = np.zeros(len(self.is_known))
            has[self._lists.of(skill)[0]] = 1.0
            count += has
            weight += has * worth
            if is_demanded or not has_demand:
                lacked += (1 - has) * worth
        return count, weight, lacked, has_demand


def _known(parts: Iterable[object]) -> NDArray[np.uint8]:
    return np.array([part is not None for part in parts], dtype=np.uint8)
