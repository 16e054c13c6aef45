"""Who may open a view at all. What of it he may see, `visible_to` decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from jobsboard.core.actor import Role

View = Callable[..., HttpResponse]


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let in actors of these roles; a visitor is sent to the sign-in page, anybody else gets 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            role = request.actor.role  # type: ignore[attr-defined]
            if role == Role.VISITOR:
                return redirect_to_login(request.get_full_path())
            if role not in roles:
                raise PermissionDenied(f"{role.label}不能打开此页。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
