"""The stations' ledger: services, confirmation at the counter, hand-overs."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from jobsboard.casework import services
from jobsboard.casework.models import Handover, HandoverState, ServiceEntry, ServiceKind
from jobsboard.casework.workflow import TRANSITIONS, perform
from jobsboard.core.actor import Actor, Role
from jobsboard.core.workflow import TransitionError
from jobsboard.jobseekers.models import JobSeeker
from tests.jobsboard.invented import invented_id_number


def test_a_counselors_contact_makes_the_person_his_case(cast):
    services.record_service(actor=cast.counselor, job_seeker=cast.li_file, kind=ServiceKind.GUIDANCE)
    cast.li_file.refresh_from_db()
    assert cast.li_file.counselor == cast.counselor.user


def test_a_volunteers_contact_takes_nobodys_case(cast):
    entry = services.record_service(actor=cast.volunteer, job_seeker=cast.chen_file, kind=ServiceKind.VISIT)
    cast.chen_file.refresh_from_db()
    assert cast.chen_file.counselor == cast.counselor.user
    assert entry.station == cast.shenzhen


@pytest.mark.parametrize("name", ["chen", "li", "recruiter", "outsider", "provider", "visitor"])
def test_others_write_nothing_in_the_ledger(cast, name):
    with pytest.raises(PermissionDenied):
        services.record_service(actor=getattr(cast, name), job_seeker=cast.chen_file, kind=ServiceKind.POLICY)


def test_confirming_enters_the_ledger_once_or_not_at_all(cast):
    with pytest.raises(ValidationError):
        services.confirm_at_station(actor=cast.counselor, job_seeker=cast.li_file, id_number="1")
    assert not ServiceEntry.objects.exists()
    services.confirm_at_station(actor=cast.counselor, job_seeker=cast.li_file, id_number=invented_id_number())
    assert ServiceEntry.objects.get().kind == ServiceKind.CONFIRMATION


def test_the_receiving_station_sees_the_file_while_the_matter_is_open(cast):
    handover = services.offer_handover(
        actor=cast.counselor, job_seeker=cast.li_file, to_station=cast.shenzhen, subject="到深圳找工作"
    )
    assert cast.li_file in JobSeeker.objects.visible_to(cast.volunteer)
    services.accept_handover(actor=cast.volunteer, handover=handover)
    services.finish_handover(actor=cast.volunteer, handover=handover)
    assert cast.li_file not in JobSeeker.objects.visible_to(cast.volunteer)


def test_a_handover_goes_to_another_station(cast):
    with pytest.raises(ValidationError, match="不能转给本站"):
        services.offer_handover(
            actor=cast.counselor, job_seeker=cast.li_file, to_station=cast.county, subject="到深圳找工作"
        )


def test_only_the_receiver_answers(cast):
    handover = services.offer_handover(
        actor=cast.counselor, job_seeker=cast.li_file, to_station=cast.shenzhen, subject="到深圳找工作"
    )
    with pytest.raises(PermissionDenied, match="接收方"):
        services.accept_handover(actor=cast.counselor, handover=handover)


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_handover_moves_only_as_the_table_says(cast, name):
    handover = services.offer_handover(
        actor=cast.counselor, job_seeker=cast.li_file, to_station=cast.shenzhen, subject="到深圳找工作"
    )
    transition = TRANSITIONS[name]
    for state, role in product(HandoverState, Role):
        Handover.objects.filter(pk=handover.pk).update(state=state)
        actor = Actor(cast.volunteer.user, role, cast.shenzhen)
        if role in transition.roles and state in transition.sources:
            assert perform(handover, name, actor).state == transition.target
        else:
            with pytest.raises((TransitionError, PermissionDenied)):
                perform(handover, name, actor)
            handover.refresh_from_db()
            assert handover.state == state
