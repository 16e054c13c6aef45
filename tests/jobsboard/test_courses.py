"""Courses and classes are their provider's to write."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from jobsboard.courses import services

pytestmark = pytest.mark.django_db


def next_month() -> dict:
    return {"starts_on": timezone.localdate() + timedelta(days=30), "region": "431127", "seats": 20}


def test_a_provider_changes_its_course_and_announces_a_class(cast):
    services.save_course(actor=cast.provider, course=cast.course, fields={"hours": 96})
    session = services.add_session(actor=cast.provider, course=cast.course, fields=next_month())
    assert (cast.course.hours, session.seats_left) == (96, 20)


def test_nobody_else_does(cast):
    for actor in (cast.recruiter, cast.counselor, cast.chen, cast.visitor):
        with pytest.raises(PermissionDenied):
            services.add_session(actor=actor, course=cast.course, fields=next_month())


def test_a_class_does_not_end_before_it_starts(cast):
    fields = next_month() | {"ends_on": timezone.localdate()}
    with pytest.raises(ValidationError, match="结业日期"):
        services.add_session(actor=cast.provider, course=cast.course, fields=fields)


def test_a_field_that_is_not_the_providers_to_write_is_refused(cast):
    with pytest.raises(ValueError, match="provider"):
        services.save_course(actor=cast.provider, course=cast.course, fields={"provider": None})
