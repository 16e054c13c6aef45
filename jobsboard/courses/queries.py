"""Reads of courses and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from jobsboard.core.actor import Actor, Role

# Missing from so many whole crawls, one after the other, a listed course is gone; as with vacancies.
MISSED_UNTIL_GONE = 2


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


class ListedCourseQuerySet(models.QuerySet):
    def listed_on(self, day: date) -> ListedCourseQuerySet:
        """Those that can be joined yet: by their last day, else by when they were last seen at their source."""
        seen_since = timezone.now() - timedelta(days=settings.POSTING_LIFETIME_DAYS)
        in_time = Q(last_day__gte=day) | Q(last_day__isnull=True, last_seen_at__gte=seen_since)
        return self.filter(in_time, missed_runs__lt=MISSED_UNTIL_GONE)

    def shown(self, switched_off: Iterable[str]) -> ListedCourseQuerySet:
        """What everybody sees today, without the sources of these names."""
        return self.listed_on(timezone.localdate()).exclude(source__in=switched_off)
