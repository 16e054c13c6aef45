"""Messages: left at once, sent after the act is committed, and never undoing it."""

from __future__ import annotations

import pytest

from jobsboard.notifications.models import Channel, Notification
from jobsboard.notifications.services import mark_read, notify
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_message_waits_in_the_inbox_until_it_is_read():
    user = UserFactory()
    message = notify(user=user, text="有新的推荐岗位", url="/me/recommendations/")
    assert mark_read(user=UserFactory(), messages=[message]) == 0
    assert mark_read(user=user, messages=[message]) == 1
    assert mark_read(user=user, messages=[message]) == 0


def test_a_text_message_leaves_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = notify(user=UserFactory(), text="您的投递已被查看", channel=Channel.SMS)
        assert message.sent_at is None
    assert Notification.objects.get().sent_at is not None


def test_a_message_that_cannot_leave_undoes_nothing_and_logs_no_phone(
    settings, caplog, django_capture_on_commit_callbacks
):
    settings.SMS_GATEWAY = "jobsboard.notifications.gateways.Unconfigured"
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        notify(user=user, text="您的投递已被查看", channel=Channel.SMS)
    assert Notification.objects.get().sent_at is None
    assert "SMS_GATEWAY" in caplog.text
    assert user.phone not in caplog.text
