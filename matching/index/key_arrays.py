"""How the keys of a facet lie in a file: as lines of JSON, or as columns that all are judged from at once.

Sums are added up in the order of the posting's own occupations and skills, so that they come out to the last bit
as the comparisons of `matching` work them out for one posting.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.index.layout import Bytes, Rows

Array = NDArray[Any]
Float = NDArray[np.float64]
Bool = NDArray[np.bool_]
Named = Callable[[str], Array]

# Years that somebody has and that he did not count: more than none, and less than any number of years.
UNSAID = float(np.nextafter(0.0, 1.0))
# No byte of UTF-8: what is found in a joined text never lies in two of its parts.
_PART_END = b"\xff"


class Keys(Protocol):
    """The keys of one facet; made of a function that gives its arrays by name, of which nothing is read yet."""

    def __init__(self, array: Named) -> None: ...

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return the arrays for keys that are numbered in this order."""


class SmallKeys:
    """Keys of which there are few: a comparison is asked about each."""

    def __init__(self, array: Named) -> None:
        self._text: Bytes = array("text")

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return ``text``: uint8, a list in JSON."""
        return {"text": json_bytes(keys)}

    def read(self) -> list[Any]:
        """Return the keys in the order of their numbers; tuples have become lists."""
        keys: list[Any] = from_json_bytes(self._text)
        return keys


class Vocabulary:
    """Names that keys share, numbered in their sorted order; the number behind the last one means "none".

    Parameters
    ----------
    names : iterable of str

    Examples
    --------
    >>> vocabulary = Vocabulary(["4-07-05-01", "4-02-02-04"])
    >>> vocabulary.number["4-07-05-01"], vocabulary.none
    (1, 2)
    >>> list(vocabulary.in_groups(["4-07"]))
    ['4-07-05-01']
    """

    GROUP = 4  # characters of the code of a middle group

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names))
        self.number = {name: number for number, name in enumerate(self.names)}
        self.none = len(self.names)
        self._groups: dict[str, list[str]] = {}
        for name in self.names:
            self._groups.setdefault(name[: self.GROUP], []).append(name)

    def in_groups(self, codes: Iterable[str]) -> Iterator[str]:
        """Yield the names that share the middle group with one of the codes."""
        for group in {code[: self.GROUP] for code in codes}:
            yield from self._groups.get(group, ())


class WorkKeys:
    """Likely occupations and years asked for: ``(years or None, codes, probabilities)`` a key."""

    def __init__(self, array: Named) -> None:
        self._codes: Array = array("codes")
        self._probabilities: Float = array("probabilities")
        self._mass: Float = array("mass")
        self.vocabulary = Vocabulary(from_json_bytes(array("vocabulary")))
        self.years_asked: Float = array("years_asked")

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return the columns.

        ``codes`` uint16 and ``probabilities`` float64 (most occupations of a key, keys): the first of all keys lie
        side by side; ``mass`` float64 (keys) sums the probabilities; ``years_asked`` float64 (keys), NaN where
        unknown; ``vocabulary`` uint8, the codes as JSON.
        """
        vocabulary = Vocabulary(code for _, codes, _ in keys for code in codes)
        width = max((len(codes) for _, codes, _ in keys), default=0) or 1
        numbers = np.full((width, len(keys)), vocabulary.none, dtype=np.uint16)
        probabilities = np.zeros((width, len(keys)))
        for column, (_, codes, chances) in enumerate(keys):
            for row, (code, chance) in enumerate(zip(codes, chances, strict=True)):
                numbers[row, column], probabilities[row, column] = vocabulary.number[code], chance
        asked = [np.nan if years is None else years for years, _, _ in keys]
        return {
            "codes": numbers,
            "probabilities": probabilities,
            "mass": _running_sum(probabilities),
            "years_asked": np.array(asked, dtype=np.float64),
            "vocabulary": json_bytes(vocabulary.names),
        }

    @property
    def has_no_occupation(self) -> Bool:
        """Which keys name no occupation, bool (keys)."""
        empty: Bool = self._codes[0] == self.vocabulary.none
        return empty

    def closeness(self, strengths: Float) -> Float:
        """Return the expected closeness of each key, as `matching.coverage.occupation_fit` does.

        Parameters
        ----------
        strengths : float64 (vocabulary + 1)
            How strongly each occupation is reached; 0 for "none".
        """
        expected = np.zeros(len(self._mass))
        for codes, chances in zip(self._codes, self._probabilities, strict=True):
            expected += chances * strengths.take(codes)
        return np.divide(expected, self._mass, out=np.zeros_like(expected), where=self._mass > 0)

    def years(self, years: Float) -> Float:
        """Return the related years of each key, as `matching.coverage.related_years` does; NaN where not known.

        Parameters
        ----------
        years : float64 (vocabulary + 1)
            Years in each occupation or its group, `UNSAID` where a number is missing; 0 for "none".
        """
        most = np.zeros(len(self._mass))
        for codes in self._codes:
            np.maximum(most, years.take(codes), out=most)
        most[(most == UNSAID) | self.has_no_occupation] = np.nan
        return most


class SkillKeys:
    """Asked skills: ``(skill, weight, is demanded)`` of each, a key.

    The first skills of all keys lie side by side, then the second ones, and so on; the keys with the most skills
    come first, so that each such layer is one run of the arrays.
    """

    def __init__(self, array: Named) -> None:
        self._order: Rows = array("order")
        self._layers: NDArray[np.int64] = array("layers")
        self._skills: Array = array("skills")
        self._weights: Float = array("weights")
        self._weights_lacked: Float = array("weights_lacked")
        self._names: list[str] = from_json_bytes(array("vocabulary"))
        self.has_demand: Bytes = array("has_demand")

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return the columns.

        ``order`` uint32 (keys): numbers of the keys, those with the most skills first; ``layers`` int64: where each
        layer ends; ``skills`` uint16, ``weights`` and ``weights_lacked`` float64 (entries): the latter is what
        counts against whoever lacks the skill; ``has_demand`` uint8 (keys); ``vocabulary`` uint8, JSON.
        """
        vocabulary = Vocabulary(skill for key in keys for skill, _, _ in key)
        has_demand = [any(is_demanded for _, _, is_demanded in key) for key in keys]
        order = sorted(range(len(keys)), key=lambda number: -len(keys[number]))
        skills, weights, lacked, layers = [], [], [], []
        for layer in range(len(keys[order[0]]) if order else 0):
            for number in order:
                if len(keys[number]) <= layer:
                    break
                skill, weight, is_demanded = keys[number][layer]
                skills.append(vocabulary.number[skill])
                weights.append(weight)
                # Where something is demanded, what is merely mentioned speaks against nobody.
                lacked.append(weight if is_demanded or not has_demand[number] else 0.0)
            layers.append(len(skills))
        return {
            "order": np.array(order, dtype=np.uint32),
            "layers": np.array(layers, dtype=np.int64),
            "skills": np.array(skills, dtype=np.uint16),
            "weights": np.array(weights, dtype=np.float64),
            "weights_lacked": np.array(lacked, dtype=np.float64),
            "has_demand": np.array(has_demand, dtype=np.uint8),
            "vocabulary": json_bytes(vocabulary.names),
        }

    def tally(self, held: Collection[str]) -> tuple[Float, Float, Float]:
        """Return how many asked skills are held, their weight, and the weight that is lacked, float64 (keys) each."""
        has = np.array([name in held for name in self._names], dtype=np.float64)
        count, weight, lacked = (np.zeros(len(self._order)) for _ in range(3))
        start = 0
        for end in self._layers.tolist():
            here, width = has[self._skills[start:end]], end - start
            count[:width] += here
            weight[:width] += here * self._weights[start:end]
            lacked[:width] += (1 - here) * self._weights_lacked[start:end]
            start = end
        return self._numbered(count), self._numbered(weight), self._numbered(lacked)

    def _numbered(self, ordered: Float) -> Float:
        numbered = np.empty_like(ordered)
        numbered[self._order] = ordered
        return numbered


class TitleKeys:
    """Titles, a text a key."""

    def __init__(self, array: Named) -> None:
        self._text: Bytes = array("text")
        self._ends: Rows = array("ends")

    @staticmethod
    def pack(keys: Sequence[Any]) -> dict[str, Array]:
        """Return ``text`` uint8, the titles in UTF-8 with a byte between them, and ``ends`` uint32 (keys)."""
        parts = [key.encode("utf-8", "surrogatepass") + _PART_END for key in keys]
        ends = np.cumsum([len(part) for part in parts], dtype=np.uint32)
        return {"text": np.frombuffer(b"".join(parts), dtype=np.uint8), "ends": ends}

    def holding(self, words: Iterable[str]) -> Bytes:
        """Return 1 for each title that holds one of the words, else 0: uint8 (keys)."""
        text = self._text.tobytes()
        found = np.zeros(len(self._ends), dtype=np.uint8)
        for word in words:
            # An empty word stands in every title.
            sought = word.encode("utf-8", "surrogatepass") or _PART_END
            between = np.fromiter(map(len, text.split(sought)), dtype=np.int64)
            places = np.cumsum(between + len(sought))[:-1] - len(sought)
            found[np.searchsorted(self._ends, places, side="right")] = 1
        return found


def json_bytes(value: object) -> Bytes:
    """Return JSON as an array of bytes.

    Examples
    --------
    >>> from_json_bytes(json_bytes(["a", None]))
    ['a', None]
    """
    return np.frombuffer(json.dumps(value, separators=(",", ":")).encode("ascii"), dtype=np.uint8)


def from_json_bytes(array: Bytes) -> Any:
    """Read what `json_bytes` wrote.

    Examples
    --------
    >>> from_json_bytes(json_bytes({"a": 0.1}))
    {'a': 0.1}
    """
    return json.loads(array.tobytes())


def _running_sum(rows: Float) -> Float:
    """Sum over the first axis, one row after the other; numpy's own sum may pair them up."""
    total = np.zeros(rows.shape[1])
    for row in rows:
        total += row
    return total
