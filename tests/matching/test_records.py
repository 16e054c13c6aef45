"""Seekers, postings and courses: what is read, what is refused, and how an error reads."""

from datetime import date
from typing import Any

import pytest

from matching.plain import from_plain, to_plain
from matching.records import Course, JobPosting, JobSeeker


def test_a_missing_list_is_unknown_and_an_empty_one_says_none() -> None:
    assert JobSeeker.from_mapping({}).credentials is None
    assert JobSeeker.from_mapping({"credentials": []}).credentials == ()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"credentials": "C1"}, "credentials: expected a list of texts, got 'C1'"),
        ({"education": "很高"}, "education: expected a level such as"),
        ({"education": 5}, "education: expected text, got 5"),
        ({"home": "蓝山"}, "home: expected a six-digit region code, got '蓝山'"),
        ({"wishes": {"regions": ["深圳"]}}, r"wishes.regions\[0\]: expected a six-digit region code"),
        ({"wishes": {"month_min": -1}}, "wishes.month_min: expected a number from 0 to"),
        ({"wishes": {"month_min": True}}, "wishes.month_min: expected a number"),
        ({"wishes": {"lodging": "要"}}, "wishes.lodging: expected true or false, got '要'"),
        ({"wishes": []}, r"wishes: expected an object, got \[\]"),
        ({"wishes": 3}, "wishes: expected an object, got 3"),
        ({"service": [3]}, r"service\[0\]: expected an object, got 3"),
        ({"service": [{"from": "2020-13"}]}, r"service\[0\].from: expected YYYY"),
        ({"service": [{"from": "2020-09", "to": "2016-09"}]}, r"service\[0\].to: '2016-09' is before"),
        ({"experience": [{"years": 2}]}, r"experience\[0\].title: expected text"),
        ({"experience": [{"title": "电工", "years": 99}]}, r"experience\[0\].years: expected a number from 0 to 60"),
    ],
)
def test_bad_input_names_field_and_value(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        JobSeeker.from_mapping(raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "张三"},
        {"姓名": "张三"},
        {"phone": ""},
        {"wishes": {"id_number": "x"}},
        {"service": [{"tasks": "联系我138 0000 1234"}]},
        {"skills": ["431127199001011234"]},
        {"id": "13800001234"},
        {"about": "13800001234"},
    ],
)
def test_personal_data_is_refused_and_never_repeated(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="personal data") as caught:
        JobSeeker.from_mapping(raw)
    assert not any(secret in str(caught.value) for secret in ("张三", "13800001234", "431127199001011234"))


def test_records_do_not_show_people_when_printed() -> None:
    seeker = JobSeeker.from_mapping({"id": "p1", "skills": ["焊接"], "service": [{"tasks": "修车"}], "home": "431127"})
    shown = f"{seeker} {seeker!r} {seeker.service} {seeker.wishes}"
    assert shown == "JobSeeker(p1) JobSeeker(p1) (ServiceRecord(…),) Wishes(…)"


def test_schema_org_and_plain_names_mean_the_same() -> None:
    plain = JobPosting.from_mapping(
        {"id": "1", "title": "焊工", "employer": "甲厂", "salary": "6000-8000元/月", "posted": "2026-11-01"}
    )
    nested = JobPosting.from_mapping(
        {
            "identifier": {"@type": "PropertyValue", "value": "1"},
            "title": "焊工",
            "hiringOrganization": {"@type": "Organization", "name": "甲厂"},
            "baseSalary": {"currency": "CNY", "value": {"minValue": 6000, "maxValue": 8000, "unitText": "MONTH"}},
            "datePosted": "2026-11-01",
        }
    )
    assert to_plain(nested) == to_plain(plain)


def test_a_scraped_pay_range_and_bare_years_are_read() -> None:
    posting = JobPosting.from_mapping(
        {"title": "x", "salary_min": "4001.00", "salary_max": "8000.00", "experience": "3"}
    )
    assert (posting.salary.month_min, posting.salary.month_max) == (4001, 8000)
    assert posting.experience.min_years == 3


def test_the_identifier_falls_back_to_dev_id_and_then_to_the_line() -> None:
    assert JobPosting.from_mapping({"dev_id": "P1"}, "line:3").id == "P1"
    assert JobPosting.from_mapping({}, "line:3").id == "line:3"


def test_a_month_and_day_take_the_year_of_the_row() -> None:
    assert JobPosting.from_mapping({"posted": "08-28", "year": "2019"}).posted == date(2019, 8, 28)


def test_the_address_refines_the_city_but_does_not_overrule_it() -> None:
    assert JobPosting.from_mapping({"location": "深圳", "address": "宝安区沙井街道"}).region == "440306"


def test_a_mention_of_veterans_is_quoted_within_its_sentence() -> None:
    posting = JobPosting.from_mapping({"description": "包吃住。退伍军人优先考虑，年龄不限。月休4天"})
    assert posting.veteran_preference == "退伍军人优先考虑，年龄不限"


def test_postings_and_courses_survive_the_round_trip_through_json() -> None:
    posting = JobPosting.from_mapping({"title": "焊工", "salary": "8K", "posted": "2026-11-01", "tags": "包住,五险"})
    course = Course.from_mapping({"id": "k", "title": "低压电工取证班", "credentials": [], "skills": []})
    assert from_plain(JobPosting, to_plain(posting)) == posting
    assert from_plain(Course, to_plain(course)) == course


def test_a_course_title_tells_what_it_grants() -> None:
    assert "electrician-lv" in Course.from_mapping({"title": "低压电工操作证取证班"}).credentials


def test_a_course_names_credentials_and_skills_by_id_or_in_words() -> None:
    course = Course.from_mapping({"title": "x", "credentials": ["低压电工证", "driving-b2"], "skills": ["叉车"]})
    assert course.credentials == ("electrician-lv", "driving-b2")
    assert course.skills == ("forklift",)
