"""Reads of organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from jobsboard.accounts.models import User
    from jobsboard.organizations.models import Station


class StationQuerySet(models.QuerySet):
    def remote(self) -> StationQuerySet:
        """Stations away from home."""
        return self.filter(kind="remote")

    def under(self, station: Station) -> StationQuerySet:
        """The station itself and all below it."""
        return self.filter(path__startswith=station.path)


class EmployerQuerySet(models.QuerySet):
    def verified(self) -> EmployerQuerySet:
        return self.filter(state="verified")

    def with_published_count(self) -> EmployerQuerySet:
        """Annotate `published_count`: how many vacancies it has published."""
        return self.annotate(published_count=models.Count("postings", filter=models.Q(postings__state="published")))


class MembershipQuerySet(models.QuerySet):
    def active(self) -> MembershipQuerySet:
        return self.filter(is_active=True, user__is_active=True)

    def of_user(self, user: User) -> MembershipQuerySet:
        """A person's memberships with their organizations, oldest first."""
        return self.filter(user=user).select_related("user", "station", "employer", "provider").order_by("id")
