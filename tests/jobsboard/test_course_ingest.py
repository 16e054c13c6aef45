"""Courses in a feed: the accounting of the vacancies, and a list of their own where nobody enrols through us."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from jobsboard.courses.models import Course, ListedCourse
from jobsboard.intake.services import import_feed
from jobsboard.postings.models import IngestRun, JobPosting, Source
from tests.factories import ListedCourseFactory

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
GUARD = {
    "source": "fair",
    "id": "1",
    "title": "小区保安员",
    "employer": "测试蓝天物业服务公司",
    "location": "深圳市宝安区",
}
FORKLIFT = {
    "@type": "Course",
    "source": "school",
    "publisher": "测试培训信息网",
    "identifier": "SS-01",
    "name": "叉车司机（N1）",
    "provider": "测试实训基地",
    "audience": "退役军人优先",
    "educationalCredentialAwarded": "特种设备作业人员证N1",
    "timeRequired": "60学时",
    "price": "980-1280元/人",
    "location": "永州市蓝山县",
    "startDate": "2030-12-05",
    "endDate": "2030-12-20",
    "maximumAttendeeCapacity": "40",
    "description": "场内驾驶，咨询张老师13800000000。",
    "url": "https://courses.example/ss-01",
}
BARE = {"@type": "Course", "source": "school", "identifier": "2", "name": "中式烹调师"}


@pytest.fixture
def run(tmp_path):
    """Import rows; what the command would print must add up."""

    def run_(*rows: dict):
        path = tmp_path / "feed.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        counts = import_feed(path).as_dict()
        taken = counts["new"] + counts["changed"] + counts["unchanged"]
        assert counts["read"] == len(rows) == taken + sum(counts["dropped"].values())
        assert taken == counts["published"] + counts["held"] + counts["grouped"]
        return counts

    return run_


def shown(client) -> str:
    return client.get(reverse("public:listed_courses")).content.decode()


def test_vacancies_and_courses_of_one_feed_go_their_own_ways(run):
    counts = run(GUARD, FORKLIFT, BARE)
    assert (counts["new"], counts["published"], counts["dropped"]) == (3, 3, {})
    assert (JobPosting.objects.get().title, ListedCourse.objects.count()) == ("小区保安员", 2)
    assert not Course.objects.exists()
    own = IngestRun.objects.get().counts["courses"]
    assert (own["read"], own["new"], own["published"]) == (2, 2, 2)


def test_a_course_is_parsed_and_its_words_stay(run):
    run(FORKLIFT)
    course = ListedCourse.objects.get()
    assert (course.hours, course.price_min, course.price_max, course.seats) == (60, 980, 1280, 40)
    assert (course.region, course.starts_on.isoformat(), course.kind) == ("431127", "2030-12-05", "vocational")
    assert (course.price_text, course.raw["price"]) == ("980-1280元/人", "980-1280元/人")
    assert course.last_day == course.starts_on


@pytest.mark.parametrize("source", ["training_base_courses", "training_school_courses"])
def test_what_the_fleet_reads_of_a_training_provider_is_listed(run, source, frozen_clock):
    rows = (FIXTURES / source / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    counts = run(*[{**json.loads(row), "source": source} for row in rows])
    assert counts["new"] == len(rows) > 1
    assert all(ListedCourse.objects.values_list("price_max", flat=True))


def test_the_number_of_a_person_is_kept_nowhere(run):
    run(FORKLIFT)
    course = ListedCourse.objects.get()
    assert "13800000000" not in course.description + json.dumps(course.raw)


def test_what_a_source_does_not_say_is_unknown(run, client):
    run(BARE)
    course = ListedCourse.objects.get()
    unknown = (course.hours, course.price_min, course.seats, course.starts_on, course.last_day)
    assert (unknown, course.kind, course.region) == ((None,) * 5, "", "")
    assert shown(client).count('class="missing"') == 5


def test_a_second_run_changes_nothing(run):
    run(GUARD, FORKLIFT, BARE)
    before = list(ListedCourse.objects.order_by("pk").values_list("pk", "updated_at", "first_seen_at"))
    counts = run(GUARD, FORKLIFT, BARE)
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 3)
    assert list(ListedCourse.objects.order_by("pk").values_list("pk", "updated_at", "first_seen_at")) == before


def test_a_changed_course_is_written(run):
    run(FORKLIFT, BARE)
    counts = run(FORKLIFT | {"price": "免费"}, BARE)
    assert (counts["changed"], counts["unchanged"]) == (1, 1)
    assert ListedCourse.objects.get(identifier="SS-01").price_max == 0


def test_a_source_that_numbers_both_alike_loses_neither(run):
    vacancy = {"source": "school", "identifier": "2", "title": "培训老师"}
    assert run(vacancy, BARE)["new"] == 2


def test_each_unusable_course_is_dropped_with_its_reason(run):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    counts = run(BARE | {"name": " "}, BARE | {"startDate": yesterday, "identifier": "3"}, BARE, BARE)
    assert counts["dropped"] == {"missing_name": 1, "expired": 1, "repeated_in_file": 1}


def test_a_course_that_has_begun_is_listed_no_more(run, client):
    run(BARE)
    assert BARE["name"] in shown(client)
    run(BARE | {"startDate": (timezone.localdate() - timedelta(days=1)).isoformat()})
    assert BARE["name"] not in shown(client)


def test_a_course_without_a_day_is_listed_for_a_while_after_it_was_seen(client, frozen_clock):
    ListedCourseFactory(name="焊工班")
    assert "焊工班" in shown(client)
    frozen_clock.shift(timedelta(days=91))
    assert "焊工班" not in shown(client)


ODD = [
    {"name": "x" * 100_000, "description": "y" * 300_000, "price": "9" * 99 + "元", "url": "https://x.example/" * 9},
    {"name": ["课", {"a": [1, None]}], "provider": {"name": ["甲", {"b": 1}]}, "location": 5, "about": [[]]},
    {"name": "课\u0000", "provider": "\ud800", "description": "\udfff\u0000"},
    {"name": 12345, "price": -5, "timeRequired": 10**300, "maximumAttendeeCapacity": -1e308},
    {"name": "a", "startDate": "9999-99-99", "endDate": "10000-01-01", "validThrough": {"x": []}},
    {"name": "b", "startDate": "2031-01-02", "endDate": "2031-01-01", "price": "9000-100元"},
    {"name": "<script>alert(1)</script>", "url": "javascript:alert(1)"},
    {"name": True}, {"name": None}, {"name": {}}, {"name": []}, {},
]  # fmt: skip


def test_whatever_stands_in_a_course_it_is_accounted_for_and_the_second_run_changes_nothing(run, client):
    rows = [{"@type": "Course"} | row for row in ODD] + [
        {"@type": ["Thing", "Course"], "name": "焊工班"},
        {"@type": [{}]},
    ]
    first = run(*rows)
    assert first["dropped"] == {"missing_name": 5, "missing_title": 1}
    assert ListedCourse.objects.filter(name="焊工班").exists()
    assert ListedCourse.objects.get(name="b").ends_on is None
    second = run(*rows)
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, first["new"])
    page = shown(client)
    assert "<script>alert(1)" not in page
    assert "javascript:" not in page


def test_the_source_is_named_and_linked_and_nobody_enrols_here(run, client):
    run(FORKLIFT)
    page = shown(client)
    assert f'href="{FORKLIFT["url"]}" rel="noopener nofollow external">测试培训信息网</a>' in page
    assert page.count("信息来自公开来源，报名请到原网站") == 2
    partners = client.get(reverse("public:courses")).content.decode()
    assert FORKLIFT["name"] not in partners
    assert reverse("public:listed_courses") in partners


def test_a_source_that_is_switched_off_shows_no_courses(run, client):
    run(FORKLIFT)
    Source.objects.filter(name="school").update(is_enabled=False)
    assert FORKLIFT["name"] not in shown(client)
    assert run(FORKLIFT)["held"] == 1
    assert IngestRun.objects.latest("pk").counts["held_for"] == {"source_closed": 1}


def test_what_two_whole_crawls_do_not_have_is_listed_no_more(tmp_path, client):
    rows = [BARE | {"identifier": str(number), "name": f"第{number}课"} for number in range(4)]
    for day, count in enumerate((4, 3, 3)):
        started = datetime(2026, 11, 20 + day, tzinfo=UTC).isoformat()
        feed = tmp_path / f"{day}.jsonl"
        feed.write_text("".join(json.dumps(row) + "\n" for row in rows[:count]), encoding="utf-8")
        report = {
            "source": "school",
            "publisher": "测试培训信息网",
            "started": started,
            "complete": True,
            "alarms": [],
        }
        feed.with_suffix(".report.json").write_text(json.dumps(report), encoding="utf-8")
        import_feed(feed)
        assert ("第3课" in shown(client)) == (day < 2)
    run = IngestRun.objects.latest("pk")
    assert (run.is_complete, run.counts["missing"], run.counts["gone"]) == (True, 1, 1)


def test_the_report_of_a_run_shows_courses_apart(run, client, cast):
    run(GUARD, FORKLIFT, BARE | {"name": ""})
    client.sign_in(cast.officer)
    page = client.get(reverse("bureau:ingest_run", args=[IngestRun.objects.latest("pk").pk])).content.decode()
    assert "其中课程的去向" in page
    assert '<th scope="row">用人单位</th><td class="number">100%' in page
    assert "缺少课程名称" in page


def test_the_last_line_of_the_command_keeps_its_keys(tmp_path, capsys):
    feed = tmp_path / "feed.jsonl"
    feed.write_text(json.dumps(GUARD) + "\n" + json.dumps(FORKLIFT), encoding="utf-8")
    call_command("import_feed", str(feed))
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "read": 2, "new": 2, "changed": 0, "unchanged": 0, "published": 2, "held": 0, "grouped": 0, "dropped": {},
    }  # fmt: skip
