"""A test browser that looks at each page it gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.test import Client

if TYPE_CHECKING:
    from jobsboard.core.actor import Actor

# The policy forbids inline code and styles; a page that has them would be broken in a browser.
_INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:"
    r"|<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json|\bnonce=))",
    re.IGNORECASE,
)
_UNFILLED = re.compile(r"‹undefined: [^›]*›|\{\{[^}]*\}\}|\{%[^%]*%\}|<c-[a-z]")


class StrictClient(Client):
    """`client.sign_in(cast.chen)`; HTML with an unfilled variable or inline code fails the test."""

    def sign_in(self, actor: Actor) -> StrictClient:
        """Act as this actor from now on (also for somebody with several memberships)."""
        from jobsboard.organizations.middleware import AS_MYSELF, SESSION_KEY
        from jobsboard.organizations.models import Membership

        self.force_login(actor.user)
        membership = next((row for row in Membership.objects.active().of_user(actor.user) if row.actor == actor), None)
        session = self.session
        session[SESSION_KEY] = membership.pk if membership else AS_MYSELF
        session.save()
        return self

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            check_page(response.content.decode(), request.get("PATH_INFO", ""))
        return response


def check_page(html: str, path: str) -> None:
    """Raise when a page has an unfilled template variable or code that the policy blocks."""
    for problem, pattern in (("unfilled", _UNFILLED), ("inline code", _INLINE)):
        found = pattern.search(html)
        if found:
            start = max(found.start() - 60, 0)
            raise AssertionError(f"{path}: {problem}: …{html[start : found.end() + 60]}…")
