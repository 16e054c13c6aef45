"""The invented county: complete, written by hand, and nothing in it can exist."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobsboard.core.identifiers import credit_code_check_digit, id_number_check_digit
from jobsboard.demo.invent import invent
from jobsboard.postings.compliance import check_posting, is_unlawful

FIXTURES = Path(__file__).parents[1] / "fixtures"
# No two descriptions may share more than this part of the shorter one's character 5-grams.
LARGEST_SHARED_PART = 0.25


def rows_of(pattern: str) -> Iterator[dict[str, Any]]:
    for file in sorted(FIXTURES.glob(pattern)):
        for line in file.read_text(encoding="utf8").splitlines():
            yield json.loads(line)


def vacancies() -> list[dict[str, Any]]:
    return [*rows_of("demo/postings/*.jsonl"), *rows_of("sites/*/postings/*.jsonl")]


def five_grams(text: str) -> set[str]:
    letters = re.sub(r"\s+", "", text)
    return {letters[i : i + 5] for i in range(len(letters) - 4)}


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("demo/firms/*.jsonl", 60),
        ("demo/postings/*.jsonl", 400),
        ("sites/*/postings/*.jsonl", 300),
        ("demo/people.jsonl", 200),
        ("demo/villages.jsonl", 223),
        ("demo/courses.jsonl", 60),
    ],
)
def test_the_county_is_complete(pattern, count):
    assert sum(1 for _ in rows_of(pattern)) == count


def test_no_two_descriptions_share_more_than_a_quarter_of_their_five_grams():
    grams = [five_grams(row["description"]) for row in vacancies()]
    holders: dict[str, list[int]] = {}
    for number, found in enumerate(grams):
        for gram in found:
            holders.setdefault(gram, []).append(number)
    shared = Counter(
        (first, second)
        for numbers in holders.values()
        for place, first in enumerate(numbers)
        for second in numbers[place + 1 :]
    )
    worst = max(count / min(len(grams[a]), len(grams[b])) for (a, b), count in shared.items())
    assert worst <= LARGEST_SHARED_PART


def test_the_returns_of_2024_are_those_of_the_report():
    cohorts = Counter(person["cohort"] for person in rows_of("demo/people.jsonl"))
    assert cohorts["2024-spring-self"] == 33
    assert cohorts["2024-autumn-self"] == 81
    assert cohorts["2024-autumn-assigned"] == 8


def test_people_and_villages_are_what_the_seed_gives():
    families = json.loads((FIXTURES / "demo/families.json").read_text(encoding="utf8"))
    villages, people = invent(families)
    assert villages == list(rows_of("demo/villages.jsonl"))
    assert people == list(rows_of("demo/people.jsonl"))


def test_phone_numbers_are_service_numbers_that_no_person_can_have():
    text = "".join(file.read_text(encoding="utf8") for file in FIXTURES.rglob("*.json*"))
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
    assert all(person["phone"].startswith("120") for person in rows_of("demo/people.jsonl"))


def test_id_numbers_have_a_division_that_does_not_exist_and_a_right_check_digit():
    for person in rows_of("demo/people.jsonl"):
        number = person["id_number"]
        assert number.startswith("990000")
        assert number[17] == id_number_check_digit(number[:17])


def test_credit_codes_have_a_division_that_does_not_exist_and_a_right_check_digit():
    codes = [firm["credit_code"] for firm in rows_of("demo/firms/*.jsonl")]
    assert len(set(codes)) == 60
    for code in codes:
        assert code[2:8] == "999999"
        assert code[17] == credit_code_check_digit(code[:17])


def test_courses_are_of_the_four_kinds_and_each_has_a_session():
    courses = list(rows_of("demo/courses.jsonl"))
    assert {course["kind"] for course in courses} == {"adaptation", "vocational", "startup", "rural"}
    assert all(course["sessions"] for course in courses)


def test_the_lawful_check_holds_the_faulty_vacancies_of_the_sample_sites_and_no_other():
    rows = list(rows_of("sites/*/postings/*.jsonl"))
    held = {row["id"] for row in rows if is_unlawful(check_posting(row))}
    assert held == {row["id"] for row in rows if "faulty" in row}
    assert len(held) == 8


def test_no_partner_vacancy_is_held():
    assert [row["id"] for row in rows_of("demo/postings/*.jsonl") if is_unlawful(check_posting(row))] == []
