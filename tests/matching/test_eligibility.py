"""Eligibility: what law or trade demands decides; what an employer wishes never hides a posting."""

from typing import Any

import pytest

from matching.matcher import Match, Matcher
from matching.records import JobPosting, JobSeeker

MATCHER = Matcher()
ELECTRICIAN = {"title": "低压电工", "description": "负责配电房值班，须持低压电工证。"}
CLERK = {"title": "行政文员", "description": "收发文件，接待来访。"}
NOBODY: dict[str, Any] = {"credentials": [], "education": "初中", "experience": []}


def match_of(seeker: dict[str, Any], posting: dict[str, Any]) -> Match:
    return MATCHER.rank(JobSeeker.from_mapping(seeker), [JobPosting.from_mapping({"id": "1", **posting})])[0]


@pytest.mark.parametrize(
    ("seeker", "status"),
    [({"credentials": ["低压电工证"]}, "met"), ({"credentials": []}, "unmet"), ({}, "unknown")],
)
def test_a_licence_that_the_law_demands_is_met_unmet_or_unknown(seeker: dict[str, Any], status: str) -> None:
    assert match_of(seeker, ELECTRICIAN).eligibility == status


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("B2", "货车司机，须持B2驾照。"),
        ("A2B2", "货车司机，须持A2驾照。"),
        ("叉车", "叉车司机，须持叉车证。"),
        ("低压电工", "电工，须持低压电工证。"),
        ("建（构）筑物消防员证", "消防中控，须持消防设施操作员证（中级）。"),
    ],
)
def test_a_licence_may_be_written_as_people_name_it(written: str, asked: str) -> None:
    title, _, demand = asked.partition("，")
    assert match_of({"credentials": [written]}, {"title": title, "description": demand}).eligibility == "met"
    assert match_of({"credentials": ["没有"]}, {"title": title, "description": demand}).eligibility == "unmet"


def test_unknown_names_the_field_that_would_settle_it_first() -> None:
    assert match_of({"wishes": {"occupations": ["电工"]}}, ELECTRICIAN).unknown[0] == "seeker.credentials"


def test_unmet_names_what_is_missing() -> None:
    assert match_of(NOBODY, ELECTRICIAN).blocked_by == ("低压电工作业证",)


@pytest.mark.parametrize(
    "wish", ["大专以上", "3年经验", "25-35岁", "限男", "本科及以上学历，5年以上工作经验", "党员优先"]
)
@pytest.mark.parametrize("field", ["title", "description", "education", "experience", "requirements"])
def test_a_wish_of_the_employer_hides_no_posting(wish: str, field: str) -> None:
    text = f"{CLERK.get(field, '')} {wish}".strip()
    assert match_of(NOBODY, {**CLERK, field: text}).eligibility == "met"


@pytest.mark.parametrize("wish", ["25-35岁", "限男", "限女性", "已婚已育优先", "本地户籍优先"])
def test_a_wish_on_the_person_changes_no_point_either(wish: str) -> None:
    plain = match_of({**NOBODY, "wishes": {"occupations": ["文员"]}}, CLERK)
    asked = {**CLERK, "description": CLERK["description"] + wish + "。"}
    assert match_of({**NOBODY, "wishes": {"occupations": ["文员"]}}, asked) == plain


@pytest.mark.parametrize("words", ["有低压电工证优先", "持低压电工证者优先考虑", "无需电工证"])
def test_a_preferred_certificate_is_no_demand(words: str) -> None:
    assert match_of(NOBODY, {**CLERK, "description": words}).eligibility == "met"


def test_of_two_demands_the_narrower_one_is_told() -> None:
    posting = {"title": "值班电工", "description": "持低压电工证或高压电工证上岗；配电房须持高压电工证。"}
    match = match_of({"credentials": []}, posting)
    assert match.blocked_by == ("高压电工作业证",)
