"""Signing in: what works, what is refused, and what a stranger must not learn."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from jobsboard.accounts.models import OneTimeCode, User
from jobsboard.accounts.services import (
    MAX_CODES_PER_HOUR,
    MAX_WRONG_ATTEMPTS,
    WRONG_CODE,
    WRONG_SLIP,
    NoTextMessages,
    RateLimited,
    SignInError,
    issue_slip,
    request_sms_code,
    sign_in_with_slip,
    sign_in_with_sms_code,
)
from jobsboard.audit.models import AuditEntry
from jobsboard.core.actor import SYSTEM, Actor, Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PHONE = "12000009999"


def _digits(phone: str = PHONE) -> str:
    return re.search(r"\d{6}", request_sms_code(phone=phone).on_screen).group()


def _other(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_a_new_phone_gets_an_account_with_the_right_code():
    user = sign_in_with_sms_code(phone=PHONE, code=_digits())
    assert user.phone == PHONE
    assert not user.has_usable_password()


def test_asking_for_a_code_creates_no_account():
    request_sms_code(phone=PHONE)
    assert not User.objects.exists()


def test_a_code_works_once():
    digits = _digits()
    sign_in_with_sms_code(phone=PHONE, code=digits)
    with pytest.raises(SignInError, match=WRONG_CODE):
        sign_in_with_sms_code(phone=PHONE, code=digits)


def test_a_code_ends_after_ten_minutes(frozen_clock):
    digits = _digits()
    frozen_clock.shift(timedelta(minutes=10))
    with pytest.raises(SignInError):
        sign_in_with_sms_code(phone=PHONE, code=digits)


def test_only_the_newest_code_works(frozen_clock):
    first = _digits()
    frozen_clock.shift(timedelta(seconds=1))
    second = _digits()
    if first != second:
        with pytest.raises(SignInError):
            sign_in_with_sms_code(phone=PHONE, code=first)
    assert sign_in_with_sms_code(phone=PHONE, code=second)


def test_five_wrong_tries_end_a_code_and_are_remembered():
    digits = _digits()
    for _ in range(MAX_WRONG_ATTEMPTS):
        with pytest.raises(SignInError):
            sign_in_with_sms_code(phone=PHONE, code=_other(digits))
    assert OneTimeCode.objects.get().failed_attempts == MAX_WRONG_ATTEMPTS
    with pytest.raises(SignInError):
        sign_in_with_sms_code(phone=PHONE, code=digits)


def test_the_code_of_one_phone_does_not_open_another():
    digits = _digits()
    with pytest.raises(SignInError):
        sign_in_with_sms_code(phone="12000008888", code=digits)


def test_a_phone_gets_five_codes_an_hour(frozen_clock):
    for _ in range(MAX_CODES_PER_HOUR):
        request_sms_code(phone=PHONE)
    with pytest.raises(RateLimited, match="一小时"):
        request_sms_code(phone=PHONE)
    frozen_clock.shift(timedelta(hours=1, seconds=1))
    request_sms_code(phone=PHONE)


def test_one_address_cannot_ask_for_ever_more_phones():
    for n in range(60):
        request_sms_code(phone=f"120{n:08d}", source="203.0.113.7")
    with pytest.raises(RateLimited):
        request_sms_code(phone=PHONE, source="203.0.113.7")
    request_sms_code(phone=PHONE, source="203.0.113.8")


def test_known_and_unknown_phones_are_answered_alike():
    UserFactory(phone=PHONE)
    messages = set()
    for phone in (PHONE, "12000008888"):
        digits = _digits(phone)
        with pytest.raises(SignInError) as error:
            sign_in_with_sms_code(phone=phone, code=_other(digits))
        messages.add(str(error.value))
    assert messages == {WRONG_CODE}


def test_neither_code_nor_slip_is_stored_in_words():
    digits = _digits()
    slip = issue_slip(actor=SYSTEM, user=UserFactory())
    stored = " ".join(str(value) for row in OneTimeCode.objects.values() for value in row.values())
    assert digits not in OneTimeCode.objects.get(kind="sms").digest
    assert slip not in stored


def test_a_phone_that_is_none_is_refused_by_name():
    with pytest.raises(ValidationError, match="11 位手机号"):
        request_sms_code(phone="123")


def test_a_phone_may_be_written_with_spaces_and_country_code():
    digits = re.search(r"\d{6}", request_sms_code(phone="+86 120 0000 9999").on_screen).group()
    assert sign_in_with_sms_code(phone="120-0000-9999", code=digits).phone == PHONE


def test_a_closed_account_does_not_open():
    UserFactory(phone=PHONE, is_active=False)
    with pytest.raises(SignInError, match="已停用"):
        sign_in_with_sms_code(phone=PHONE, code=_digits())


def test_without_an_operator_a_code_is_refused_and_not_promised(settings):
    settings.SMS_GATEWAY = "jobsboard.notifications.gateways.Unconfigured"
    with pytest.raises(NoTextMessages, match="服务站打印的登录码"):
        request_sms_code(phone=PHONE)


def test_a_slip_opens_once_however_it_is_typed(cast):
    slip = issue_slip(actor=cast.volunteer, user=cast.chen.user)
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{8}", slip)
    assert sign_in_with_slip(code=f" {slip[:4].lower()}-{slip[4:]} ") == cast.chen.user
    with pytest.raises(SignInError, match=WRONG_SLIP):
        sign_in_with_slip(code=slip)


def test_printing_a_slip_is_audited_and_ends_the_earlier_one(cast):
    first = issue_slip(actor=cast.volunteer, user=cast.chen.user)
    issue_slip(actor=cast.volunteer, user=cast.chen.user)
    with pytest.raises(SignInError):
        sign_in_with_slip(code=first)
    assert AuditEntry.objects.filter(verb="issue_slip", user=cast.volunteer.user).count() == 2


def test_a_slip_ends_after_two_weeks(cast, frozen_clock):
    slip = issue_slip(actor=cast.volunteer, user=cast.chen.user)
    frozen_clock.shift(timedelta(days=14))
    with pytest.raises(SignInError):
        sign_in_with_slip(code=slip)


def test_no_slip_makes_its_printer_a_colleague(cast):
    with pytest.raises(PermissionDenied, match="工作人员账号"):
        issue_slip(actor=cast.volunteer, user=cast.officer.user)


@pytest.mark.parametrize("role", [Role.VETERAN, Role.RECRUITER, Role.PROVIDER, Role.VISITOR])
def test_only_station_staff_and_the_bureau_print_slips(role):
    with pytest.raises(PermissionDenied):
        issue_slip(actor=Actor(None, role), user=UserFactory())


def test_guessing_slips_from_one_address_ends(cast):
    for _ in range(20):
        with pytest.raises(SignInError):
            sign_in_with_slip(code="22222222", source="203.0.113.7")
    slip = issue_slip(actor=cast.volunteer, user=cast.chen.user)
    with pytest.raises(RateLimited):
        sign_in_with_slip(code=slip, source="203.0.113.7")
    assert sign_in_with_slip(code=slip, source="203.0.113.8") == cast.chen.user
