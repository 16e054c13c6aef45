"""What people do with courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.courses import permissions
from jobsboard.courses.models import Course, CourseSession

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
