"""Gone from its source twice is gone; a crawl that is not whole, or raises an alarm, takes nothing off the board."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from jobsboard.intake.services import import_feed
from jobsboard.postings import services
from jobsboard.postings.models import IngestRun, JobPosting, Source
from jobsboard.postings.sightings import crawl_of

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 20, 1, tzinfo=UTC)


def vacancy(number: int, **more) -> dict:
    titles = ("维修电工", "小区保安员", "仓库叉车司机", "中餐厨师")
    words = ("配电房巡检和抄表", "门岗值守和巡逻", "成品仓装卸货物", "大锅菜和小炒")
    return {
        "source": "fair",
        "publisher": "测试就业服务网",
        "identifier": str(number),
        "title": titles[number],
        "hiringOrganization": f"测试单位{number}",
        "jobLocation": "深圳市",
        "description": words[number],
        "url": f"https://jobs.example/{number}",
        **more,
    }


ALL = [vacancy(number) for number in range(4)]


@pytest.fixture
def crawl(tmp_path):
    """Import what a crawl wrote: one day later each time, whole and without an alarm unless told otherwise."""
    days = iter(range(100))

    def crawl_(*rows: dict, day: int | None = None, is_reported: bool = True, **report) -> IngestRun:
        started = FIRST + timedelta(days=next(days) if day is None else day)
        feed = tmp_path / f"{started:%Y%m%dT%H%M%S.%fZ}.jsonl"
        feed.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        about = {"source": "fair", "publisher": "测试就业服务网", "started": started.isoformat()}
        if is_reported:
            whole = {**about, "items": len(rows), "complete": True, "alarms": [], **report}
            feed.with_suffix(".report.json").write_text(json.dumps(whole), encoding="utf-8")
        import_feed(feed)
        return IngestRun.objects.latest("pk")

    return crawl_


def states() -> dict[str, str]:
    return dict(JobPosting.objects.order_by("identifier").values_list("identifier", "state"))


def closed() -> set[str]:
    return {identifier for identifier, state in states().items() if state == "closed"}


def test_what_two_whole_crawls_do_not_have_is_closed_with_its_reason(crawl):
    crawl(*ALL)
    first = crawl(*ALL[:3])
    assert (first.counts["missing"], first.counts["gone"], closed()) == (1, 0, set())
    ProcrastinateJob.objects.all().delete()
    second = crawl(*ALL[:3])
    assert (second.counts["missing"], second.counts["gone"], closed()) == (1, 1, {"3"})
    gone = JobPosting.objects.get(identifier="3")
    assert gone.reason == "gone"
    assert gone.transitions.latest("pk").name == "close"
    assert [job.args["posting_ids"] for job in ProcrastinateJob.objects.all()] == [[gone.pk]]


def test_what_is_seen_in_between_is_not_gone(crawl):
    crawl(*ALL)
    crawl(*ALL[:3])
    crawl(*ALL)
    crawl(*ALL[:3])
    assert closed() == set()


def test_what_is_seen_again_is_shown_again(crawl):
    crawl(*ALL)
    crawl(*ALL[:3])
    crawl(*ALL[:3])
    assert crawl(*ALL).counts["unchanged"] == 4
    assert closed() == set()
    assert JobPosting.objects.get(identifier="3").reason == ""


@pytest.mark.parametrize(
    "report",
    [{"complete": False}, {"complete": None}, {"complete": "yes"}, {"alarms": ["少于预期"]}, {"is_reported": False}],
)
def test_a_crawl_that_broke_off_or_raised_an_alarm_and_a_file_without_one_close_nothing(crawl, report):
    crawl(*ALL)
    for _ in range(3):
        run = crawl(*ALL[:3], **report)
        assert not run.is_complete
    assert closed() == set()


@pytest.mark.parametrize("rows", [[], ALL[:1]])
def test_nothing_or_far_fewer_than_before_is_an_alarm_and_closes_nothing(crawl, rows):
    crawl(*ALL)
    for _ in range(3):
        assert crawl(*rows).alarms
    assert closed() == set()
    assert set(states().values()) == {"published"}


def test_a_crawl_that_raises_an_alarm_between_two_whole_ones_does_not_count(crawl):
    crawl(*ALL)
    crawl(*ALL[:3])
    crawl(*ALL[:3], alarms=["页面变了"])
    assert closed() == set()
    crawl(*ALL[:3])
    assert closed() == {"3"}


def test_the_feed_of_one_crawl_imported_again_counts_once(crawl):
    crawl(*ALL, day=1)
    for _ in range(3):
        crawl(*ALL[:3], day=2)
    assert closed() == set()
    # Nor does an older one.
    crawl(*ALL[:3], day=0)
    assert closed() == set()


def test_other_sources_and_partners_are_left_alone(crawl, cast):
    crawl(*ALL)
    before = set(JobPosting.objects.exclude(source__name="fair").values_list("pk", "state", "missed_runs"))
    crawl(*ALL[:3])
    crawl(*ALL[:3])
    assert set(JobPosting.objects.exclude(source__name="fair").values_list("pk", "state", "missed_runs")) == before


def test_the_head_of_a_group_that_is_gone_gives_way_to_another(crawl):
    copy = vacancy(3, source="board", identifier="9", url="https://other.example/9")
    crawl(*ALL)
    crawl(*ALL, copy)
    assert states()["9"] == "grouped"
    crawl(*ALL[:3])
    crawl(*ALL[:3])
    assert (states()["3"], states()["9"]) == ("closed", "published")


def test_what_the_bureau_held_stays_held_when_it_is_gone(crawl, cast):
    crawl(*ALL)
    services.hold_posting(actor=cast.officer, posting=JobPosting.objects.get(identifier="3"))
    crawl(*ALL[:3])
    crawl(*ALL[:3])
    assert states()["3"] == "held"


def test_a_run_knows_its_source_and_the_run_before(crawl):
    first, second = crawl(*ALL), crawl(*ALL)
    assert (first.source, first.is_complete, first.before()) == (Source.objects.get(name="fair"), True, None)
    assert second.before() == first


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"source":"a","started":"yesterday"}', '{"source":"a","started":3}']
)
def test_a_report_that_cannot_be_read_is_none(tmp_path, text):
    (tmp_path / "a.report.json").write_text(text)
    assert crawl_of(tmp_path / "a.jsonl") is None
