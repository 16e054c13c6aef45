"""举报 and its answer. A report takes nothing off the board by itself: a person looks first."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.core.workflow import TransitionError
from jobsboard.notifications.services import notify
from jobsboard.postings import permissions
from jobsboard.postings.models import JobPosting, PostingReport


@transaction.atomic
def report_posting(*, actor: Actor, posting: JobPosting, reason: str, details: str = "") -> PostingReport:
    """Say what is wrong with a vacancy. Raises ValidationError, also for a second open report of one person."""
    if not permissions.can_report_posting(actor):
        raise PermissionDenied("登录的退役军人可以举报岗位。")
    due_on = timezone.localdate() + timedelta(days=settings.REPORT_ANSWER_DAYS)
    report = PostingReport(posting=posting, reported_by=actor.user, reason=reason, details=details, due_on=due_on)
    report.full_clean()
    report.save()
    record(actor=actor, verb="report_posting", obj=report)
    return report


@transaction.atomic
def answer_report(*, actor: Actor, report: PostingReport, answer: str) -> PostingReport:
    """Close a report with what was found out; who reported is told."""
    if not permissions.can_moderate_posting(actor, report.posting):
        raise PermissionDenied("您没有权限执行此操作。")
    report = PostingReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.answered_at:
        raise TransitionError("这条举报已经答复过了。")
    report.answer, report.answered_by, report.answered_at = answer.strip(), actor.user, timezone.now()
    report.full_clean()
    report.save()
    record(actor=actor, verb="answer_report", obj=report)
    title = Truncator(report.posting.title).chars(60)
    notify(user=report.reported_by, text=Truncator(f"您举报的岗位“{title}”：{report.answer}").chars(200))
    return report
