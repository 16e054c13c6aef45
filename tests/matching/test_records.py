"""Seekers, postings and courses: what is read, what is refused, and how an error reads."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.plain import from_plain, to_plain
from matching.reading import NAMES
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
        ({"home": "999999"}, "home: unknown region code '999999'"),
        ({"home": "４４０３００"}, "home: expected a six-digit region code"),
        (
            {"wishes": {"occupations": ["9-99-99-99"]}},
            r"wishes.occupations\[0\]: unknown occupation code '9-99-99-99'",
        ),
        ({"wishes": {"month_min": float("nan")}}, "wishes.month_min: expected a number from 0 to .*, got nan"),
        ({"wishes": {"month_min": float("inf")}}, "wishes.month_min: expected a number from 0 to .*, got inf"),
        ({"experience": [{"title": "电工", "years": float("nan")}]}, r"experience\[0\].years: expected a number"),
        (
            {"service": [{"tasks": "修" * 1_000_000}]},
            r"service\[0\].tasks: expected 20000 characters at most, got 1000000",
        ),
        ({"skills": ["x" * 20_001]}, "skills: expected 20000 characters at most, got 20001"),
        ({"skills": [b"plc"]}, "skills: expected a list of texts"),
        ({"education": "x" * 1_000_000}, "education: expected 20000 characters at most"),
        ({"service": [{"from": float("nan")}]}, r"service\[0\].from: expected YYYY"),
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


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["\x00\u200b", "😀" * 5, "６０００元", "440300", "面议", "2026-13-45", "1e999", "-5", "-"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
SEEKER_KEYS = ["id", "service", "credentials", "education", "experience", "skills", "not_skills", "home", "wishes"]
POSTING_KEYS = [*(key for keys in NAMES.values() for key in keys), "valid_days", "year", "tags", "salary_min"]
COURSE_KEYS = ["id", "title", "fee", "hours", "credentials", "skills", "starts", "subsidised", "region", "description"]


def refused_field(read: Callable[[dict[str, Any]], object], raw: dict[str, Any]) -> str | None:
    """The outermost field that the error names, None where the row is read."""
    try:
        read(raw)
    except ValueError as error:
        return re.split(r"[:.\[]", str(error))[0]
    return None


@given(st.dictionaries(st.sampled_from(SEEKER_KEYS), ODD))
def test_a_seeker_is_read_or_refused_by_field_whatever_comes(raw: dict[str, Any]) -> None:
    assert refused_field(JobSeeker.from_mapping, raw) in {None, *raw}


@given(st.dictionaries(st.sampled_from(POSTING_KEYS), ODD))
def test_a_posting_is_read_whatever_comes(raw: dict[str, Any]) -> None:
    posting = JobPosting.from_mapping(raw)
    assert from_plain(JobPosting, to_plain(posting)) == posting


@given(st.dictionaries(st.sampled_from(COURSE_KEYS), ODD))
def test_a_course_is_read_or_refused_by_field_whatever_comes(raw: dict[str, Any]) -> None:
    assert refused_field(Course.from_mapping, raw) in {None, *raw}


def test_what_a_number_cannot_be_is_null_in_a_posting_and_a_course() -> None:
    posting = JobPosting.from_mapping({"salary_min": float("nan"), "posted": "2026-11-01", "valid_days": 10**12})
    assert (posting.salary.month_min, posting.valid_through) == (None, None)
    course = Course.from_mapping({"fee": float("inf"), "hours": -3, "region": "999999"})
    assert (course.fee, course.hours, course.region) == (None, None, None)


def test_of_a_megabyte_of_description_the_beginning_is_read() -> None:
    posting = JobPosting.from_mapping({"title": "保安", "description": "包住。" + "好" * 1_000_000})
    assert (len(posting.description), posting.lodging.housing) == (20_000, True)
