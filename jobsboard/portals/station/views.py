"""What a station's staff see: people of its place, vacancies and courses there; confirming, registering, slips."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jobsboard.accounts.services import issue_slip
from jobsboard.casework.services import confirm_at_station
from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.core.regions import code_prefix
from jobsboard.courses.models import Course, CourseSession
from jobsboard.jobseekers import permissions, services
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations.models import Station
from jobsboard.portals.station.forms import ConfirmForm, RegisterForm
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.models import Recommendation

station_staff = role_required(Role.COUNSELOR, Role.VOLUNTEER)
SHOWN_AT_HOME = 6


def _place(station: Station) -> str:
    return code_prefix(station.serves or station.region)


def _courses_near(request: HttpRequest) -> object:
    """Courses with a class to come where the station is."""
    here = CourseSession.objects.open().filter(region__startswith=_place(request.actor.organization))
    found = Course.objects.visible_to(request.actor).filter(sessions__in=here).distinct()
    return found.select_related("provider").with_open_sessions()


@station_staff
def home(request: HttpRequest) -> HttpResponse:
    """The station at a glance: who waits, what is new here."""
    station = request.actor.organization
    people = JobSeeker.objects.visible_to(request.actor)
    context = {
        "station": station,
        "people_count": people.count(),
        "waiting": people.awaiting_confirmation().select_related("user", "station")[:SHOWN_AT_HOME],
        "waiting_count": people.awaiting_confirmation().count(),
        "jobs": JobPosting.objects.open().near(station).select_related("source")[:SHOWN_AT_HOME],
        "jobs_count": JobPosting.objects.open().near(station).count(),
        "courses_count": _courses_near(request).count(),
        "recommendations_count": Recommendation.objects.visible_to(request.actor).count(),
    }
    return render(request, "station/home.html", context)


@station_staff
def people(request: HttpRequest) -> HttpResponse:
    """People of the station's subtree and people living where it serves; found by name or phone number.

    The search is posted: an address would carry the name or number into logs and histories.
    """
    rows = JobSeeker.objects.visible_to(request.actor).select_related("user", "station")
    words = request.POST.get("q", "").strip()
    if words:
        rows = rows.filter(Q(user__name__icontains=words) | Q(user__phone=words))
    show = "waiting" if request.GET.get("show") == "waiting" else "all"
    if show == "waiting":
        rows = rows.awaiting_confirmation()
    context = {"page": page_of(request, rows), "words": words, "show": show}
    return render(request, "station/people.html", context)


@station_staff
def jobs(request: HttpRequest) -> HttpResponse:
    rows = JobPosting.objects.open().near(request.actor.organization).select_related("source", "employer")
    return render(
        request, "station/jobs.html", {"page": page_of(request, rows), "station": request.actor.organization}
    )


@station_staff
def courses(request: HttpRequest) -> HttpResponse:
    """Courses with a class here; the class shown is the next one here, whatever runs elsewhere before it."""
    page, here = page_of(request, _courses_near(request)), _place(request.actor.organization)
    rows = [(course, _first_in(course.open_sessions, here)) for course in page]
    context = {"page": page, "rows": rows, "station": request.actor.organization}
    return render(request, "station/courses.html", context)


def _first_in(sessions: list[CourseSession], prefix: str) -> CourseSession | None:
    return next((one for one in sessions if one.region.startswith(prefix)), None)


def _person(request: HttpRequest, pk: int) -> JobSeeker:
    return get_object_or_404(JobSeeker.objects.visible_to(request.actor).select_related("user", "station"), pk=pk)


@station_staff
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm once, face to face, that a person is who he says."""
    person = _person(request, pk)
    if not permissions.can_confirm_person(request.actor, person):
        raise PermissionDenied("您不能核实此人。")
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_at_station(actor=request.actor, job_seeker=person, id_number=form.cleaned_data["id_number"])
        except ValidationError as problem:
            form.add_error("id_number", problem)
        else:
            messages.success(request, "已核实。辅导员现在可以为他推荐岗位和课程。")
            return redirect("station:people")
    return render(request, "station/confirm.html", {"form": form, "person": person})


@station_staff
@require_POST
@never_cache
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a slip with a code that signs this person in once; the code is shown this one time."""
    person = _person(request, pk)
    if not permissions.can_issue_slip(request.actor, person):
        raise PermissionDenied("您不能为此人打印登录码。")
    code = issue_slip(actor=request.actor, user=person.user)
    return render(
        request, "station/slip.html", {"code": code, "person": person, "station": request.actor.organization}
    )


@station_staff
def register(request: HttpRequest) -> HttpResponse:
    """Register somebody who came to the desk without a phone in hand."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = services.register_job_seeker(
                actor=request.actor, phone=data["phone"], name=data["name"], current_city=data["current_city"]
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "已登记，请接着核实身份。")
            return redirect("station:confirm", pk=person.pk)
    return render(request, "station/register.html", {"form": form})
