"""What comparisons need of a posting and of a job seeker, worked out once and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from matching.parsing import CredentialMention, parse_credentials
from matching.records import JobPosting
from matching.skills import SkillExtractor, SkillSpan
from matching.taxonomy import Taxonomy

OCCUPATIONS_KEPT = 5
CERTAIN_ENOUGH = 0.5
# Between two mentions of one requirement: "A1、A2或B2照", "低压/高压电工证".
_ALTERNATIVE_GAP = 4
_BOTH = ("和", "及", "以及", "且", "并", "；", "。", "\n")


@dataclass(frozen=True, slots=True)
class LikelyOccupation:
    """One occupation that a posting's title may mean."""

    code: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class CredentialNeed:
    """A credential asked for: any one of ``credentials`` will do."""

    credentials: tuple[str, ...]
    strength: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class PreparedPosting:
    """A posting with its likely occupations, skill spans and credential needs."""

    posting: JobPosting
    occupations: tuple[LikelyOccupation, ...] = ()
    skills: tuple[SkillSpan, ...] = ()
    needs: tuple[CredentialNeed, ...] = ()

    @property
    def id(self) -> str:
        """The posting's identifier."""
        return self.posting.id

    def __repr__(self) -> str:
        return f"PreparedPosting({self.posting.id})"
