"""A vacancy as schema.org JobPosting, for search machines; only of postings that are ours to offer."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from jobsboard.core.regions import region_label
from jobsboard.postings.models import JobPosting

# `</script>` inside a text must not end the element; these are the escapes of django's json_script.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_json_ld(posting: JobPosting, url: str) -> SafeString | None:
    """Return the posting as JSON-LD; None for one that another publisher owns."""
    if posting.source_id or not posting.employer_id:
        return None
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": posting.title,
        "description": posting.description,
        "url": url,
        "datePosted": posting.date_posted and posting.date_posted.isoformat(),
        "validThrough": posting.valid_through and posting.valid_through.isoformat(),
        "totalJobOpenings": posting.total_job_openings,
        "employmentType": posting.employment_type,
        "hiringOrganization": {"@type": "Organization", "name": posting.hiring_organization},
        "jobLocation": _place(posting),
        "baseSalary": _salary(posting),
        "educationRequirements": posting.education_requirements,
        "experienceRequirements": posting.experience_requirements,
    }
    stated = {name: value for name, value in fields.items() if value not in (None, "")}
    return mark_safe(json.dumps(stated, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped above


def _place(posting: JobPosting) -> dict[str, Any] | None:
    place = region_label(posting.job_location)
    if not place:
        return None
    address = {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": place}
    return {"@type": "Place", "address": address | ({"streetAddress": posting.address} if posting.address else {})}


def _salary(posting: JobPosting) -> dict[str, Any] | None:
    if posting.month_min is None and posting.month_max is None:
        return None
    value = {"@type": "QuantitativeValue", "unitText": "MONTH"}
    bounds = {"minValue": posting.month_min, "maxValue": posting.month_max}
    value |= {name: bound for name, bound in bounds.items() if bound is not None}
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}
