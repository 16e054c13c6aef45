"""The central noun, split: the vacancy, its history, and where it came from."""

from jobsboard.postings.models.job_posting import JobPosting, PostingState, ReasonCode
from jobsboard.postings.models.report import PostingReport, ReportReason
from jobsboard.postings.models.source import IngestRun, Source, SourceKind, WithheldEmployer
from jobsboard.postings.models.transition import PostingTransition

__all__ = [
    "IngestRun",
    "JobPosting",
    "PostingReport",
    "PostingState",
    "PostingTransition",
    "ReasonCode",
    "ReportReason",
    "Source",
    "SourceKind",
    "WithheldEmployer",
]
