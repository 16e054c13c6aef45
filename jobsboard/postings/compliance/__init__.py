"""The lawful-posting check: the words of a posting or a course → findings with rule, law and what to write instead.

Pure functions over a mapping (plain or schema.org names); no database. It marks for a person, who decides.
"""

from jobsboard.postings.compliance.check import check_course, check_posting, is_unlawful
from jobsboard.postings.compliance.findings import Finding
from jobsboard.postings.compliance.marking import in_context, segments
from jobsboard.postings.compliance.minimum_wage import RULE as BELOW_MINIMUM_WAGE
from jobsboard.postings.compliance.minimum_wage import WageFigure

__all__ = [
    "BELOW_MINIMUM_WAGE",
    "Finding",
    "WageFigure",
    "check_course",
    "check_posting",
    "in_context",
    "is_unlawful",
    "segments",
]
