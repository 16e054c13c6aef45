"""What people do with postings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from jobsboard.audit.services import record, record_all
from jobsboard.core.actor import SYSTEM, Actor, Role
from jobsboard.core.workflow import TransitionError, checked
from jobsboard.organizations import services as organizations
from jobsboard.organizations.models import Employer, EmployerState
from jobsboard.postings import permissions
from jobsboard.postings.models import (
    JobPosting,
    PostingState,
    PostingTransition,
    ReasonCode,
    Source,
    WithheldEmployer,
)
from jobsboard.postings.queries import JobPostingQuerySet
from jobsboard.postings.tasks import defer_indexing
from jobsboard.postings.uploads import UploadRow, identity_of_upload
from jobsboard.postings.workflow import TRANSITIONS, perform
from matching.parsing import parse_headcount, parse_salary

EDITABLE = frozenset(
    {
        "title",
        "description",
        "job_location",
        "address",
        "salary_text",
        "month_min",
        "month_max",
        "experience_requirements",
        "education_requirements",
        "headcount_text",
        "total_job_openings",
        "employment_type",
        "schedule_text",
        "lodging_text",
        "valid_through",
    }
)


@transaction.atomic
def save_draft(
    *, actor: Actor, employer: Employer, fields: Mapping[str, Any], posting: JobPosting | None = None
) -> JobPosting:
    """Write an employer's posting; what was handed in or published is a draft again until it is submitted.

    Raises ValidationError by field.
    """
    if posting is None:
        _require(permissions.can_create_posting(actor, employer))
        posting = JobPosting(employer=employer, created_by=actor.user)
    else:
        _require(permissions.can_edit_posting(actor, posting))
        posting = JobPosting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
        if posting.state in {PostingState.CLOSED, PostingState.HELD}:
            raise TransitionError(f"岗位{posting.get_state_display()}，不能修改。")
    for name, value in fields.items():
        if name not in EDITABLE:
            raise ValueError(f"{name}: not a field that an employer may write")
        setattr(posting, name, value)
    posting.hiring_organization = employer.name
    _read_texts(posting)
    posting.shown_until = last_day_shown(posting.valid_through, posting.date_posted)
    posting.full_clean()
    posting.save()
    record(actor=actor, verb="save_posting", obj=posting)
    if posting.state in {PostingState.PENDING, PostingState.PUBLISHED}:
        perform(posting, "revise", actor)
    return posting


@transaction.atomic
def save_uploaded(
    *, actor: Actor, employer: Employer, rows: Sequence[UploadRow], submit: bool = False
) -> list[JobPosting]:
    """Write an employer's rows that it does not have yet, and hand in those that are complete.

    Rows with errors are left out. Raises ValidationError where a row could not be stored.
    """
    _require(permissions.can_create_posting(actor, employer))
    # Two confirmations of one file wait for each other.
    Employer.objects.select_for_update().get(pk=employer.pk)
    wanted = {identity_of_upload(employer.pk, row.fields): row for row in rows if not row.errors}
    known = set(JobPosting.objects.filter(identity__in=wanted).values_list("identity", flat=True))
    new = {identity: row for identity, row in wanted.items() if identity not in known}
    postings, handed_in = [], []
    for identity, row in new.items():
        posting = row.posting
        posting.identity, posting.employer, posting.created_by = identity, employer, actor.user
        posting.hiring_organization = employer.name
        posting.shown_until = last_day_shown(posting.valid_through, None)
        posting.clean_fields(exclude=["employer", "created_by"])
        if submit and not row.missing:
            step = checked(TRANSITIONS, "submit", state=posting.state, label=posting.get_state_display(), actor=actor)
            posting.state = step.target
            handed_in.append(posting)
        postings.append(posting)
    JobPosting.objects.bulk_create(postings)
    PostingTransition.objects.bulk_create(
        PostingTransition(
            posting=posting, name="submit", from_state=PostingState.DRAFT, to_state=posting.state, user=actor.user
        )
        for posting in handed_in
    )
    record_all(actor=actor, verb="save_posting", objs=postings)
    record_all(actor=actor, verb="submit_posting", objs=handed_in)
    return postings


def submit_posting(*, actor: Actor, posting: JobPosting) -> JobPosting:
    """Hand a draft to the bureau for review."""
    _require(permissions.can_submit_posting(actor, posting))
    return perform(posting, "submit", actor)


@transaction.atomic
def approve_posting(*, actor: Actor, posting: JobPosting, note: str = "") -> JobPosting:
    """Publish a reviewed posting; its employer must have been verified first."""
    _require(permissions.can_moderate_posting(actor, posting))
    if posting.employer and posting.employer.state != EmployerState.VERIFIED:
        raise TransitionError("请先核验用人单位，再发布它的岗位。")
    perform(posting, "approve", actor, note)
    posting.date_posted = posting.date_posted or timezone.localdate()
    posting.shown_until = last_day_shown(posting.valid_through, timezone.localdate())
    posting.save(update_fields=["date_posted", "shown_until", "updated_at"])
    _tell_employer(actor, posting, "已通过审核，正在展示", note)
    return posting


@transaction.atomic
def reject_posting(*, actor: Actor, posting: JobPosting, note: str) -> JobPosting:
    """Send a posting back to its employer with the reason in words."""
    _require(permissions.can_moderate_posting(actor, posting))
    if not note.strip():
        raise TransitionError("请写明退回原因，便于用人单位修改。")
    perform(posting, "reject", actor, note)
    _tell_employer(actor, posting, "已退回，请修改后重新提交", note)
    return posting


@transaction.atomic
def hold_posting(*, actor: Actor, posting: JobPosting, reason: str = ReasonCode.BUREAU, note: str = "") -> JobPosting:
    """Take a posting out of sight for a reason; a later import does not undo what a person decided."""
    _require(permissions.can_moderate_posting(actor, posting))
    perform(posting, "hold", actor, note, reason=ReasonCode(reason))
    _tell_employer(actor, posting, "已暂缓展示", note)
    return posting


@transaction.atomic
def release_posting(*, actor: Actor, posting: JobPosting, note: str = "") -> JobPosting:
    """Show a held posting again; the same words are not held a second time."""
    _require(permissions.can_moderate_posting(actor, posting))
    perform(posting, "release", actor, note)
    _tell_employer(actor, posting, "已恢复展示", note)
    return posting


@transaction.atomic
def close_posting(*, actor: Actor, posting: JobPosting, note: str = "", reason: str = "") -> JobPosting:
    """End a posting."""
    _require(permissions.can_close_posting(actor, posting))
    perform(posting, "close", actor, note, reason=reason)
    _tell_employer(actor, posting, "已由事务局关闭", note)
    return posting


def close_expired_postings() -> int:
    """Close what has passed its last day, so that lists, pages and the index agree; run daily."""
    expired = JobPosting.objects.filter(
        state__in=[PostingState.PUBLISHED, PostingState.GROUPED], shown_until__lt=timezone.localdate()
    )
    # Grouped ones first: none of them may come forward for a head that runs out in the same night.
    postings = sorted(expired, key=lambda posting: (posting.state != PostingState.GROUPED, posting.pk))
    for posting in postings:
        close_posting(actor=SYSTEM, posting=posting, reason=ReasonCode.EXPIRED)
    return len(postings)


@transaction.atomic
def withhold_employer(*, actor: Actor, name: str, note: str = "") -> None:
    """Hold back every posting of an employer while a wage case is open."""
    _require(permissions.can_withhold_employer(actor))
    WithheldEmployer.objects.get_or_create(name=name, defaults={"note": note})
    for posting in JobPosting.objects.filter(
        hiring_organization=name, state__in=[PostingState.PUBLISHED, PostingState.GROUPED]
    ).order_by("pk"):
        perform(posting, "hold", SYSTEM, note, reason=ReasonCode.WAGE_CASE)
    record(actor=actor, verb="withhold_employer", obj=None)


@transaction.atomic
def release_employer(*, actor: Actor, name: str) -> None:
    """The wage case is closed: show again what was held for it alone."""
    _require(permissions.can_withhold_employer(actor))
    WithheldEmployer.objects.filter(name=name).delete()
    for posting in JobPosting.objects.filter(
        hiring_organization=name, state=PostingState.HELD, reason=ReasonCode.WAGE_CASE
    ).order_by("pk"):
        perform(posting, "release", SYSTEM)
    record(actor=actor, verb="release_employer", obj=None)


@transaction.atomic
def verify_employer(*, actor: Actor, employer: Employer) -> None:
    """Admit an employer; what it has published is shown from now on."""
    organizations.verify_employer(actor=actor, employer=employer)
    _index_published(employer.postings.all())


@transaction.atomic
def suspend_employer(*, actor: Actor, employer: Employer) -> None:
    """Suspend an employer; its vacancies leave search at once and keep their state for its return."""
    organizations.suspend_employer(actor=actor, employer=employer)
    _index_published(employer.postings.all())


@transaction.atomic
def set_source_enabled(*, actor: Actor, source: Source, is_enabled: bool) -> None:
    """Open or close a source; its postings leave or come back at once, the next import decides anew."""
    _require(permissions.can_manage_source(actor))
    source.is_enabled = is_enabled
    source.save(update_fields=["is_enabled", "updated_at"])
    record(actor=actor, verb="enable_source" if is_enabled else "disable_source", obj=source)
    _index_published(source.postings.all())


def last_day_shown(valid_through: date | None, seen_on: date | None) -> date | None:
    """The stated last day, else so many days after the posting was last seen; None for a draft."""
    if valid_through or seen_on is None:
        return valid_through
    return seen_on + timedelta(days=settings.POSTING_LIFETIME_DAYS)


def _index_published(postings: JobPostingQuerySet) -> None:
    """What may be shown has changed for all of these: the index looks at them anew."""
    defer_indexing(postings.filter(state=PostingState.PUBLISHED).values_list("pk", flat=True))


def _tell_employer(actor: Actor, posting: JobPosting, outcome: str, note: str) -> None:
    """What the bureau decided on a partner's vacancy reaches the partner, with the note."""
    if actor.role != Role.BUREAU or posting.employer is None:
        return
    reason = f"说明：{note.strip()}" if note.strip() else ""
    # Title and note together may be longer than a message.
    text = f"“{Truncator(posting.title).chars(60)}”{outcome}。{reason}"
    organizations.tell_recruiters(employer=posting.employer, text=text, url=f"/employer/postings/{posting.pk}/")


def _read_texts(posting: JobPosting) -> None:
    """Read figures from the words where the form gave words only."""
    if posting.salary_text and posting.month_min is None and posting.month_max is None:
        salary = parse_salary(posting.salary_text)
        posting.month_min, posting.month_max = salary.month_min, salary.month_max
    if posting.headcount_text and posting.total_job_openings is None:
        posting.total_job_openings = parse_headcount(posting.headcount_text)


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied("您没有权限执行此操作。")
