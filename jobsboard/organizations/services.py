"""Setting up stations, admitting employers, and who works for whom."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from jobsboard.accounts.services import get_or_create_user
from jobsboard.audit.services import record
from jobsboard.core.actor import Actor, Role
from jobsboard.notifications.services import notify
from jobsboard.organizations import permissions
from jobsboard.organizations.models import (
    Employer,
    EmployerState,
    Membership,
    Provider,
    Station,
    StationKind,
)

EMPLOYERS_HOME = "/employer/"
PLACE_OF_ROLE = {
    Role.COUNSELOR: "station",
    Role.VOLUNTEER: "station",
    Role.BUREAU: "station",
    Role.RECRUITER: "employer",
    Role.PROVIDER: "provider",
}


@transaction.atomic
def add_station(
    *, actor: Actor, code: str, name: str, kind: StationKind, parent: Station | None, **fields: Any
) -> Station:
    """Create a station below another (only the county's centre stands alone)."""
    if not permissions.can_manage_stations(actor):
        raise PermissionDenied("只有事务局可以设立服务站。")
    path = f"{parent.path if parent else ''}{code}/"
    station = Station(code=code, name=name, kind=kind, parent=parent, path=path, **fields)
    station.full_clean()
    station.save()
    record(actor=actor, verb="add_station", obj=station)
    return station


@transaction.atomic
def add_member(
    *, actor: Actor, phone: str, name: str, role: Role, organization: Station | Employer | Provider
) -> Membership:
    """Let a person act in a role for an organization; a person new to the board gets an account."""
    if not permissions.can_manage_memberships(actor):
        raise PermissionDenied("只有事务局可以开通工作人员账号。")
    place = PLACE_OF_ROLE.get(role)
    if place is None or organization._meta.model_name != place:
        raise ValidationError({"role": f"{Role(role).label}不属于{organization._meta.verbose_name}。"})
    user, _ = get_or_create_user(phone=phone, name=name)
    membership, is_new = Membership.objects.get_or_create(user=user, role=role, **{place: organization})
    if not is_new and membership.is_active:
        raise ValidationError({"phone": "此人已有该任职。"})
    if not is_new:
        membership.is_active = True
        membership.save(update_fields=["is_active", "updated_at"])
    record(actor=actor, verb="add_member", obj=membership)
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership) -> Membership:
    """End a role from the person's next request on; the row stays, since acts point to it."""
    if not permissions.can_end_membership(actor, membership):
        raise PermissionDenied("只有事务局可以停用任职，且不能停用自己。")
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if locked.is_active:
        locked.is_active = False
        locked.save(update_fields=["is_active", "updated_at"])
        record(actor=actor, verb="end_membership", obj=locked)
    return locked


@transaction.atomic
def register_employer(*, actor: Actor, name: str, credit_code: str, **fields: Any) -> Employer:
    """Enter an employer; its vacancies are shown once the bureau has verified it."""
    if actor.role not in {Role.BUREAU, Role.SYSTEM}:
        raise PermissionDenied("只有事务局可以登记用人单位。")
    employer = Employer(name=name, credit_code=credit_code.strip().upper(), **fields)
    employer.full_clean()
    employer.save()
    record(actor=actor, verb="register_employer", obj=employer)
    return employer


def tell_recruiters(*, employer: Employer, text: str, url: str = EMPLOYERS_HOME) -> None:
    """Leave a message for everybody who works for the employer now."""
    recruiters = Membership.objects.active().filter(employer=employer).select_related("user")
    for membership in recruiters.order_by("pk"):
        notify(user=membership.user, text=text, url=url)


def verify_employer(*, actor: Actor, employer: Employer) -> Employer:
    """Admit the employer. `postings.services.verify_employer` also brings its vacancies into search."""
    return _set_state(actor, employer, EmployerState.VERIFIED, "贵单位已通过核验，审核通过的岗位会展示给求职者。")


def suspend_employer(*, actor: Actor, employer: Employer) -> Employer:
    """Suspend the employer. `postings.services.suspend_employer` also takes its vacancies out of search."""
    return _set_state(actor, employer, EmployerState.SUSPENDED, "贵单位已被暂停，岗位暂不展示，请联系退役军人事务局。")


@transaction.atomic
def _set_state(actor: Actor, employer: Employer, state: EmployerState, told: str) -> Employer:
    if not permissions.can_verify_employer(actor, employer):
        raise PermissionDenied("只有事务局可以核验用人单位。")
    locked = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    if locked.state == state:
        return locked
    locked.state = state
    if state == EmployerState.VERIFIED:
        locked.verified_at = timezone.now()
    locked.save(update_fields=["state", "verified_at", "updated_at"])
    record(actor=actor, verb=f"{state.value}_employer", obj=locked)
    tell_recruiters(employer=locked, text=told)
    return locked
