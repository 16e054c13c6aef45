"""Limits on tries per network address, kept in the database so that all server processes share them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from jobsboard.accounts.models import SignInAttempt
from jobsboard.core.digests import keyed_digest

WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of a kind from one address an hour."""

    kind: str
    most: int


# A station's visitors share one address, so these are far above what one person needs; guessing needs millions.
SMS_REQUESTS = Limit("sms", 60)
SLIP_FAILURES = Limit("slip", 20)


def too_many(limit: Limit, source: str) -> bool:
    """Tell whether an address has used up its tries; an unknown address is not limited."""
    if not source:
        return False
    since = timezone.now() - WINDOW
    tries = SignInAttempt.objects.filter(kind=limit.kind, source_digest=_digest(source), at__gt=since)
    return tries.count() >= limit.most


def note_attempt(limit: Limit, source: str) -> None:
    """Count one try, and forget those of yesterday."""
    if source:
        SignInAttempt.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
        SignInAttempt.objects.create(kind=limit.kind, source_digest=_digest(source))


def serialise(key: str) -> None:
    """Wait until no other transaction works on the same key, so that two at once cannot both be the last allowed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _digest(source: str) -> str:
    return keyed_digest("source", source)
