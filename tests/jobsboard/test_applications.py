"""Applying, answering, withdrawing: the matrix of the state machine, and what each act leaves behind."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from jobsboard.applications import services
from jobsboard.applications.models import Application, ApplicationState, Channel, Placement, SavedPosting
from jobsboard.applications.workflow import TRANSITIONS, perform
from jobsboard.core.actor import SYSTEM, VISITOR, Actor, Role
from jobsboard.core.workflow import TransitionError
from jobsboard.notifications.models import Notification
from tests.factories import ApplicationFactory, UserFactory

pytestmark = pytest.mark.django_db

OPEN = "submitted viewed interview"
# name → (states it starts from, state it ends in, who may). Written out once more: the table is the promise.
PROMISED = {
    "view": ("submitted", "viewed", "recruiter"),
    "invite": ("submitted viewed", "interview", "recruiter"),
    "hire": (OPEN, "hired", "recruiter"),
    "refuse": (OPEN, "refused", "recruiter"),
    "withdraw": (OPEN, "withdrawn", "veteran"),
}
CONSENT = "同意将姓名、手机号和求职资料提供给该单位。"


def actor_in(role: Role) -> Actor:
    nobody = {Role.VISITOR: VISITOR, Role.SYSTEM: SYSTEM}
    return nobody.get(role) or Actor(UserFactory(), role)


def test_the_table_names_exactly_the_promised_transitions():
    assert set(TRANSITIONS) == set(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_every_state_and_role_gets_the_promised_answer(name):
    sources, target, roles = PROMISED[name]
    fields = {"refusal_reason": "岗位已招满"} if name == "refuse" else {}
    for state, role in product(ApplicationState.values, Role):
        row = ApplicationFactory(state=state, refusal_reason="已满" if state == "refused" else "")
        refusal = PermissionDenied if role not in roles.split() else TransitionError
        is_moved = role in roles.split() and state in sources.split()
        if is_moved:
            perform(row, name, actor_in(role), **fields)
        else:
            with pytest.raises(refusal):
                perform(row, name, actor_in(role), **fields)
        row.refresh_from_db()
        assert row.state == (target if is_moved else state), (state, role)
        assert row.transitions.exists() == is_moved, (state, role)


def test_applying_stores_the_words_agreed_to_and_tells_the_employer(cast):
    row = services.apply(
        actor=cast.li, job_seeker=cast.li_file, posting=cast.posting, consent_text=CONSENT, message="随时到岗"
    )
    assert (row.state, row.channel, row.consent.text) == ("submitted", "platform", CONSENT)
    assert row.consent.employer == cast.employer
    assert Notification.objects.get(user=cast.recruiter.user).url == "/employer/applications/"
    assert not Notification.objects.filter(user=cast.outsider.user).exists()


def test_without_consent_nothing_is_passed_on(cast):
    with pytest.raises(TransitionError, match="同意"):
        services.apply(actor=cast.li, job_seeker=cast.li_file, posting=cast.posting, consent_text=" ")
    assert not Application.objects.filter(job_seeker=cast.li_file).exists()


def test_nobody_applies_for_another_person(cast):
    for actor in (cast.chen, cast.counselor, cast.recruiter, cast.visitor):
        with pytest.raises(PermissionDenied):
            services.apply(actor=actor, job_seeker=cast.li_file, posting=cast.posting, consent_text=CONSENT)


def test_nobody_applies_twice_or_for_what_is_not_open(cast):
    with pytest.raises(TransitionError, match="已投递"):
        services.apply(actor=cast.chen, job_seeker=cast.chen_file, posting=cast.posting, consent_text=CONSENT)
    with pytest.raises(TransitionError, match="停止招聘"):
        services.apply(actor=cast.chen, job_seeker=cast.chen_file, posting=cast.draft, consent_text=CONSENT)


def test_a_scraped_vacancy_is_applied_for_at_its_source_and_told_here(cast):
    with pytest.raises(TransitionError, match="来源网站"):
        services.apply(actor=cast.li, job_seeker=cast.li_file, posting=cast.scraped, consent_text=CONSENT)
    row = services.report_outside_application(actor=cast.li, job_seeker=cast.li_file, posting=cast.scraped)
    assert (row.channel, row.consent) == (Channel.OUTSIDE, None)


def test_a_phone_number_in_the_message_is_refused(cast):
    with pytest.raises(ValidationError):
        services.apply(
            actor=cast.li, job_seeker=cast.li_file, posting=cast.posting, consent_text=CONSENT, message="13800001234"
        )


def test_withdrawing_ends_the_consent(cast):
    services.withdraw(actor=cast.chen, application=cast.application)
    cast.application.consent.refresh_from_db()
    assert cast.application.state == ApplicationState.WITHDRAWN
    assert cast.application.consent.withdrawn_at is not None


def test_another_employer_can_do_nothing_with_an_application(cast):
    for act, extra in (
        (services.view, {}),
        (services.invite_to_interview, {}),
        (services.hire, {"started_on": date(2026, 12, 1)}),
        (services.refuse, {"reason": "已满"}),
    ):
        with pytest.raises(PermissionDenied):
            act(actor=cast.outsider, application=cast.application, **extra)


def test_an_invitation_is_the_employers_answer_and_reaches_the_applicant(cast):
    services.view(actor=cast.recruiter, application=cast.application)
    assert cast.application.answered_at is None
    services.invite_to_interview(actor=cast.recruiter, application=cast.application)
    assert cast.application.answered_at is not None
    assert "面试" in Notification.objects.get(user=cast.chen.user).text


def test_a_hire_becomes_a_placement(cast):
    services.hire(actor=cast.recruiter, application=cast.application, started_on=date(2026, 12, 1), month_pay=8000)
    placement = Placement.objects.get(job_seeker=cast.chen_file)
    assert (placement.employer_name, placement.region, placement.month_pay) == (cast.employer.name, "440300", 8000)


def test_a_refusal_says_why(cast):
    with pytest.raises(TransitionError, match="原因"):
        services.refuse(actor=cast.recruiter, application=cast.application, reason=" ")
    services.refuse(actor=cast.recruiter, application=cast.application, reason="缺少B2驾驶证")
    cast.application.refresh_from_db()
    assert (cast.application.state, cast.application.refusal_reason) == ("refused", "缺少B2驾驶证")


def test_a_vacancy_is_kept_for_later_and_dropped_again(cast):
    keep = {"actor": cast.li, "job_seeker": cast.li_file, "posting": cast.scraped}
    assert [services.save_posting(**keep), services.save_posting(**keep)] == [True, False]
    assert not SavedPosting.objects.exists()
