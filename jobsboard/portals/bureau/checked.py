"""What the lawful-posting check says of one vacancy, for the page on which somebody decides about it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jobsboard.policies.models import MinimumWage
from jobsboard.postings.compliance import check_posting, segments
from jobsboard.postings.models import JobPosting


def checked_posting(posting: JobPosting) -> dict[str, Any]:
    """Return the findings, and the description cut where they begin and end."""
    figures = MinimumWage.objects.valid_on(timezone.localdate()).by_region()
    findings = check_posting(posting.as_feed(), minimum_wages=figures)
    in_description = [one for one in findings if one.field == "description"]
    return {"findings": findings, "description": segments(posting.description, in_description)}
