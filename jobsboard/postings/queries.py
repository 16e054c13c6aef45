"""Reads of postings. `open` is the one predicate that decides whether a vacancy is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobsboard.core.actor import Actor, Role
from jobsboard.core.regions import code_prefix

if TYPE_CHECKING:
    from jobsboard.organizations.models import Station


class SourceQuerySet(models.QuerySet):
    def switched_off(self) -> set[str]:
        """The names of those of which nothing is shown."""
        return set(self.filter(is_enabled=False).values_list("name", flat=True))

    def with_state(self) -> SourceQuerySet:
        """Annotate `shown_count`, and of the last finished import of a crawl its key, time and alarms."""
        runs = self.model.runs.rel.related_model.objects
        last = runs.filter(source=models.OuterRef("pk"), crawled_at__isnull=False, finished_at__isnull=False)
        last = last.order_by("-pk")
        shown = Q(postings__state="published")
        return self.annotate(
            shown_count=models.Count("postings", filter=shown),
            last_run_pk=models.Subquery(last.values("pk")[:1]),
            last_run_at=models.Subquery(last.values("started_at")[:1]),
            last_alarms=models.Subquery(last.values("alarms")[:1]),
        ).order_by("-is_enabled", "publisher", "pk")


class JobPostingQuerySet(models.QuerySet):
    def open(self) -> JobPostingQuerySet:
        """Published, not past its last day, and of a verified employer or an enabled source."""
        return self.filter(
            Q(shown_until__isnull=True) | Q(shown_until__gte=timezone.localdate()),
            Q(employer__isnull=True) | Q(employer__state="verified"),
            Q(source__isnull=True) | Q(source__is_enabled=True),
            state="published",
        )

    def origins(self) -> dict[str, Any]:
        """From how many partners and public sources these come, and when one of them was last seen there."""
        return self.aggregate(
            employers=models.Count("employer", distinct=True),
            sources=models.Count("source", distinct=True),
            last_seen_at=models.Max("last_seen_at"),
        )

    def visible_to(self, actor: Actor) -> JobPostingQuerySet:
        """Open ones for everybody; an employer also sees all its own; the bureau sees all."""
        if actor.role == Role.BUREAU:
            return self
        if actor.role == Role.RECRUITER:
            return self.filter(Q(pk__in=self.open().values("pk")) | Q(employer=actor.organization))
        return self.open()

    def manageable_by(self, actor: Actor) -> JobPostingQuerySet:
        """Postings that the actor may edit: an employer's own."""
        return self.filter(employer=actor.organization) if actor.role == Role.RECRUITER else self.none()

    def awaiting_review(self) -> JobPostingQuerySet:
        return self.filter(state="pending")

    def near(self, station: Station) -> JobPostingQuerySet:
        """Vacancies in the places that a station serves."""
        return self.in_region(station.serves or station.region)

    def in_region(self, code: str) -> JobPostingQuerySet:
        """Vacancies in a place or in any place inside it."""
        return self.filter(job_location__startswith=code_prefix(code))

    def with_application_count(self) -> JobPostingQuerySet:
        """Annotate `application_count`: how many applied through the platform."""
        through_us = Q(applications__channel="platform")
        return self.annotate(application_count=models.Count("applications", filter=through_us))

    def newest_first(self) -> JobPostingQuerySet:
        """By the day of publishing; those whose source states none come last."""
        return self.order_by(models.F("date_posted").desc(nulls_last=True), "-pk")
