"""Reads of applications."""

from __future__ import annotations

from django.db import models

from jobsboard.core.actor import Actor, Role

OPEN_STATES = ("submitted", "viewed", "interview")


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """The applicant; the employer applied to, while the consent stands; his station's staff; the bureau."""
        if actor.role == Role.VETERAN:
            return self.filter(job_seeker__user=actor.user)
        if actor.role == Role.RECRUITER:
            return self.filter(
                posting__employer=actor.organization, channel="platform", consent__withdrawn_at__isnull=True
            )
        if actor.is_station_staff and actor.organization:
            return self.filter(job_seeker__station__path__startswith=actor.organization.path)
        return self if actor.role == Role.BUREAU else self.none()

    def with_applicant(self) -> ApplicationQuerySet:
        """Fetch with what the employer was allowed to see of the person."""
        return self.select_related("posting__employer", "consent", "job_seeker__user").prefetch_related(
            "job_seeker__held_credentials", "job_seeker__service_records", "job_seeker__past_jobs"
        )

    def open(self) -> ApplicationQuerySet:
        """Applications without an end."""
        return self.filter(state__in=OPEN_STATES)
