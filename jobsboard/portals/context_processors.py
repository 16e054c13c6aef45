"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jobsboard.core.actor import VISITOR, Role
from jobsboard.organizations.middleware import SESSION_KEY
from jobsboard.portals.navigation import main_ways, more_ways


def board(request: HttpRequest) -> dict[str, Any]:
    """The actor, his ways through the board, and whether this is the demo."""
    # An error page may be shown before the middleware has found the actor.
    actor = getattr(request, "actor", VISITOR)
    is_veteran = actor.role == Role.VETERAN
    return {
        "actor": actor,
        "is_demo": settings.IS_DEMO,
        "is_veteran": is_veteran,
        "navigation": main_ways(request, actor.role),
        "more_navigation": more_ways(actor.role),
        # Staff, and staff who look at their own file; a veteran without a post has nothing to change to.
        "may_switch_role": actor.user is not None and (not is_veteran or SESSION_KEY in request.session),
    }
