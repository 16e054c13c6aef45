"""Reads of recommendations."""

from __future__ import annotations

from django.db import models

from jobsboard.core.actor import Actor, Role


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> RecommendationQuerySet:
        """The veteran it was made to; staff of the station that made it and of stations above; the bureau."""
        if actor.role == Role.VETERAN:
            return self.filter(job_seeker__user=actor.user)
        if actor.role == Role.BUREAU:
            return self
        if actor.is_station_staff and actor.organization:
            return self.filter(station__path__startswith=actor.organization.path)
        return self.none()
