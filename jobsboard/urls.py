"""The faces and the API."""

from django.urls import URLPattern, URLResolver, include, path


def _portal(name: str) -> tuple[str, str]:
    return f"jobsboard.portals.{name}.urls", name


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(_portal("public"))),
    path("me/", include(_portal("veteran"))),
    path("employer/", include(_portal("employer"))),
    path("counselor/", include(_portal("counselor"))),
    path("station/", include(_portal("station"))),
    path("provider/", include(_portal("provider"))),
    path("bureau/", include(_portal("bureau"))),
    path("api/", include("jobsboard.api.urls")),
]
