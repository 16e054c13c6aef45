"""Entering figures with their source, and vouching for them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.policies import permissions
from jobsboard.policies.models import FigureStatus, MinimumWage


@transaction.atomic
def enter_minimum_wage(
    *,
    actor: Actor,
    region: str,
    valid_from: datetime.date,
    source_name: str,
    source_url: str,
    month: Decimal | None = None,
    hour: Decimal | None = None,
    valid_to: datetime.date | None = None,
) -> MinimumWage:
    """Enter the minimum wage of a region; until it is verified, what rests on it is only a hint."""
    _require_manager(actor)
    figure = MinimumWage(
        region=region,
        month=month,
        hour=hour,
        valid_from=valid_from,
        valid_to=valid_to,
        source_name=source_name.strip(),
        source_url=source_url.strip(),
        entered_by=actor.user,
    )
    figure.full_clean()
    figure.save()
    record(actor=actor, verb="enter_minimum_wage", obj=figure)
    return figure


def verify_minimum_wage(*, actor: Actor, figure: MinimumWage) -> MinimumWage:
    """Vouch that the figure stands so in the document that it names."""
    return _decide(actor, figure, FigureStatus.VERIFIED, "verify_minimum_wage", only_from={FigureStatus.ENTERED})


def withdraw_minimum_wage(*, actor: Actor, figure: MinimumWage) -> MinimumWage:
    """Take a wrong figure out of use; the row stays, since findings were shown that rest on it."""
    known = {FigureStatus.ENTERED, FigureStatus.VERIFIED}
    return _decide(actor, figure, FigureStatus.WITHDRAWN, "withdraw_minimum_wage", only_from=known)


@transaction.atomic
def _decide(
    actor: Actor, figure: MinimumWage, status: FigureStatus, verb: str, *, only_from: set[FigureStatus]
) -> MinimumWage:
    _require_manager(actor)
    locked = MinimumWage.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    if locked.status not in only_from:
        raise ValidationError(f"这个标准{locked.get_status_display()}，不能再改。")
    locked.status = status
    if status == FigureStatus.VERIFIED:
        locked.verified_by = actor.user
    locked.save(update_fields=["status", "verified_by", "updated_at"])
    record(actor=actor, verb=verb, obj=locked)
    return locked


def _require_manager(actor: Actor) -> None:
    if not permissions.can_manage_minimum_wages(actor):
        raise PermissionDenied("只有事务局可以录入和核实最低工资标准。")
