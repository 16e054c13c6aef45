"""A person's file: who writes it, what it must not hold, and what the matcher reads of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from jobsboard.audit.models import AuditEntry
from jobsboard.core.identifiers import clean_id_number, id_number_check_digit, validate_credit_code
from jobsboard.jobseekers import services
from jobsboard.jobseekers.models import ConsentPurpose, JobSeeker
from jobsboard.jobseekers.profile import to_match_mapping
from matching.records import JobSeeker as MatchSeeker
from tests.factories import HeldCredentialFactory, JobSeekerFactory, SeekerSkillFactory, credit_code
from tests.jobsboard.invented import invented_id_number


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("12345", "18 位"),
        (invented_id_number()[:17] + "?", "18 位"),
        ("99999919951315001" + id_number_check_digit("99999919951315001"), "出生日期"),
        (invented_id_number()[:17] + ("0" if invented_id_number()[17] != "0" else "1"), "校验码"),
    ],
)
def test_a_wrong_id_number_is_refused_without_being_repeated(number, problem):
    with pytest.raises(ValidationError, match=problem) as error:
        clean_id_number(number)
    assert number not in str(error.value)


def test_an_id_number_may_have_spaces_and_a_small_x():
    with_x = next(n for n in map(invented_id_number, range(99)) if n.endswith("X"))
    assert clean_id_number(f" {with_x[:6]} {with_x[6:].lower()} ") == with_x


def test_a_credit_code_needs_its_check_digit():
    validate_credit_code(credit_code(7))
    with pytest.raises(ValidationError, match="校验码"):
        validate_credit_code(credit_code(7)[:17] + ("0" if credit_code(7)[17] != "0" else "1"))
    with pytest.raises(ValidationError, match="18 位"):
        validate_credit_code("O" * 18)


class TestVisibility:
    @pytest.mark.parametrize("name", ["chen", "counselor", "volunteer", "officer"])
    def test_chen_is_seen_by_himself_his_stations_and_the_bureau(self, cast, name):
        assert cast.chen_file in JobSeeker.objects.visible_to(getattr(cast, name))

    @pytest.mark.parametrize("name", ["visitor", "li", "recruiter", "outsider", "provider"])
    def test_nobody_else_sees_chen(self, cast, name):
        assert cast.chen_file not in JobSeeker.objects.visible_to(getattr(cast, name))

    def test_the_remote_station_does_not_see_people_at_home(self, cast):
        assert cast.li_file not in JobSeeker.objects.visible_to(cast.volunteer)


class TestRegistration:
    def test_the_counter_opens_a_file_at_its_own_station(self, cast):
        job_seeker = services.register_job_seeker(actor=cast.volunteer, phone="12077770000", name="测试新人")
        assert job_seeker.station == cast.shenzhen
        assert not job_seeker.is_verified

    def test_a_phone_with_a_file_is_refused(self, cast):
        with pytest.raises(ValidationError, match="已建档"):
            services.register_job_seeker(actor=cast.volunteer, phone=cast.chen.user.phone, name="测试新人")

    def test_a_veteran_cannot_register_people(self, cast):
        with pytest.raises(PermissionDenied):
            services.register_job_seeker(actor=cast.chen, phone="12077770000", name="测试新人")


class TestConfirmation:
    def test_the_number_itself_is_not_kept(self, cast):
        number = invented_id_number()
        confirmed = services.confirm_person(actor=cast.counselor, job_seeker=cast.li_file, id_number=number)
        assert confirmed.is_verified
        assert confirmed.verified_by == cast.counselor.user
        values = JobSeeker.objects.filter(pk=confirmed.pk).values().get().values()
        assert number not in " ".join(map(str, values))
        assert confirmed.id_number_digest == services.digest_of_id_number(number)

    def test_one_id_number_opens_one_file(self, cast):
        number = invented_id_number()
        services.confirm_person(actor=cast.counselor, job_seeker=cast.li_file, id_number=number)
        other = JobSeekerFactory(station=cast.county)
        with pytest.raises(ValidationError, match="已登记"):
            services.confirm_person(actor=cast.counselor, job_seeker=other, id_number=number)

    def test_a_confirmed_person_is_not_confirmed_again(self, cast):
        with pytest.raises(ValidationError, match="已核实"):
            services.confirm_person(actor=cast.counselor, job_seeker=cast.chen_file, id_number=invented_id_number())

    @pytest.mark.parametrize("name", ["li", "chen", "volunteer", "recruiter", "provider", "visitor"])
    def test_only_staff_who_see_the_person_confirm(self, cast, name):
        with pytest.raises(PermissionDenied):
            services.confirm_person(actor=getattr(cast, name), job_seeker=cast.li_file, id_number=invented_id_number())


class TestProfile:
    def test_units_and_weapons_are_masked_before_storing(self, cast):
        row = services.add_service_record(
            actor=cast.chen, job_seeker=cast.chen_file, specialty="汽车兵", tasks="在61234部队开货车"
        )
        row.refresh_from_db()
        assert row.tasks == "在某部开货车"

    def test_a_phone_number_in_free_text_is_refused(self, cast):
        # Put together here, so that no number that could be dialled stands in the repository.
        with pytest.raises(ValidationError, match="手机号"):
            services.add_past_job(actor=cast.chen, job_seeker=cast.chen_file, title="司机 1" + "39" + "0" * 8)

    def test_a_service_that_ends_before_it_starts_is_refused(self, cast):
        with pytest.raises(ValidationError, match="早于入伍"):
            services.add_service_record(
                actor=cast.chen,
                job_seeker=cast.chen_file,
                tasks="炊事",
                date_from=date(2020, 9, 1),
                date_to=date(2019, 9, 1),
            )

    @pytest.mark.parametrize("name", ["li", "recruiter", "outsider", "provider", "officer", "visitor"])
    def test_nobody_else_writes_in_a_file(self, cast, name):
        with pytest.raises(PermissionDenied):
            services.update_education(actor=getattr(cast, name), job_seeker=cast.chen_file, education="本科")

    def test_an_unknown_level_of_schooling_is_refused_by_name(self, cast):
        with pytest.raises(ValidationError, match="学历“博士后”"):
            services.update_education(actor=cast.chen, job_seeker=cast.chen_file, education="博士后")

    def test_wishes_are_replaced_as_a_whole(self, cast):
        services.update_wishes(
            actor=cast.chen,
            job_seeker=cast.chen_file,
            regions=["441900"],
            occupations=["叉车司机", " "],
            month_min=None,
            wants_lodging=None,
            shift="day",
            available_from=None,
            current_city="441900",
        )
        cast.chen_file.refresh_from_db()
        assert cast.chen_file.wished_occupations == ["叉车司机"]
        assert cast.chen_file.month_min is None
        assert cast.chen_file.current_city_on is not None

    def test_each_write_is_audited(self, cast):
        services.update_education(actor=cast.chen, job_seeker=cast.chen_file, education="大专")
        entry = AuditEntry.objects.get(verb="update_education")
        assert (entry.user, entry.object_id) == (cast.chen.user, cast.chen_file.pk)

    def test_only_the_person_turns_the_personal_ranking_off(self, cast):
        with pytest.raises(PermissionDenied):
            services.set_personal_ranking(actor=cast.counselor, job_seeker=cast.chen_file, is_personal=False)


class TestConsent:
    def test_a_consent_keeps_the_words_and_can_be_withdrawn_once(self, cast):
        consent = services.give_consent(
            actor=cast.chen,
            job_seeker=cast.chen_file,
            purpose=ConsentPurpose.APPLICATION,
            employer=cast.employer,
            text="提供姓名和电话",
        )
        first = services.withdraw_consent(actor=cast.chen, consent=consent).withdrawn_at
        assert services.withdraw_consent(actor=cast.chen, consent=consent).withdrawn_at == first

    def test_nobody_consents_for_another(self, cast):
        with pytest.raises(PermissionDenied, match="本人"):
            services.give_consent(
                actor=cast.counselor,
                job_seeker=cast.chen_file,
                purpose=ConsentPurpose.REFERRAL,
                employer=cast.employer,
                text="提供姓名和电话",
            )

    def test_a_consent_names_one_recipient(self, cast):
        with pytest.raises(ValidationError, match="一个接收方"):
            services.give_consent(
                actor=cast.chen,
                job_seeker=cast.chen_file,
                purpose=ConsentPurpose.ENROLLMENT,
                employer=cast.employer,
                provider=cast.school,
                text="提供姓名和电话",
            )


class TestMatchMapping:
    def test_it_is_read_by_the_matching_library_and_names_nobody(self, cast):
        facts = to_match_mapping(cast.chen_file)
        assert MatchSeeker.from_mapping(facts).education.level == "高中"
        assert cast.chen.user.name not in str(facts)
        assert cast.chen.user.phone not in str(facts)

    def test_what_is_not_said_is_left_out(self, cast):
        assert to_match_mapping(cast.li_file) == {"id": f"seeker-{cast.li_file.pk}", "home": "431127"}

    def test_no_wish_for_lodging_is_said_and_stays(self, cast):
        cast.li_file.wants_lodging = False
        assert to_match_mapping(cast.li_file)["wishes"] == {"lodging": False}

    def test_an_expired_licence_and_a_removed_skill_do_not_count(self, db):
        job_seeker = JobSeekerFactory()
        HeldCredentialFactory(job_seeker=job_seeker, expires_on=date(2020, 1, 1))
        SeekerSkillFactory(job_seeker=job_seeker, decision="removed")
        facts = to_match_mapping(job_seeker)
        assert "credentials" not in facts
        assert "skills" not in facts

    def test_a_removed_skill_is_said_not_to_be_there(self, db):
        removed = SeekerSkillFactory(decision="removed")
        facts = to_match_mapping(removed.job_seeker)
        assert facts["not_skills"] == [removed.skill_id]
        assert MatchSeeker.from_mapping(facts).not_skills == (removed.skill_id,)
