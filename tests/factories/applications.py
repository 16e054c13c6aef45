"""Consents, applications and recommendations."""

import factory
from django.utils import timezone

from jobsboard.applications.models import Application, ApplicationState, SavedPosting
from jobsboard.jobseekers.models import Consent, ConsentPurpose
from jobsboard.recommendations.models import MatchRecord, Recommendation
from tests.factories.accounts import UserFactory
from tests.factories.jobseekers import JobSeekerFactory
from tests.factories.organizations import EmployerFactory, StationFactory
from tests.factories.postings import JobPostingFactory


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    job_seeker = factory.SubFactory(JobSeekerFactory)
    purpose = ConsentPurpose.APPLICATION
    employer = factory.SubFactory(EmployerFactory, verified=True)
    text = "同意将姓名、手机号和求职资料提供给该单位，仅用于本次应聘。"
    given_at = factory.LazyFunction(timezone.now)


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application

    class Params:
        interview = factory.Trait(state=ApplicationState.INTERVIEW)
        hired = factory.Trait(state=ApplicationState.HIRED)
        refused = factory.Trait(state=ApplicationState.REFUSED, refusal_reason="岗位已招满")
        withdrawn = factory.Trait(state=ApplicationState.WITHDRAWN)

    job_seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
    consent = factory.SubFactory(
        ConsentFactory,
        job_seeker=factory.SelfAttribute("..job_seeker"),
        employer=factory.SelfAttribute("..posting.employer"),
    )


class MatchRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchRecord

    job_seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
    score = "71.5"
    eligibility = "met"
    explanation = factory.LazyFunction(lambda: {"rows": [], "prior": 71.5, "total": 71.5})
    library_version = "0.1.0"
    settings = factory.LazyFunction(dict)
    text_hash = "0" * 64


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recommendation

    job_seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
    match_record = factory.SubFactory(
        MatchRecordFactory,
        job_seeker=factory.SelfAttribute("..job_seeker"),
        posting=factory.SelfAttribute("..posting"),
    )
    recommended_by = factory.SubFactory(UserFactory)
    station = factory.SubFactory(StationFactory, county=True)


class SavedPostingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedPosting

    job_seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
