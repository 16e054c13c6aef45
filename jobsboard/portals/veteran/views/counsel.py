"""What the counselor recommends, and the answer to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jobsboard.core.pagination import page_of
from jobsboard.courses.models import Course, CourseSession
from jobsboard.portals.veteran.own import own_file, veteran_only
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations import services
from jobsboard.recommendations.models import Recommendation

ANSWERS = {
    "taken": "已告诉服务站：您感兴趣。",
    "declined": "已告诉服务站：这个不合适。",
}


@veteran_only
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Vacancies and courses that somebody at a station picked for this person, with the reason."""
    rows = Recommendation.objects.visible_to(request.actor).select_related(
        "posting__source", "course__provider", "match_record", "recommended_by", "station"
    )
    page = page_of(request, rows)
    # Before they count as seen: the page still shows which ones are new.
    new = {row.pk for row in page if row.state == "sent"}
    services.mark_recommendations_seen(actor=request.actor, job_seeker=own_file(request))
    postings = JobPosting.objects.visible_to(request.actor).filter(pk__in=[row.posting_id for row in page])
    wanted = [row.course_id for row in page if row.course_id]
    courses = Course.objects.visible_to(request.actor).with_open_sessions().in_bulk(wanted)
    context = {
        "page": page,
        "new": new,
        "open_postings": set(postings.values_list("pk", flat=True)),
        "rows": [(row, _next_session(courses.get(row.course_id))) for row in page],
    }
    return render(request, "veteran/recommendations.html", context)


def _next_session(course: Course | None) -> CourseSession | None:
    return next(iter(course.open_sessions), None) if course else None


@veteran_only
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """taken | declined."""
    recommendation = get_object_or_404(Recommendation.objects.visible_to(request.actor), pk=pk)
    given = request.POST.get("answer", "")
    if given not in ANSWERS:
        messages.error(request, f"没有读懂您的答复“{given}”，请再点一次。")
    else:
        services.answer_recommendation(actor=request.actor, recommendation=recommendation, answer=given)
        messages.success(request, ANSWERS[given])
    return redirect("veteran:recommendations")
