"""Every list page, who opens it, and how its rows double. A new list page is a new entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jobsboard.notifications.services import notify
from tests import factories as make
from tests.cast import Cast


@dataclass(frozen=True)
class ListPage:
    """`add` makes as many rows as the page already shows, and the likes of them."""

    url: str
    who: str
    add: Callable[[Cast], object]
    where: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def __str__(self) -> str:
        return f"{self.url}{self.query} as {self.who}"


def _postings(cast: Cast) -> None:
    for _ in range(3):
        make.JobPostingFactory(employer=cast.employer)
        make.JobPostingFactory(scraped=True)
        make.JobPostingFactory(employer=cast.employer, pending=True)


def _held_postings(cast: Cast) -> None:
    for _ in range(3):
        make.JobPostingFactory(scraped=True, held=True)


def _reports(cast: Cast) -> None:
    for _ in range(3):
        make.PostingReportFactory()


def _sources(cast: Cast) -> None:
    for _ in range(3):
        posting = make.JobPostingFactory(scraped=True)
        make.IngestRunFactory(source=posting.source)


def _people(cast: Cast) -> None:
    for _ in range(3):
        person = make.JobSeekerFactory(
            station=cast.county, counselor=cast.counselor.user, in_shenzhen=True, with_profile=True
        )
        make.RecommendationFactory(job_seeker=person, recommended_by=cast.counselor.user, station=cast.county)


def _courses(cast: Cast) -> None:
    for _ in range(3):
        make.CourseFactory(provider=cast.school, with_session=True)


def _listed_courses(cast: Cast) -> None:
    """Each as two sources have it."""
    for _ in range(3):
        course = make.ListedCourseFactory()
        make.ListedCourseFactory(source="fair", name=course.name, twin_key=course.twin_key)


def _held_courses(cast: Cast) -> None:
    for _ in range(3):
        make.ListedCourseFactory(held=True)


def _applications(cast: Cast) -> None:
    for _ in range(3):
        make.ApplicationFactory(job_seeker=cast.chen_file, posting=make.JobPostingFactory(employer=cast.employer))
        make.ApplicationFactory(posting=cast.posting)


def _recommendations(cast: Cast) -> None:
    for _ in range(3):
        make.RecommendationFactory(job_seeker=cast.chen_file, recommended_by=cast.counselor.user, station=cast.county)


def _saved(cast: Cast) -> None:
    for _ in range(3):
        make.SavedPostingFactory(job_seeker=cast.chen_file, posting=make.JobPostingFactory())


def _stations(cast: Cast) -> None:
    for _ in range(3):
        make.StationFactory(parent=cast.county)


def _staff(cast: Cast) -> None:
    for _ in range(3):
        make.MembershipFactory(station=cast.county)
        make.MembershipFactory(recruiter=True)


def _employers(cast: Cast) -> None:
    for _ in range(3):
        make.JobPostingFactory(employer=make.EmployerFactory(verified=True))


def _of_an_employer(cast: Cast) -> None:
    for _ in range(3):
        make.JobPostingFactory(employer=cast.employer)
        make.MembershipFactory(recruiter=True, employer=cast.employer)


def _notices(cast: Cast) -> None:
    for _ in range(3):
        notify(user=cast.chen.user, text="服务站向您推荐岗位", url="/me/recommendations/")


PAGES = [
    ListPage("public:home", "visitor", _postings),
    ListPage("public:jobs", "visitor", _postings),
    ListPage("public:jobs", "visitor", _postings, query="?q=司机"),
    ListPage("public:courses", "visitor", _courses),
    ListPage("public:listed_courses", "visitor", _listed_courses),
    ListPage("public:stations", "visitor", _stations),
    ListPage("public:station", "visitor", _stations, where={"pk": "county"}),
    ListPage("public:notices", "chen", _notices),
    ListPage("veteran:home", "chen", _postings),
    ListPage("veteran:home", "chen", _postings, query="?region=440300"),
    ListPage("veteran:applications", "chen", _applications),
    ListPage("veteran:recommendations", "chen", _recommendations),
    ListPage("veteran:saved", "chen", _saved),
    ListPage("employer:home", "recruiter", _postings),
    ListPage("employer:applications", "recruiter", _applications),
    ListPage("counselor:home", "counselor", _people),
    ListPage("counselor:person", "counselor", _postings, where={"pk": "chen_file"}),
    ListPage("station:home", "volunteer", _people),
    ListPage("station:people", "volunteer", _people),
    ListPage("station:jobs", "volunteer", _postings),
    ListPage("station:courses", "volunteer", _courses),
    ListPage("provider:home", "provider", _courses),
    ListPage("bureau:home", "officer", _postings),
    ListPage("bureau:moderation", "officer", _postings),
    ListPage("bureau:moderation", "officer", _held_postings, query="?show=held"),
    ListPage("bureau:courses", "officer", _held_courses),
    ListPage("bureau:courses", "officer", _listed_courses, query="?show=shown&source=school"),
    ListPage("bureau:reports", "officer", _reports),
    ListPage("bureau:ingest", "officer", _sources),
    ListPage("bureau:sources", "officer", _sources),
    ListPage("bureau:employers", "officer", _employers),
    ListPage("bureau:employers", "officer", _employers, query="?q=测试&state=verified"),
    ListPage("bureau:employer", "officer", _of_an_employer, where={"pk": "employer"}),
    ListPage("bureau:staff", "officer", _staff),
    ListPage("bureau:figures", "officer", _applications),
    ListPage("api:postings", "visitor", _postings),
]
