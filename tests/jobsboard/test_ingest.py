"""The import: every row accounted for, a second run changes nothing."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from jobsboard.core.feeds import UnreadableFeed
from jobsboard.intake.services import import_feed
from jobsboard.postings import services
from jobsboard.postings.models import IngestRun, JobPosting, ReasonCode, Source, WithheldEmployer
from tests.factories import EmployerFactory, JobPostingFactory, MinimumWageFactory

pytestmark = pytest.mark.django_db

REAL_FEED = Path(__file__).parents[3] / "shared" / "data" / "postings-dev.jsonl.gz"
GUARD = {
    "source": "fair",
    "id": "1",
    "title": "小区保安员",
    "employer": "测试蓝天物业服务公司",
    "location": "深圳市宝安区",
    "salary": "5000-6000元/月",
    "description": "负责小区门岗值守、车辆出入登记和夜间巡逻，两班倒，包吃住，退役军人优先。",
}
ELECTRICIAN = {
    "source": "fair",
    "id": "2",
    "title": "维修电工",
    "employer": "测试五金制品厂",
    "location": "东莞市",
    "salary": "7000元/月",
    "description": "厂区配电房巡检和设备电气维修，需低压电工证，长白班，每周休一天。",
}


@pytest.fixture(autouse=True)
def _empty_queue(db):
    """The queue outlives tests that commit: flushing a database passes procrastinate's tables over."""
    ProcrastinateJob.objects.all().delete()


@pytest.fixture
def run(tmp_path):
    """Import rows; strings are lines as they stand."""

    def run_(*rows: dict | str):
        path = tmp_path / "feed.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        tally = import_feed(path)
        assert_accounted(tally.as_dict())
        return tally

    return run_


def assert_accounted(counts: dict) -> None:
    taken = counts["new"] + counts["changed"] + counts["unchanged"]
    assert counts["read"] == taken + sum(counts["dropped"].values())
    assert taken == counts["published"] + counts["held"] + counts["grouped"]


def only(**fields) -> JobPosting:
    return JobPosting.objects.get(**fields)


def queued() -> set[int]:
    return {pk for job in ProcrastinateJob.objects.all() for pk in job.args["posting_ids"]}


def test_new_rows_are_parsed_placed_coded_and_shown(run):
    tally = run(GUARD, ELECTRICIAN)
    assert (tally.new, tally.states["published"]) == (2, 2)
    guard = only(identifier="1")
    assert (guard.job_location, guard.month_min, guard.month_max) == ("440306", 5000, 6000)
    assert guard.occupation_id == "4-07-05-01"
    assert guard.raw == GUARD
    assert guard.shown_until == timezone.localdate() + timedelta(days=90)
    assert guard.transitions.get().name == "publish"
    assert queued() == set(JobPosting.objects.values_list("pk", flat=True))


def test_a_second_run_changes_nothing_and_queues_nothing(run):
    run(GUARD, ELECTRICIAN)
    before = list(JobPosting.objects.order_by("pk").values_list("pk", "state", "updated_at"))
    ProcrastinateJob.objects.all().delete()
    tally = run(GUARD, ELECTRICIAN)
    assert (tally.new, tally.changed, tally.unchanged) == (0, 0, 2)
    assert list(JobPosting.objects.order_by("pk").values_list("pk", "state", "updated_at")) == before
    assert queued() == set()


def test_a_changed_row_is_written_and_indexed_again(run):
    run(GUARD, ELECTRICIAN)
    ProcrastinateJob.objects.all().delete()
    tally = run(GUARD | {"salary": "8000-9000元/月"}, ELECTRICIAN)
    assert (tally.changed, tally.unchanged) == (1, 1)
    assert only(identifier="1").month_min == 8000
    assert queued() == {only(identifier="1").pk}


def test_an_import_is_a_sighting_that_prolongs_life(run, frozen_clock):
    run(GUARD)
    frozen_clock.shift(timedelta(days=30))
    run(GUARD)
    assert only().shown_until == date(2026, 12, 23) + timedelta(days=90)


def test_a_stated_end_is_kept_however_often_it_is_seen(run):
    end = timezone.localdate() + timedelta(days=5)
    run(GUARD | {"validThrough": end.isoformat()})
    assert only().shown_until == end


def test_each_unusable_row_is_dropped_with_its_reason(run):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    tally = run(
        "not json",
        {"source": "fair", "id": "9", "title": " "},
        GUARD,
        GUARD | {"salary": "6500元/月"},
        ELECTRICIAN | {"validThrough": yesterday},
        "[1, 2]",
    )
    assert tally.dropped == {"unreadable": 2, "missing_title": 1, "repeated_in_file": 1, "expired": 1}
    assert only().salary_text == "6500元/月"


def test_a_pay_that_cannot_be_is_no_pay_and_drops_nothing(run):
    assert run(GUARD | {"salary": "", "salary_min": -5}).states == {"published": 1}
    assert only().month_min is None


def test_what_runs_out_at_its_source_is_closed_here_and_opens_again_when_prolonged(run):
    run(GUARD)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert run(GUARD | {"validThrough": yesterday}).dropped == {"expired": 1}
    assert (only().state, only().reason) == ("closed", "expired")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert run(GUARD | {"validThrough": tomorrow}).changed == 1
    assert (only().state, only().reason) == ("published", "")


def test_unlawful_words_are_held_and_shown_once_they_are_gone(run):
    tally = run(GUARD | {"description": "任职要求：性别：男，" + GUARD["description"]})
    assert tally.states == {"held": 1}
    assert only().reason == ReasonCode.UNLAWFUL
    assert run(GUARD).states == {"published": 1}


def test_pay_under_a_verified_minimum_wage_is_held_and_under_any_other_figure_is_not(run):
    figure = MinimumWageFactory(region="440300", month=6500)
    run(GUARD)
    assert only().state == "published"
    figure.status, figure.verified_by = "verified", figure.entered_by
    figure.save()
    run(GUARD)
    assert (only().state, only().reason) == ("held", ReasonCode.UNLAWFUL)


def test_what_is_merely_missing_or_of_poor_quality_holds_nothing(run):
    assert run({"source": "fair", "id": "7", "title": "普工", "age": "18-40"}).states == {"published": 1}


def test_a_closed_source_holds_its_postings(run):
    run(GUARD)
    Source.objects.update(is_enabled=False)
    assert run(GUARD).states == {"held": 1}
    assert only().reason == ReasonCode.SOURCE_CLOSED


def test_an_open_wage_case_holds_that_employers_postings(run):
    WithheldEmployer.objects.create(name=GUARD["employer"])
    assert run(GUARD, ELECTRICIAN).states == {"held": 1, "published": 1}
    assert only(state="held").reason == ReasonCode.WAGE_CASE


def test_the_same_vacancy_from_two_sources_is_shown_once(run):
    tally = run(GUARD, GUARD | {"source": "board", "id": "77"})
    assert tally.states == {"published": 1, "grouped": 1}
    assert only(state="grouped").duplicate_of == only(state="published")


def test_a_partners_own_posting_stands_for_its_copies(run):
    own = JobPostingFactory(
        employer=EmployerFactory(verified=True, name=GUARD["employer"]),
        title=GUARD["title"],
        description=GUARD["description"],
        job_location="440306",
    )
    assert run(GUARD).states == {"grouped": 1}
    assert only(state="grouped").duplicate_of == own


def test_a_copy_whose_words_change_leaves_its_group(run):
    copy = GUARD | {"source": "board", "id": "77"}
    run(GUARD, copy)
    changed = copy | {
        "title": "仓库叉车司机",
        "description": "在成品仓装卸货物，持叉车证，计件工资，月休四天，住宿自理。",
    }
    assert run(GUARD, changed).states == {"published": 2}


def test_words_that_a_person_read_and_released_are_not_held_again(run, cast):
    unlawful = GUARD | {"description": "性别：男。" + GUARD["description"]}
    run(unlawful)
    services.release_posting(actor=cast.officer, posting=only(identifier="1"))
    assert run(unlawful).states == {"published": 1}
    assert run(unlawful | {"salary": "面议"}).states == {"held": 1}


def test_what_a_person_held_stays_held(run, cast):
    run(GUARD)
    services.hold_posting(actor=cast.officer, posting=only(identifier="1"), note="待核实")
    assert run(GUARD | {"salary": "面议"}).states == {"held": 1}
    assert only(identifier="1").reason == ReasonCode.BUREAU


def test_what_a_person_closed_does_not_come_back(run, cast):
    run(GUARD)
    services.close_posting(actor=cast.officer, posting=only(identifier="1"))
    assert run(GUARD).dropped == {"removed_here": 1}
    assert only(identifier="1").state == "closed"


def test_a_row_without_a_source_is_taken_in_under_an_unnamed_one(run):
    run({"title": "普工"})
    assert only().source.name == "unnamed"


def test_the_run_keeps_its_counts(run):
    tally = run(GUARD, ELECTRICIAN | {"description": "性别：男。"})
    counts = IngestRun.objects.get().counts
    assert counts.items() >= tally.as_dict().items()
    assert counts["held_for"] == {"unlawful": 1}
    assert counts["fields"]["month_min"] == 2
    assert "valid_through" not in counts["fields"]


def test_a_feed_that_breaks_off_changes_nothing(tmp_path):
    path = tmp_path / "feed.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(GUARD).encode() * 1000)[:-10])
    with pytest.raises(UnreadableFeed):
        import_feed(path)
    assert not IngestRun.objects.exists()
    assert not JobPosting.objects.exists()


def test_a_copy_says_why_it_is_not_shown(run):
    run(GUARD, GUARD | {"source": "board", "id": "77"})
    grouped = only(state="grouped").transitions.get(name="group")
    assert "同一用人单位" in grouped.note


ODD = [
    {"title": "x" * 100_000, "description": "y" * 300_000},
    {"title": ["保安", {"a": [1, None]}], "employer": {"name": ["甲", {"b": 1}]}, "location": 5},
    {"title": "保安\u0000", "employer": "\ud800", "description": "\udfff\u0000"},
    {"title": 12345, "salary": 10**9, "salary_min": 10**9, "headcount": 10**300, "experience": -1e308},
    {"title": "a", "posted": "9999-99-99", "validThrough": "10000-01-01", "valid_days": 10**9},
    {"title": "b", "validThrough": "9999-12-31", "posted": "0001-01-01"},
    {"title": "c", "id": {"value": {"x": []}}, "url": ["https://a.example/1"], "source": {"a": "b"}},
    {"title": "d", "source": "源" * 500, "publisher": ["x"] * 500, "identifier": "z" * 5000},
    {"title": True}, {"title": None}, {"title": {}}, {"title": []}, {},
    {"title": "e", "salary": "9000-100元", "salary_min": 9000, "salary_max": 100, "tags": {"a": 1}},
    {"title": "f", "baseSalary": {"value": {"minValue": "x", "maxValue": [], "unitText": {}}}},
    {"title": "g", "sex": ["男"], "age": 5, "occupation": "4-07-05-01", "region": "999999", "address": {"a": 1}},
    {"title": "<script>alert(1)</script>", "url": "javascript:alert(1)"},
]  # fmt: skip


def test_whatever_stands_in_a_row_every_row_is_accounted_for_and_the_second_run_changes_nothing(run):
    lines = ["\ufeff" + json.dumps(GUARD), *(json.dumps(row) for row in ODD), "", "  ", "\r", "null", '{"title":']
    first = run(*lines)
    assert first.read == 1 + len(ODD) + 2
    assert first.dropped == {"unreadable": 2, "missing_title": 5}
    second = run(*lines)
    assert (second.new, second.changed, second.unchanged) == (0, 0, first.new)
    assert second.states == first.states


def test_a_file_without_one_readable_row_is_no_feed(run):
    with pytest.raises(UnreadableFeed):
        run("some", "text")


def test_the_command_prints_its_counts_as_the_last_line(tmp_path, capsys):
    feed = tmp_path / "feed.jsonl"
    feed.write_text(json.dumps(GUARD), encoding="utf-8")
    call_command("import_feed", str(feed))
    out = capsys.readouterr().out.splitlines()
    assert json.loads(out[-1]) == {
        "read": 1, "new": 1, "changed": 0, "unchanged": 0, "published": 1, "held": 0, "grouped": 0, "dropped": {},
    }  # fmt: skip


def test_the_command_ends_with_status_2_on_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="nothing") as failed:
        call_command("import_feed", str(tmp_path / "nothing.jsonl"))
    assert failed.value.returncode == 2


@pytest.mark.slow
def test_all_real_postings_are_taken_in_and_a_second_run_changes_nothing():
    if not REAL_FEED.exists():
        pytest.skip(f"{REAL_FEED} is not here")
    first, second = import_feed(REAL_FEED), import_feed(REAL_FEED)
    for tally in (first, second):
        assert_accounted(tally.as_dict())
        assert tally.read == 2995
    assert (second.new, second.changed, second.states) == (0, 0, first.states)
    assert set(first.dropped) <= {"repeated_in_file"}
