"""Employers, as the bureau sees them: who waits to be verified, what each has posted, who works for it here."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.organizations import services as organizations
from jobsboard.organizations.models import Employer, EmployerState, Membership
from jobsboard.portals.bureau.forms import AccountForm, EmployerFilterForm, EmployerForm
from jobsboard.postings import services as postings
from jobsboard.postings.models import PostingState

bureau_only = role_required(Role.BUREAU)

DECISIONS: dict[str, tuple[Callable[..., None], str]] = {
    "verify": (postings.verify_employer, "已通过核验，它已发布的岗位几秒内进入搜索和推荐。"),
    "suspend": (postings.suspend_employer, "已暂停，它的岗位不再展示。"),
}


class StateCount(NamedTuple):
    """One state of a list and how many rows are in it."""

    value: str
    label: str
    count: int


def _by_state(rows: QuerySet, states: type[StrEnum]) -> list[StateCount]:
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return [StateCount(value, label, counts.get(value, 0)) for value, label in states.choices]


@bureau_only
def employer_list(request: HttpRequest) -> HttpResponse:
    form = EmployerFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    words, state = chosen.get("q", ""), chosen.get("state", "")
    found = Employer.objects.filter(name__icontains=words)
    rows = found.filter(state=state) if state else found
    states = _by_state(found, EmployerState)
    context = {
        "page": page_of(request, rows.with_published_count().order_by("name", "id")),
        "states": states,
        "total": sum(one.count for one in states),
        "words": words,
        "state": state,
    }
    return render(request, "bureau/employers.html", context)


@bureau_only
def employer_new(request: HttpRequest) -> HttpResponse:
    form = EmployerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = organizations.register_employer(actor=request.actor, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "已登记。核对营业执照后通过核验，它的岗位才会展示。")
            return redirect("bureau:employer", pk=made.pk)
    return render(request, "bureau/employer_new.html", {"form": form})


@bureau_only
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    """One employer: facts, vacancies by state, the accounts of its recruiters and a form to open one."""
    row = get_object_or_404(Employer, pk=pk)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organizations.add_member(actor=request.actor, role=Role.RECRUITER, organization=row, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "账号已开通，本人用手机号收验证码即可登录。")
            return redirect("bureau:employer", pk=pk)
    states = [one for one in _by_state(row.postings.all(), PostingState) if one.count]
    state = request.GET.get("state", "")
    shown = row.postings.filter(state=state) if state in PostingState.values else row.postings.all()
    context = {
        "employer": row,
        "states": states,
        "state": state,
        "total": sum(one.count for one in states),
        "page": page_of(request, shown.order_by("-updated_at", "-id")),
        "recruiters": Membership.objects.active().filter(employer=row).select_related("user"),
        "form": form,
    }
    return render(request, "bureau/employer.html", context)


@bureau_only
@require_POST
def employer_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """verify | suspend."""
    row = get_object_or_404(Employer, pk=pk)
    if name not in DECISIONS:
        raise Http404(name)
    decide, done = DECISIONS[name]
    decide(actor=request.actor, employer=row)
    messages.success(request, f"“{row.name}”{done}")
    return redirect("bureau:employer", pk=pk)
