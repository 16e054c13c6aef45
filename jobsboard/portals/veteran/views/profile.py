"""The profile: seven parts on one page, each with its own small form, and rows that can be taken away again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jobsboard.core.actor import Actor
from jobsboard.jobseekers import services, suggestions
from jobsboard.jobseekers.models import JobSeeker, SkillDecision
from jobsboard.jobseekers.words import SHIFTS
from jobsboard.occupations.models import Skill
from jobsboard.portals.veteran.forms import (
    CredentialForm,
    EducationForm,
    PastJobForm,
    PersonForm,
    ServiceForm,
    SkillForm,
    WishesForm,
)
from jobsboard.portals.veteran.own import own_file, veteran_only
from jobsboard.portals.veteran.parts import TITLES, Part, parts_of

SKILLS_SUGGESTED = 8


@veteran_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """All parts; a POST saves one part (`part`), takes a row away (`remove`) or decides on a skill (`skill`)."""
    job_seeker = own_file(request)
    if request.method != "POST":
        return _page(request, job_seeker, request.GET.get("part", ""))
    part = request.POST.get("part", "")
    if part not in TITLES:
        raise BadRequest(f"part: expected one of {', '.join(TITLES)}, got {part!r}")
    if "remove" in request.POST:
        _remove(request, job_seeker, part)
        messages.success(request, "已删除。")
    elif "skill" in request.POST:
        _decide_on_skill(request, job_seeker)
    else:
        form = _form(part, job_seeker, request.POST)
        if not _saved(request.actor, job_seeker, part, form):
            return _page(request, job_seeker, part, form)
        messages.success(request, f"“{TITLES[part]}”已保存。")
    return redirect(Part(part, TITLES[part], is_filled=True).url)


def _form(part: str, job_seeker: JobSeeker, data: Any = None) -> forms.Form:
    """The form of a part, filled with what is known of it or with what was sent."""
    if part == "person":
        initial = {"name": job_seeker.user.name, "home": job_seeker.home}
        return PersonForm(data, initial=initial, prefix=part, is_verified=job_seeker.is_verified)
    if part == "wishes":
        return WishesForm.of(job_seeker, data)
    if part == "education":
        return EducationForm(data, initial={"education": job_seeker.education}, prefix=part)
    return _ROW_FORMS[part](data, prefix=part)


_ROW_FORMS: dict[str, type[forms.Form]] = {
    "service": ServiceForm,
    "credentials": CredentialForm,
    "jobs": PastJobForm,
    "skills": SkillForm,
}


def _saved(actor: Actor, job_seeker: JobSeeker, part: str, form: forms.Form) -> bool:
    """Save a part; what the service refuses stands beside its field afterwards."""
    if not form.is_valid():
        return False
    try:
        _SAVES[part](actor, job_seeker, form)
    except ValidationError as problem:
        _show(form, problem)
        return False
    return True


def _show(form: forms.Form, problem: ValidationError) -> None:
    if hasattr(problem, "error_dict"):
        for field, errors in problem.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, problem)


def _save_wishes(actor: Actor, job_seeker: JobSeeker, form: WishesForm) -> None:
    services.update_wishes(actor=actor, job_seeker=job_seeker, **form.wishes())


def _save_credential(actor: Actor, job_seeker: JobSeeker, form: forms.Form) -> None:
    known = suggestions.credential_named(form.cleaned_data["label"])
    services.add_credential(actor=actor, job_seeker=job_seeker, credential=known, **form.cleaned_data)


def _save_skills(actor: Actor, job_seeker: JobSeeker, form: forms.Form) -> None:
    words = form.cleaned_data["words"]
    named = suggestions.skills_named(words)
    if not named:
        raise ValidationError({"words": f"没认出“{words}”是哪项技能，换个说法试试，比如“开叉车”“电焊”。"})
    for skill in named:
        services.accept_skill(actor=actor, job_seeker=job_seeker, skill=skill)


def _with(save: Callable[..., Any]) -> Callable[[Actor, JobSeeker, forms.Form], None]:
    """A service whose arguments are the form's fields."""

    def call(actor: Actor, job_seeker: JobSeeker, form: forms.Form) -> None:
        save(actor=actor, job_seeker=job_seeker, **form.cleaned_data)

    return call


_SAVES: dict[str, Callable[[Actor, JobSeeker, Any], None]] = {
    "wishes": _save_wishes,
    "service": _with(services.add_service_record),
    "credentials": _save_credential,
    "skills": _save_skills,
    "jobs": _with(services.add_past_job),
    "education": _with(services.update_education),
    "person": _with(services.update_person),
}


def _remove(request: HttpRequest, job_seeker: JobSeeker, part: str) -> None:
    """Take one of the person's own rows away; anybody else's is not found."""
    pk = request.POST["remove"]
    if not pk.isdecimal():
        raise Http404(pk)
    if part == "service":
        row = get_object_or_404(job_seeker.service_records, pk=pk)
        services.remove_service_record(actor=request.actor, service_record=row)
    elif part == "credentials":
        row = get_object_or_404(job_seeker.held_credentials, pk=pk)
        services.remove_credential(actor=request.actor, held_credential=row)
    elif part == "jobs":
        row = get_object_or_404(job_seeker.past_jobs, pk=pk)
        services.remove_past_job(actor=request.actor, past_job=row)
    else:
        raise Http404(part)


def _decide_on_skill(request: HttpRequest, job_seeker: JobSeeker) -> None:
    skill = get_object_or_404(Skill, pk=request.POST["skill"])
    if request.POST.get("decision") == "accept":
        services.accept_skill(actor=request.actor, job_seeker=job_seeker, skill=skill)
    else:
        services.remove_skill(actor=request.actor, job_seeker=job_seeker, skill=skill)


def _page(request: HttpRequest, job_seeker: JobSeeker, opened: str, refused: forms.Form | None = None) -> HttpResponse:
    """The whole page; `opened` is the part whose form stands open, `refused` the form that was not saved."""
    parts = parts_of(job_seeker)
    decided = list(job_seeker.skills.select_related("skill"))
    suggested = suggestions.suggested_skills(job_seeker, decided)
    context = {
        "job_seeker": job_seeker,
        "parts": parts,
        "filled": sum(part.is_filled for part in parts),
        "part": {part.name: part for part in parts},
        "form": {name: _form(name, job_seeker) for name in TITLES} | ({opened: refused} if refused else {}),
        "opened": opened,
        "shift": SHIFTS.get(job_seeker.wished_shift, ""),
        "today": timezone.localdate(),
        "waiting": 0,
        "skills": [row.skill for row in decided if row.decision == SkillDecision.ACCEPTED],
        "suggested": suggested[:SKILLS_SUGGESTED],
        "specialties": suggestions.specialty_names(),
        "credentials": suggestions.credential_names(),
        "occupations": suggestions.occupation_names(),
    }
    return render(request, "veteran/profile.html", context)
