"""The lawful check of a course: what alarms there, and what is natural in a course and must not."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from jobsboard.postings.compliance import check_course, check_posting, is_unlawful
from jobsboard.postings.compliance.rules import COURSE_RULES, RULES
from tests.growth import grows_like_its_input
from tests.jobsboard.lawful_table import course_table

PROJECT = Path(__file__).parents[2]
LINES = (PROJECT / "fixtures" / "lawful_courses.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = [line.split("\t") for line in LINES if not line.startswith("#")]
BREACHES = [row for row in SENTENCES if row[1] != "ok"]
HARMLESS = [text for _, severity, text in SENTENCES if severity == "ok"]


@pytest.mark.parametrize(("rule", "severity", "text"), BREACHES, ids=[f"{row[0]}-{row[2]}" for row in BREACHES])
def test_a_doubtful_wording_of_a_course_alarms(rule, severity, text):
    assert severity in {one.severity for one in check_course({"description": text}) if one.rule == rule}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_natural_in_a_course_does_not_alarm(text):
    assert [(one.rule, one.text) for one in check_course({"name": "电工班", "description": text})] == []


def test_every_rule_of_courses_has_sentences_for_and_against_it():
    names = {rule.name for rule in COURSE_RULES}
    assert {rule for rule, severity, _ in SENTENCES if severity != "ok"} == names
    assert set(Counter(rule for rule, severity, _ in SENTENCES if severity == "ok")) == names


def test_a_rule_that_a_course_shares_with_a_vacancy_looks_for_the_same_words():
    patterns = {(rule.name, rule.label): rule.pattern for rule in RULES}
    shared = [rule for rule in COURSE_RULES if (rule.name, rule.label) in patterns and rule.label != "限定性别"]
    assert len(shared) == 10
    assert all(rule.pattern is patterns[rule.name, rule.label] for rule in shared)
    # Rows are values: reading one otherwise for courses leaves that of vacancies as it was.
    assert all(replace(rule) == rule for rule in RULES)


def test_the_price_of_a_course_and_its_training_are_no_finding_and_nothing_is_missed():
    course = {
        "name": "叉车实训培训班",
        "price": "学费980元，报名费50元",
        "description": "岗前培训两个月，实训期间住校，收取学费后开票。",
    }
    assert check_course(course) == []
    assert {one.rule for one in check_posting({"title": course["name"], **course})} >= {"recruit_to_train", "fees"}


def test_every_field_that_people_read_is_looked_at():
    for field in ("name", "description", "audience", "coursePrerequisites", "price", "courseSchedule"):
        (finding,) = check_course({field: "结业包就业"})
        assert (finding.field, finding.start, finding.end, finding.text) == (field, 2, 5, "包就业")


def test_the_gravest_come_first_and_only_they_hold_a_course():
    findings = check_course({"name": "焊工班", "price": "面议", "description": "可办理培训贷"})
    assert [one.severity for one in findings] == ["unlawful", "review"]
    assert is_unlawful(findings)
    assert not is_unlawful(check_course({"name": "焊工班", "price": "面议"}))


def test_what_is_no_text_is_passed_over():
    assert check_course({"name": ["包就业"], "description": None, "price": 5}) == []


@pytest.mark.parametrize("seed", [*"包招另男贷", "不", "学费面议", "包就业", "招聘", "分期", "女学员", "、", " "])
def test_the_check_of_a_hostile_course_costs_no_more_than_its_length(seed):
    def check(length):
        text = (seed * length)[:length]
        check_course({"name": "班", "description": text, "price": text})

    assert grows_like_its_input(check, 20_000)


@pytest.mark.parametrize("rule", COURSE_RULES, ids=lambda rule: f"{rule.name}-{rule.severity}")
def test_a_rule_of_courses_says_how_far_its_citation_was_checked(rule):
    assert (rule.basis.law is None) == (rule.basis.status == "unverified")


def test_the_page_about_the_check_has_every_rule_of_courses():
    assert course_table() in (PROJECT / "docs" / "lawful-check.md").read_text(encoding="utf-8")
