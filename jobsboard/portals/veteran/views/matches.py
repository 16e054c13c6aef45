"""What fits: the ranked list, one vacancy explained, and the switch that turns personal ranking off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jobsboard.applications.models import Application, SavedPosting
from jobsboard.core.pagination import page_number, page_of, page_of_total
from jobsboard.jobseekers import services
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.portals.veteran.cards import LETS_SCORE, cards_of, gaps_of, reason_of
from jobsboard.portals.veteran.own import own_file, veteran_only
from jobsboard.portals.veteran.parts import parts_of, parts_that_settle
from jobsboard.portals.veteran.places import PLACES, chosen_place, place_switch
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations import engine
from jobsboard.recommendations.models import Recommendation, RecommendationState

PER_PAGE = 10


@veteran_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The vacancies that fit best; by date alone for somebody who switched personal ranking off."""
    job_seeker = own_file(request)
    place = chosen_place(request)
    context = {
        "job_seeker": job_seeker,
        "places": place_switch(place),
        "place": PLACES[place],
        "waiting": Recommendation.objects.visible_to(request.actor).filter(state__in=_UNANSWERED).count(),
    }
    if not job_seeker.is_ranking_personal:
        return render(request, "veteran/by_date.html", context | {"page": _newest(request, place)})
    number = page_number(request)
    ranked = engine.rank_for(job_seeker, region=place, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parts = parts_of(job_seeker)
    context |= {
        "page": page_of_total(cards_of(request.actor, ranked.matches), ranked.total, number, PER_PAGE),
        "parts": parts,
        "filled": sum(part.is_filled for part in parts),
        "empty_parts": [part for part in parts if not part.is_filled],
        "is_telling": any(match.score is not None for match in ranked.matches),
        "asked": parts_that_settle(LETS_SCORE),
    }
    return render(request, "veteran/home.html", context)


_UNANSWERED = (RecommendationState.SENT, RecommendationState.SEEN)


def _newest(request: HttpRequest, place: str) -> object:
    postings = JobPosting.objects.visible_to(request.actor).newest_first().select_related("source", "employer")
    return page_of(request, postings.in_region(place) if place else postings, PER_PAGE)


@veteran_only
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One vacancy explained: every reason with its evidence, what is missing, and the course that gives it."""
    postings = JobPosting.objects.visible_to(request.actor).select_related("source", "employer")
    posting = get_object_or_404(postings, pk=pk)
    job_seeker = own_file(request)
    context = {
        "posting": posting,
        "job_seeker": job_seeker,
        "application": Application.objects.visible_to(request.actor).filter(posting=posting).first(),
        "is_saved": SavedPosting.objects.filter(job_seeker=job_seeker, posting=posting).exists(),
        "match": None,
    }
    return render(request, "veteran/job.html", context | _explained(request, job_seeker, posting))


def _explained(request: HttpRequest, job_seeker: JobSeeker, posting: JobPosting) -> dict[str, object]:
    """The explanation; nothing where the person does not want his profile read."""
    if not job_seeker.is_ranking_personal:
        return {}
    match = engine.explain(job_seeker, posting)
    gaps = gaps_of(request.actor, match.missing)
    return {
        "match": match,
        "why": reason_of(match),
        "gaps": gaps,
        "taught": [gap for gap in gaps if gap.courses],
        "taught_above": [gap.requirement for gap in gaps if gap.is_taught_above],
        "untaught": [gap.requirement for gap in gaps if not gap.courses and not gap.is_taught_above],
        "settles": parts_that_settle(match.unknown),
    }


@veteran_only
@require_POST
def ranking(request: HttpRequest) -> HttpResponse:
    """Let the lists rest on the profile, or not."""
    is_personal = request.POST.get("personal") == "on"
    services.set_personal_ranking(actor=request.actor, job_seeker=own_file(request), is_personal=is_personal)
    if is_personal:
        messages.success(request, "已使用个性化排序，岗位按和您的资料合不合适排列。")
    else:
        messages.success(request, "已关闭个性化排序，岗位只按发布日期排列，不读取您的资料。")
    return redirect("veteran:home")
