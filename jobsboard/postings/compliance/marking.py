"""Where findings stand in a text, for pages that mark them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jobsboard.postings.compliance.findings import Finding

_AROUND = 14


class Segment(NamedTuple):
    """A piece of a text; `finding` is the gravest one about it, None for what nobody objects to."""

    text: str
    finding: Finding | None


def segments(text: str, findings: Iterable[Finding]) -> list[Segment]:
    """Cut a text where findings begin and end: together they are the text; of two that overlap the first counts."""
    pieces, at = [], 0
    marks: list[Finding] = []
    for finding in findings:  # the gravest come first
        if finding.start is not None and not any(
            finding.start < one.end and one.start < finding.end  # type: ignore[operator]
            for one in marks
        ):
            marks.append(finding)
    for finding in sorted(marks, key=lambda one: one.start or 0):
        pieces += [Segment(text[at : finding.start], None), Segment(text[finding.start : finding.end], finding)]
        at = finding.end or at
    return [piece for piece in [*pieces, Segment(text[at:], None)] if piece.text]


def in_context(finding: Finding, posting: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return the words before a finding, its own and those after; None where it is about what is missing."""
    text = posting.get(finding.field or "")
    if finding.start is None or finding.end is None or not isinstance(text, str):
        return None
    first, last = max(0, finding.start - _AROUND), finding.end + _AROUND
    before = ("…" if first else "") + text[first : finding.start]
    after = text[finding.end : last] + ("…" if last < len(text) else "")
    return before, text[finding.start : finding.end], after
