"""Two at once: real transactions, real locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jobsboard.accounts.models import OneTimeCode
from jobsboard.accounts.services import (
    MAX_CODES_PER_HOUR,
    SignInError,
    issue_slip,
    request_sms_code,
    sign_in_with_slip,
)
from jobsboard.core.actor import SYSTEM
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(times: int, act: Callable[[], object]) -> list[bool]:
    """Do the same in several threads; tell which got through."""
    start = Barrier(times)

    def try_it(_: int) -> bool:
        start.wait(timeout=10)
        try:
            act()
        except SignInError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(try_it, range(times)))


def test_a_slip_opens_once_even_when_used_twice_at_once():
    slip = issue_slip(actor=SYSTEM, user=UserFactory())
    assert _at_once(6, lambda: sign_in_with_slip(code=slip)).count(True) == 1


def test_the_last_code_of_the_hour_is_sent_once_even_when_asked_for_at_once():
    phone = "12000009999"
    for _ in range(MAX_CODES_PER_HOUR - 1):
        request_sms_code(phone=phone)
    assert _at_once(6, lambda: request_sms_code(phone=phone)).count(True) == 1
    assert OneTimeCode.objects.count() == MAX_CODES_PER_HOUR
