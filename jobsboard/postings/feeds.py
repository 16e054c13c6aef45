"""Rows of a feed that are vacancies: the identity of one, and its columns as a posting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jobsboard.core.feeds import content_hash_of, cut_to, flat, identifier_of, identity, link_of, masked, stored
from jobsboard.postings.models import JobPosting
from matching import JobPosting as PostingRecord
from matching.reading import NAMES

_BARE_YEARS = re.compile(r"\d{1,2}")


def has_title(raw: Mapping[str, Any]) -> bool:
    return bool(_words(raw, "title"))


def identity_of(raw: Mapping[str, Any]) -> str:
    """Return what makes a row the same posting as before."""
    return identity(raw, (_words(raw, name) for name in ("title", "employer", "location", "description")))


def columns_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Parse a row into the columns of a posting. Raises ValueError naming field and value."""
    raw = masked(row)
    record = PostingRecord.from_mapping(raw)
    low, high = stored(record.salary.month_min), stored(record.salary.month_max)
    if low is not None and high is not None and low > high:
        low = high = None
    columns = {
        "identifier": identifier_of(raw),
        "url": link_of(raw),
        "raw": raw,
        "content_hash": content_hash_of(row),
        "title": record.title,
        "hiring_organization": record.employer or "",
        "description": record.description,
        "job_location": record.region or "",
        "address": record.address or "",
        "salary_text": _words(raw, "salary"),
        "month_min": low,
        "month_max": high,
        "experience_requirements": _years(_words(raw, "experience")),
        "education_requirements": _words(raw, "education"),
        "headcount_text": _words(raw, "headcount"),
        "total_job_openings": stored(record.headcount),
        "employment_type": record.employment_type or "",
        "schedule_text": _words(raw, "schedule"),
        "lodging_text": _words(raw, "lodging"),
        "date_posted": record.posted,
        "valid_through": record.valid_through,
    }
    return cut_to(JobPosting, columns)


def _words(raw: Mapping[str, Any], name: str) -> str:
    """The words of a field under any of its names, white space joined."""
    return next((text for key in NAMES.get(name, (name,)) if (text := flat(raw.get(key)))), "")


def _years(text: str) -> str:
    """Some feeds give the years as a bare number; shown alone it would say nothing."""
    if not _BARE_YEARS.fullmatch(text):
        return text
    return f"{int(text)}年以上" if int(text) else "经验不限"
