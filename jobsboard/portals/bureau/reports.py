"""What people reported, the most urgent first, and the bureau's answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.core.workflow import TransitionError
from jobsboard.portals.bureau.forms import AnswerForm
from jobsboard.postings.models import PostingReport
from jobsboard.postings.reporting import answer_report

bureau_only = role_required(Role.BUREAU)


@bureau_only
def reports(request: HttpRequest) -> HttpResponse:
    rows = PostingReport.objects.filter(answered_at__isnull=True).select_related("posting")
    return render(request, "bureau/reports.html", {"page": page_of(request, rows), "today": timezone.localdate()})


@bureau_only
def report(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PostingReport.objects.select_related("posting"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_report(actor=request.actor, report=row, answer=form.cleaned_data["answer"])
        except (TransitionError, ValidationError) as problem:
            form.add_error(None, str(problem) if isinstance(problem, TransitionError) else problem)
        else:
            messages.success(request, "已答复，举报人会在消息里看到。")
            return redirect("bureau:reports")
    return render(request, "bureau/report.html", {"report": row, "form": form})
