"""What a training provider sees: its courses and their sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jobsboard.core.access import role_required
from jobsboard.core.actor import Role
from jobsboard.core.pagination import page_of
from jobsboard.courses import services
from jobsboard.courses.models import Course
from jobsboard.portals.provider.forms import CourseForm, SessionForm

provider_only = role_required(Role.PROVIDER)


@provider_only
def home(request: HttpRequest) -> HttpResponse:
    """The provider's courses with the classes to come."""
    courses = Course.objects.manageable_by(request.actor).with_open_sessions()
    context = {"page": page_of(request, courses), "provider": request.actor.organization}
    return render(request, "provider/home.html", context)


@provider_only
def course_edit(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(Course.objects.manageable_by(request.actor).with_open_sessions(), pk=pk)
    form = CourseForm(request.POST or None, instance=course)
    if request.method == "POST" and form.is_valid():
        services.save_course(actor=request.actor, course=course, fields=form.cleaned_data)
        messages.success(request, "课程已更新。")
        return redirect("provider:home")
    return render(request, "provider/course.html", {"form": form, "course": course})


@provider_only
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(Course.objects.manageable_by(request.actor), pk=pk)
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_session(actor=request.actor, course=course, fields=form.cleaned_data)
        messages.success(request, "班次已发布，缺这门课的退役军人会看到开班日期和名额。")
        return redirect("provider:course_edit", pk=course.pk)
    return render(request, "provider/session.html", {"form": form, "course": course})
