"""Explanation: the rows behind a score; they add up to the total, to the last micro-point."""

from dataclasses import dataclass, replace
from typing import Any

from matching.comparison import MICRO


@dataclass(frozen=True, slots=True, repr=False)
class Contribution:
    """One comparison's part of the total, in whole micro-points, with its sentence and evidence."""

    comparison: str
    label: str
    level: str
    level_label: str
    value: float
    weight: float
    micro_points: int
    settles: str | None
    sentence: str
    seeker_evidence: str | None
    posting_evidence: str | None

    @property
    def points(self) -> float:
        """The points as a decimal, exact because of the grid that values and weights stand on."""
        return self.micro_points / MICRO

    def to_mapping(self) -> dict[str, Any]:
        """Return the row as the ``match`` command prints it.

        Examples
        --------
        >>> row = Contribution("pay", "工资", "below", "低于要求", -1.5, 1.5, -2250000, None, "…", None, None)
        >>> row.to_mapping()["points"]
        -2.25
        """
        return {
            "comparison": self.comparison,
            "level": self.level,
            "value": self.value,
            "weight": self.weight,
            "points": self.points,
            "sentence": self.sentence,
            "evidence": {"seeker": self.seeker_evidence, "posting": self.posting_evidence},
        }

    def __repr__(self) -> str:
        return f"Contribution({self.comparison}, {self.level}, {self.points:+g})"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The prior and the contributions of one match.

    Examples
    --------
    >>> row = Contribution("pay", "工资", "below", "低于要求", -1.5, 1.5, -2250000, None, "…", "6000元", None)
    >>> explanation = Explanation(-2_000_000, (row,))
    >>> explanation.micro_total
    -4250000
    >>> explanation.redacted().contributions[0].seeker_evidence is None
    True
    """

    micro_prior: int
    contributions: tuple[Contribution, ...]

    @property
    def micro_total(self) -> int:
        """The prior and all contributions together."""
        return self.micro_prior + sum(row.micro_points for row in self.contributions)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The fields that would settle what is unknown, each once."""
        return tuple(dict.fromkeys(row.settles for row in self.contributions if row.settles))

    def redacted(self) -> "Explanation":
        """Return the same rows without anything that the person said of himself.

        Examples
        --------
        >>> Explanation(0, ()).redacted()
        Explanation(micro_prior=0, contributions=())
        """
        return Explanation(
            self.micro_prior,
            tuple(
                replace(row, sentence=f"{row.label}：{_bare(row)}。", seeker_evidence=None)
                for row in self.contributions
            ),
        )


def _bare(row: Contribution) -> str:
    return row.level_label.removeprefix(f"{row.label}：")
