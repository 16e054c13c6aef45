"""Telling people something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jobsboard.notifications.gateways import gateway
from jobsboard.notifications.models import Channel, Notification

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def notify(*, user: AbstractBaseUser, text: str, url: str = "", channel: Channel = Channel.INBOX) -> Notification:
    """Leave a message; a text message goes out once the act it tells of is committed."""
    message = Notification.objects.create(user=user, channel=channel, text=text, url=url)
    if channel == Channel.SMS:
        # robust: a message that cannot leave must not undo, or seem to undo, what is already done.
        transaction.on_commit(lambda: _send(message), robust=True)
    return message


def mark_read(*, user: AbstractBaseUser, messages: Iterable[Notification]) -> int:
    """Mark those of a person's messages that he was shown; return how many were new."""
    shown = Notification.objects.filter(user=user, pk__in=[message.pk for message in messages])
    return shown.filter(read_at__isnull=True).update(read_at=timezone.now())


def _send(message: Notification) -> None:
    gateway().send(phone=message.user.phone, text=message.text)
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
