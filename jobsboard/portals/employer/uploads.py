"""An employer's table of vacancies: chosen, looked at row by row, and only then saved."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.portals.employer.forms import UploadForm
from jobsboard.postings import services
from jobsboard.postings.uploads import UploadError, UploadRow, read_upload
from jobsboard.postings.uploads import template as template_file

recruiter_only = role_required(Role.RECRUITER)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What was looked at is what is saved: it goes to the page and comes back signed, nothing is kept in between.
_SALT = "employer.upload"
_HOURS_TO_CONFIRM = 12


@recruiter_only
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; then see what was understood of it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = read_upload(file.read(), file.name, request.actor.organization.name)
        except UploadError as problem:
            form.add_error("file", str(problem))
        else:
            rows = [asdict(replace(row, findings=())) for row in found.usable]
            token = signing.dumps([request.actor.organization.pk, rows], salt=_SALT, compress=True)
            context = {"upload": found, "token": token, "name": file.name}
            return render(request, "employer/upload_preview.html", context)
    return render(request, "employer/upload.html", {"form": form})


@recruiter_only
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Save the rows that were looked at; those that are there already stay as they are."""
    employer = request.actor.organization
    try:
        owner, told = signing.loads(request.POST.get("rows", ""), salt=_SALT, max_age=_HOURS_TO_CONFIRM * 3600)
        if owner != employer.pk:
            raise signing.BadSignature
    except signing.BadSignature:
        messages.error(request, "预览已经过期，请重新上传文件。")
        return redirect("employer:upload")
    rows = [UploadRow(**row) for row in told]
    submit = "submit" in request.POST
    try:
        saved = services.save_uploaded(actor=request.actor, employer=employer, rows=rows, submit=submit)
    except ValidationError as problem:
        messages.error(request, "没有保存：" + "；".join(problem.messages))
        return redirect("employer:upload")
    handed_in = sum(posting.state == "pending" for posting in saved)
    words = [f"新存入 {len(saved)} 个岗位", f"其中 {handed_in} 个已提交审核" if submit else "都是草稿"]
    if len(saved) < len(rows):
        words.append(f"{len(rows) - len(saved)} 个以前上传过，没有重复存入")
    messages.success(request, "，".join(words) + "。")
    return redirect("employer:home")


@recruiter_only
def template(request: HttpRequest) -> HttpResponse:
    """An empty table to fill in."""
    return HttpResponse(
        template_file(),
        content_type=XLSX,
        headers={
            "Content-Disposition": "attachment; filename*=UTF-8''%E5%B2%97%E4%BD%8D%E8%A1%A8%E6%A8%A1%E6%9D%BF.xlsx"
        },
    )
