"""The courses of public sources, as the bureau sees them: what is held and why, what is shown, what was taken down."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.core.workflow import TransitionError
from jobsboard.courses import services
from jobsboard.courses.models import ListedCourse, ListedState
from jobsboard.courses.queries import ListedCourseQuerySet
from jobsboard.portals.bureau.checked import checked_course, serious_findings
from jobsboard.portals.bureau.forms import ListedCourseFilterForm, ReadNoteForm
from jobsboard.postings.models import Source

bureau_only = role_required(Role.BUREAU)

DECISIONS: dict[str, tuple[Callable[..., ListedCourse], str]] = {
    "release": (services.release_listed_course, "已恢复展示。"),
    "take_down": (services.take_down_listed_course, "已下架，公开页上不再展示。"),
}


@bureau_only
def course_list(request: HttpRequest) -> HttpResponse:
    """Held ones first: they wait for somebody."""
    form = ListedCourseFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    words, source, show = (chosen.get(name, "") for name in ("q", "source", "show"))
    found = ListedCourse.objects.named(words)
    rows = _parts(found.filter(source=source) if source else found)
    show = show if show in rows else ListedState.HELD
    page = page_of(request, rows[show].order_by("-updated_at", "-pk"))
    for course in page:
        course.findings = serious_findings(course)
    switched_off = Source.objects.switched_off()
    shown, keys = ListedCourse.objects.shown(switched_off), [course.pk for course in page]
    context = {
        "page": page,
        "parts": [(name, form.SHOW[name], part.count()) for name, part in rows.items()],
        "show": show,
        "words": words,
        "source": source,
        "sources": ListedCourse.objects.sources(),
        "switched_off": switched_off,
        "grouped": set(shown.grouped().filter(pk__in=keys).values_list("pk", flat=True)),
    }
    return render(request, "bureau/courses.html", context)


@bureau_only
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course as its source wrote it, what the check found, what was decided about it."""
    return _course_page(request, get_object_or_404(ListedCourse, pk=pk))


@bureau_only
@require_POST
def course_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """release | take_down."""
    row = get_object_or_404(ListedCourse, pk=pk)
    if name not in DECISIONS:
        raise Http404(name)
    decide, done = DECISIONS[name]
    form = ReadNoteForm(request.POST)
    if not form.is_valid():
        return _course_page(request, row, form)
    try:
        decide(actor=request.actor, course=row, **form.cleaned_data)
    except TransitionError as problem:
        messages.error(request, str(problem))
        return redirect("bureau:course", pk=pk)
    messages.success(request, f"“{row.name}”{done}")
    return redirect("bureau:courses")


def _parts(rows: ListedCourseQuerySet) -> dict[str, ListedCourseQuerySet]:
    """The rows of each part of the list; nothing stands in two."""
    today = timezone.localdate()
    return {
        ListedState.HELD: rows.listed_on(today).filter(state=ListedState.HELD),
        ListedState.SHOWN: rows.listed_on(today).filter(state=ListedState.SHOWN),
        ListedState.REMOVED: rows.filter(state=ListedState.REMOVED),
        "ended": rows.ended(today),
    }


def _course_page(request: HttpRequest, row: ListedCourse, form: ReadNoteForm | None = None) -> HttpResponse:
    switched_off = Source.objects.switched_off()
    shown = ListedCourse.objects.shown(switched_off)
    shown.add_twins([row])
    decisions = list(row.decisions.select_related("user"))
    context = {
        "course": row,
        **checked_course(row),
        "is_switched_off": row.source in switched_off,
        "is_ended": not ListedCourse.objects.listed_on(timezone.localdate()).filter(pk=row.pk).exists(),
        "is_alone": shown.once().filter(pk=row.pk).exists(),
        "decisions": decisions,
        "is_changed_since": bool(decisions) and decisions[-1].content_hash != row.content_hash,
        "form": form or ReadNoteForm(initial={"read": row.content_hash}),
    }
    return render(request, "bureau/course.html", context)
