"""Writing the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from jobsboard.audit.models import AuditEntry
from jobsboard.core.actor import Actor


def record(*, actor: Actor, verb: str, obj: Model | None = None) -> AuditEntry:
    """Write who did what to which object, by id only; call it in the transaction of the act."""
    return AuditEntry.objects.create(
        user=actor.user,
        role=actor.role,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
    )


def record_all(*, actor: Actor, verb: str, objs: Iterable[Model]) -> None:
    """Write the same act on many objects at once."""
    AuditEntry.objects.bulk_create(
        AuditEntry(user=actor.user, role=actor.role, verb=verb, object_type=obj._meta.label_lower, object_id=obj.pk)
        for obj in objs
    )
