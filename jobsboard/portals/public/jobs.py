"""Search of vacancies, and one vacancy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jobsboard.core.pagination import PER_PAGE, page_number, page_of_total
from jobsboard.portals.public import search_page
from jobsboard.portals.public.forms import JobSearchForm
from jobsboard.portals.public.job_posting_ld import as_json_ld
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations import engine

LONGEST_TYPED = 60
# Seconds: counted over all vacancies, and no reader minds ten minutes.
ORIGINS_KEPT = 600


@login_not_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    form = JobSearchForm(request.GET)
    asked = form.asked()
    number = page_number(request)
    found = _search(asked, number)
    groups = search_page.groups(asked, found.facets)
    labels = {group.name: option.label for group in groups for option in group.options if option.value == group.chosen}
    context = {
        "form": form,
        "words": asked.get("q", ""),
        "better": _better(asked) if found.total == 0 else None,
        "sort": asked.get("sort", ""),
        "page": page_of_total(_in_order(request, found.ids), found.total, number),
        "total": found.total,
        "groups": groups,
        "conditions": search_page.conditions(asked, request.GET, labels),
        "sorts": search_page.sorts(asked, request.GET),
        "origins": cache.get_or_set("origins", JobPosting.objects.open().origins, ORIGINS_KEPT),
    }
    return render(request, "public/jobs.html", context)


def _search(asked: dict[str, Any], number: int) -> engine.SearchPage:
    filters = {name: value for name, value in asked.items() if name not in {"q", "sort"}}
    found = engine.search(
        asked.get("q", ""),
        engine.SearchFilters(**filters),
        sort=asked.get("sort", "fit"),
        near=settings.HOME_COUNTY,
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    last = max(1, -(-found.total // PER_PAGE))
    # Past the end is the last page.
    return _search(asked, last) if number > last else found


def _better(asked: dict[str, Any]) -> str | None:
    """What was probably meant, where a search found nothing and these words find something."""
    words = engine.did_you_mean(asked.get("q", ""))
    return words if words and engine.search(words, limit=0).total else None


@login_not_required
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Searches for what somebody is typing; without words none."""
    typed = request.GET.get("q", "").strip()[:LONGEST_TYPED]
    found = engine.suggest(typed) if typed else []
    return JsonResponse({"suggestions": [{"text": one.text, "count": one.count} for one in found]})


def _in_order(request: HttpRequest, ids: list[int]) -> list[JobPosting]:
    """Fetch the found ones; one that was closed since the index was written is left out."""
    rows = JobPosting.objects.visible_to(request.actor).select_related("source", "employer").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


@login_not_required
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    postings = JobPosting.objects.visible_to(request.actor).select_related("source", "employer", "occupation")
    posting = get_object_or_404(postings, pk=pk)
    context = {"posting": posting, "json_ld": as_json_ld(posting, request.build_absolute_uri())}
    return render(request, "public/job.html", context)
