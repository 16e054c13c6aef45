"""The bureau admits employers, opens their accounts, suspends them, and what it decides reaches them."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from jobsboard.audit.models import AuditEntry
from jobsboard.core.actor import Role
from jobsboard.notifications.models import Notification
from jobsboard.organizations.models import Employer, EmployerState, Membership
from jobsboard.postings import services
from jobsboard.postings.models import JobPosting
from jobsboard.postings.tasks import INDEX_TASK
from jobsboard.recommendations import engine
from tests.factories import EmployerFactory, JobPostingFactory, MembershipFactory
from tests.factories.organizations import credit_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    return client.sign_in(cast.officer)


@pytest.fixture(autouse=True)
def _empty_queue(db):
    """The queue outlives tests that commit: flushing a database passes procrastinate's tables over."""
    ProcrastinateJob.objects.all().delete()


def page(client, name: str, query: str = "", **where) -> str:
    response = client.get(reverse(f"bureau:{name}", kwargs=where) + query)
    assert response.status_code == 200
    return response.content.decode()


def act(client, employer: Employer, name: str) -> str:
    url = reverse("bureau:employer_act", kwargs={"pk": employer.pk, "name": name})
    response = client.post(url, follow=True)
    assert response.status_code == 200
    employer.refresh_from_db()
    return response.content.decode()


def names(html: str) -> set[str]:
    return set(re.findall(r'class="card__link" href="[^"]*">([^<]+)<', html))


def told(actor) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(user=actor.user).values_list("text", "url"))


class TestList:
    def test_the_work_to_do_leads_to_those_that_wait(self, officer, cast):
        waiting = EmployerFactory(name="待核验测试厂")
        home = page(officer, "home")
        assert f'href="{reverse("bureau:employers")}?state=pending"' in home
        assert names(page(officer, "employers", "?state=pending")) == {waiting.name}

    def test_a_search_by_name_stays_within_the_chosen_state(self, officer, cast):
        EmployerFactory(name="测试物流二部")
        assert names(page(officer, "employers", "?q=物流")) == {cast.employer.name, "测试物流二部"}
        html = page(officer, "employers", "?q=物流&state=verified")
        assert names(html) == {cast.employer.name}
        assert "待核验 1" in html
        assert 'name="state" value="verified"' in html

    def test_a_state_that_does_not_exist_is_passed_over(self, officer, cast):
        assert cast.employer.name in names(page(officer, "employers", "?state=perhaps"))

    def test_only_published_vacancies_are_counted(self, officer, cast):
        assert "已发布岗位 1 个" in page(officer, "employers", "?q=安达")

    def test_nothing_found_is_said(self, officer, cast):
        assert "没有这样的单位" in page(officer, "employers", "?q=不存在的单位")


class TestRegistering:
    FIELDS = {"name": "蓝山县测试农机厂", "industry": "农机制造", "region": "431127", "intro": "做小型农机。"}

    def _send(self, client, **fields):
        return client.post(reverse("bureau:employer_new"), {**self.FIELDS, **fields})

    def test_a_code_copied_with_spaces_and_small_letters_is_understood(self, officer, cast):
        code = credit_code(777)
        response = self._send(officer, credit_code=f" {code[:8].lower()} {code[8:].lower()} ")
        made = Employer.objects.get(credit_code=code)
        assert response.url == reverse("bureau:employer", kwargs={"pk": made.pk})
        assert (made.name, made.state) == ("蓝山县测试农机厂", EmployerState.PENDING)
        assert AuditEntry.objects.filter(verb="register_employer", object_id=made.pk).exists()

    def test_a_wrong_check_digit_is_named_with_its_value(self, officer, cast):
        wrong = credit_code(777)[:-1] + "A"
        html = self._send(officer, credit_code=wrong).content.decode()
        assert "校验码不符" in html
        assert f"填写的是“{wrong}”" in html
        assert not Employer.objects.filter(name=self.FIELDS["name"]).exists()

    def test_no_employer_is_entered_twice(self, officer, cast):
        html = self._send(officer, credit_code=cast.employer.credit_code).content.decode()
        assert "这个代码已经登记过" in html

    def test_a_place_outside_the_table_is_refused(self, officer, cast):
        html = self._send(officer, credit_code=credit_code(777), region="深圳").content.decode()
        assert "所在地区" in html
        assert not Employer.objects.filter(name=self.FIELDS["name"]).exists()


class TestVerifyingAndSuspending:
    def test_an_employer_is_verified_and_told(self, officer, cast):
        cast.other_employer.state = EmployerState.PENDING
        cast.other_employer.save()
        act(officer, cast.other_employer, "verify")
        assert cast.other_employer.state == EmployerState.VERIFIED
        assert cast.other_employer.verified_at is not None
        assert told(cast.outsider) == [("贵单位已通过核验，审核通过的岗位会展示给求职者。", "/employer/")]

    def test_suspending_takes_the_vacancies_out_of_search_at_once_and_verifying_brings_them_back(
        self, officer, cast, match_index
    ):
        def shown() -> bool:
            for job in ProcrastinateJob.objects.filter(task_name=INDEX_TASK).order_by("id"):
                engine.update_index(job.args["posting_ids"])
            found = engine.search("", engine.SearchFilters()).ids
            assert (cast.posting.pk in found) == JobPosting.objects.open().filter(pk=cast.posting.pk).exists()
            return cast.posting.pk in found

        assert shown()
        act(officer, cast.employer, "suspend")
        assert not shown()
        act(officer, cast.employer, "verify")
        assert shown()

    def test_only_what_was_published_goes_to_the_index(self, cast):
        second = JobPostingFactory(employer=cast.employer)
        services.suspend_employer(actor=cast.officer, employer=cast.employer)
        [job] = ProcrastinateJob.objects.filter(task_name=INDEX_TASK)
        assert job.args["posting_ids"] == sorted([cast.posting.pk, second.pk])

    def test_a_second_click_changes_and_tells_nothing(self, officer, cast):
        act(officer, cast.employer, "suspend")
        act(officer, cast.employer, "suspend")
        assert len(told(cast.recruiter)) == 1
        assert AuditEntry.objects.filter(verb="suspended_employer").count() == 1

    def test_the_recruiter_of_a_suspended_employer_reads_why_nothing_is_shown(self, client, cast):
        services.suspend_employer(actor=cast.officer, employer=cast.employer)
        html = client.sign_in(cast.recruiter).get(reverse("employer:home")).content.decode()
        assert "单位已被暂停" in html
        assert "单位尚未核验" not in html

    @pytest.mark.parametrize("name", ["recruiter", "counselor", "chen", "visitor"])
    def test_nobody_else_decides(self, cast, name):
        for decide in (services.verify_employer, services.suspend_employer):
            with pytest.raises(PermissionDenied):
                decide(actor=getattr(cast, name), employer=cast.employer)
        assert not ProcrastinateJob.objects.exists()

    def test_another_word_is_no_decision(self, officer, cast):
        url = reverse("bureau:employer_act", kwargs={"pk": cast.employer.pk, "name": "praise"})
        assert officer.post(url).status_code == 404
        assert officer.get(url.replace("praise", "verify")).status_code == 405


class TestOneEmployer:
    def test_its_vacancies_are_shown_by_state(self, officer, cast):
        html = page(officer, "employer", pk=cast.employer.pk)
        assert names(html) == {cast.posting.title, cast.draft.title, cast.pending.title}
        assert "已退回" not in html
        assert names(page(officer, "employer", "?state=pending", pk=cast.employer.pk)) == {cast.pending.title}

    def test_an_account_is_opened_by_name_and_phone(self, officer, cast):
        url = reverse("bureau:employer", kwargs={"pk": cast.employer.pk})
        html = officer.post(url, {"name": "测试新人事", "phone": "12055550001"}, follow=True).content.decode()
        made = Membership.objects.get(user__phone="12055550001")
        assert (made.role, made.employer) == (Role.RECRUITER, cast.employer)
        assert "测试新人事" in html
        assert "账号已开通" in html

    def test_an_account_is_not_opened_twice_nor_for_a_number_that_is_none(self, officer, cast):
        url = reverse("bureau:employer", kwargs={"pk": cast.employer.pk})
        again = {"name": "测试林芳", "phone": cast.recruiter.user.phone}
        assert "此人已有该任职" in officer.post(url, again).content.decode()
        assert "填写的是“12345”" in officer.post(url, {"name": "甲", "phone": "12345"}).content.decode()

    def test_an_account_that_was_ended_is_gone_from_the_page_and_cannot_act(self, officer, client, cast):
        MembershipFactory(recruiter=True, employer=cast.employer, user__name="测试离职者")
        ended = Membership.objects.get(user__name="测试离职者")
        assert "测试离职者" in page(officer, "employer", pk=cast.employer.pk)
        response = officer.post(reverse("bureau:staff_end", kwargs={"pk": ended.pk}))
        assert response.url == reverse("bureau:employer", kwargs={"pk": cast.employer.pk})
        assert "测试离职者" not in page(officer, "employer", pk=cast.employer.pk)


class TestWhatTheBureauDecidesReachesTheEmployer:
    def test_an_approval(self, cast):
        services.approve_posting(actor=cast.officer, posting=cast.pending, note="请按时答复投递")
        url = reverse("employer:posting_edit", kwargs={"pk": cast.pending.pk})
        assert told(cast.recruiter) == [
            (f"“{cast.pending.title}”已通过审核，正在展示。说明：请按时答复投递", url),
        ]
        assert told(cast.outsider) == []

    def test_a_rejection_with_the_note_which_fits_however_long_the_title(self, cast):
        JobPosting.objects.filter(pk=cast.pending.pk).update(title="长" * 200)
        cast.pending.refresh_from_db()
        services.reject_posting(actor=cast.officer, posting=cast.pending, note="请写明工资" * 60)
        [(text, _)] = told(cast.recruiter)
        assert text.endswith("请写明工资")
        assert text.count("请写明工资") == 60

    def test_holding_releasing_and_closing(self, cast):
        services.hold_posting(actor=cast.officer, posting=cast.posting, note="待电话核实")
        services.release_posting(actor=cast.officer, posting=cast.posting)
        services.close_posting(actor=cast.officer, posting=cast.posting)
        texts = [text.partition("”")[2] for text, _ in told(cast.recruiter)]
        assert texts == ["已由事务局关闭。", "已恢复展示。", "已暂缓展示。说明：待电话核实"]

    def test_nobody_is_told_of_his_own_act_nor_of_a_vacancy_without_a_partner(self, cast):
        services.close_posting(actor=cast.recruiter, posting=cast.posting)
        services.hold_posting(actor=cast.officer, posting=cast.scraped)
        assert not Notification.objects.exists()
