"""Explanation: the rows behind a score; they add up to the total, to the last micro-point."""

import math
from dataclasses import dataclass, replace
from typing import Any

from matching.comparison import MICRO, Ladder, Level, Words

SCORE_DIGITS = 2


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

    @classmethod
    def of(cls, ladder: Ladder, level: Level, words: Words) -> "Contribution":
        """Join a level of a ladder and the words for it."""
        return cls(
            ladder.name,
            ladder.label,
            level.key,
            level.label,
            level.value,
            ladder.weight,
            level.points,
            level.settles,
            words.sentence,
            words.seeker,
            words.posting,
        )

    @property
    def points(self) -> float:
        """The points as a decimal, exact because of the grid that values and weights stand on."""
        return self.micro_points / MICRO

    @property
    def level_words(self) -> str:
        """The level without the comparison's name in front of it."""
        return self.level_label.removeprefix(f"{self.label}：")

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
                replace(row, sentence=f"{row.label}：{row.level_words}。", seeker_evidence=None)
                for row in self.contributions
            ),
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, the courses that give it, and the score once it is there."""

    requirement: str
    courses: tuple[str, ...]
    score_after: float | None


@dataclass(frozen=True, slots=True)
class Match:
    """One posting for one seeker; ``score`` is None where too little is known to tell.

    ``unknown`` begins with the field that would help most; ``blocked_by`` names the hard requirements that
    are unmet.
    """

    seeker_id: str
    posting_id: str
    title: str
    score: float | None
    eligibility: str
    unknown: tuple[str, ...]
    explanation: Explanation
    missing: tuple[Missing, ...]
    blocked_by: tuple[str, ...]

    def to_mapping(self) -> dict[str, Any]:
        """Return the match as the ``match`` command prints it, without its rank."""
        return {
            "id": self.posting_id,
            "title": self.title,
            "score": self.score,
            "eligibility": self.eligibility,
            "unknown": list(self.unknown),
            "prior": self.explanation.micro_prior / MICRO,
            "contributions": [row.to_mapping() for row in self.explanation.contributions],
            "total": self.explanation.micro_total / MICRO,
            "missing": [
                {"requirement": one.requirement, "courses": list(one.courses), "score_after": one.score_after}
                for one in self.missing
            ],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One comparison that counts differently in two explanations; a side without it is None."""

    label: str
    before: Contribution | None
    after: Contribution | None
    micro_points: int

    @property
    def sentence(self) -> str:
        """Say what changed and by how many points.

        Examples
        --------
        >>> Difference("起始分", None, None, -500_000).sentence
        '起始分：相差-0.5分。'
        """
        by = f"相差{self.micro_points / MICRO:+g}分。"
        if self.before is None and self.after is None:
            return f"{self.label}：{by}"
        return f"{self.label}：从“{_standing(self.before)}”变为“{_standing(self.after)}”，{by}"


def difference(before: Explanation, after: Explanation) -> tuple[Difference, ...]:
    """List what counts differently; the micro-points of the list add up to the change of the total.

    A row whose level changed without a change in points is listed too.

    Examples
    --------
    >>> low = Contribution("pay", "工资", "below", "低于要求", -2.0, 1.5, -3000000, None, "…", None, None)
    >>> high = replace(low, level="at_least", level_label="达到要求", value=0.75, micro_points=1125000)
    >>> [one.sentence for one in difference(Explanation(0, (low,)), Explanation(0, (high,)))]
    ['工资：从“低于要求”变为“达到要求”，相差+4.125分。']
    """
    found = []
    if before.micro_prior != after.micro_prior:
        found.append(Difference("起始分", None, None, after.micro_prior - before.micro_prior))
    old = {row.comparison: row for row in before.contributions}
    new = {row.comparison: row for row in after.contributions}
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        change = (other.micro_points if other else 0) - (one.micro_points if one else 0)
        if change or one is None or other is None or one.level != other.level:
            shown = one or other
            found.append(Difference(shown.label if shown else name, one, other, change))
    return tuple(found)


def score_of(micro_total: int, scale: float) -> float:
    """Return the figure from 0 to 100 that stands for a total.

    Examples
    --------
    >>> score_of(0, 3.0), score_of(10_187_500, 3.0)
    (50.0, 96.76)
    """
    # Beyond 700 the exponential leaves the range of floats, and the figure has long been 0 or 100.
    odds = max(-700.0, min(700.0, micro_total / MICRO / scale))
    return round(100 / (1 + math.exp(-odds)), SCORE_DIGITS)


def _standing(row: Contribution | None) -> str:
    return "不参加计分" if row is None else row.level_words
