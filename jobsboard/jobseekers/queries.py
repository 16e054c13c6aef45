"""Reads of job seekers. `visible_to` is the permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from jobsboard.core.actor import Actor, Role
from jobsboard.core.regions import code_prefix

if TYPE_CHECKING:
    from jobsboard.organizations.models import Station


class JobSeekerQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> JobSeekerQuerySet:
        """Who may see a person's file.

        The person; staff of the station of record or of a station above it; staff of a remote station for
        people who declared a place it serves; staff of a station to which a matter of his is handed over, while
        it is open; the bureau. Employers never (they see an application).
        """
        if actor.role == Role.VETERAN:
            return self.filter(user=actor.user)
        if actor.role == Role.BUREAU:
            return self
        if actor.is_station_staff and actor.organization:
            return self.of_station(actor.organization, with_handovers=True)
        return self.none()

    def of_station(self, station: Station, *, with_handovers: bool = False) -> JobSeekerQuerySet:
        """People of the station's subtree and people living where it serves; also those handed over to it."""
        people = Q(station__path__startswith=station.path)
        if station.serves:
            people |= Q(current_city__startswith=code_prefix(station.serves))
        if with_handovers:
            # A subquery, not a join: a person with two open matters must not be there twice.
            open_matters = {"handovers__to_station": station, "handovers__state__in": ["offered", "accepted"]}
            people |= Q(pk__in=self.model._base_manager.filter(**open_matters).values("pk"))
        return self.filter(people)

    def awaiting_confirmation(self) -> JobSeekerQuerySet:
        return self.filter(verification="unverified")

    def with_recommendation_count(self) -> JobSeekerQuerySet:
        """Annotate `recommendation_count`: how often something was recommended to the person."""
        return self.annotate(recommendation_count=models.Count("recommendations"))

    def with_profile(self) -> JobSeekerQuerySet:
        """Fetch with all that the matcher needs."""
        return self.select_related("user", "station").prefetch_related(
            "service_records", "held_credentials", "past_jobs", "skills"
        )
