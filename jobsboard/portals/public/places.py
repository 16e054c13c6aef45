"""The three places of the board: home, and the two cities where most of its people work."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from jobsboard.postings.queries import JobPostingQuerySet


@dataclass(frozen=True)
class Place:
    """A place with the number of its open vacancies."""

    code: str
    label: str
    remark: str
    count: int = 0


HOME_PLACES = (
    Place(settings.HOME_COUNTY, "蓝山", "离家近"),
    Place("440300", "深圳", "驻深圳服务站照应"),
    Place("441900", "东莞", "驻东莞服务站照应"),
)


def places_with_counts(postings: JobPostingQuerySet) -> list[Place]:
    """Return the places with how many of the postings are there."""
    return [
        Place(place.code, place.label, place.remark, postings.in_region(place.code).count()) for place in HOME_PLACES
    ]
