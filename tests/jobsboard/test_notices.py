"""The messages page: one's own, newest first, new until seen; and who is told when others act."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from jobsboard.applications import services as applications
from jobsboard.core.pagination import PER_PAGE
from jobsboard.notifications.models import Notification
from jobsboard.notifications.services import notify
from jobsboard.recommendations import services as recommendations

pytestmark = pytest.mark.django_db
NOTICES = "/notices/"
NEW = ">新<"


@pytest.fixture
def chen(client, cast):
    return client.sign_in(cast.chen)


def read(client, query: str = "") -> str:
    response = client.get(NOTICES + query)
    assert response.status_code == 200
    return response.content.decode()


def told(actor) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(user=actor.user).values_list("text", "url"))


class TestPage:
    def test_a_person_reads_his_own_messages_newest_first_each_with_its_link(self, chen, cast):
        notify(user=cast.chen.user, text="较早的消息", url="/me/recommendations/")
        notify(user=cast.chen.user, text="较新的消息")
        notify(user=cast.li.user, text="别人的消息")
        html = read(chen)
        assert html.index("较新的消息") < html.index("较早的消息")
        assert 'href="/me/recommendations/">较早的消息<' in html
        assert "别人的消息" not in html

    def test_a_message_is_new_once(self, chen, cast):
        notify(user=cast.chen.user, text="有新的推荐岗位")
        assert read(chen).count(NEW) == 1
        assert read(chen).count(NEW) == 0

    def test_what_stands_on_another_page_stays_new(self, chen, cast):
        for _ in range(PER_PAGE + 1):
            notify(user=cast.chen.user, text="有新的推荐岗位")
        assert read(chen).count(NEW) == PER_PAGE
        assert read(chen, "?page=2").count(NEW) == 1

    def test_messages_of_others_are_not_touched(self, chen, cast):
        others = notify(user=cast.li.user, text="别人的消息")
        read(chen)
        others.refresh_from_db()
        assert others.read_at is None

    def test_an_empty_box_says_so(self, chen):
        assert "还没有消息" in read(chen)

    @pytest.mark.parametrize("name", ["chen", "counselor", "volunteer", "recruiter", "provider", "officer"])
    def test_the_account_menu_of_each_role_leads_here(self, client, cast, name):
        html = client.sign_in(getattr(cast, name)).get(reverse("public:privacy")).content.decode()
        assert f'class="menu__item" href="{NOTICES}"' in html


class TestWhoIsTold:
    def test_the_counselor_of_an_answer_and_the_message_names_nobody(self, client, cast, match_index):
        recommendations.answer_recommendation(actor=cast.chen, recommendation=cast.recommendation, answer="declined")
        [(text, url)] = told(cast.counselor)
        assert text == f"您推荐的“{cast.scraped.title}”有了答复：不合适"
        assert client.sign_in(cast.counselor).get(url).status_code == 200

    def test_the_same_answer_again_is_no_news_but_another_is(self, cast):
        for answer in ("taken", "taken", "declined"):
            recommendations.answer_recommendation(actor=cast.chen, recommendation=cast.recommendation, answer=answer)
        assert [text[-3:] for text, _ in told(cast.counselor)] == ["不合适", "已采纳"]

    def test_the_veteran_of_a_recommended_vacancy_and_course(self, chen, cast, match_index):
        recommendations.recommend_posting(actor=cast.counselor, job_seeker=cast.chen_file, posting=cast.posting)
        recommendations.recommend_course(actor=cast.counselor, job_seeker=cast.chen_file, course=cast.course)
        (course, url), (posting, _) = told(cast.chen)
        assert (cast.course.title in course, cast.posting.title in posting) == (True, True)
        assert chen.get(url).status_code == 200

    def test_the_veteran_of_each_answer_to_his_application(self, chen, cast):
        applications.invite_to_interview(actor=cast.recruiter, application=cast.application)
        applications.hire(actor=cast.recruiter, application=cast.application, started_on=date(2026, 12, 1))
        (hired, url), (invited, _) = told(cast.chen)
        assert ("录用" in hired, "面试" in invited) == (True, True)
        assert chen.get(url).status_code == 200

    def test_the_veteran_of_a_refusal(self, cast):
        applications.refuse(actor=cast.recruiter, application=cast.application, reason="岗位已招满")
        assert ["未录用" in text for text, _ in told(cast.chen)] == [True]

    def test_the_recruiters_of_an_application(self, client, cast):
        applications.apply(
            actor=cast.li, job_seeker=cast.li_file, posting=cast.posting, consent_text="同意提供给该单位"
        )
        [(text, url)] = told(cast.recruiter)
        assert cast.posting.title in text
        assert told(cast.outsider) == []
        assert client.sign_in(cast.recruiter).get(url).status_code == 200
