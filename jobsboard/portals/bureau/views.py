"""What the bureau sees: work to do, vacancies to review, its staff, the figures, the imports."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.core.workflow import TransitionError
from jobsboard.courses.models import ListedCourse, ListedState
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations import services as organizations
from jobsboard.organizations.models import Employer, EmployerState, Membership
from jobsboard.portals.bureau.checked import checked_posting
from jobsboard.portals.bureau.forms import NoteForm, StaffForm
from jobsboard.postings import services
from jobsboard.postings.models import IngestRun, JobPosting, PostingReport
from jobsboard.reports import figures as report_figures

bureau_only = role_required(Role.BUREAU)

DECISIONS: dict[str, tuple[Callable[..., JobPosting], str]] = {
    "approve": (services.approve_posting, "已发布，几秒内进入搜索和推荐。"),
    "reject": (services.reject_posting, "已退回给用人单位。"),
    "hold": (services.hold_posting, "已暂缓展示。"),
    "release": (services.release_posting, "已恢复展示。"),
    "close": (services.close_posting, "已关闭。"),
}


@bureau_only
def home(request: HttpRequest) -> HttpResponse:
    """What waits for a decision today, and the figures most asked for."""
    context = {
        "awaiting_review": JobPosting.objects.awaiting_review().count(),
        "held": JobPosting.objects.filter(state="held").count(),
        "courses_held": ListedCourse.objects.listed_on(timezone.localdate()).filter(state=ListedState.HELD).count(),
        "reports_open": PostingReport.objects.filter(answered_at__isnull=True).count(),
        "awaiting_confirmation": JobSeeker.objects.awaiting_confirmation().count(),
        "employers_to_verify": Employer.objects.filter(state=EmployerState.PENDING).count(),
        "figures": report_figures.first_page(),
        "last_run": IngestRun.objects.order_by("-started_at").first(),
    }
    return render(request, "bureau/home.html", context)


@bureau_only
def moderation(request: HttpRequest) -> HttpResponse:
    """Vacancies that wait for review, and those held back by the import."""
    show = "held" if request.GET.get("show") == "held" else "pending"
    states = {state: JobPosting.objects.filter(state=state) for state in ("pending", "held")}
    rows = states[show].select_related("source").order_by("updated_at", "id")
    context = {
        "page": page_of(request, rows),
        "show": show,
        "counts": {state: found.count() for state, found in states.items()},
    }
    return render(request, "bureau/moderation.html", context)


@bureau_only
def posting(request: HttpRequest, pk: int) -> HttpResponse:
    """One vacancy as it would be shown, what the check found, its history."""
    return _posting_page(request, _posting(request, pk), NoteForm())


def _posting(request: HttpRequest, pk: int) -> JobPosting:
    rows = JobPosting.objects.visible_to(request.actor).select_related("employer", "source", "duplicate_of")
    return get_object_or_404(rows, pk=pk)


def _posting_page(request: HttpRequest, row: JobPosting, form: NoteForm) -> HttpResponse:
    context = {
        "posting": row,
        **checked_posting(row),
        "copies": row.duplicates.select_related("source").order_by("pk"),
        "transitions": row.transitions.select_related("user"),
        "form": form,
    }
    return render(request, "bureau/posting.html", context)


@bureau_only
@require_POST
def posting_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    row = _posting(request, pk)
    if name not in DECISIONS:
        raise Http404(name)
    decide, done = DECISIONS[name]
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _posting_page(request, row, form)
    try:
        decide(actor=request.actor, posting=row, note=form.cleaned_data["note"])
        messages.success(request, f"“{row.title}”{done}")
    except TransitionError as problem:
        messages.error(request, str(problem))
        return redirect("bureau:posting", pk=pk)
    return redirect("bureau:moderation")


@bureau_only
def staff(request: HttpRequest) -> HttpResponse:
    """Who works for the bureau and the stations, and for the partners."""
    rows = Membership.objects.active().select_related("user", "station", "employer", "provider")
    people = rows.filter(role__in=[Role.BUREAU, Role.COUNSELOR, Role.VOLUNTEER])
    partners = rows.filter(Q(role=Role.RECRUITER) | Q(role=Role.PROVIDER))
    return render(request, "bureau/staff.html", {"page": page_of(request, people), "partners": partners[:50]})


@bureau_only
def staff_new(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            organizations.add_member(
                actor=request.actor,
                phone=data["phone"],
                name=data["name"],
                role=data["role"],
                organization=data["station"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "账号已开通，本人用手机号收验证码即可登录。")
            return redirect("bureau:staff")
    return render(request, "bureau/staff_new.html", {"form": form})


@bureau_only
@require_POST
def staff_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.active(), pk=pk)
    organizations.end_membership(actor=request.actor, membership=membership)
    messages.success(request, "已停用，该账号不能再以此身份登录。")
    if membership.employer_id:
        return redirect("bureau:employer", pk=membership.employer_id)
    return redirect("bureau:staff")


@bureau_only
def figures(request: HttpRequest) -> HttpResponse:
    """The figures, each with its definition."""
    return render(request, "bureau/figures.html", {"groups": report_figures.grouped()})
