"""Saying that a vacancy is not what it seems."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jobsboard.portals.veteran.forms import ReportForm
from jobsboard.portals.veteran.own import veteran_only
from jobsboard.postings.models import JobPosting
from jobsboard.postings.reporting import report_posting


@veteran_only
def report(request: HttpRequest, pk: int) -> HttpResponse:
    posting = get_object_or_404(JobPosting.objects.visible_to(request.actor), pk=pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = report_posting(actor=request.actor, posting=posting, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"已收到。事务局会在{made.due_on:%-m月%-d日}前核实，结果发到您的消息里。")
            return redirect("veteran:job", pk=pk)
    context = {"posting": posting, "form": form, "days": settings.REPORT_ANSWER_DAYS}
    return render(request, "veteran/report.html", context)
