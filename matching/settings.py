"""MatchSettings: the prior, the scale and the weighted comparisons as one frozen value ↔ JSON."""

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from matching.comparison import Comparison, on_grid
from matching.comparisons import ALL, BY_NAME
from matching.fields import expect_mapping, shown

VERSION = 1
_KEYS = ("version", "prior", "scale", "comparisons")
_COMPARISON_KEYS = ("weight", "values")


@dataclass(frozen=True)
class MatchSettings:
    """How a match is scored.

    Parameters
    ----------
    prior : float
        Points before anything is compared; a multiple of 1/8.
    scale : float
        Points that multiply the odds of the score by e.
    comparisons : tuple of Comparison
        In the order of the explanation.

    Examples
    --------
    >>> settings = MatchSettings()
    >>> MatchSettings.from_mapping(settings.to_mapping()) == settings
    True
    >>> MatchSettings(prior=0.3)
    Traceback (most recent call last):
    ValueError: prior: expected a multiple of 1/8, got 0.3
    """

    prior: float = -2.0
    scale: float = 3.0
    comparisons: tuple[Comparison, ...] = tuple(comparison() for comparison in ALL)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prior", on_grid(self.prior, "prior"))
        is_number = isinstance(self.scale, int | float) and not isinstance(self.scale, bool)
        if not is_number or not 0 < self.scale < math.inf:
            raise ValueError(f"scale: expected a number above 0, got {shown(self.scale)}")
        names = [one.name for one in self.comparisons]
        if len(set(names)) < len(names):
            raise ValueError(f"comparisons: {max(names, key=names.count)!r} stands there twice")

    @classmethod
    def preset(cls, name: str) -> Self:
        """Return the shipped settings with the weights of a preset (``data/presets.tsv``).

        Raises
        ------
        ValueError
            There is no preset of this name.

        Examples
        --------
        >>> MatchSettings.preset("pay_first").to_mapping()["comparisons"]["pay"]["weight"]
        3.0
        >>> MatchSettings.preset("luck")
        Traceback (most recent call last):
        ValueError: preset: expected one of change_of_trade, near_home, pay_first, soon_at_work, got 'luck'
        """
        if name not in presets():
            raise ValueError(f"preset: expected one of {', '.join(presets())}, got {shown(name)}")
        weights = presets()[name].weights
        return cls(comparisons=tuple(replace(one(), weight=weights.get(one.name, one.weight)) for one in ALL))

    def to_mapping(self) -> dict[str, Any]:
        """Return plain JSON values.

        Examples
        --------
        >>> MatchSettings().to_mapping()["comparisons"]["pay"]["weight"]
        1.5
        """
        return {
            "version": VERSION,
            "prior": self.prior,
            "scale": self.scale,
            "comparisons": {
                one.name: {
                    "weight": one.weight,
                    "values": {key: value for (key, _, _), value in zip(one.ladder, one.values, strict=True)},
                }
                for one in self.comparisons
            },
        }

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Self:
        """Read what ``to_mapping`` wrote; a comparison that is not named takes no part.

        Examples
        --------
        >>> MatchSettings.from_mapping({"version": 1, "comparisons": {"luck": {}}})
        Traceback (most recent call last):
        ValueError: comparisons: unknown comparison 'luck'
        """
        _refuse_unknown_keys(raw, _KEYS, "")
        if raw.get("version") != VERSION:
            raise ValueError(f"version: expected {VERSION}, got {shown(raw.get('version'))}")
        given = expect_mapping(raw.get("comparisons", {}), "comparisons")
        comparisons = tuple(_comparison(str(name), one) for name, one in given.items())
        return cls(raw.get("prior", cls.prior), raw.get("scale", cls.scale), comparisons)

    def save(self, path: Path) -> None:
        """Write the settings as JSON, whole or not at all.

        Examples
        --------
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> MatchSettings().save(Path(folder.name) / "match.json")
        >>> MatchSettings.load(Path(folder.name) / "match.json") == MatchSettings()
        True
        >>> folder.cleanup()
        """
        draft = path.with_name(path.name + ".new")
        draft.write_text(json.dumps(self.to_mapping(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read settings from a JSON file.

        Examples
        --------
        >>> MatchSettings.load(Path("no/such/file"))
        Traceback (most recent call last):
        FileNotFoundError: [Errno 2] No such file or directory: 'no/such/file'
        """
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls.from_mapping(expect_mapping(raw, "settings"))


@dataclass(frozen=True)
class Preset:
    """What somebody may put first: a label for people, and the weights that differ from the shipped ones."""

    label: str
    weights: Mapping[str, float]


@cache
def presets() -> Mapping[str, Preset]:
    """Return the shipped presets by name.

    Examples
    --------
    >>> presets()["near_home"].label
    '离家近些'
    """
    found: dict[str, Preset] = {}
    with (files("matching") / "data" / "presets.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            before = found.get(row["name"], Preset(row["label"], {}))
            found[row["name"]] = replace(before, weights={**before.weights, row["comparison"]: float(row["weight"])})
    return found


def _comparison(name: str, raw: object) -> Comparison:
    if name not in BY_NAME:
        raise ValueError(f"comparisons: unknown comparison {shown(name)}")
    kind, where = BY_NAME[name], f"comparisons.{name}"
    given = expect_mapping(raw, where)
    _refuse_unknown_keys(given, _COMPARISON_KEYS, f"{where}.")
    values = expect_mapping(given.get("values", {}), f"{where}.values")
    _refuse_unknown_keys(values, tuple(key for key, _, _ in kind.ladder), f"{where}.values.")
    return kind(given.get("weight", kind.weight), tuple(values.get(key, value) for key, _, value in kind.ladder))


def _refuse_unknown_keys(given: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
    for key in given:
        if key not in known:
            raise ValueError(f"{path}{key}: unknown; expected one of {', '.join(known)}")
