"""The pages of those who work here: employer, bureau, counselor, station, provider. Who gets in at all, and whose
things exist for whom, is the access matrix's; here is what the pages say and do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from jobsboard.accounts.models import OneTimeCode
from jobsboard.applications.models import ApplicationState, Placement
from jobsboard.applications.services import withdraw
from jobsboard.casework.models import ServiceEntry
from jobsboard.core.actor import Role
from jobsboard.courses.models import CourseSession
from jobsboard.jobseekers.models import JobSeeker
from jobsboard.organizations.models import Membership
from jobsboard.postings.models import JobPosting, PostingState
from jobsboard.recommendations.models import Recommendation
from tests import factories as make
from tests.jobsboard.invented import invented_id_number

pytestmark = pytest.mark.django_db

ID_NUMBER = invented_id_number(7)
WRONG_ID_NUMBER = ID_NUMBER[:-1] + ("0" if ID_NUMBER[-1] != "0" else "1")


def words(response) -> str:
    """What a reader of the page's own part sees, without white space."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", "", strip_tags(main))


def page(client, view: str, *args: object, **query: object) -> str:
    response = client.get(reverse(view, args=args), query)
    assert response.status_code == 200
    return words(response)


def send(client, view: str, *args: object, status: int = 200, **fields: object) -> str:
    """Send a form and return the page that follows; with a status, expect to be refused."""
    response = client.post(reverse(view, args=args), fields, follow=status == 200)
    assert response.status_code == status
    return words(response)


def refused_fields(client, view: str, *args: object, **fields: object) -> str:
    """Send a form that is not taken, and return the summary of what is wrong with it, by field."""
    response = client.post(reverse(view, args=args), fields)
    assert response.status_code == 200
    return re.sub(r"\s+", "", strip_tags(response.content.decode().partition('class="form-errors"')[2][:1500]))


def a_vacancy(**changed: object) -> dict[str, object]:
    return {
        "title": "低压电工",
        "description": "厂区配电柜巡检，换灯修线，三班倒，要有低压电工证。",
        "job_location": "440307",
        "address": "龙岗区坪地街道",
        "salary_text": "6500-7500元/月",
        "headcount_text": "2人",
        "valid_through": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **changed,
    }


class TestEmployer:
    @pytest.fixture
    def recruiter(self, client, cast):
        return client.sign_in(cast.recruiter)

    def test_a_vacancy_is_written_saved_and_handed_in(self, recruiter, cast):
        assert "已保存为草稿" in send(recruiter, "employer:posting_new", **a_vacancy())
        posting = JobPosting.objects.get(title="低压电工")
        assert (posting.state, posting.employer, posting.month_min) == (PostingState.DRAFT, cast.employer, 6500)
        assert "已提交审核" in send(recruiter, "employer:posting_edit", posting.pk, **a_vacancy(submit="1"))
        posting.refresh_from_db()
        assert posting.state == PostingState.PENDING

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("title", "", "岗位名称"),
            ("salary_text", "", "薪资"),
            ("job_location", "999999", "工作地区"),
            ("valid_through", "2020-01-01", "有效期至"),
            ("valid_through", "2099-01-01", "半年以内"),
        ],
    )
    def test_a_vacancy_that_is_not_complete_is_refused_by_field(self, recruiter, field, value, said):
        assert said in refused_fields(recruiter, "employer:posting_new", **a_vacancy(**{field: value}))
        assert not JobPosting.objects.filter(title="低压电工").exists()

    def test_doubtful_words_are_named_before_the_bureau_sees_them(self, recruiter):
        send(recruiter, "employer:posting_new", **a_vacancy(description="限男性，三十五岁以下，厂区配电柜巡检。"))
        posting = JobPosting.objects.get(title="低压电工")
        assert "限男性" in page(recruiter, "employer:posting_edit", posting.pk)

    def test_what_the_bureau_sent_back_shows_its_note(self, recruiter, client, cast):
        client.sign_in(cast.officer)
        send(client, "bureau:posting_act", cast.pending.pk, "reject", note="薪资写得不清楚，请写明周期")
        client.sign_in(cast.recruiter)
        assert "退回原因薪资写得不清楚，请写明周期" in page(client, "employer:home")
        assert "薪资写得不清楚，请写明周期" in page(client, "employer:posting_edit", cast.pending.pk)

    def test_a_closed_vacancy_is_not_changed(self, recruiter, cast):
        assert "已停止招聘" in send(recruiter, "employer:posting_close", cast.posting.pk)
        assert "不能修改" in send(recruiter, "employer:posting_edit", cast.posting.pk, **a_vacancy())
        assert "不能执行此操作" in send(recruiter, "employer:posting_submit", cast.posting.pk)

    def test_an_applicant_is_shown_as_he_agreed_and_then_counts_as_seen(self, recruiter, cast):
        shown = page(recruiter, "employer:application", cast.application.pk)
        assert cast.chen.user.phone in shown
        assert "B2驾驶证" in shown
        for kept_back in ("6000", "长途运输", "匹配分"):
            assert kept_back not in shown
        cast.application.refresh_from_db()
        assert cast.application.state == ApplicationState.VIEWED

    def test_an_applicant_is_invited_and_hired(self, recruiter, cast):
        assert "已通知求职者" in send(recruiter, "employer:application_act", cast.application.pk, "interview")
        day = timezone.localdate().isoformat()
        said = send(recruiter, "employer:application_act", cast.application.pk, "hire", started_on=day, month_pay=8000)
        assert "已登记录用" in said
        assert Placement.objects.get(application=cast.application).month_pay == 8000
        assert "不能执行此操作" in send(recruiter, "employer:application_act", cast.application.pk, "interview")

    @pytest.mark.parametrize(
        ("name", "fields", "said"),
        [
            ("refuse", {"reason": ""}, "未录用原因"),
            ("hire", {"started_on": "明天"}, "入职日期"),
            ("hire", {"started_on": "2026-11-01", "month_pay": "0"}, "约定月薪"),
        ],
    )
    def test_an_answer_that_is_not_complete_stands_open_with_its_error(self, recruiter, cast, name, fields, said):
        where = ("employer:application_act", cast.application.pk, name)
        assert said in refused_fields(recruiter, *where, **fields)
        html = recruiter.post(reverse(where[0], args=where[1:]), fields).content.decode()
        assert re.search(r"<details[^>]* open>", html)

    def test_an_answer_that_does_not_exist_is_not_found(self, recruiter, cast):
        send(recruiter, "employer:application_act", cast.application.pk, "forget", status=404)
        assert not cast.application.transitions.exists()

    def test_an_application_taken_back_is_gone_from_the_employers_desk(self, recruiter, cast):
        withdraw(actor=cast.chen, application=cast.application)
        assert recruiter.get(reverse("employer:application", args=[cast.application.pk])).status_code == 404
        assert "测试老陈" not in page(recruiter, "employer:applications", show="all")


class TestBureau:
    @pytest.fixture
    def officer(self, client, cast):
        return client.sign_in(cast.officer)

    @pytest.mark.parametrize(
        ("view", "way"),
        [
            ("bureau:home", "工作台"),
            ("bureau:reports", "岗位审核"),
            ("bureau:moderation", "岗位审核"),
            ("bureau:courses", "岗位审核"),
            ("bureau:sources", "导入记录"),
            ("bureau:ingest", "导入记录"),
        ],
    )
    def test_the_navigation_shows_to_what_a_page_belongs(self, officer, view, way):
        text = officer.get(reverse(view)).content.decode()
        assert set(re.findall(r'aria-current="page">(?:<.*?>)?([^<]+)<', text)) == {way}

    def test_what_waits_is_counted_and_approved(self, officer, cast):
        assert "1个岗位待审核" in page(officer, "bureau:home")
        assert cast.pending.title in page(officer, "bureau:moderation").replace(" ", "")
        assert "已发布" in send(officer, "bureau:posting_act", cast.pending.pk, "approve")
        assert "都处理完了" in page(officer, "bureau:moderation")

    def test_nothing_is_sent_back_without_a_reason(self, officer, cast):
        assert "请写明退回原因" in send(officer, "bureau:posting_act", cast.pending.pk, "reject", note=" ")
        cast.pending.refresh_from_db()
        assert cast.pending.state == PostingState.PENDING

    def test_a_note_that_is_too_long_is_not_dropped_in_silence(self, officer, cast):
        said = send(officer, "bureau:posting_act", cast.posting.pk, "hold", note="长" * 301)
        assert "说明" in said
        assert "300" in said
        cast.posting.refresh_from_db()
        assert cast.posting.state == PostingState.PUBLISHED

    def test_what_is_held_can_be_shown_again_and_its_history_is_told(self, officer, cast):
        send(officer, "bureau:posting_act", cast.posting.pk, "hold", note="先核对薪资")
        assert "先核对薪资" in page(officer, "bureau:posting", cast.posting.pk)
        assert cast.posting.title in page(officer, "bureau:moderation", show="held")
        send(officer, "bureau:posting_act", cast.posting.pk, "release")
        cast.posting.refresh_from_db()
        assert cast.posting.state == PostingState.PUBLISHED

    def test_a_decision_comes_too_late_with_a_sentence(self, officer, cast):
        send(officer, "bureau:posting_act", cast.pending.pk, "approve")
        assert "不能执行此操作" in send(officer, "bureau:posting_act", cast.pending.pk, "approve")
        send(officer, "bureau:posting_act", cast.pending.pk, "bless", status=404)

    def test_a_finding_of_the_lawful_check_stands_beside_the_vacancy(self, officer, cast):
        doubtful = make.JobPostingFactory(pending=True, description="限男性，入职交押金五百元。")
        shown = page(officer, "bureau:posting", doubtful.pk)
        assert "违法风险" in shown
        assert "收取押金" in shown
        assert "限男性" in shown

    def test_a_new_member_of_staff_may_work_at_once_until_ended(self, officer, client, cast):
        said = send(
            officer, "bureau:staff_new", name="测试新人", phone="12000077777", role="counselor", station=cast.county.pk
        )
        assert "账号已开通" in said
        membership = Membership.objects.get(user__phone="12000077777")
        assert (membership.role, membership.station) == (Role.COUNSELOR, cast.county)
        assert "已停用" in send(officer, "bureau:staff_end", membership.pk)
        membership.refresh_from_db()
        assert not membership.is_active

    @pytest.mark.parametrize(
        ("changed", "said"),
        [({"phone": "12345"}, "手机号"), ({"role": "recruiter"}, "身份"), ({"station": ""}, "所属服务站")],
    )
    def test_an_account_that_is_not_complete_is_refused_by_field(self, officer, cast, changed, said):
        whole = {"name": "测试新人", "phone": "12000077777", "role": "counselor", "station": cast.county.pk}
        assert said in refused_fields(officer, "bureau:staff_new", **{**whole, **changed})
        assert not Membership.objects.filter(user__name="测试新人").exists()

    def test_nobody_ends_his_own_account(self, officer, cast):
        own = Membership.objects.get(user=cast.officer.user)
        send(officer, "bureau:staff_end", own.pk, status=403)
        own.refresh_from_db()
        assert own.is_active

    def test_each_figure_has_its_definition(self, officer):
        html = officer.get(reverse("bureau:figures")).content.decode()
        rows = re.findall(r"<tr><th scope=\"row\">(.+?)</th><td class=\"number\">(.+?)</td><td[^>]*>(.+?)</td>", html)
        assert len(rows) > 5
        assert all(definition.strip() for *_, definition in rows)


@pytest.mark.usefixtures("match_index")
class TestCounselor:
    @pytest.fixture
    def counselor(self, client, cast):
        return client.sign_in(cast.counselor)

    def test_the_caseload_shows_the_own_people_and_on_request_all_below(self, counselor):
        mine, everybody = page(counselor, "counselor:home"), page(counselor, "counselor:home", show="all")
        assert "测试老陈" in mine
        assert "测试小李" not in mine
        assert "测试小李" in everybody
        assert "测试小李" in page(counselor, "counselor:home", show="all", waiting="on")
        assert "测试老陈" not in page(counselor, "counselor:home", show="all", waiting="on")

    def test_somebody_without_a_station_does_not_break_the_list(self, client, cast):
        """Seen by the remote station where he lives."""
        away = make.MembershipFactory(role=Role.COUNSELOR, station=cast.shenzhen)
        make.JobSeekerFactory(user=make.UserFactory(name="测试漂流"), station=None, in_shenzhen=True)
        client.sign_in(away.actor)
        assert "测试漂流" in page(client, "counselor:home", show="all")

    def test_a_persons_page_has_his_file_and_what_fits_with_reasons(self, counselor, cast):
        shown = page(counselor, "counselor:person", cast.chen_file.pk)
        assert "驾驶重型货车长途运输" in shown
        assert cast.posting.title in shown
        assert "匹配分" in shown

    def test_a_vacancy_is_recommended_once_with_its_score_and_reasons(self, counselor, cast):
        where = ("counselor:recommend_job", cast.chen_file.pk, cast.posting.pk)
        assert "分数怎么来的" in page(counselor, *where)
        assert "已推荐" in send(counselor, *where, note="离住处近")
        given = Recommendation.objects.get(job_seeker=cast.chen_file, posting=cast.posting)
        assert given.match_record.score > 0
        assert given.match_record.explanation["rows"]
        assert "已推荐给此人" in send(counselor, *where, note="再来一次")

    def test_a_note_with_a_personal_number_is_refused(self, counselor, cast):
        where = ("counselor:recommend_job", cast.chen_file.pk, cast.posting.pk)
        assert "推荐理由" in refused_fields(counselor, *where, note=f"身份证{ID_NUMBER}")
        assert not Recommendation.objects.filter(posting=cast.posting).exists()

    def test_what_a_source_leaves_out_is_said_to_the_counselor_too(self, counselor, cast):
        nameless = make.JobPostingFactory(scraped=True, hiring_organization="")
        assert "来源未提供·深圳市" in page(counselor, "counselor:recommend_job", cast.chen_file.pk, nameless.pk)

    def test_a_course_is_recommended(self, counselor, cast):
        where = ("counselor:recommend_course", cast.chen_file.pk, cast.course.pk)
        assert cast.course.title in page(counselor, *where)
        assert "已推荐课程" in send(counselor, *where, note="")
        assert Recommendation.objects.get(course=cast.course).match_record.course == cast.course

    def test_a_closed_vacancy_is_not_recommended(self, counselor, cast):
        cast.posting.state = PostingState.CLOSED
        cast.posting.save()
        send(counselor, "counselor:recommend_job", cast.chen_file.pk, cast.posting.pk, status=404)
        assert not cast.chen_file.recommendations.filter(posting=cast.posting).exists()


class TestStation:
    @pytest.fixture
    def counselor(self, client, cast):
        return client.sign_in(cast.counselor)

    def test_people_are_found_by_name_and_phone_which_never_stand_in_an_address(self, counselor, cast):
        assert "测试小李" in send(counselor, "station:people", q="小李")
        assert "测试老陈" not in send(counselor, "station:people", q="小李")
        assert "测试老陈" in send(counselor, "station:people", q=cast.chen.user.phone)
        assert "没有找到" in send(counselor, "station:people", q="查无此人")
        assert "测试老陈" in page(counselor, "station:people", q="小李")

    def test_those_who_wait_can_be_listed_alone(self, counselor):
        waiting = page(counselor, "station:people", show="waiting")
        assert "测试小李" in waiting
        assert "测试老陈" not in waiting

    def test_somebody_is_registered_confirmed_and_entered_in_the_ledger(self, counselor):
        said = send(counselor, "station:register", name="测试新客", phone="12000077777", agreed="on")
        assert "请接着核实身份" in said
        person = JobSeeker.objects.get(user__phone="12000077777")
        assert "已核实" in send(counselor, "station:confirm", person.pk, id_number=ID_NUMBER, seen="on")
        person.refresh_from_db()
        assert person.is_verified
        assert ID_NUMBER not in person.id_number_digest
        assert ServiceEntry.objects.filter(job_seeker=person).count() == 1

    @pytest.mark.parametrize(
        ("changed", "said"), [({"phone": "110"}, "手机号"), ({"name": ""}, "姓名"), ({"agreed": ""}, "已告知本人")]
    )
    def test_a_registration_that_is_not_complete_is_refused_by_field(self, counselor, changed, said):
        whole = {"name": "测试新客", "phone": "12000077777", "agreed": "on"}
        assert said in refused_fields(counselor, "station:register", **{**whole, **changed})
        assert not JobSeeker.objects.filter(user__name="测试新客").exists()

    def test_a_phone_that_is_registered_already_is_named(self, counselor, cast):
        whole = {"name": "测试老陈", "phone": cast.chen.user.phone, "agreed": "on"}
        assert "手机号：该手机号已建档" in refused_fields(counselor, "station:register", **whole)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"id_number": WRONG_ID_NUMBER, "seen": "on"}, "身份证号"),
            ({"id_number": ID_NUMBER}, "我已当面核对"),
        ],
    )
    def test_nobody_is_confirmed_with_a_wrong_number_or_unseen_papers(self, counselor, cast, fields, said):
        assert said in refused_fields(counselor, "station:confirm", cast.li_file.pk, **fields)
        cast.li_file.refresh_from_db()
        assert not cast.li_file.is_verified

    def test_a_number_that_another_file_has_is_refused(self, counselor, cast):
        send(counselor, "station:confirm", cast.li_file.pk, id_number=ID_NUMBER, seen="on")
        other = make.JobSeekerFactory(station=cast.county)
        said = refused_fields(counselor, "station:confirm", other.pk, id_number=ID_NUMBER, seen="on")
        assert "该身份证号已登记" in said

    def test_a_slip_is_shown_once_and_never_kept_by_the_browser(self, counselor, cast):
        response = counselor.post(reverse("station:slip", args=[cast.chen_file.pk]))
        assert re.search(r'class="slip__code">[A-Z0-9]{8}<', response.content.decode())
        assert "no-store" in response["Cache-Control"]
        assert counselor.get(reverse("station:slip", args=[cast.chen_file.pk])).status_code == 405

    def test_no_slip_is_printed_for_a_colleague(self, counselor, cast):
        colleague = make.JobSeekerFactory(user=cast.officer.user, station=cast.county)
        send(counselor, "station:slip", colleague.pk, status=403)
        assert not OneTimeCode.objects.filter(phone=cast.officer.user.phone).exists()

    def test_courses_here_show_the_class_that_is_here(self, client, cast):
        course = make.CourseFactory(title="测试深圳电工班")
        days = iter((10, 20))
        for region in ("431127", "440300"):
            starts_on = timezone.localdate() + timedelta(days=next(days))
            make.CourseSessionFactory(course=course, region=region, starts_on=starts_on)
        client.sign_in(cast.volunteer)
        shown = page(client, "station:courses")
        assert "测试深圳电工班" in shown
        assert f"{starts_on.year}年{starts_on.month}月{starts_on.day}日开班深圳市" in shown
        assert "暂无可报名的班次" not in shown

    def test_home_counts_what_is_there(self, counselor):
        shown = page(counselor, "station:home")
        assert "待核实" in shown
        assert "测试小李" in shown


class TestProvider:
    @pytest.fixture
    def provider(self, client, cast):
        return client.sign_in(cast.provider)

    def test_a_course_is_changed(self, provider, cast):
        assert "课程已更新" in send(
            provider, "provider:course_edit", cast.course.pk, title="叉车司机班（新）", hours=96, is_published="on"
        )
        cast.course.refresh_from_db()
        assert (cast.course.title, cast.course.hours, cast.course.own_cost) == ("叉车司机班（新）", 96, None)

    def test_a_course_without_a_name_is_refused_by_field(self, provider, cast):
        assert "课程名称" in refused_fields(provider, "provider:course_edit", cast.course.pk, title="", hours="96")

    def test_a_class_is_announced_and_shown_to_everybody(self, provider, cast):
        day = timezone.localdate() + timedelta(days=40)
        said = send(
            provider, "provider:session_new", cast.course.pk, starts_on=day.isoformat(), region="431127", seats=25
        )
        assert "班次已发布" in said
        assert CourseSession.objects.get(course=cast.course, starts_on=day).seats_left == 25
        provider.logout()
        assert f"{day.year}年{day.month}月{day.day}日" in page(provider, "public:course", cast.course.pk)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"starts_on": "2020-01-01"}, "开班日期已经过去"),
            ({"ends_on": "2020-01-01"}, "结业日期不能早于开班日期"),
            ({"region": ""}, "上课地区"),
            ({"seats": "-3"}, "名额"),
        ],
    )
    def test_a_class_that_cannot_be_is_refused_by_field(self, provider, cast, changed, said):
        whole = {"starts_on": timezone.localdate().isoformat(), "region": "431127", "seats": "25"}
        assert said in refused_fields(provider, "provider:session_new", cast.course.pk, **{**whole, **changed})
        assert cast.course.sessions.count() == 1
