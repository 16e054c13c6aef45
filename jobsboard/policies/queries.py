"""Which figure counts where and when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from jobsboard.policies.models import MinimumWage


class MinimumWageQuerySet(models.QuerySet):
    """Minimum wages by region and day."""

    def valid_on(self, day: datetime.date) -> MinimumWageQuerySet:
        """Those in force on a day, withdrawn ones left out."""
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return self.filter(not_ended, valid_from__lte=day).exclude(status="withdrawn")

    def by_region(self) -> dict[str, MinimumWage]:
        """Division code → its figure: a verified one before one that is not, then the one that came last."""
        ranked = sorted(self, key=lambda figure: (figure.is_verified, figure.valid_from, figure.pk))
        return {figure.region: figure for figure in ranked}
