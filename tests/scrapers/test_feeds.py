"""A feed is there whole or not at all; each step before it keeps, drops or counts for a stated reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import scrapers
from scrapers.contacts import without_contacts
from scrapers.extensions.outcomes import REASONS
from scrapers.feeds import (
    Sighting,
    WholeFile,
    feeds_of,
    last_report,
    last_whole_feed,
    moment_of,
    new_feed,
    report_of,
    sightings,
    write_whole,
)
from scrapers.items import Course, JobPosting, feed_name
from scrapers.pipelines import Dropped
from scrapers.pipelines.clean_text import clean
from scrapers.pipelines.fingerprint import Fingerprint, content_hash
from scrapers.pipelines.required_fields import RequiredFields
from scrapers.pipelines.strip_contacts import strip_contacts
from scrapers.reports import alarms, in_words, shortcomings, to_html
from scrapers.tables import REASONS as TABLE_REASONS


def report(**facts: object) -> dict[str, object]:
    calm = {"items": 60, "least_items": 50, "previous": None, "finish_reason": "finished", "errors": 0}
    return {**calm, "refused": {}, "failed": {}, "fields": {}, "counts": {}, **facts}


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
    assert sightings(before.parent) == {"1": Sighting("2026-11-01T00:00:00+00:00", "")}


def test_feeds_sort_by_their_time(tmp_path: Path) -> None:
    feeds = [new_feed(tmp_path, "a_source") for _ in range(3)]
    assert sorted(feeds) == feeds
    assert moment_of(Path("20261123T010203.000004Z.jsonl")) == "2026-11-23T01:02:03+00:00"


def feed(folder: Path, day: int, row: dict[str, str], **facts: object) -> Path:
    path = folder / f"2026110{day}T000000.000000Z.jsonl"
    write_whole(path, json.dumps({"url": "u", "firstSeen": f"2026-11-0{day}", "contentHash": "h"} | row) + "\n")
    write_whole(report_of(path), json.dumps(facts))
    return path


def test_first_seen_is_the_earliest_and_the_content_the_latest_of_the_remembered_runs(tmp_path: Path) -> None:
    feeds = [feed(tmp_path, day, {"contentHash": f"h{day}"}) for day in range(1, 10)]
    assert sightings(tmp_path) == {"u": Sighting("2026-11-03", "h9")}
    assert sightings(tmp_path, before=feeds[4]) == {"u": Sighting("2026-11-01", "h4")}


def test_only_a_run_that_saw_all_tells_what_is_gone(tmp_path: Path) -> None:
    whole = feed(tmp_path, 1, {}, complete=True)
    feed(tmp_path, 2, {}, complete=False)
    feed(tmp_path, 3, {})
    assert last_whole_feed(tmp_path) == whole
    assert last_whole_feed(tmp_path, before=whole) is None


def test_a_source_without_a_run_has_no_report(tmp_path: Path) -> None:
    assert last_report(tmp_path) is None


@pytest.mark.parametrize(
    ("facts", "alarm"),
    [
        ({"items": 12}, "少于预期的 50 条"),
        ({"items": 60, "previous": {"items": 121, "fields": {}}}, "比上次（121 条）少了一半以上"),
        ({"finish_reason": "closespider_timeout"}, "没有抓取完"),
        ({"errors": 2}, "2 个错误"),
        ({"refused": {"run_cap_bytes": 3, "other_host": 1}}, "有 3 次请求没有发出：本次下载量已到上限 3"),
        ({"failed": {"timeout": 1, "status_404": 9}}, "有 1 个页面没有取到：超时 1"),
        ({"failed": {"status_503": 2}}, "有 2 个页面没有取到：HTTP 503 2"),
        ({"counts": {"table/unreadable/broken": 2, "table/unreadable/scan": 1}}, "有 2 个附件没有读出来：文件损坏"),
    ],
)
def test_what_keeps_a_run_from_seeing_all_is_an_alarm(facts: dict[str, object], alarm: str) -> None:
    (found,) = shortcomings(report(**facts))
    assert alarm in found
    assert alarms(report(**facts)) == [found]


def test_a_field_that_many_vacancies_suddenly_lack_is_an_alarm_but_no_shortcoming() -> None:
    before = {"items": 60, "fields": {"baseSalary": 60, "sex": 3}}
    sudden = report(previous=before, fields={"baseSalary": 30, "sex": 0})
    assert alarms(sudden) == ["“薪资待遇”的填写率从 100% 降到 50%"]
    assert shortcomings(sudden) == []
    assert alarms(report(items=15, least_items=1, previous={**before, "items": 15}, fields={})) == []


def test_what_is_as_expected_raises_none() -> None:
    gone_pages = {"failed": {"status_404": 5, "status_410": 1}, "refused": {"other_host": 4, "scheme": 1}}
    assert alarms(report(previous={"items": 61, "fields": {}}, **gone_pages)) == []


def page_of(**facts: object) -> str:
    names = ("requests", "bytes", "not_modified", "resumed_pages", "pages_without_vacancy", "robots_forbidden")
    counts = dict.fromkeys((*names, "contacts_removed", "new", "changed", "gone"), 0)
    texts = dict.fromkeys(("source", "region", "permission", "verified", "publisher"), "x")
    texts |= {"started": "2026-11-27T18:00:00+00:00", "finished": "2026-11-27T18:05:00+00:00"}
    maps = {"dropped": {}, "statuses": {}, "alarms": [], "complete": True}
    return to_html(report(**counts, **texts, **maps) | facts)


def test_the_report_page_shows_a_source_s_words_as_text() -> None:
    assert "&lt;script&gt;" in page_of(publisher="<script>", alarms=["少"])


def test_the_report_page_has_the_run_before_beside_it_with_the_difference() -> None:
    before = {
        "items": 55,
        "dropped": {"missing_title": 2},
        "fields": {"title": 55},
        "started": "2026-11-01T02:00:00+00:00",
    }
    page = page_of(previous=before, dropped={"repeated_in_run": 3}, fields={"title": 30})
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", page)]
    assert ["读到的条目", "60", "55", "+5"] in rows
    assert ["没有岗位名称", "missing_title", "0", "2", "-2"] in rows
    assert ["本次已读到过", "repeated_in_run", "3", "0", "+3"] in rows
    assert ["岗位名称", "title", "50%", "100%", "-50"] in rows
    # What a report of an earlier version does not say is not taken for nothing.
    assert ["新出现", "0", "—", "—"] in rows


def test_the_report_page_of_a_first_run_compares_with_nothing_and_has_the_clock_of_china() -> None:
    page = page_of(dropped={"repeated_in_run": 3})
    assert "第一次运行" in page
    assert "上次</th>" not in page
    assert "本次 2026-11-28 02:00 至 2026-11-28 02:05" in page
    assert re.search(r"本次已读到过 <code>repeated_in_run</code></td><td class=\"n\">3</td></tr>", page)


def test_every_field_of_a_report_has_its_chinese_name() -> None:
    names = [feed_name(name) for kind in (JobPosting, Course) for name in kind.content_fields()]
    page = page_of(fields=dict.fromkeys(names, 1))
    assert re.findall(r"<tr><td> <code>(\w+)</code>", page) == []


def test_the_report_page_loads_nothing_from_elsewhere_and_says_when_nothing_can_be_gone() -> None:
    page = page_of(complete=False, gone=None)
    assert "不判断哪些岗位已经撤下" in page
    assert not re.search(r"(src|href)=|url\(|@import", page)
    assert 'name="viewport" content="width=device-width' in page


def test_the_report_page_lists_the_headers_that_nobody_knows_and_why_rows_and_documents_were_not_read() -> None:
    counts = {
        "links/unusable": 1,
        "table/document/scan/https://county.example.cn/f/1.pdf": 1,
        "table/document/…": 3,
        "table/note/macros_ignored": 1,
        "table/passed_over/persons": 1,
        "table/skipped/total": 4,
        "table/unmatched/全职/兼职": 1,
        "table/unmatched/幸运颜色": 2,
        "table/unreadable/scan": 1,
    }
    page = page_of(counts=counts, previous={"items": 60, "fields": {}, "counts": {"table/skipped/no_title": 3}})
    shown = re.findall(r"<h2>(.*?)</h2>|<tr><td>(.*?)</td><td class=\"n\">(\d+)", page)
    words = [heading or f"{re.sub('<[^>]+>', '', row)} {count}" for heading, row, count in shown]
    start = words.index("没有认出的表头")
    assert words[start : words.index("请求")] == [
        *("没有认出的表头", "幸运颜色 2", "全职/兼职 1"),
        *("读不了的附件，按原因", "PDF 里只有图片没有文字（扫描件），请换成可复制文字的 PDF 或 Excel scan 1"),
        "读不了的附件，各在哪里",
        "其余附件 3",
        "https://county.example.cn/f/1.pdf（PDF 里只有图片没有文字（扫描件），请换成可复制文字的 PDF 或 Excel） 1",
        *("没有读取的表格，按原因", "是人员名单（有姓名、成绩等列），不读取 persons 1"),
        *("没有当作岗位的行，按原因", "合计行 total 4", "没有岗位名称 no_title 0"),
        *("读取表格时需要留意的", "文件带宏，只读了单元格，没有运行任何宏 macros_ignored 1"),
        *("读取页面时的其他计数", "无法使用的链接 unusable 1"),
    ]
    assert "scrapers/labels.py" in page


def test_every_reason_that_the_crawl_can_give_has_words() -> None:
    codes = {code for _, code in REASONS} | {f"table/skipped/{reason}" for reason in TABLE_REASONS}
    for path in Path(scrapers.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for group in re.findall(r'Dropped\("(\w+)"\)|"refused/(\w+)"|refuse\(self\.crawler, "(\w+)"', text):
            codes |= set(filter(None, group))
        codes |= set(re.findall(r'_count\("([\w/]+)"\)', text))
        codes |= {f"feed/{reason}" for reason in re.findall(r'broken\("(\w+)"\)', text)}
    assert len(codes) > 40
    assert not {code for code in codes if in_words(code) in (code, code.rpartition("/")[2])}


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
        ("微信wechat：abc12345", "微信wechat[微信]"),
        ("V信t567VXhat123458612345", "V信[微信]"),
        ("VX: hr-20261123", "VX[微信]"),
        ("微信号：20261123", "微信[微信]"),
        ("加微信20261123或微信：a_b12", "加微信[微信]或微信[微信]"),
        ("微信wechat_li2020", "微信[微信]"),
        ("QQ：abc_12345", "QQ[QQ]"),
        ("微信" + "x" * 70 + "@example.com", "微信[微信]@example.com"),
        ("QQ：12345678", "QQ[QQ]"),
        ("简历发 zhang.san@example.com.cn。", "简历发 [邮箱]。"),
        ("联系人：王先生 19900000000", "联系人[姓名] [电话]"),
        ("李经理19900000000", "[姓名][电话]"),
        ("证件 11010119900101001X", "证件 [证件号]"),
        ("g@x.cn" + "s" * 100 + "@x.cn", "[邮箱]@x.cn"),
        ("座机0746-0000000，热线400-000-0000", "座机0746-0000000，热线400-000-0000"),
        ("月薪13000-15000元，订单号20261123123456", "月薪13000-15000元，订单号20261123123456"),
        ("会用微信小程序开单，向经理汇报", "会用微信小程序开单，向经理汇报"),
        ("运营微信50000粉丝", "运营微信50000粉丝"),
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
