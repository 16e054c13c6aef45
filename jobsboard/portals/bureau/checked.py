"""What the lawful-posting check says of one vacancy or course, for the page on which somebody decides about it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jobsboard.courses.models import ListedCourse
from jobsboard.policies.models import MinimumWage
from jobsboard.postings.compliance import Finding, check_course, check_posting, in_context, segments
from jobsboard.postings.models import JobPosting

COURSE_LABELS = {
    "name": "课程名称",
    "price": "学费",
    "timeRequired": "时长",
    "courseSchedule": "上课时间",
    "educationalCredentialAwarded": "可考取证书",
    "audience": "招收对象",
    "coursePrerequisites": "报名条件",
    "description": "课程内容",
}


def checked_posting(posting: JobPosting) -> dict[str, Any]:
    """Return the findings with their words, and the description cut where they begin and end."""
    figures = MinimumWage.objects.valid_on(timezone.localdate()).by_region()
    findings = check_posting(posting.as_feed(), minimum_wages=figures)
    in_description = [one for one in findings if one.field == "description"]
    return {
        "findings": [(one, one.quoted) for one in findings],
        "description": segments(posting.description, in_description),
    }


def checked_course(course: ListedCourse) -> dict[str, Any]:
    """Return the findings with the words around them, and every text under its label, cut where they begin and end."""
    words = course.as_feed()
    findings = check_course(words)
    texts = [
        (label, segments(words[field], [one for one in findings if one.field == field]))
        for field, label in COURSE_LABELS.items()
    ]
    return {"findings": [(one, in_context(one, words)) for one in findings], "texts": texts}


def serious_findings(course: ListedCourse) -> list[Finding]:
    """Return what somebody should look at in a course, for the list."""
    return [finding for finding in check_course(course.as_feed()) if finding.is_serious]
