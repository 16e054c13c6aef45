"""The central noun, split: the person, what he brings, how he came home, and what he allowed."""

from jobsboard.jobseekers.models.consent import Consent, ConsentPurpose
from jobsboard.jobseekers.models.intake import Grant, IntakeCohort, PlacementWay, ReturnStep, ReturnStepKind
from jobsboard.jobseekers.models.job_seeker import JobSeeker, VerificationState
from jobsboard.jobseekers.models.profile import (
    Branch,
    HeldCredential,
    PastJob,
    SeekerSkill,
    ServiceRecord,
    SkillDecision,
)

__all__ = [
    "Branch",
    "Consent",
    "ConsentPurpose",
    "Grant",
    "HeldCredential",
    "IntakeCohort",
    "JobSeeker",
    "PastJob",
    "PlacementWay",
    "ReturnStep",
    "ReturnStepKind",
    "SeekerSkill",
    "ServiceRecord",
    "SkillDecision",
    "VerificationState",
]
