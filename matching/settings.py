"""MatchSettings: the prior, the scale and the weighted comparisons as one frozen value ↔ JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from matching.comparison import GRID, Comparison
from matching.comparisons import ALL, BY_NAME

VERSION = 1


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
        if self.prior * GRID != int(self.prior * GRID):
            raise ValueError(f"prior: expected a multiple of 1/{GRID}, got {self.prior}")
        if self.scale <= 0:
            raise ValueError(f"scale: expected more than 0, got {self.scale}")

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
        if raw.get("version") != VERSION:
            raise ValueError(f"version: expected {VERSION}, got {raw.get('version')!r}")
        comparisons = []
        for name, given in raw.get("comparisons", {}).items():
            if name not in BY_NAME:
                raise ValueError(f"comparisons: unknown comparison {name!r}")
            kind = BY_NAME[name]
            default = kind()
            values = given.get("values", {})
            for key in values:
                if key not in default.levels:
                    raise ValueError(f"comparisons.{name}.values: unknown level {key!r}")
            comparisons.append(
                kind(
                    given.get("weight", default.weight),
                    tuple(values.get(key, value) for key, _, value in kind.ladder),
                )
            )
        return cls(raw.get("prior", cls.prior), raw.get("scale", cls.scale), tuple(comparisons))

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
        return cls.from_mapping(json.loads(path.read_text(encoding="utf-8")))
