"""What an employer sees: its vacancies and the people who applied."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobsboard.applications import services as applications_services
from jobsboard.applications.models import Application, ApplicationState
from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.core.workflow import TransitionError
from jobsboard.policies.models import MinimumWage
from jobsboard.portals.employer.forms import HireForm, PostingForm, RefuseForm
from jobsboard.postings import services
from jobsboard.postings.compliance import BELOW_MINIMUM_WAGE, Finding, check_posting
from jobsboard.postings.models import JobPosting, PostingState

recruiter_only = role_required(Role.RECRUITER)
ANSWERED = {ApplicationState.HIRED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}


@recruiter_only
def home(request: HttpRequest) -> HttpResponse:
    """The employer's vacancies, those that need its hand first."""
    postings = JobPosting.objects.manageable_by(request.actor)
    waiting = Application.objects.visible_to(request.actor).filter(state=ApplicationState.SUBMITTED).count()
    counts = {state.value: 0 for state in PostingState}
    for state in postings.values_list("state", flat=True):
        counts[state] += 1
    shown = postings.with_application_count().prefetch_related("transitions").order_by("-updated_at", "-id")
    page = page_of(request, shown)
    context = {"page": page, "employer": request.actor.organization, "waiting": waiting, "counts": counts}
    return render(request, "employer/home.html", context)


@recruiter_only
def posting_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@recruiter_only
def posting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(JobPosting.objects.manageable_by(request.actor), pk=pk))


def _edit(request: HttpRequest, posting: JobPosting | None) -> HttpResponse:
    form = PostingForm(request.POST or None, instance=posting)
    if request.method == "POST" and form.is_valid():
        # The figures are read anew from the words that were just written.
        fields = {**form.cleaned_data, "month_min": None, "month_max": None, "total_job_openings": None}
        try:
            saved = services.save_draft(
                actor=request.actor, employer=request.actor.organization, fields=fields, posting=posting
            )
        except (ValidationError, TransitionError) as problem:
            form.add_error(None, problem if isinstance(problem, ValidationError) else str(problem))
        else:
            serious = _seen(_findings(saved))
            if "submit" in request.POST and request.POST.get("seen", "") == serious:
                return _submit(request, saved)
            if "submit" in request.POST:
                messages.warning(request, "已保存为草稿，还没有提交。请先看看标出的地方；改好或确认无误后再提交。")
            else:
                messages.success(request, "已保存为草稿。")
            return redirect("employer:posting_edit", pk=saved.pk)
    stored = JobPosting.objects.get(pk=posting.pk) if posting else None
    findings = _findings(stored) if stored else []
    context = {
        "form": form,
        "posting": stored,
        "findings": findings,
        "elsewhere": form.show_findings(findings, stored.as_feed()) if stored else [],
        "seen": _seen(findings),
    }
    return render(request, "employer/posting.html", context)


def _findings(posting: JobPosting) -> list[Finding]:
    """What the check finds, but for what only the bureau can mend: a minimum wage that nobody entered."""
    figures = MinimumWage.objects.valid_on(timezone.localdate()).by_region()
    found = check_posting(posting.as_feed(), minimum_wages=figures)
    return [one for one in found if one.is_serious or one.rule != BELOW_MINIMUM_WAGE]


def _seen(findings: list[Finding]) -> str:
    """What names the serious findings that the employer was shown; empty when there are none."""
    serious = [f"{one.rule}|{one.field}|{one.text}" for one in findings if one.is_serious]
    return hashlib.sha256("\n".join(serious).encode()).hexdigest()[:16] if serious else ""


@recruiter_only
@require_POST
def posting_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _submit(request, get_object_or_404(JobPosting.objects.manageable_by(request.actor), pk=pk))


def _submit(request: HttpRequest, posting: JobPosting) -> HttpResponse:
    try:
        services.submit_posting(actor=request.actor, posting=posting)
        messages.success(request, "已提交审核，审核通过后几秒内就会推荐给合适的退役军人。")
    except TransitionError as problem:
        messages.error(request, str(problem))
    return redirect("employer:home")


@recruiter_only
@require_POST
def posting_close(request: HttpRequest, pk: int) -> HttpResponse:
    posting = get_object_or_404(JobPosting.objects.manageable_by(request.actor), pk=pk)
    try:
        services.close_posting(actor=request.actor, posting=posting)
        messages.success(request, f"“{posting.title}”已停止招聘。")
    except TransitionError as problem:
        messages.error(request, str(problem))
    return redirect("employer:home")


@recruiter_only
def applications(request: HttpRequest) -> HttpResponse:
    """People who applied, with their consent, for this employer's vacancies."""
    rows = Application.objects.visible_to(request.actor).select_related("posting", "job_seeker__user")
    shown = rows.open() if request.GET.get("show") != "all" else rows
    return render(request, "employer/applications.html", {"page": page_of(request, shown), "total": rows.count()})


@recruiter_only
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One applicant: what he allowed to be passed on, and the next steps."""
    return _application_page(request, _application(request, pk))


def _application(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.actor).with_applicant()
    return get_object_or_404(rows, pk=pk)


def _application_page(request: HttpRequest, row: Application, **forms: object) -> HttpResponse:
    if row.state == ApplicationState.SUBMITTED:
        row = applications_services.view(actor=request.actor, application=row)
        row = _application(request, row.pk)
    context = {
        "application": row,
        "person": row.job_seeker,
        "is_answered": row.state in ANSWERED,
        "hire_form": forms.get("hire", HireForm()),
        "refuse_form": forms.get("refuse", RefuseForm()),
    }
    return render(request, "employer/application.html", context)


@recruiter_only
@require_POST
def application_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """interview | hire | refuse: the answer that the applicant waits for."""
    row = _application(request, pk)
    try:
        if name == "interview":
            applications_services.invite_to_interview(actor=request.actor, application=row)
            messages.success(request, "已通知求职者参加面试。")
        elif name == "hire":
            form = HireForm(request.POST)
            if not form.is_valid():
                return _application_page(request, row, hire=form)
            applications_services.hire(actor=request.actor, application=row, **form.cleaned_data)
            messages.success(request, "已登记录用，感谢您录用退役军人。")
        elif name == "refuse":
            form = RefuseForm(request.POST)
            if not form.is_valid():
                return _application_page(request, row, refuse=form)
            applications_services.refuse(actor=request.actor, application=row, **form.cleaned_data)
            messages.success(request, "已答复求职者。")
        else:
            raise Http404(name)
    except TransitionError as problem:
        messages.error(request, str(problem))
    return redirect("employer:application", pk=pk)
