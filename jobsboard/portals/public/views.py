"""Home, courses, stations, and the pages that explain."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobsboard.core.pagination import page_of
from jobsboard.courses.models import Course, CourseKind, CourseSession, ListedCourse
from jobsboard.courses.queries import ListedCourseQuerySet
from jobsboard.organizations.models import Station, StationKind
from jobsboard.portals.public.forms import CourseFilterForm
from jobsboard.portals.public.places import places_with_counts
from jobsboard.portals.public.station_tree import townships_with_villages
from jobsboard.postings.models import JobPosting, Source

NEWEST_SHOWN = 6
COURSES_SHOWN = 4
VACANCIES_OF_A_STATION = 10


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    postings = JobPosting.objects.open()
    sessions = CourseSession.objects.open().filter(course__is_published=True)
    context = {
        "places": places_with_counts(postings),
        "total": postings.count(),
        "newest": postings.newest_first().select_related("source", "employer")[:NEWEST_SHOWN],
        "sessions": sessions.select_related("course__provider")[:COURSES_SHOWN],
    }
    return render(request, "public/home.html", context)


@login_not_required
@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    form = CourseFilterForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    upcoming = Q(sessions__starts_on__gte=timezone.localdate())
    courses = (
        Course.objects.filter(is_published=True, **({"kind": kind} if kind else {}))
        .annotate(next_start=Min("sessions__starts_on", filter=upcoming))
        .order_by("next_start", "title", "pk")
        .select_related("provider")
        .with_open_sessions()
    )
    context = {"page": page_of(request, courses, 12), "kinds": CourseKind, "kind": kind, "form": form}
    context["listed_total"] = _listed_courses().once().count()
    return render(request, "public/courses.html", context)


@login_not_required
@require_safe
def listed_course_list(request: HttpRequest) -> HttpResponse:
    """What other sites offer: apart from the courses of partners, since one joins there and not here."""
    shown = _listed_courses()
    page = page_of(request, shown.once(), 12)
    shown.add_twins(page.object_list)
    return render(request, "public/listed_courses.html", {"page": page})


@login_not_required
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    courses = (
        Course.objects.visible_to(request.actor).select_related("provider").prefetch_related("credentials", "skills")
    )
    found = get_object_or_404(courses, pk=pk)
    sessions = found.sessions.filter(starts_on__gte=timezone.localdate())
    return render(request, "public/course.html", {"course": found, "sessions": sessions})


@login_not_required
@require_safe
def station_list(request: HttpRequest) -> HttpResponse:
    stations = list(Station.objects.all())
    context = {
        "remote": [one for one in stations if one.kind == StationKind.REMOTE],
        "county": next((one for one in stations if one.kind == StationKind.COUNTY), None),
        "townships": townships_with_villages(stations),
    }
    return render(request, "public/stations.html", context)


@login_not_required
@require_safe
def station(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Station.objects.select_related("parent"), pk=pk)
    # A vacancy's place is known to the county or district; a town's people look at the whole county.
    served = found.serves or found.region[:6]
    near = JobPosting.objects.open().in_region(served)
    context = {
        "station": found,
        "served": served,
        "vacancies": near.newest_first().select_related("source", "employer")[:VACANCIES_OF_A_STATION],
        "vacancies_total": near.count(),
        "children": found.children.exclude(kind=StationKind.REMOTE),
    }
    return render(request, "public/station.html", context)


@login_not_required
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    return render(request, "public/ranking.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"smallest_shown_count": settings.SMALLEST_SHOWN_COUNT})


def _listed_courses() -> ListedCourseQuerySet:
    return ListedCourse.objects.shown(Source.objects.switched_off())
