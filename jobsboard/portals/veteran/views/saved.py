"""Vacancies kept for later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from jobsboard.applications import services
from jobsboard.applications.models import SavedPosting
from jobsboard.core.pagination import page_of
from jobsboard.portals.veteran.own import own_file, veteran_only
from jobsboard.postings.models import JobPosting


@veteran_only
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What he kept; closed vacancies stay in the list, marked, until he drops them."""
    rows = SavedPosting.objects.filter(job_seeker=own_file(request)).select_related("posting__source")
    page = page_of(request, rows)
    postings = JobPosting.objects.visible_to(request.actor).filter(pk__in=[row.posting_id for row in page])
    context = {"page": page, "open_postings": set(postings.values_list("pk", flat=True))}
    return render(request, "veteran/saved.html", context)


@veteran_only
@require_POST
def save_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a vacancy, or drop it when it is kept already."""
    job_seeker = own_file(request)
    # One that is closed by now can still be dropped.
    kept = SavedPosting.objects.filter(job_seeker=job_seeker, posting=pk).select_related("posting").first()
    posting = kept.posting if kept else get_object_or_404(JobPosting.objects.visible_to(request.actor), pk=pk)
    is_kept = services.save_posting(actor=request.actor, job_seeker=job_seeker, posting=posting)
    messages.success(request, "已收藏，在“收藏的岗位”里可以找到。" if is_kept else "已取消收藏。")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("veteran:saved")
