"""Applying, with consent; what became of it; taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jobsboard.applications import services
from jobsboard.applications.models import Application
from jobsboard.core.pagination import page_of
from jobsboard.core.workflow import TransitionError
from jobsboard.portals.veteran.consent import offer_of
from jobsboard.portals.veteran.forms import ApplyForm
from jobsboard.portals.veteran.own import own_file, veteran_only
from jobsboard.postings.models import JobPosting


@veteran_only
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would be passed to whom; pass it on only when he agrees."""
    postings = JobPosting.objects.visible_to(request.actor).select_related("source", "employer")
    posting = get_object_or_404(postings, pk=pk)
    if Application.objects.visible_to(request.actor).filter(posting=posting).exists():
        messages.info(request, "您已经投递过这个岗位，进展在下面。")
        return redirect("veteran:applications")
    return _apply_here(request, posting) if posting.employer else _apply_outside(request, posting)


def _apply_here(request: HttpRequest, posting: JobPosting) -> HttpResponse:
    """A partner's vacancy: consent first, then the application."""
    job_seeker = own_file(request)
    offer = offer_of(job_seeker, posting)
    form = ApplyForm(request.POST if request.method == "POST" else None, digest=offer.digest)
    if form.is_bound and form.is_valid():
        try:
            services.apply(
                actor=request.actor,
                job_seeker=job_seeker,
                posting=posting,
                consent_text=offer.text,
                message=form.cleaned_data["message"],
            )
        except TransitionError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已投递给{offer.recipient}。对方一有答复，这里就会显示。")
            return redirect("veteran:applications")
    context = {"posting": posting, "job_seeker": job_seeker, "offer": offer, "form": form}
    return render(request, "veteran/apply.html", context)


def _apply_outside(request: HttpRequest, posting: JobPosting) -> HttpResponse:
    """A vacancy of another site: nothing leaves from here; he says that he applied there."""
    if request.method == "POST":
        try:
            services.report_outside_application(actor=request.actor, job_seeker=own_file(request), posting=posting)
        except TransitionError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "记下了。有了结果请告诉服务站，方便继续帮您。")
        return redirect("veteran:applications")
    return render(request, "veteran/apply_outside.html", {"posting": posting})


@veteran_only
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What became of each application."""
    rows = Application.objects.visible_to(request.actor).select_related("posting__source", "consent")
    page = page_of(request, rows.prefetch_related("transitions"))
    shown = JobPosting.objects.visible_to(request.actor).filter(pk__in=[row.posting_id for row in page])
    context = {"page": page, "open_postings": set(shown.values_list("pk", flat=True))}
    return render(request, "veteran/applications.html", context)


@veteran_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the application back; the consent that went with it ends."""
    rows = Application.objects.visible_to(request.actor).select_related("posting", "job_seeker")
    application = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return render(request, "veteran/withdraw.html", {"application": application})
    try:
        services.withdraw(actor=request.actor, application=application)
        messages.success(request, "已撤回投递，同意也随之失效。")
    except TransitionError as problem:
        messages.error(request, str(problem))
    return redirect("veteran:applications")
