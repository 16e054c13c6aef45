"""What the board has told a person, whatever role he acts in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobsboard.core.pagination import page_of
from jobsboard.notifications.services import mark_read


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """His messages, newest first; those on the page count as read from now on, and say once that they are new."""
    page = page_of(request, request.user.notifications.all())
    response = render(request, "public/notices.html", {"page": page})
    mark_read(user=request.user, messages=page.object_list)
    return response
