"""What a counselor sees: the people in his care, what fits them, and the act of recommending."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.courses.models import Course
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.portals.counselor.forms import CaseloadFilterForm, RecommendationForm
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations import engine, services
from jobsboard.recommendations.models import Recommendation

counselor_only = role_required(Role.COUNSELOR)
MATCHES_SHOWN = 10
COURSES_SHOWN = 6


@counselor_only
def home(request: HttpRequest) -> HttpResponse:
    """The caseload: those without any recommendation first."""
    form = CaseloadFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    people = JobSeeker.objects.visible_to(request.actor).select_related("user", "station")
    mine = people.filter(counselor=request.actor.user)
    shown = people if chosen.get("show") == "all" else mine
    shown = shown.with_recommendation_count()
    if chosen.get("waiting"):
        shown = shown.filter(recommendation_count=0)
    context = {
        "form": form,
        "page": page_of(request, shown.order_by("recommendation_count", "id")),
        "show": chosen.get("show") or "mine",
        "waiting": chosen.get("waiting"),
        "counts": {"mine": mine.count(), "all": people.count()},
    }
    return render(request, "counselor/home.html", context)


def _person(request: HttpRequest, pk: int) -> JobSeeker:
    return get_object_or_404(JobSeeker.objects.visible_to(request.actor).with_profile(), pk=pk)


@counselor_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the file, the vacancies that fit with their reasons, the courses that would close gaps."""
    job_seeker = _person(request, pk)
    matches = engine.rank_for(job_seeker, limit=MATCHES_SHOWN).matches
    postings = JobPosting.objects.open().select_related("source").in_bulk([match.posting_id for match in matches])
    gaps = engine.courses_for(job_seeker)[:COURSES_SHOWN]
    courses = Course.objects.visible_to(request.actor).with_open_sessions().in_bulk([gap.course_id for gap in gaps])
    given = Recommendation.objects.visible_to(request.actor).filter(job_seeker=job_seeker)
    context = {
        "person": job_seeker,
        "matches": [(postings[match.posting_id], match) for match in matches if match.posting_id in postings],
        "courses": [(courses[gap.course_id], gap) for gap in gaps if gap.course_id in courses],
        "recommendations": given.select_related("posting", "course", "recommended_by")[:20],
    }
    return render(request, "counselor/person.html", context)


@counselor_only
def recommend_job(request: HttpRequest, pk: int, posting_pk: int) -> HttpResponse:
    """The explanation of one vacancy for one person, and the recommendation with score and reasons stored."""
    job_seeker = _person(request, pk)
    posting = get_object_or_404(JobPosting.objects.open().select_related("source", "employer"), pk=posting_pk)
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.recommend_posting(
                actor=request.actor, job_seeker=job_seeker, posting=posting, note=form.cleaned_data["note"]
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "已推荐，分数和理由已一并保存，本人会收到消息。")
            return redirect("counselor:person", pk=pk)
    match = engine.explain(job_seeker, posting)
    wanted = {course_id for gap in match.missing for course_id in gap.courses}
    courses = Course.objects.visible_to(request.actor).with_open_sessions().in_bulk(wanted)
    context = {
        "person": job_seeker,
        "posting": posting,
        "match": match,
        "missing": [(gap, [courses[one] for one in gap.courses if one in courses]) for gap in match.missing],
        "form": form,
    }
    return render(request, "counselor/recommend_job.html", context)


@counselor_only
def recommend_course(request: HttpRequest, pk: int, course_pk: int) -> HttpResponse:
    """Recommend a course, with the gap that it closes."""
    job_seeker = _person(request, pk)
    courses = Course.objects.visible_to(request.actor).select_related("provider").with_open_sessions()
    course = get_object_or_404(courses, pk=course_pk)
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.recommend_course(
                actor=request.actor, job_seeker=job_seeker, course=course, note=form.cleaned_data["note"]
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "已推荐课程，本人会收到消息。")
            return redirect("counselor:person", pk=pk)
    gap = next((one for one in engine.courses_for(job_seeker) if one.course_id == course.pk), None)
    context = {"person": job_seeker, "course": course, "gap": gap, "form": form}
    return render(request, "counselor/recommend_course.html", context)
