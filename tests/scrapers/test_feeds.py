"""A feed is there whole or not at all; each step before it keeps, drops or counts for a stated reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scrapers.feeds import WholeFile, feeds_of, last_report, moment_of, new_feed, sightings, write_whole
from scrapers.items import JobPosting, feed_name
from scrapers.pipelines import Dropped
from scrapers.pipelines.clean_text import clean
from scrapers.pipelines.fingerprint import Fingerprint, content_hash
from scrapers.pipelines.required_fields import RequiredFields
from scrapers.pipelines.strip_contacts import strip_contacts, without_contacts


def report(**facts: object) -> dict[str, object]:
    calm = {"items": 60, "least_items": 50, "previous": None, "finish_reason": "finished", "errors": 0}
    return {**calm, **facts}


def test_a_feed_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    path = new_feed(tmp_path, "a_source")
    file = WholeFile(path)
    file.write("{}\n")
    assert feeds_of(path.parent) == []
    file.publish()
    assert feeds_of(path.parent) == [path]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_crawl_that_was_killed_leaves_the_last_feed_as_it_was(tmp_path: Path) -> None:
    before = new_feed(tmp_path, "a_source")
    write_whole(before, '{"identifier": "1", "firstSeen": "2026-11-01T00:00:00+00:00"}\n')
    killed = WholeFile(new_feed(tmp_path, "a_source"))
    killed.write('{"identi')
    killed.close()
    assert feeds_of(before.parent) == [before]
    assert first_seen(before.parent) == {"1": "2026-11-01T00:00:00+00:00"}


def test_feeds_sort_by_their_time(tmp_path: Path) -> None:
    feeds = [new_feed(tmp_path, "a_source") for _ in range(3)]
    assert sorted(feeds) == feeds
    assert moment_of(Path("20261123T010203.000004Z.jsonl")) == "2026-11-23T01:02:03+00:00"


def test_first_seen_is_the_earliest_of_the_remembered_runs(tmp_path: Path) -> None:
    for number in range(9):
        row = {"url": "https://a.example/1", "firstSeen": f"2026-11-0{number + 1}"}
        write_whole(tmp_path / f"2026110{number + 1}T000000.000000Z.jsonl", json.dumps(row) + "\n")
    assert first_seen(tmp_path) == {"https://a.example/1": "2026-11-03"}


def test_a_source_without_a_run_has_no_report(tmp_path: Path) -> None:
    assert last_report(tmp_path) is None


@pytest.mark.parametrize(
    ("facts", "alarm"),
    [
        ({"items": 12}, "少于预期的 50 条"),
        ({"items": 60, "previous": {"items": 121}}, "比上次（121 条）少了一半以上"),
        ({"finish_reason": "closespider_timeout"}, "没有抓取完"),
        ({"errors": 2}, "2 个错误"),
    ],
)
def test_what_is_odd_raises_an_alarm(facts: dict[str, object], alarm: str) -> None:
    (found,) = alarms(report(**facts))
    assert alarm in found


def test_what_is_as_expected_raises_none() -> None:
    assert alarms(report(previous={"items": 61})) == []


def test_the_report_page_shows_a_source_s_words_as_text() -> None:
    empty = {key: {} for key in ("dropped", "statuses", "refused", "fields")}
    counts = dict.fromkeys(("requests", "pages_without_vacancy", "robots_forbidden", "contacts_removed"), 0)
    texts = dict.fromkeys(("source", "region", "permission", "verified", "started", "finished"), "x")
    whole = report(**empty, **counts, **texts, publisher="<script>", alarms=["少"])
    assert "&lt;script&gt;" in to_html(whole)


def test_names_in_a_feed_are_schema_org_s() -> None:
    item = JobPosting(title="保安", hiring_organization="某公司", total_job_openings="2")
    assert item.to_feed() == {"title": "保安", "hiringOrganization": "某公司", "totalJobOpenings": "2"}
    assert feed_name("valid_through") == "validThrough"


def test_an_item_s_repr_holds_none_of_its_text() -> None:
    item = JobPosting(title="保安", description="联系人：张三", source="a_source", identifier="7")
    assert repr(item) == "JobPosting(a_source, 7)"


def test_white_space_and_unseen_signs_are_put_in_order() -> None:
    item = clean(JobPosting(title=" 保\u200b安\t\u3000 员\x00 ", description="一\r\n\n 二 ", address=" \u3000"))
    assert (item.title, item.description, item.address) == ("保安 员", "一\n二", None)


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("电话19900000000或 199-0000-0000", "电话[电话]或 [电话]"),
        ("电话１９９００００００００", "电话[电话]"),
        ("请加微信：abc_12345 报名", "请加微信[微信] 报名"),
        ("VX: hr-20261123", "VX[微信]"),
        ("QQ：12345678", "QQ[QQ]"),
        ("简历发 zhang.san@example.com.cn。", "简历发 [邮箱]。"),
        ("联系人：王先生 19900000000", "联系人[姓名] [电话]"),
        ("李经理19900000000", "[姓名][电话]"),
        ("证件 11010119900101001X", "证件 [证件号]"),
        ("座机0746-0000000，热线400-000-0000", "座机0746-0000000，热线400-000-0000"),
        ("月薪13000-15000元，订单号20261123123456", "月薪13000-15000元，订单号20261123123456"),
        ("会用微信小程序开单，向经理汇报", "会用微信小程序开单，向经理汇报"),
    ],
)
def test_a_person_s_contact_is_taken_out_and_a_firm_s_stays(text: str, stripped: str) -> None:
    assert without_contacts(text)[0] == stripped


def test_contacts_are_counted_and_an_identifier_is_none() -> None:
    item = JobPosting(title="保安 19900000000", description="微信abc12345", identifier="19900000000")
    assert strip_contacts(item) == 2
    assert item.identifier == "19900000000"


def test_what_could_never_be_shown_is_dropped_with_its_reason() -> None:
    for item, reason in ((JobPosting(url="u"), "missing_title"), (JobPosting(title="t"), "missing_identity")):
        with pytest.raises(Dropped) as dropped:
            RequiredFields().process_item(item)
        assert dropped.value.reason == reason


def test_the_same_vacancy_twice_in_a_run_is_written_once() -> None:
    step = Fingerprint()
    step.process_item(JobPosting(title="保安", url="u1", identifier="1"))
    with pytest.raises(Dropped) as dropped:
        step.process_item(JobPosting(title="保安", url="u2", identifier="1"))
    assert dropped.value.reason == "repeated_in_run"


def test_a_renewed_date_is_not_a_change_but_a_new_wage_is() -> None:
    one = JobPosting(title="保安", base_salary="5000", date_posted="2026-11-01", url="u1")
    renewed = JobPosting(title="保安", base_salary="5000", date_posted="2026-11-20", url="u2")
    raised = JobPosting(title="保安", base_salary="5500", date_posted="2026-11-01", url="u1")
    assert content_hash(one) == content_hash(renewed) != content_hash(raised)
