"""Loads the invented county of fixtures/demo into an empty database, dates relative to today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobsboard.accounts.models import User
from jobsboard.courses.models import Course, CourseSession
from jobsboard.jobseekers.models import HeldCredential, IntakeCohort, JobSeeker, PastJob, ReturnStep, ReturnStepKind
from jobsboard.jobseekers.models import ServiceRecord as MilitaryService
from jobsboard.occupations.models import Credential, Skill
from jobsboard.organizations.models import Employer, Membership, Provider, Station
from jobsboard.postings.models import JobPosting, PostingState
from jobsboard.postings.services import last_day_shown
from matching.parsing import parse_headcount, parse_salary

FOLDER = settings.PROJECT / "fixtures" / "demo"
REGULATIONS = {True: "退役士兵安置条例（国务院令第608号）", False: "退役军人安置条例（国务院令第787号）"}
NEW_REGULATION_FROM = date(2024, 9, 1)


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of fixtures/demo/<name>.jsonl, or of all files of a folder of that name."""
    place = FOLDER / name
    for file in sorted(place.glob("*.jsonl")) if place.is_dir() else [place.with_suffix(".jsonl")]:
        for line in file.read_text(encoding="utf8").splitlines():
            yield json.loads(line)


def document(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf8"))


@transaction.atomic
def load_county(today: date) -> None:
    """Load everything; the order follows who points to whom."""
    stations = load_stations(today)
    employers = load_employers()
    load_postings(employers, today)
    providers = load_courses(today)
    load_staff(stations, employers, providers)
    load_people(stations, today)


def load_stations(today: date) -> dict[str, Station]:
    """The county centre, fourteen townships, 223 villages and two stations away from home."""
    plan = document("stations.json")
    county = Station.objects.create(kind="county", path=f"{plan['county']['code']}/", **plan["county"])
    found = {county.code: county}
    for remote in plan["remote"]:
        opened = today + timedelta(days=remote.pop("opened_in_days"))
        found[remote["code"]] = Station.objects.create(
            kind="remote", parent=county, path=f"{county.path}{remote['code']}/", opened_on=opened, **remote
        )
    for township in document("townships.json"):
        found[township["region"]] = Station.objects.create(
            kind="township", parent=county, path=f"{county.path}{township['code']}/", **township
        )
    villages = []
    for village in rows("villages"):
        above = found[village.pop("township")]
        path = f"{above.path}{village['code']}/"
        villages.append(Station(kind="village", parent=above, path=path, region=above.region, **village))
    found.update({village.code: village for village in Station.objects.bulk_create(villages)})
    return found


def load_employers() -> dict[str, Employer]:
    now = timezone.now()
    firms = list(rows("firms"))
    codes = [firm.pop("id") for firm in firms]
    made = Employer.objects.bulk_create(
        Employer(state="verified", verified_at=now, is_veteran_owned=firm["kind"] == "军创企业", **firm)
        for firm in firms
    )
    return dict(zip(codes, made, strict=True))


def load_postings(employers: dict[str, Employer], today: date) -> None:
    """The partners' vacancies, published."""
    postings = []
    for row in rows("postings"):
        posted = today - timedelta(days=row["posted_days_ago"])
        valid_through = posted + timedelta(days=row["valid_days"])
        salary = parse_salary(row["salary"])
        employer = employers[row["firm"]]
        posting = JobPosting(
            employer=employer,
            hiring_organization=employer.name,
            raw=row,
            title=row["title"],
            description=row["description"],
            job_location=row["region"],
            address=row["address"],
            salary_text=row["salary"],
            month_min=salary.month_min,
            month_max=salary.month_max,
            experience_requirements=row["experience"],
            education_requirements=row["education"],
            headcount_text=row["headcount"],
            total_job_openings=parse_headcount(row["headcount"]),
            employment_type=row["employment_type"],
            schedule_text=row["schedule"],
            lodging_text=row["lodging"],
            state=PostingState.PUBLISHED,
            date_posted=posted,
            # A demo that is started again later still has vacancies: none ends in its first week.
            valid_through=max(valid_through, today + timedelta(days=7)),
        )
        posting.shown_until = last_day_shown(posting.valid_through, posted)
        postings.append(posting)
    JobPosting.objects.bulk_create(postings)


def load_courses(today: date) -> dict[str, Provider]:
    providers = {row.pop("code"): Provider.objects.create(**row) for row in rows("providers")}
    credentials = {one.label: one for one in Credential.objects.all()}
    skills = {one.label: one for one in Skill.objects.all()}
    for row in rows("courses"):
        granted = [credentials[label] for label in row.pop("credentials")]
        taught = [skills[label] for label in row.pop("skills")]
        sessions = row.pop("sessions")
        course = Course.objects.create(provider=providers[row.pop("provider")], **row)
        course.credentials.set(granted)
        course.skills.set(taught)
        for session in sessions:
            starts = today + timedelta(days=session["starts_in_days"])
            CourseSession.objects.create(
                course=course,
                starts_on=starts,
                ends_on=starts + timedelta(weeks=session["weeks"]),
                region=session["region"],
                address=session["address"],
                seats=session["seats"],
                seats_taken=session["taken"],
            )
    return providers


def load_staff(stations: dict[str, Station], employers: dict[str, Employer], providers: dict[str, Provider]) -> None:
    places = {"station": stations, "employer": employers, "provider": providers}
    for row in document("staff.json"):
        user = User.objects.create_user(row["phone"], name=row["name"])
        organization = {field: found[row[field]] for field, found in places.items() if field in row}
        Membership.objects.create(user=user, role=row["role"], **organization)


def load_people(stations: dict[str, Station], today: date) -> None:
    """Two hundred veterans with what they bring, their cohort and their return steps."""
    from jobsboard.jobseekers.services import digest_of_id_number  # noqa: PLC0415

    counselors = {
        membership.station.code: membership.user
        for membership in Membership.objects.filter(role="counselor").select_related("user", "station").order_by("-pk")
    }
    confirmed_by = counselors["LS"]
    credentials = {one.label: one for one in Credential.objects.all()}
    for row in rows("people"):
        user = User.objects.create_user(row["phone"], name=row["name"])
        wishes, verified = row["wishes"], row["verified"]
        counselor = counselors["SZ"] if row["current_city"].startswith("4403") else counselors["LS"]
        job_seeker = JobSeeker.objects.create(
            user=user,
            id_number_digest=digest_of_id_number(row["id_number"]) if verified else "",
            home=settings.HOME_COUNTY,
            current_city=row["current_city"],
            current_city_on=today - timedelta(days=row["number"] % 90),
            station=stations[row["village"]],
            counselor=counselor if verified else None,
            verification="verified" if verified else "unverified",
            verified_by=confirmed_by if verified else None,
            verified_at=timezone.now() if verified else None,
            education=row["education"],
            wished_regions=wishes["regions"],
            wished_occupations=wishes["occupations"],
            month_min=wishes["month_min"],
            wants_lodging=wishes["lodging"],
            wished_shift=wishes["shift"],
        )
        add_profile(job_seeker, row, credentials)
        add_intake(job_seeker, row)


def add_profile(job_seeker: JobSeeker, row: dict[str, Any], credentials: dict[str, Credential]) -> None:
    service = row["service"]
    MilitaryService.objects.create(
        job_seeker=job_seeker,
        branch=service["branch"],
        specialty=service["specialty"],
        date_from=date.fromisoformat(service["from"]),
        date_to=date.fromisoformat(service["to"]),
        tasks=service["tasks"],
    )
    HeldCredential.objects.bulk_create(
        HeldCredential(job_seeker=job_seeker, credential=credentials[label], label=label)
        for label in row["credentials"]
    )
    PastJob.objects.bulk_create(PastJob(job_seeker=job_seeker, **job) for job in row["past_jobs"])


def add_intake(job_seeker: JobSeeker, row: dict[str, Any]) -> None:
    """The cohort, under the regulation in force at discharge, and the five return steps."""
    year, season, way = row["cohort"].split("-")
    left = date.fromisoformat(row["service"]["to"])
    cohort, _ = IntakeCohort.objects.get_or_create(
        year=int(year),
        season=season,
        way=way,
        defaults={"regulation": REGULATIONS[left < NEW_REGULATION_FROM]},
    )
    cohort.members.add(job_seeker)
    clocks = {ReturnStepKind.REPORT: 30, ReturnStepKind.RESERVE: 40}
    ReturnStep.objects.bulk_create(
        ReturnStep(
            job_seeker=job_seeker,
            kind=kind,
            due_on=left + timedelta(days=clocks[kind]) if kind in clocks else None,
            done_on=left + timedelta(days=12) if job_seeker.is_verified else None,
        )
        for kind in ReturnStepKind
    )


def is_loaded() -> bool:
    return Station.objects.exists()
