"""The fixed cast: who may, who may not, and who must never get in. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jobsboard.applications.models import Application
from jobsboard.core.actor import VISITOR, Actor, Role
from jobsboard.courses.models import Course, ListedCourse
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations.models import Employer, Membership, Provider, Station
from jobsboard.policies.models import MinimumWage
from jobsboard.postings.models import IngestRun, JobPosting, PostingReport, Source
from jobsboard.recommendations.models import Recommendation
from tests import factories as make


@dataclass(frozen=True)
class Cast:
    """Actors (see ROLES), and the things that happen between them."""

    chen: Actor  # 老陈 of 蓝山 works in 深圳; verified; applied for `posting`
    li: Actor  # a second veteran, at home in a township; not yet confirmed
    counselor: Actor  # at the county centre; chen and li are below it
    volunteer: Actor  # at the 深圳 station, which serves chen
    recruiter: Actor  # of `employer`, a verified partner
    outsider: Actor  # recruiter of `other_employer`; must never see chen
    provider: Actor  # of `school`
    officer: Actor  # of the bureau
    visitor: Actor

    county: Station
    township: Station
    shenzhen: Station
    employer: Employer
    other_employer: Employer
    school: Provider
    chen_file: JobSeeker
    li_file: JobSeeker
    stranger_file: JobSeeker  # has no station yet and lives in 蓝山's neighbour: no station sees him
    posting: JobPosting  # published, of `employer`
    draft: JobPosting  # of `employer`
    pending: JobPosting  # of `employer`, waits for the bureau
    scraped: JobPosting  # published, of a public source
    source: Source  # of `scraped`
    run: IngestRun  # an import of its feed
    report: PostingReport  # chen says that `posting` is not what it seems
    course: Course  # of `school`, with a session to come
    other_course: Course  # of another school
    held_course: ListedCourse  # of a public source, held for its wording
    application: Application  # chen → posting
    recommendation: Recommendation  # scraped, recommended to chen by the counselor
    volunteer_membership: Membership
    minimum_wage: MinimumWage  # an invented figure, not verified


# Those whose rights the access matrix spells out.
ROLES = ["visitor", "chen", "li", "counselor", "volunteer", "recruiter", "outsider", "provider", "officer"]


def make_cast() -> Cast:
    """Create everybody."""
    places = _places()
    staff = _staff_of(places)
    people = _people(places, staff["counselor"])
    things = _things(places)
    return Cast(
        chen=Actor(people["chen_file"].user, Role.VETERAN),
        li=Actor(people["li_file"].user, Role.VETERAN),
        visitor=VISITOR,
        **{name: membership.actor for name, membership in staff.items()},
        volunteer_membership=staff["volunteer"],
        **places,
        **people,
        **things,
        minimum_wage=make.MinimumWageFactory(entered_by=staff["officer"].user),
        report=make.PostingReportFactory(reported_by=people["chen_file"].user, posting=things["posting"]),
        application=make.ApplicationFactory(job_seeker=people["chen_file"], posting=things["posting"]),
        recommendation=make.RecommendationFactory(
            job_seeker=people["chen_file"],
            posting=things["scraped"],
            recommended_by=staff["counselor"].user,
            station=places["county"],
        ),
    )


def _places() -> dict[str, Any]:
    county = make.StationFactory(county=True)
    return {
        "county": county,
        "township": make.StationFactory(parent=county, code="TSXU", name="测试墟镇退役军人服务站"),
        "shenzhen": make.StationFactory(parent=county, shenzhen=True),
        "employer": make.EmployerFactory(verified=True, name="深圳市测试安达物流有限公司"),
        "other_employer": make.EmployerFactory(verified=True, name="东莞市测试宏升五金厂"),
        "school": make.ProviderFactory(name="蓝山县测试职业技能培训学校"),
    }


def _staff_of(places: dict[str, Any]) -> dict[str, Membership]:
    return {
        "counselor": _staff("测试周敏", Role.COUNSELOR, station=places["county"]),
        "volunteer": _staff("测试黄强", Role.VOLUNTEER, station=places["shenzhen"]),
        "recruiter": _staff("测试林芳", Role.RECRUITER, employer=places["employer"]),
        "outsider": _staff("测试赵六", Role.RECRUITER, employer=places["other_employer"]),
        "provider": _staff("测试吴校长", Role.PROVIDER, provider=places["school"]),
        "officer": _staff("测试何局", Role.BUREAU, station=places["county"]),
    }


def _people(places: dict[str, Any], counselor: Membership) -> dict[str, JobSeeker]:
    return {
        "chen_file": make.JobSeekerFactory(
            user=make.UserFactory(name="测试老陈"),
            station=places["county"],
            counselor=counselor.user,
            verified=True,
            verified_by=counselor.user,
            in_shenzhen=True,
            with_profile=True,
        ),
        "li_file": make.JobSeekerFactory(user=make.UserFactory(name="测试小李"), station=places["township"]),
        "stranger_file": make.JobSeekerFactory(station=None, home="", current_city="431126"),
    }


def _things(places: dict[str, Any]) -> dict[str, Any]:
    scraped = make.JobPostingFactory(scraped=True)
    return {
        "source": scraped.source,
        "run": make.IngestRunFactory(source=scraped.source),
        "posting": make.JobPostingFactory(employer=places["employer"]),
        "draft": make.JobPostingFactory(employer=places["employer"], draft=True),
        "pending": make.JobPostingFactory(employer=places["employer"], pending=True),
        "scraped": scraped,
        "course": make.CourseFactory(provider=places["school"], with_session=True),
        "other_course": make.CourseFactory(),
        "held_course": make.ListedCourseFactory(held=True),
    }


def _staff(name: str, role: Role, **organization: object) -> Membership:
    places = {"station": None, **organization}
    return make.MembershipFactory(user=make.UserFactory(name=name), role=role, **places)
