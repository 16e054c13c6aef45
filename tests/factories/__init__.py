"""Rows for tests: one factory a noun, Traits for the states it can be in."""

from tests.factories.accounts import UserFactory
from tests.factories.applications import ApplicationFactory, ConsentFactory, RecommendationFactory, SavedPostingFactory
from tests.factories.courses import CourseFactory, CourseSessionFactory, ListedCourseFactory
from tests.factories.jobseekers import (
    HeldCredentialFactory,
    JobSeekerFactory,
    PastJobFactory,
    SeekerSkillFactory,
    ServiceRecordFactory,
)
from tests.factories.organizations import (
    EmployerFactory,
    MembershipFactory,
    ProviderFactory,
    StationFactory,
    credit_code,
)
from tests.factories.policies import MinimumWageFactory
from tests.factories.postings import IngestRunFactory, JobPostingFactory, PostingReportFactory, SourceFactory

__all__ = [
    "ApplicationFactory",
    "ConsentFactory",
    "CourseFactory",
    "CourseSessionFactory",
    "EmployerFactory",
    "HeldCredentialFactory",
    "IngestRunFactory",
    "JobPostingFactory",
    "JobSeekerFactory",
    "ListedCourseFactory",
    "MembershipFactory",
    "MinimumWageFactory",
    "PastJobFactory",
    "PostingReportFactory",
    "ProviderFactory",
    "RecommendationFactory",
    "SavedPostingFactory",
    "SeekerSkillFactory",
    "ServiceRecordFactory",
    "SourceFactory",
    "StationFactory",
    "UserFactory",
    "credit_code",
]
