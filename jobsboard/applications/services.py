"""What people do with applications."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jobsboard.applications import permissions
from jobsboard.applications.models import Application, Channel, Placement, SavedPosting
from jobsboard.applications.workflow import perform
from jobsboard.audit.services import record
from jobsboard.core.actor import Actor
from jobsboard.core.workflow import TransitionError
from jobsboard.jobseekers.models import ConsentPurpose, JobSeeker
from jobsboard.jobseekers.services import give_consent, withdraw_consent
from jobsboard.jobseekers.words import clean_words
from jobsboard.notifications.services import notify
from jobsboard.organizations.services import tell_recruiters
from jobsboard.postings.models import JobPosting

VETERANS_LIST, EMPLOYERS_LIST = "/me/applications/", "/employer/applications/"


@transaction.atomic
def apply(
    *, actor: Actor, job_seeker: JobSeeker, posting: JobPosting, consent_text: str, message: str = ""
) -> Application:
    """Apply through the platform; `consent_text` is the wording that the person agreed to."""
    _require(permissions.can_apply_for_person(actor, job_seeker))
    if posting.employer is None:
        raise TransitionError("该岗位来自其他网站，请到来源网站投递，再告诉我们。")
    if not consent_text.strip():
        raise TransitionError("投递前请先同意将资料提供给该单位。")
    _require_open_and_new(job_seeker, posting)
    consent = give_consent(
        actor=actor,
        job_seeker=job_seeker,
        purpose=ConsentPurpose.APPLICATION,
        text=consent_text,
        employer=posting.employer,
    )
    application = Application.objects.create(
        job_seeker=job_seeker, posting=posting, consent=consent, message=clean_words("message", message)
    )
    record(actor=actor, verb="apply", obj=application)
    tell_recruiters(employer=posting.employer, text=f"收到新投递：{posting.title}", url=EMPLOYERS_LIST)
    return application


@transaction.atomic
def report_outside_application(*, actor: Actor, job_seeker: JobSeeker, posting: JobPosting) -> Application:
    """Note that a person applied at the source of a scraped posting; nothing is passed to anybody."""
    _require(permissions.can_apply_for_person(actor, job_seeker))
    _require_open_and_new(job_seeker, posting)
    application = Application.objects.create(job_seeker=job_seeker, posting=posting, channel=Channel.OUTSIDE)
    record(actor=actor, verb="report_outside_application", obj=application)
    return application


@transaction.atomic
def withdraw(*, actor: Actor, application: Application) -> Application:
    """Take an application back; the consent that went with it ends."""
    _require(permissions.can_withdraw_application(actor, application))
    perform(application, "withdraw", actor)
    if application.consent:
        withdraw_consent(actor=actor, consent=application.consent)
    return application


def view(*, actor: Actor, application: Application) -> Application:
    """The employer opens an application."""
    _require(permissions.can_answer_application(actor, application))
    return perform(application, "view", actor)


@transaction.atomic
def invite_to_interview(*, actor: Actor, application: Application) -> Application:
    """The employer wants to meet the applicant."""
    _require(permissions.can_answer_application(actor, application))
    perform(application, "invite", actor)
    _tell_applicant(application, f"“{application.posting.title}”邀请您参加面试，请留意电话。")
    return application


@transaction.atomic
def hire(*, actor: Actor, application: Application, started_on: date, month_pay: int | None = None) -> Placement:
    """The employer takes the applicant on."""
    _require(permissions.can_answer_application(actor, application))
    perform(application, "hire", actor)
    posting = application.posting
    placement = Placement.objects.create(
        job_seeker=application.job_seeker,
        application=application,
        employer_name=posting.hiring_organization[:120],
        title=posting.title[:100],
        region=posting.job_location,
        month_pay=month_pay,
        started_on=started_on,
    )
    _tell_applicant(application, f"“{posting.title}”已录用您，祝工作顺利。")
    return placement


@transaction.atomic
def refuse(*, actor: Actor, application: Application, reason: str) -> Application:
    """The employer declines, and says why."""
    _require(permissions.can_answer_application(actor, application))
    if not reason.strip():
        raise TransitionError("请填写未录用原因，求职者会看到。")
    perform(application, "refuse", actor, refusal_reason=reason.strip())
    _tell_applicant(application, f"“{application.posting.title}”未录用，原因见投递详情。")
    return application


def save_posting(*, actor: Actor, job_seeker: JobSeeker, posting: JobPosting) -> bool:
    """Keep a posting for later, or drop it when it is kept already; return whether it is kept now."""
    _require(permissions.can_apply_for_person(actor, job_seeker))
    kept, is_new = SavedPosting.objects.get_or_create(job_seeker=job_seeker, posting=posting)
    if not is_new:
        kept.delete()
    return is_new


def _require_open_and_new(job_seeker: JobSeeker, posting: JobPosting) -> None:
    if not JobPosting.objects.open().filter(pk=posting.pk).exists():
        raise TransitionError("该岗位已停止招聘。")
    if Application.objects.filter(job_seeker=job_seeker, posting=posting).exists():
        raise TransitionError("您已投递过该岗位。")


def _tell_applicant(application: Application, text: str) -> None:
    notify(user=application.job_seeker.user, text=text, url=VETERANS_LIST)


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied("您没有权限执行此操作。")
