"""Vacancies and sources."""

from collections import Counter
from datetime import date, timedelta

import factory
from django.utils import timezone

from jobsboard.postings.models import (
    IngestRun,
    JobPosting,
    PostingReport,
    PostingState,
    ReasonCode,
    ReportReason,
    Source,
    SourceKind,
)
from jobsboard.postings.run_report import Tally
from tests.factories.accounts import UserFactory
from tests.factories.organizations import EmployerFactory


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    name = factory.Sequence(lambda n: f"source_{n}")
    publisher = factory.Sequence(lambda n: f"测试公共就业服务网{n}")
    kind = SourceKind.PUBLIC


class IngestRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IngestRun

    source = factory.SubFactory(SourceFactory)
    feed = factory.Sequence(lambda n: f"feed-{n}.jsonl")
    finished_at = factory.LazyFunction(timezone.now)
    counts = factory.LazyFunction(lambda: Tally(read=3, new=1, dropped=Counter(unreadable=2)).as_report())


class PostingReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PostingReport

    posting = factory.SubFactory("tests.factories.JobPostingFactory")
    reported_by = factory.SubFactory(UserFactory)
    reason = ReportReason.CHARGES
    due_on = factory.LazyFunction(lambda: _today() + timedelta(days=5))


class JobPostingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobPosting

    class Params:
        draft = factory.Trait(state=PostingState.DRAFT)
        pending = factory.Trait(state=PostingState.PENDING)
        held = factory.Trait(state=PostingState.HELD, reason=ReasonCode.UNLAWFUL)
        expired = factory.Trait(shown_until=factory.LazyFunction(lambda: _today() - timedelta(days=1)))
        scraped = factory.Trait(
            employer=None,
            source=factory.SubFactory(SourceFactory),
            identity=factory.Sequence(lambda n: f"identity-{n}"),
            identifier=factory.Sequence(lambda n: f"job-{n}"),
            hiring_organization=factory.Sequence(lambda n: f"测试物流公司{n}"),
        )

    employer = factory.SubFactory(EmployerFactory, verified=True)
    hiring_organization = factory.LazyAttribute(lambda p: p.employer.name if p.employer else "")
    title = factory.Sequence(lambda n: f"货车司机（{n}号线）")
    description = "驾驶厢式货车跑深圳到东莞的固定线路，每天一趟，包住，需 B2 驾驶证，三年以上驾龄。"
    job_location = "440300"
    salary_text = "7000-9000元/月"
    month_min = 7000
    month_max = 9000
    experience_requirements = "3年以上"
    education_requirements = "初中及以上"
    state = PostingState.PUBLISHED
    date_posted = factory.LazyFunction(lambda: _today())
    shown_until = factory.LazyFunction(lambda: _today() + timedelta(days=30))


def _today() -> date:
    return timezone.localdate()
