"""What people do with courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.core.workflow import TransitionError, checked
from jobsboard.courses import permissions
from jobsboard.courses.models import Course, CourseSession, ListedCourse, ListedCourseDecision, ListedState
from jobsboard.courses.workflow import DECISIONS

EDITABLE = ["title", "description", "audience", "hours", "fee", "own_cost", "is_published"]
SESSION_FIELDS = ["starts_on", "ends_on", "region", "address", "seats"]


@transaction.atomic
def save_course(*, actor: Actor, course: Course, fields: Mapping[str, Any]) -> Course:
    """Change a course. Raises ValidationError by field."""
    _require(permissions.can_edit_course(actor, course))
    _write(course, fields, EDITABLE)
    record(actor=actor, verb="save_course", obj=course)
    return course


@transaction.atomic
def add_session(*, actor: Actor, course: Course, fields: Mapping[str, Any]) -> CourseSession:
    """Announce a class. Raises ValidationError by field."""
    _require(permissions.can_edit_course(actor, course))
    session = CourseSession(course=course)
    _write(session, fields, SESSION_FIELDS)
    record(actor=actor, verb="add_session", obj=session)
    return session


def release_listed_course(*, actor: Actor, course: ListedCourse, read: str, note: str = "") -> ListedCourse:
    """Show a course that was held or taken down; `read` is the hash of the content that was read for it."""
    return _decide(actor, course, "release", read, note)


def take_down_listed_course(*, actor: Actor, course: ListedCourse, read: str, note: str) -> ListedCourse:
    """Take one course of a source off the public list, with the reason in words."""
    _require(permissions.can_moderate_listed_course(actor))
    if not note.strip():
        raise TransitionError("请写明下架原因，便于以后查对。")
    return _decide(actor, course, "take_down", read, note)


@transaction.atomic
def _decide(actor: Actor, course: ListedCourse, name: str, read: str, note: str) -> ListedCourse:
    _require(permissions.can_moderate_listed_course(actor))
    locked = ListedCourse.objects.select_for_update().get(pk=course.pk)
    step = checked(DECISIONS, name, state=locked.state, label=locked.get_state_display(), actor=actor)
    if step.target == ListedState.SHOWN and read != locked.content_hash:
        raise TransitionError("来源刚刚改了这门课程的内容，请看过新内容再决定。")
    locked.state = step.target
    locked.save(update_fields=["state", "updated_at"])
    ListedCourseDecision.objects.create(
        course=locked, to_state=step.target, content_hash=read, user=actor.user, note=note.strip()
    )
    record(actor=actor, verb=f"{name}_listed_course", obj=locked)
    return locked


def _write(row: Course | CourseSession, fields: Mapping[str, Any], allowed: list[str]) -> None:
    for name, value in fields.items():
        if name not in allowed:
            raise ValueError(f"{name}: not a field that may be written here")
        setattr(row, name, value)
    row.full_clean()
    row.save()


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied("您没有权限执行此操作。")
