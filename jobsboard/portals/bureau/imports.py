"""What the bureau sees of imports: each run beside the one before it, and the sources with their switches."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.courses.models import ListedCourse
from jobsboard.postings import services
from jobsboard.postings.models import IngestRun, ReasonCode, Source
from jobsboard.postings.run_report import course_figures, figures, fill_rates

bureau_only = role_required(Role.BUREAU)


@bureau_only
def ingest(request: HttpRequest) -> HttpResponse:
    """What each import did; every row accounted for."""
    page = page_of(request, IngestRun.objects.select_related("source"))
    labels = dict(ReasonCode.choices)
    for run in page:
        run.dropped = [(labels.get(code, code), number) for code, number in run.counts.get("dropped", {}).items()]
    return render(request, "bureau/ingest.html", {"page": page})


@bureau_only
def ingest_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import beside the one before it."""
    run = get_object_or_404(IngestRun.objects.select_related("source"), pk=pk)
    before = run.before()
    was = before.counts if before else None
    tables = [
        {"title": "每一条的去向", "figures": figures(run.counts, was)},
        {"title": "其中课程的去向", "figures": course_figures(run.counts, was)},
        {"title": "写明了这些内容的岗位占多少", "figures": fill_rates(run.counts, was)},
    ]
    return render(request, "bureau/ingest_run.html", {"run": run, "tables": [one for one in tables if one["figures"]]})


@bureau_only
def ingest_run_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The same for programs."""
    run = get_object_or_404(IngestRun.objects.select_related("source"), pk=pk)
    return JsonResponse(_as_json(run) | {"before": (before := run.before()) and _as_json(before)})


@bureau_only
def sources(request: HttpRequest) -> HttpResponse:
    """Where postings and courses come from: last import, alarm, whether it is switched on."""
    page = page_of(request, Source.objects.with_state())
    courses = ListedCourse.objects.shown(Source.objects.switched_off()).counts_by_source()
    for source in page:
        source.course_count = courses.get(source.name, 0)
    return render(request, "bureau/sources.html", {"page": page})


@bureau_only
@require_POST
def source_switch(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    is_enabled = bool(request.POST.get("enabled"))
    services.set_source_enabled(actor=request.actor, source=source, is_enabled=is_enabled)
    messages.success(request, f"{source.publisher}{'已启用' if is_enabled else '已停用'}。")
    return redirect("bureau:sources")


def _as_json(run: IngestRun) -> dict[str, object]:
    names = ("feed", "started_at", "finished_at", "crawled_at", "is_complete", "alarms", "counts")
    about = {name: getattr(run, name) for name in names}
    return {"id": run.pk, "source": run.source and run.source.name, **about}
