"""schema.org in JSON-LD and microdata: vacancies and courses, and pages that mean harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scrapy.http import HtmlResponse, JsonResponse

from scrapers.bases.structured_data import read_structured_data
from scrapers.items import Course, Item, JobPosting
from scrapers.pipelines.fingerprint import content_hash
from scrapers.pipelines.required_fields import RequiredFields
from scrapers.schema_org import items_of

GUARD: dict[str, Any] = {"@type": "JobPosting", "title": "保安"}
COURSE: dict[str, Any] = {"@type": "Course", "name": "电工班", "identifier": "C1"}


def page(body: str) -> HtmlResponse:
    return HtmlResponse("https://jobs.example.cn/1", body=body, encoding="utf-8")


def scripts(*data: Any) -> str:
    def written(entry: Any) -> str:
        return entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False).replace("</", "<\\/")

    return "".join(f'<script type="application/ld+json">{text}</script>' for text in map(written, data))


def read(*data: Any) -> list[Item]:
    return list(read_structured_data(page(scripts(*data))))


def test_a_reference_to_another_object_of_the_page_is_followed() -> None:
    firm = {"@id": "#firm", "@type": "Organization", "name": "某公司"}
    (item,) = read({"@graph": [{**GUARD, "hiringOrganization": {"@id": "#firm"}}, firm]})
    assert item.hiring_organization == "某公司"


def test_references_in_a_circle_end() -> None:
    circle = [
        {"@id": "#a", "@type": "Organization", "name": {"@id": "#b"}, "member": {"@id": "#b"}},
        {"@id": "#b", "@type": "Organization", "name": {"@id": "#a"}},
        {**GUARD, "@id": "#job", "hiringOrganization": {"@id": "#a"}, "jobLocation": {"@id": "#job"}},
    ]
    (item,) = read({"@graph": circle})
    assert item.title == "保安"


def test_an_object_that_holds_itself_ends() -> None:
    endless: dict[str, Any] = {"@type": "WebPage"}
    endless["mainEntity"] = [endless, GUARD]
    assert len(list(items_of(endless))) > 0
    place: dict[str, Any] = {}
    place["name"] = place
    assert [item.job_location for item in items_of({**GUARD, "jobLocation": place})] == [None]


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "{'title': 'half",
        '{"@type": "JobPosting", "title": new Date()}',
        "",
        "\x00\x01",
        json.dumps({"@graph": [{"@id": f"#{number}"} for number in range(200_000)]}),
    ],
    ids=["deep list", "deep object", "half", "program", "empty", "controls", "huge"],
)
def test_a_hostile_script_hides_no_other(hostile: str) -> None:
    assert [item.title for item in read(hostile, GUARD)] == ["保安"]


def test_ten_thousand_postings_in_one_page_are_cut_off_at_a_limit() -> None:
    assert len(read([GUARD] * 20_000)) == 5_000
    assert len(read([[GUARD] * 100] * 100)) == 5_000


def test_what_lies_beyond_a_limit_is_counted() -> None:
    def told(body: str) -> list[str]:
        reasons: list[str] = []
        list(read_structured_data(page(body), reasons.append))
        return reasons

    scope = '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">x</b></div>'
    for many in (scripts([GUARD] * 6_000), scripts(GUARD) * 101, scope * 201, scope * 6_000):
        assert told(many) == ["too_many_objects"]
    assert told(scripts([GUARD] * 100) + scope) == told(scope * 200) == []


def test_one_field_with_a_million_entries_is_cut_off_and_the_rest_is_read() -> None:
    (item,) = read({**GUARD, "jobBenefits": ["餐补"] * 1_000_000, "jobLocation": ["永州市"] * 100_000, "url": "x"})
    assert item.job_benefits.count("餐补") == 100
    assert (item.title, item.job_location) == ("保安", "永州市")


def test_markup_in_every_field_becomes_its_text() -> None:
    fields = ("title", "baseSalary", "datePosted", "educationRequirements", "employmentType", "totalJobOpenings")
    bold = {name: f"<b onclick='x()'>{name}</b><script>evil()</script>" for name in fields}
    (item,) = read({"@type": "JobPosting", **bold, "hiringOrganization": {"name": "<i>某公司</i>"}})
    assert item.to_feed() == {**dict(zip(fields, fields, strict=True)), "hiringOrganization": "某公司"}


@pytest.mark.parametrize(
    "script",
    [
        "{'@type': 'JobPosting', title: '保安',}",
        '// 岗位\n{"@type": "JobPosting", "title": "保安"}',
        '<!-- {"@type": "JobPosting", "title": "保安"} -->',
        '//<![CDATA[\n{"@type": "JobPosting", "title": "保安"}\n//]]>',
        "{&quot;@type&quot;: &quot;JobPosting&quot;, &quot;title&quot;: &quot;保安&quot;}",
        '{"@type": "JobPosting", "title": "保安"};',
        '{"@type": "http://schema.org/JobPosting", "title": "保安"}',
    ],
)
def test_a_script_that_is_not_quite_json_is_read(script: str) -> None:
    assert [item.title for item in read(script)] == ["保安"]


def test_a_page_with_both_is_read_once() -> None:
    microdata = '<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">厨师</h1></div>'
    both = read_structured_data(page(scripts(GUARD) + microdata))
    alone = read_structured_data(page(microdata))
    assert [item.title for item in (*both, *alone)] == ["保安", "厨师"]


def test_scopes_without_end_are_not_read() -> None:
    scope = '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">x</b></div>'
    assert len(list(read_structured_data(page(scope * 1_000)))) == 200
    assert list(read_structured_data(page(scope * 6_000))) == []


@pytest.mark.parametrize(("around", "found"), [(3, 1), (4, 0)])
def test_a_scope_deeper_than_pages_have_is_not_read(around: int, found: int) -> None:
    scope = '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">x</b></div>'
    nested = "<div itemscope>" * around + scope + "</div>" * around
    assert len(list(read_structured_data(page(nested)))) == found


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/jobs/1", "//jobs.example.cn/1"])
def test_what_is_no_web_address_is_no_address_of_an_item(address: str) -> None:
    job, course = read([{**GUARD, "url": address}, {**COURSE, "url": address}])
    assert (job.url, course.url) == (None, None)


def test_a_course_without_sessions_is_one_row_that_says_what_it_is() -> None:
    (course,) = read({**COURSE, "provider": {"name": "某学校"}, "offers": {"price": 980, "priceCurrency": "CNY"}})
    assert course.to_feed() == {
        "@type": "Course",
        "name": "电工班",
        "identifier": "C1",
        "provider": "某学校",
        "price": "980元",
    }
    assert "@type" not in JobPosting(title="保安").to_feed()


def test_each_session_of_a_course_is_a_row_with_an_identity_of_its_own() -> None:
    sessions = [{"@type": "CourseInstance", "startDate": day} for day in ("2026-12-01", "2027-03-01")]
    first, second = read({**COURSE, "hasCourseInstance": sessions})
    assert (first.identifier, second.identifier) == ("C1#2026-12-01", "C1#2027-03-01")
    assert (first.name, second.start_date) == ("电工班", "2027-03-01")
    assert content_hash(first) != content_hash(second)


def test_of_endless_sessions_the_first_are_rows() -> None:
    sessions = [{"@type": "CourseInstance", "identifier": str(number)} for number in range(1_000)]
    found = read({**COURSE, "hasCourseInstance": sessions})
    assert [course.identifier for course in found] == [f"C1#{number}" for number in range(50)]


def test_a_session_that_stands_alone_is_a_course() -> None:
    (course,) = read({"@type": "CourseInstance", "name": "电工班", "startDate": "2026-12-01"})
    assert (course.name, course.start_date) == ("电工班", "2026-12-01")


def test_a_course_passes_the_pipeline_and_one_without_a_name_is_dropped() -> None:
    RequiredFields().process_item(Course(name="电工班", identifier="C1"))
    with pytest.raises(Exception, match="missing_name"):
        RequiredFields().process_item(Course(identifier="C1"))


def test_json_from_an_interface_is_no_page() -> None:
    response = JsonResponse("https://jobs.example.cn/api", body=b'{"a": 1}', encoding="utf-8")
    assert list(read_structured_data(response)) == []
