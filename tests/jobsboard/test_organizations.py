"""Stations, employers, providers and who works for them."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from jobsboard.audit.models import AuditEntry
from jobsboard.core.actor import VISITOR, Role
from jobsboard.organizations import services
from jobsboard.organizations.middleware import AS_MYSELF, SESSION_KEY, actor_of
from jobsboard.organizations.models import Station, StationKind
from jobsboard.postings.models import JobPosting
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


class TestMemberships:
    def test_the_bureau_lets_a_new_person_act(self, cast):
        membership = services.add_member(
            actor=cast.officer,
            phone="12066660000",
            name="测试志愿者",
            role=Role.VOLUNTEER,
            organization=cast.township,
        )
        assert membership.actor.organization == cast.township
        assert AuditEntry.objects.filter(verb="add_member", object_id=membership.pk).exists()

    def test_a_role_fits_its_organization(self, cast):
        with pytest.raises(ValidationError, match="招聘人员不属于服务站"):
            services.add_member(
                actor=cast.officer, phone="12066660000", name="甲", role=Role.RECRUITER, organization=cast.county
            )

    def test_an_ended_membership_can_begin_again_but_not_twice(self, cast):
        membership = cast.volunteer_membership
        services.end_membership(actor=cast.officer, membership=membership)
        again = {
            "actor": cast.officer,
            "phone": cast.volunteer.user.phone,
            "name": "",
            "role": Role.VOLUNTEER,
            "organization": cast.shenzhen,
        }
        assert services.add_member(**again).pk == membership.pk
        with pytest.raises(ValidationError, match="已有该任职"):
            services.add_member(**again)

    def test_an_officer_cannot_end_himself(self, cast):
        own = cast.officer.user.memberships.get()
        with pytest.raises(PermissionDenied, match="不能停用自己"):
            services.end_membership(actor=cast.officer, membership=own)

    @pytest.mark.parametrize("name", ["chen", "counselor", "volunteer", "recruiter", "provider", "visitor"])
    def test_only_the_bureau_manages_staff(self, cast, name):
        with pytest.raises(PermissionDenied):
            services.end_membership(actor=getattr(cast, name), membership=cast.volunteer_membership)


class TestEmployers:
    def test_suspending_hides_the_vacancies_and_verifying_shows_them(self, cast):
        services.suspend_employer(actor=cast.officer, employer=cast.employer)
        assert cast.posting not in JobPosting.objects.open()
        services.verify_employer(actor=cast.officer, employer=cast.employer)
        assert cast.posting in JobPosting.objects.open()

    def test_a_recruiter_does_not_verify_his_own_firm(self, cast):
        with pytest.raises(PermissionDenied):
            services.verify_employer(actor=cast.recruiter, employer=cast.employer)


class TestActor:
    def _actor(self, user, session):
        return actor_of(SimpleNamespace(user=user, session=session))

    def test_without_a_choice_the_first_membership_acts(self, cast):
        assert self._actor(cast.volunteer.user, {}) == cast.volunteer

    def test_a_chosen_membership_acts(self, cast):
        second = MembershipFactory(user=cast.volunteer.user, station=cast.township)
        assert self._actor(cast.volunteer.user, {SESSION_KEY: second.pk}) == second.actor

    def test_the_membership_of_somebody_else_cannot_be_chosen(self, cast):
        officers = cast.officer.user.memberships.get()
        assert self._actor(cast.volunteer.user, {SESSION_KEY: officers.pk}) == cast.volunteer

    def test_an_ended_membership_acts_no_more(self, cast):
        services.end_membership(actor=cast.officer, membership=cast.volunteer_membership)
        chosen = {SESSION_KEY: cast.volunteer_membership.pk}
        assert self._actor(cast.volunteer.user, chosen).role == Role.VETERAN

    def test_staff_who_are_veterans_may_act_as_themselves(self, cast):
        assert self._actor(cast.volunteer.user, {SESSION_KEY: AS_MYSELF}).role == Role.VETERAN

    def test_nobody_signed_in_is_a_visitor(self, db):
        assert self._actor(AnonymousUser(), {}) == VISITOR


def test_stations_know_where_they_stand(cast):
    village = services.add_station(
        actor=cast.officer,
        code="V001",
        name="测试村退役军人服务站",
        kind=StationKind.VILLAGE,
        parent=cast.township,
        region="431127",
    )
    assert village.path == "431127/TSXU/V001/"
    assert set(Station.objects.under(cast.township)) == {cast.township, village}
