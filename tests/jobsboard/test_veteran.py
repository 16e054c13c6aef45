"""The veteran's pages: he says what he brings, sees what fits and why, and decides what leaves and to whom."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from jobsboard.applications.models import Application, SavedPosting
from jobsboard.core.actor import Actor, Role
from jobsboard.jobseekers.models import Consent, JobSeeker, SeekerSkill
from jobsboard.occupations.services import load as load_taxonomy_rows
from jobsboard.portals.veteran.cards import reason_of
from jobsboard.portals.veteran.parts import parts_that_settle
from jobsboard.postings.models import PostingState
from jobsboard.recommendations import engine
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(client, cast, match_index):
    return client.sign_in(cast.chen)


@pytest.fixture
def newcomer(client, cast, match_index):
    """Somebody who has just signed in for the first time."""
    load_taxonomy_rows()
    return client.sign_in(Actor(make.UserFactory(name=""), Role.VETERAN))


def page(client, name: str, query: str = "", **where) -> str:
    response = client.get(reverse(f"veteran:{name}", kwargs=where) + query)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """What a reader of the page's own part sees, without line breaks."""
    return re.sub(r"\s+", "", strip_tags(html.partition("<main")[2].partition("</main>")[0]))


def save(client, part: str, **fields) -> str:
    """Send one part of the profile; return the page that follows."""
    sent = {"part": part} | {f"{part}-{name}": value for name, value in fields.items()}
    response = client.post(reverse("veteran:profile"), sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


class TestProfile:
    def test_a_newcomer_fills_part_by_part_and_the_count_grows(self, newcomer):
        assert "已填0/7" in words(page(newcomer, "profile"))
        save(newcomer, "person", name="测试新人", home="431127")
        save(newcomer, "education", education="高中")
        save(newcomer, "jobs", title="货车司机", years="3.5")
        save(newcomer, "credentials", label="B2驾驶证")
        save(newcomer, "service", branch="陆军", specialty="汽车驾驶", date_from="2012-09-01", date_to="2020-09-01")
        html = save(newcomer, "wishes", regions=["440300"], occupation_1="货车司机", month_min="6000", lodging="yes")
        assert "已填6/7" in words(html)
        file = JobSeeker.objects.get(user__name="测试新人")
        assert (file.wished_regions, file.wished_occupations, file.wants_lodging) == (["440300"], ["货车司机"], True)
        assert file.held_credentials.get().credential_id == "driving-b2"

    def test_what_was_typed_stays_beside_its_error(self, newcomer):
        html = save(newcomer, "service", branch="陆军", specialty="炊事", date_from="2020-09-01", date_to="2012-09-01")
        assert "退役时间不能早于入伍时间" in html
        assert 'value="炊事"' in html
        html = save(newcomer, "wishes", month_min="很多", occupation_1="厨师")
        assert "很多" in html
        assert 'value="厨师"' in html

    def test_a_unit_is_masked_before_it_is_kept(self, newcomer):
        save(newcomer, "service", branch="陆军", specialty="汽车驾驶", tasks="在61234部队三营开运输车")
        assert JobSeeker.objects.latest("pk").service_records.get().tasks == "在某部开运输车"

    def test_a_phone_number_in_his_words_is_refused(self, newcomer):
        html = save(newcomer, "service", branch="陆军", specialty="汽车驾驶", tasks="有事打13800012345")
        assert "请不要在这里填写手机号" in html

    def test_a_place_he_chose_before_is_kept_when_he_saves_again(self, chen, cast):
        cast.chen_file.wished_regions = ["440307"]
        cast.chen_file.save()
        html = page(chen, "profile", "?part=wishes")
        assert re.search(r'value="440307"[^>]*checked', html)
        save(chen, "wishes", regions=["440307", "440300"], another_region="441900")
        cast.chen_file.refresh_from_db()
        assert cast.chen_file.wished_regions == ["440307", "440300", "441900"]

    def test_he_takes_a_row_away_and_nobody_elses(self, chen, cast):
        mine = cast.chen_file.past_jobs.get()
        other = make.PastJobFactory(job_seeker=cast.li_file)
        url = reverse("veteran:profile")
        assert chen.post(url, {"part": "jobs", "remove": other.pk}).status_code == 404
        chen.post(url, {"part": "jobs", "remove": mine.pk})
        assert not cast.chen_file.past_jobs.exists()
        assert cast.li_file.past_jobs.exists()

    def test_skills_are_found_in_his_words_and_he_decides(self, newcomer):
        save(newcomer, "service", branch="陆军", specialty="炊事", tasks="大锅菜烹调，采购食材")
        suggested = re.findall(r'name="skill" value="([^"]+)"', page(newcomer, "profile"))
        assert len(suggested) >= 2
        for skill, decision in zip(suggested, ("accept", "remove"), strict=False):
            sent = {"part": "skills", "skill": skill, "decision": decision}
            newcomer.post(reverse("veteran:profile"), sent)
        decided = dict(JobSeeker.objects.latest("pk").skills.values_list("skill_id", "decision"))
        assert decided == {suggested[0]: "accepted", suggested[1]: "removed"}
        assert f'value="{suggested[1]}"' not in page(newcomer, "profile")

    def test_his_own_words_become_skills_or_he_is_told_that_they_do_not(self, newcomer):
        save(newcomer, "skills", words="开叉车")
        assert SeekerSkill.objects.filter(decision="accepted").exists()
        assert "没认出“为人民服务”" in words(save(newcomer, "skills", words="为人民服务"))

    def test_a_confirmed_name_is_not_changed_here(self, chen, cast):
        save(chen, "person", name="冒名", home="431127")
        cast.chen.user.refresh_from_db()
        assert cast.chen.user.name == "测试老陈"

    def test_an_unknown_part_is_a_bad_request(self, chen):
        assert chen.post(reverse("veteran:profile"), {"part": "weapons"}).status_code == 400


class TestMatches:
    def test_too_little_known_gives_no_score_and_says_what_to_fill_in(self, newcomer):
        html = page(newcomer, "home")
        assert "知道得还太少，先不打分" in html
        assert "资料不足，暂不评分" in html
        assert f"{reverse('veteran:profile')}?part=wishes#wishes" in html

    def test_an_unconfirmed_account_is_told_so_and_a_confirmed_one_is_not(self, client, cast, match_index):
        notice = "请到服务站核实一次"
        assert notice in page(client.sign_in(cast.li), "home")
        assert notice not in page(client.sign_in(cast.chen), "home")

    def test_his_list_has_scores_and_one_sentence_why(self, chen, cast):
        text = words(page(chen, "home"))
        assert cast.posting.title in text
        assert "正是想做的职业" in text
        assert "匹配分" in text

    def test_what_he_may_not_do_yet_is_marked_and_not_left_out(self, chen, cast):
        forklift = make.JobPostingFactory(title="叉车司机", description="必须持有叉车证（N1）上岗。")
        engine.rebuild_index()
        text = words(page(chen, "home"))
        assert forklift.title in text
        assert "有硬性条件不符" in text
        assert "缺必需的：" in text

    def test_the_place_switch_narrows_the_list(self, chen, cast):
        at_home = make.JobPostingFactory(title="县城货车司机", job_location="431127")
        engine.rebuild_index()
        assert at_home.title in page(chen, "home", "?region=431127")
        assert at_home.title not in page(chen, "home", "?region=440300")
        assert at_home.title in page(chen, "home", "?region=nowhere")

    def test_switched_off_the_list_goes_by_date_and_his_profile_is_not_read(self, chen, cast, monkeypatch):
        chen.post(reverse("veteran:ranking"), {"personal": "off"})

        def forbidden(*args, **kwargs):
            raise AssertionError("the profile was read")

        monkeypatch.setattr(engine, "rank_for", forbidden)
        monkeypatch.setattr(engine, "explain", forbidden)
        html = page(chen, "home")
        assert cast.posting.title in html
        assert "个性化排序已关闭" in html
        assert "匹配分" not in html
        assert "没有读取您的资料" in page(chen, "job", pk=cast.posting.pk)
        monkeypatch.undo()
        chen.post(reverse("veteran:ranking"), {"personal": "on"})
        assert "匹配分" in page(chen, "home")

    def test_the_explanation_adds_up_to_the_last_digit(self, chen, cast):
        html = page(chen, "job", pk=cast.posting.pk)
        before, _, after = html.partition("explanation__row--sum")
        parts, (total, *without_points) = (_points(text) for text in (before, after))
        assert sum(parts) == total
        assert not any(without_points)
        assert "推荐不等于录用" in html

    def test_what_is_missing_comes_with_the_course_its_class_its_cost_and_the_score_after(self, chen, cast):
        load_taxonomy_rows()
        cast.course.credentials.add("forklift-n1")
        cast.course.own_cost = 200
        cast.course.save()
        forklift = make.JobPostingFactory(title="叉车司机", description="必须持有叉车证（N1）上岗。")
        text = words(page(chen, "job", pk=forklift.pk))
        assert cast.course.title in text
        assert "开班" in text
        assert "个人承担：200元" in text
        assert re.search(r"补上以后：\d+分\d+分", text)

    def test_how_many_more_its_employer_offers_is_no_reason_against_a_vacancy(self):
        rows = [
            engine.Row("pay", "工资", "达到要求", 1.0, "", None, None),
            engine.Row("exposure", "同一单位的岗位", "同类里的第三个", -1.25, "", None, None),
            engine.Row("education", "学历", "学历差一级", -0.5, "", None, None),
        ]
        match = engine.PostingMatch(1, 1, 60.0, "met", [], rows, 0.0, -0.75, [])
        assert reason_of(match) == "工资达到要求；不过学历差一级。"

    def test_what_would_help_most_is_asked_for_first(self):
        parts = parts_that_settle(["seeker.credentials", "posting.schedule", "seeker.wishes.occupations"])
        assert [part.name for part in parts] == ["credentials", "wishes"]


def _points(html: str) -> list[Decimal]:
    shown = re.findall(r'explanation__points[^>]*">([^<]+)<', html)
    return [Decimal(one.replace("−", "-")) for one in shown]


class TestApplying:
    def test_he_sees_exactly_what_goes_to_whom_before_anything_goes(self, client, cast, match_index):
        client.sign_in(cast.li)
        text = words(page(client, "apply", pk=cast.posting.pk))
        assert cast.employer.name in text
        assert cast.li.user.name in text
        assert cast.li.user.phone in text
        assert not Consent.objects.filter(job_seeker=cast.li_file).exists()

    def test_without_consent_nothing_leaves(self, client, cast, match_index):
        client.sign_in(cast.li)
        html = self._send(client, cast.posting, agree="")
        assert "没有勾选同意，什么都没有发出去" in html
        assert not Consent.objects.filter(job_seeker=cast.li_file).exists()
        assert not Application.objects.filter(job_seeker=cast.li_file).exists()

    def test_with_consent_the_words_he_saw_are_kept_and_the_employer_sees_him(self, client, cast, match_index):
        client.sign_in(cast.li)
        self._send(client, cast.posting, agree="on", message="下周能到岗")
        application = Application.objects.get(job_seeker=cast.li_file)
        assert cast.employer.name in application.consent.text
        assert cast.li.user.phone not in application.consent.text
        client.sign_in(cast.recruiter)
        assert "下周能到岗" in client.get(reverse("employer:application", args=[application.pk])).content.decode()

    def test_the_employer_sees_no_more_than_was_shown(self, client, cast, match_index):
        record = cast.chen_file.service_records.get()
        client.sign_in(cast.recruiter)
        html = client.get(reverse("employer:application", args=[cast.application.pk])).content.decode()
        assert record.specialty in html
        for kept_back in (record.tasks, "6000", "蓝山县"):
            assert kept_back not in words(html)

    def test_what_changed_since_he_looked_is_shown_again_first(self, client, cast, match_index):
        client.sign_in(cast.li)
        shown = self._digest(client, cast.posting)
        make.HeldCredentialFactory(job_seeker=cast.li_file)
        html = self._send(client, cast.posting, agree="on", shown=shown)
        assert "您的资料刚刚有变动" in html
        assert not Application.objects.filter(job_seeker=cast.li_file).exists()

    def test_a_vacancy_of_another_site_is_only_noted_and_nothing_is_passed_on(self, chen, cast):
        html = page(chen, "apply", pk=cast.scraped.pk)
        assert "我们不代投" in html
        before = Consent.objects.count()
        chen.post(reverse("veteran:apply", args=[cast.scraped.pk]))
        assert Application.objects.get(posting=cast.scraped).channel == "outside"
        assert Consent.objects.count() == before

    def test_a_second_application_leads_to_the_first(self, chen, cast):
        response = chen.get(reverse("veteran:apply", args=[cast.posting.pk]))
        assert response.url == reverse("veteran:applications")

    def test_he_withdraws_after_being_asked_and_the_employer_sees_him_no_longer(self, chen, cast):
        url = reverse("veteran:withdraw", args=[cast.application.pk])
        assert "同意随之失效" in chen.get(url).content.decode()
        cast.application.refresh_from_db()
        assert cast.application.state == "submitted"
        chen.post(url)
        assert "您撤回了投递" in page(chen, "applications")
        chen.sign_in(cast.recruiter)
        assert chen.get(reverse("employer:application", args=[cast.application.pk])).status_code == 404

    def test_another_veteran_neither_sees_nor_touches_it(self, client, cast, match_index):
        client.sign_in(cast.li)
        url = reverse("veteran:withdraw", args=[cast.application.pk])
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
        assert cast.posting.title not in page(client, "applications")

    def test_a_refusal_tells_the_reason(self, chen, cast):
        make.ApplicationFactory(job_seeker=cast.chen_file, posting=make.JobPostingFactory(), refused=True)
        assert "岗位已招满" in page(chen, "applications")

    @staticmethod
    def _digest(client, posting) -> str:
        return re.search(r'name="shown" value="(\w+)"', page(client, "apply", pk=posting.pk)).group(1)

    def _send(self, client, posting, *, shown: str = "", **fields) -> str:
        sent = {"shown": shown or self._digest(client, posting), **fields}
        response = client.post(reverse("veteran:apply", args=[posting.pk]), sent, follow=True)
        return response.content.decode()


class TestCounselAndKept:
    def test_he_reads_the_reason_and_answers(self, chen, cast):
        cast.recommendation.note = "离您住处两站路"
        cast.recommendation.save()
        assert "离您住处两站路" in page(chen, "recommendations")
        cast.recommendation.refresh_from_db()
        assert cast.recommendation.state == "seen"
        chen.post(reverse("veteran:answer", args=[cast.recommendation.pk]), {"answer": "taken"})
        assert "您答复：感兴趣" in words(page(chen, "recommendations"))

    def test_an_answer_that_is_none_changes_nothing(self, chen, cast):
        chen.post(reverse("veteran:answer", args=[cast.recommendation.pk]), {"answer": "maybe"})
        cast.recommendation.refresh_from_db()
        assert cast.recommendation.state == "sent"

    def test_home_says_that_a_recommendation_waits(self, chen):
        assert "服务站给您推荐了1个" in words(page(chen, "home"))

    def test_he_keeps_a_vacancy_and_can_drop_it_even_when_it_is_closed(self, chen, cast):
        url = reverse("veteran:save_job", args=[cast.posting.pk])
        chen.post(url)
        assert cast.posting.title in page(chen, "saved")
        cast.posting.state = PostingState.CLOSED
        cast.posting.save()
        assert "已停止招聘" in page(chen, "saved")
        chen.post(url)
        assert not SavedPosting.objects.exists()

    def test_keeping_leads_back_to_his_page_and_never_to_another_site(self, chen, cast):
        url = reverse("veteran:save_job", args=[cast.posting.pk])
        back = reverse("veteran:job", args=[cast.posting.pk])
        assert chen.post(url, {"next": back}).url == back
        assert chen.post(url, {"next": "https://example.org/"}).url == reverse("veteran:saved")
