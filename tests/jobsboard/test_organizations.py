"""Stations, employers, providers and who works for them."""

import pytest
from django.db import IntegrityError

from jobsboard.core.actor import Role
from tests.factories import MembershipFactory, StationFactory

pytestmark = pytest.mark.django_db


def test_the_cast_is_complete(cast):
    assert cast.chen.role == Role.VETERAN
    assert cast.volunteer.organization == cast.shenzhen
    assert cast.shenzhen.path == "431127/SZ/"
    assert cast.posting.employer == cast.employer


def test_a_membership_names_the_organization_of_its_role():
    with pytest.raises(IntegrityError, match="membership_names_the_organization"):
        MembershipFactory(role=Role.RECRUITER)


def test_a_station_path_without_its_closing_slash_is_refused():
    with pytest.raises(IntegrityError, match="station_path_ends_with_slash"):
        StationFactory(path="431127/T1")
