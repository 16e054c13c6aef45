"""Puts the actor on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jobsboard.core.actor import VISITOR, Actor, Role
from jobsboard.organizations.models import Membership

SESSION_KEY = "membership"
# Session value of staff who are veterans themselves and look at their own file.
AS_MYSELF = "self"


class ActorMiddleware:
    """`request.actor`: computed once a request, so an ended membership has no effect from then on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts: nobody, the chosen membership (default: the first), or a veteran."""
    if not request.user.is_authenticated:
        return VISITOR
    chosen = request.session.get(SESSION_KEY)
    memberships = [] if chosen == AS_MYSELF else list(Membership.objects.active().of_user(request.user))
    if not memberships:
        return Actor(request.user, Role.VETERAN)
    membership = next((row for row in memberships if row.pk == chosen), memberships[0])
    return membership.actor
