"""Courses of public sources: checked at import, decided on by a person, shown once whoever lists them."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from jobsboard.audit.models import AuditEntry
from jobsboard.core.workflow import TransitionError
from jobsboard.courses import services
from jobsboard.courses.models import ListedCourse, ListedCourseDecision
from jobsboard.intake import services as intake
from jobsboard.postings.models import IngestRun, Source
from tests import factories as make

pytestmark = pytest.mark.django_db

WELDER = {
    "@type": "Course",
    "source": "school",
    "publisher": "测试培训信息网",
    "identifier": "W-1",
    "name": "焊工取证班",
    "provider": "测试瑶山技工培训学校",
    "location": "永州市蓝山县",
    "startDate": "2030-12-05",
    "price": "1380元",
    "description": "手工电弧焊，实训四十课时。",
    "url": "https://courses.example/w-1",
}
LURING = WELDER | {"description": "手工电弧焊，学会包就业，学费可办培训贷。"}
COPY = WELDER | {"source": "fair", "publisher": "测试招考网", "identifier": "77", "url": "https://fair.example/77"}


@pytest.fixture
def take_in(tmp_path):
    """Import rows and return what became of the courses; it must add up."""

    def take_in_(*rows: dict) -> dict:
        path = tmp_path / "feed.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        counts = intake.import_feed(path).courses
        taken = counts["new"] + counts["changed"] + counts["unchanged"]
        assert counts["read"] == len(rows) == taken + sum(counts["dropped"].values())
        assert taken == counts["published"] + counts["held"] + counts["grouped"]
        assert counts["held"] == sum(counts["held_for"].values())
        return counts

    return take_in_


def shown(client) -> str:
    return client.get(reverse("public:listed_courses")).content.decode()


def only() -> ListedCourse:
    return ListedCourse.objects.get()


def release(actor, course: ListedCourse, note: str = "") -> ListedCourse:
    return services.release_listed_course(actor=actor, course=course, read=course.content_hash, note=note)


def take_down(actor, course: ListedCourse, note: str = "打电话核实，没有这个班。") -> ListedCourse:
    return services.take_down_listed_course(actor=actor, course=course, read=course.content_hash, note=note)


def waiting(act: Callable[[], Any]) -> Callable[[], Any]:
    """Begin something that has to wait for the transaction around it; what is returned gives what came of it."""

    def in_a_session_of_its_own() -> Any:
        try:
            return act()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    begun = pool.submit(in_a_session_of_its_own)
    pool.shutdown(wait=False)
    with pytest.raises(TimeoutError):
        begun.result(timeout=1)
    return lambda: begun.result(timeout=60)


# The check at import


def test_a_course_with_unlawful_words_is_held_and_the_reason_is_counted(take_in, client):
    counts = take_in(LURING, WELDER | {"identifier": "W-2", "name": "电工班"})
    assert (counts["new"], counts["published"], counts["held_for"]) == (2, 1, {"unlawful": 1})
    assert IngestRun.objects.get().counts["held_for"] == {"unlawful": 1}
    assert (ListedCourse.objects.get(name="焊工取证班").state, "焊工取证班" in shown(client)) == ("held", False)
    assert "1 门课程" in shown(client)


def test_what_only_has_to_be_looked_at_is_shown_meanwhile(take_in, client):
    assert take_in(WELDER | {"price": "面议"})["published"] == 1
    assert "焊工取证班" in shown(client)


def test_the_same_feed_again_holds_the_same_and_writes_nothing(take_in):
    take_in(LURING)
    before = ListedCourse.objects.values("pk", "state", "updated_at", "content_hash").get()
    counts = take_in(LURING)
    assert (counts["unchanged"], counts["held_for"]) == (1, {"unlawful": 1})
    assert ListedCourse.objects.values("pk", "state", "updated_at", "content_hash").get() == before


def test_words_that_the_source_mended_are_shown_again_and_worse_ones_are_held(take_in, client):
    take_in(LURING)
    assert take_in(WELDER)["published"] == 1
    assert "焊工取证班" in shown(client)
    assert take_in(LURING)["held"] == 1
    assert "焊工取证班" not in shown(client)


def test_what_a_better_check_finds_in_the_same_words_is_held_at_the_next_import(take_in, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(intake, "_must_wait", lambda course: False)
        assert take_in(LURING)["published"] == 1
    counts = take_in(LURING)
    assert (counts["unchanged"], counts["held"], only().state) == (1, 1, "held")


def test_a_source_that_is_switched_off_is_the_first_reason(take_in):
    take_in(LURING)
    Source.objects.update(is_enabled=False)
    assert take_in(LURING)["held_for"] == {"source_closed": 1}


def test_a_feed_of_several_chunks_is_judged_alike(take_in, monkeypatch):
    monkeypatch.setattr(intake, "CHUNK", 2)
    names = [{"identifier": str(number), "name": f"第{number}班"} for number in range(9)]
    rows = [(LURING if number % 3 else WELDER) | name for number, name in enumerate(names)]
    first = take_in(*rows)
    assert (first["new"], first["published"], first["held_for"]) == (9, 3, {"unlawful": 6})
    mended = [row | {"description": WELDER["description"]} for row in rows]
    assert (take_in(*mended)["published"], take_in(*mended)["unchanged"]) == (9, 9)


# What a person decides


def test_a_release_stands_for_the_same_words_and_is_asked_anew_for_others(take_in, client, cast):
    cast.held_course.delete()
    take_in(LURING)
    release(cast.officer, only(), "学校与企业签了用工协议")
    assert (take_in(LURING)["published"], "焊工取证班" in shown(client)) == (1, True)
    assert take_in(LURING | {"price": "1580元"})["held"] == 1
    assert "焊工取证班" not in shown(client)


def test_what_was_taken_down_stays_down_whatever_its_source_writes(take_in, client, cast):
    cast.held_course.delete()
    take_in(WELDER)
    take_down(cast.officer, only())
    for row in (WELDER, WELDER | {"price": "980元"}, LURING):
        counts = take_in(row)
        assert (counts["dropped"], only().state) == ({"removed_here": 1}, "removed")
        assert "焊工取证班" not in shown(client)
    assert only().description == LURING["description"]
    release(cast.officer, only())
    assert take_in(LURING)["published"] == 1


def test_a_decision_is_kept_with_its_reason_and_in_the_audit_trail(cast):
    take_down(cast.officer, cast.held_course, "包就业不属实")
    release(cast.officer, ListedCourse.objects.get(pk=cast.held_course.pk))
    kept = ListedCourseDecision.objects.values_list("to_state", "note", "user")
    officer = cast.officer.user.pk
    assert list(kept) == [("removed", "包就业不属实", officer), ("shown", "", officer)]
    trail = AuditEntry.objects.filter(object_type="courses.listedcourse", object_id=cast.held_course.pk)
    verbs = list(trail.order_by("pk").values_list("verb", "user", "role"))
    assert verbs == [("take_down_listed_course", officer, "bureau"), ("release_listed_course", officer, "bureau")]


def test_nobody_but_the_bureau_decides(cast):
    for name in ("visitor", "chen", "counselor", "volunteer", "recruiter", "provider"):
        for decide in (release, take_down):
            with pytest.raises(PermissionDenied):
                decide(getattr(cast, name), cast.held_course)
    assert not ListedCourseDecision.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_taken_down_without_a_reason(cast, reason):
    with pytest.raises(TransitionError, match="下架原因"):
        take_down(cast.officer, cast.held_course, reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListedCourseDecision.objects.create(course=cast.held_course, to_state="removed", user=cast.officer.user)


@pytest.mark.parametrize(("state", "decide"), [("shown", release), ("removed", take_down)])
def test_what_stands_so_already_is_not_decided_again(cast, state, decide):
    course = make.ListedCourseFactory(state=state)
    with pytest.raises(TransitionError, match="当前状态"):
        decide(cast.officer, course)


def test_a_release_is_of_the_words_that_were_read(take_in, cast, client):
    cast.held_course.delete()
    take_in(LURING)
    read = only()
    take_in(LURING | {"description": "包就业，学费可以贷款，残疾人谢绝报名。"})
    client.sign_in(cast.officer)
    page = reverse("bureau:course_act", args=[read.pk, "release"])
    answer = client.post(page, {"note": "", "read": read.content_hash}, follow=True).content.decode()
    assert "来源刚刚改了这门课程的内容" in answer
    assert (only().state, ListedCourseDecision.objects.exists()) == ("held", False)


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_a_decision_and_heeds_it(take_in, cast):
    cast.held_course.delete()
    take_in(WELDER)
    with transaction.atomic():
        take_down(cast.officer, only())
        importing = waiting(lambda: take_in(WELDER))
    assert importing()["dropped"] == {"removed_here": 1}
    assert only().state == "removed"


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_the_second_is_told_that_it_was_decided(cast):
    course = make.ListedCourseFactory()
    with transaction.atomic():
        take_down(cast.officer, course)
        second = waiting(lambda: take_down(cast.officer, course))
    with pytest.raises(TransitionError, match="已下架"):
        second()
    assert ListedCourseDecision.objects.count() == 1


# The same course of two sources


def test_the_same_course_of_two_sources_is_shown_once_and_the_other_source_is_named(take_in, client):
    counts = take_in(WELDER, COPY)
    assert (counts["published"], counts["grouped"]) == (1, 1)
    page = shown(client)
    assert "1 门课程" in page
    assert page.count(WELDER["name"]) == 1
    assert '另见：<a href="https://fair.example/77" rel="noopener nofollow external">测试招考网</a>' in page
    assert "别的网站上还公开了 1 门课程" in client.get(reverse("public:courses")).content.decode()


SPELLINGS = [
    {"name": "焊工 取证班"},
    {"name": "焊工取證班"},
    {"provider": "测试瑶山技工培训学校 "},
    {"location": "湖南省永州市蓝山县塔峰镇"},
    {"startDate": "2030年12月5日"},
    {"price": "1200元", "description": "别的说法。"},
]
OTHERS = [
    {"name": "焊工复审班"},
    {"provider": "测试都庞培训学校"},
    {"provider": ""},
    {"location": "永州市宁远县"},
    {"location": ""},
    {"startDate": "2030-12-06"},
    {"startDate": ""},
    {"startDate": "每月开班"},
]


@pytest.mark.parametrize("spelled", SPELLINGS, ids=str)
def test_spelling_price_and_description_make_no_other_course(take_in, spelled):
    assert take_in(WELDER, COPY | spelled)["grouped"] == 1


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_another_name_provider_day_or_place_does_and_so_does_one_that_is_not_known(take_in, other):
    assert take_in(WELDER, COPY | other)["published"] == 2


def test_who_names_no_provider_is_like_nobody_else(take_in):
    bare = {"@type": "Course", "name": "中式烹调师"}
    assert take_in(bare | {"source": "a", "id": "1"}, bare | {"source": "b", "id": "1"})["published"] == 2


def test_what_a_source_itself_tells_apart_stays_apart(take_in, client):
    weekend = {"identifier": "W-9", "courseSchedule": "周末班"}
    counts = take_in(WELDER, COPY, WELDER | weekend, COPY | weekend)
    assert (counts["published"], counts["grouped"]) == (2, 2)
    page = shown(client)
    assert page.count("另见：") == 2
    assert (page.count("测试招考网</a>"), page.count("测试培训信息网</a>")) == (2, 2)


def test_when_the_first_is_not_shown_any_more_the_other_comes_forward(take_in, client, cast):
    take_in(WELDER, COPY)
    take_down(cast.officer, ListedCourse.objects.get(source="school", name=WELDER["name"]))
    page = shown(client)
    assert "测试招考网</a>" in page
    assert "另见" not in page
    Source.objects.filter(name="fair").update(is_enabled=False)
    assert WELDER["name"] not in shown(client)


def test_the_report_of_an_import_says_how_many_courses_stand_under_others(take_in, client, cast):
    take_in(WELDER, COPY)
    client.sign_in(cast.officer)
    page = client.get(reverse("bureau:ingest_run", args=[IngestRun.objects.latest("pk").pk])).content.decode()
    assert page.count("并入重复的一条") == 2
    listed = client.get(reverse("bureau:courses"), {"show": "shown"}).content.decode()
    assert listed.count("并入重复的一条") == 1
    copy = client.get(reverse("bureau:course", args=[ListedCourse.objects.get(source="fair").pk])).content.decode()
    assert "也有，公开页上展示那一条" in copy


# The pages of the bureau


def test_a_source_of_courses_says_how_many_are_shown_and_its_import_nothing_of_vacancies(take_in, client, cast):
    take_in(WELDER, COPY | {"source": "school", "startDate": "2031-01-05"}, LURING | {"identifier": "W-2"})
    client.sign_in(cast.officer)
    assert "0 个岗位，2 门课程" in client.get(reverse("bureau:sources")).content.decode()
    run = IngestRun.objects.latest("pk")
    page = client.get(reverse("bureau:ingest_run", args=[run.pk])).content.decode()
    assert "其中课程的去向" in page
    assert "写明了这些内容的岗位" not in page


def test_the_bureau_sees_what_is_held_and_the_words_it_is_held_for(take_in, client, cast):
    cast.held_course.delete()
    take_in(LURING, WELDER | {"identifier": "W-2", "name": "电工班"})
    client.sign_in(cast.officer)
    held = client.get(reverse("bureau:courses")).content.decode()
    assert "培训贷款：培训贷" in held
    assert "电工班" not in held
    page = client.get(reverse("bureau:course", args=[ListedCourse.objects.get(state="held").pk])).content.decode()
    assert '<mark class="mark mark--unlawful" title="违法风险：培训贷款">培训贷</mark>' in page
    assert '手工电弧焊，学会<mark class="mark mark--unlawful">包就业</mark>，学费可办培训贷。' in page
    assert "含违法风险的说法，待人工核对" in page
    home = client.get(reverse("bureau:home")).content.decode()
    assert "课程暂缓展示，待人工核对" in home


def test_each_course_stands_in_one_part_of_the_list(client, cast, frozen_clock):
    cast.held_course.delete()
    for name, fields in {
        "甲班": {"held": True},
        "乙班": {},
        "丙班": {"removed": True},
        "丁班": {"missed_runs": 2},
        "戊班": {"held": True, "last_day": "2026-11-22"},
    }.items():
        make.ListedCourseFactory(name=name, **fields)
    client.sign_in(cast.officer)
    parts = {"held": "甲", "shown": "乙", "removed": "丙", "ended": "丁戊"}
    for show, names in parts.items():
        page = client.get(reverse("bureau:courses"), {"show": show}).content.decode()
        assert [name for name in "甲乙丙丁戊" if f"{name}班" in page] == list(names), show


def test_the_list_is_narrowed_by_source_and_by_name(client, cast):
    make.ListedCourseFactory(name="甲班", source="fair", publisher="测试招考网")
    make.ListedCourseFactory(name="乙班", provider_name="测试都庞培训学校")
    client.sign_in(cast.officer)
    by_source = client.get(reverse("bureau:courses"), {"show": "shown", "source": "fair"}).content.decode()
    assert ("甲班" in by_source, "乙班" in by_source) == (True, False)
    by_name = client.get(reverse("bureau:courses"), {"show": "shown", "q": "都庞"}).content.decode()
    assert ("甲班" in by_name, "乙班" in by_name) == (False, True)
    assert client.get(reverse("bureau:courses"), {"show": "x" * 99, "q": "y" * 99}).status_code == 200


def test_a_clerk_takes_down_and_releases_on_the_page(client, cast):
    course = make.ListedCourseFactory(name="甲班")
    client.sign_in(cast.officer)
    page = reverse("bureau:course", args=[course.pk])
    assert f'name="read" value="{course.content_hash}"' in client.get(page).content.decode()
    act = reverse("bureau:course_act", args=[course.pk, "take_down"])
    assert "请写明下架原因" in client.post(act, {"read": course.content_hash}, follow=True).content.decode()
    client.post(act, {"read": course.content_hash, "note": "没有这个班"})
    after = client.get(page).content.decode()
    assert "没有这个班" in after
    assert "已由事务局下架" in after
    ListedCourse.objects.filter(pk=course.pk).update(content_hash="other")
    assert "下架仍然有效" in client.get(page).content.decode()
    client.post(reverse("bureau:course_act", args=[course.pk, "release"]), {"read": "other"})
    assert "甲班" in shown(client)
    assert client.post(reverse("bureau:course_act", args=[course.pk, "approve"])).status_code == 404
    assert "必填" in client.post(act, {"note": "x"}).content.decode()
