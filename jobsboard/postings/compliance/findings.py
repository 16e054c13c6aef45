"""One finding of the check, and the words in which people read its severity and status."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

UNLAWFUL, REVIEW, QUALITY = "unlawful", "review", "quality"
VERIFIED, SECONDARY, UNVERIFIED = "verified", "secondary", "unverified"

SEVERITIES = {UNLAWFUL: "违法风险", REVIEW: "需核对", QUALITY: "建议补充"}
STATUSES = {VERIFIED: "依据已核对原文", SECONDARY: "依据来自二手资料", UNVERIFIED: "依据未核实"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a posting that a person should look at; offsets count code points of the field's text."""

    rule: str
    severity: str
    status: str
    field: str | None
    start: int | None
    end: int | None
    text: str | None
    law: str | None
    article: str | None
    instead: str | None
    # What people read instead of `rule`; no part of the command's contract.
    label: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "label"}

    @property
    def severity_label(self) -> str:
        return SEVERITIES[self.severity]

    @property
    def status_label(self) -> str:
        return STATUSES[self.status]

    @property
    def quoted(self) -> tuple[str, str, str] | None:
        """The words alone, in the shape of words in their context."""
        return ("", self.text, "") if self.text else None

    @property
    def is_serious(self) -> bool:
        """Whether a person has to look at it before the posting is shown."""
        return self.severity != QUALITY
