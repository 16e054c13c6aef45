"""Reads of courses and sessions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from jobsboard.core.actor import Actor, Role


class CourseQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> CourseQuerySet:
        """Published ones for everybody; a provider also its own; the bureau all."""
        if actor.role == Role.BUREAU:
            return self
        if actor.role == Role.PROVIDER:
            return self.filter(Q(is_published=True) | Q(provider=actor.organization))
        return self.filter(is_published=True)

    def manageable_by(self, actor: Actor) -> CourseQuerySet:
        """Courses that the actor may edit: a provider's own."""
        return self.filter(provider=actor.organization) if actor.role == Role.PROVIDER else self.none()

    def with_open_sessions(self) -> CourseQuerySet:
        """Fetch `open_sessions`: those still to come with a seat left, soonest first."""
        # Looked up through the relation so that this module need not import models.py (which imports it).
        sessions = self.model.sessions.rel.related_model.objects.open()
        return self.prefetch_related(Prefetch("sessions", sessions, to_attr="open_sessions"))


class CourseSessionQuerySet(models.QuerySet):
    def open(self) -> CourseSessionQuerySet:
        """Sessions that start today or later and have a seat left."""
        return self.filter(starts_on__gte=timezone.localdate(), seats_taken__lt=F("seats"))
