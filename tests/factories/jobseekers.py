"""Veterans and what they bring."""

from datetime import date

import factory
from django.utils import timezone

from jobsboard.jobseekers.models import (
    HeldCredential,
    JobSeeker,
    PastJob,
    SeekerSkill,
    ServiceRecord,
    VerificationState,
)
from jobsboard.occupations.models import Credential, Skill
from tests.factories.accounts import UserFactory
from tests.factories.organizations import StationFactory


class ServiceRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceRecord

    job_seeker = factory.SubFactory("tests.factories.jobseekers.JobSeekerFactory")
    branch = "陆军"
    specialty = "汽车驾驶员"
    date_from = date(2012, 9, 1)
    date_to = date(2024, 9, 1)
    tasks = "驾驶重型货车长途运输，车辆日常保养"


class PastJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PastJob

    job_seeker = factory.SubFactory("tests.factories.jobseekers.JobSeekerFactory")
    title = "货车司机"
    years = 2


class CredentialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Credential
        django_get_or_create = ["id"]

    id = "driving-b2"
    label = "B2驾驶证"


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill
        django_get_or_create = ["id"]

    id = "truck-driving"
    label = "货车驾驶"
    kind = "skill"


class HeldCredentialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HeldCredential

    job_seeker = factory.SubFactory("tests.factories.jobseekers.JobSeekerFactory")
    credential = factory.SubFactory(CredentialFactory)
    label = factory.SelfAttribute("credential.label")


class SeekerSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SeekerSkill

    job_seeker = factory.SubFactory("tests.factories.jobseekers.JobSeekerFactory")
    skill = factory.SubFactory(SkillFactory)


class JobSeekerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobSeeker
        skip_postgeneration_save = True

    class Params:
        verified = factory.Trait(
            verification=VerificationState.VERIFIED,
            verified_by=factory.SubFactory(UserFactory),
            verified_at=factory.LazyFunction(timezone.now),
        )
        in_shenzhen = factory.Trait(current_city="440300", wished_regions=["440300"])
        # Everything that the matcher reads.
        with_profile = factory.Trait(
            education="高中",
            home="431127",
            month_min=6000,
            wants_lodging=True,
            wished_occupations=["货车司机"],
            service=factory.RelatedFactory(ServiceRecordFactory, "job_seeker"),
            licence=factory.RelatedFactory(HeldCredentialFactory, "job_seeker"),
            job=factory.RelatedFactory(PastJobFactory, "job_seeker"),
            skill=factory.RelatedFactory(SeekerSkillFactory, "job_seeker"),
        )

    user = factory.SubFactory(UserFactory)
    home = "431127"
    station = factory.SubFactory(StationFactory, county=True)
