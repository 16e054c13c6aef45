"""Where text messages leave: one class with one method, named by the setting SMS_GATEWAY."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class Gateway(Protocol):
    """Sends one text to one phone; raises when it cannot."""

    def send(self, *, phone: str, text: str) -> str | None:
        """Send; return the text only where the page is to show it (demo), else None."""


class Unconfigured:
    """No operator is set: refuses, so that nobody waits for a message that never left."""

    def send(self, *, phone: str, text: str) -> str | None:
        raise ImproperlyConfigured("SMS_GATEWAY: no operator is configured, so no text message can be sent")


class OnScreen:
    """Sends nothing: hands the text back to be shown on the page of the person who asked."""

    def send(self, *, phone: str, text: str) -> str | None:
        return text


def gateway() -> Gateway:
    """Return the gateway that the settings name."""
    return import_string(settings.SMS_GATEWAY)()
