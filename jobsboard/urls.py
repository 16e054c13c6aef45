"""The faces and the API."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PREFIXES = {
    "public": "",
    "veteran": "me/",
    "employer": "employer/",
    "counselor": "counselor/",
    "station": "station/",
    "provider": "provider/",
    "bureau": "bureau/",
}
urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include((f"jobsboard.portals.{portal}.urls", portal)))
    for portal, prefix in PREFIXES.items()
    if find_spec(f"jobsboard.portals.{portal}") and find_spec(f"jobsboard.portals.{portal}.urls")
]
if find_spec("jobsboard.api.urls"):
    urlpatterns.append(path("api/", include("jobsboard.api.urls")))
