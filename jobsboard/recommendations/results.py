"""What the engine answers: plain values that pages, the API and stored records show alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class SearchFilters:
    """Conditions of a search; one that is empty asks for nothing. `lodging` asks for housing."""

    region: str = ""
    month_min: int | None = None
    education: str = ""
    occupation: str = ""
    lodging: str | bool | None = None
    schedule: str = ""
    source: str = ""
    without_credentials: bool = False


@dataclass(frozen=True)
class Facet:
    """How many would be found with another choice."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class SearchPage:
    """One page of posting ids, the number found, the counts of other choices, and the way on.

    `next` is what `search` takes as `after`; it neither repeats nor skips a posting when others come and go.
    """

    ids: list[int]
    total: int
    facets: Mapping[str, list[Facet]]
    next: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """A search that may be meant, and how many vacancies it finds."""

    text: str
    count: int


@dataclass(frozen=True)
class Row:
    """One comparison's part of a score, in words and points."""

    comparison: str
    label: str
    level: str
    points: float
    sentence: str
    evidence_seeker: str | None
    evidence_posting: str | None


@dataclass(frozen=True)
class Missing:
    """What is missing, the courses that give it, and the score once it is there."""

    requirement: str
    courses: list[int]
    score_after: float | None


@dataclass(frozen=True)
class PostingMatch:
    """One posting for one person; `score` is None where too little is known, never 0 in its place."""

    posting_id: int
    job_seeker_id: int | None
    score: float | None
    eligibility: str
    unknown: list[str]
    rows: list[Row]
    prior: float
    total: float
    missing: list[Missing]

    @property
    def why(self) -> str:
        """The sentence of the comparison that speaks most for the posting; empty when none does."""
        best = max(self.rows, key=lambda row: row.points, default=None)
        return best.sentence if best and best.points > 0 else ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class MatchPage:
    """One page of matches, best first, and how many there are in all."""

    matches: list[PostingMatch]
    total: int


@dataclass(frozen=True)
class CourseMatch:
    """A course that closes a gap: the gap in words, and how many of the best postings it opens or improves."""

    course_id: int
    reason: str
    opens: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
