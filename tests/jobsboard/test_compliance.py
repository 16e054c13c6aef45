"""The lawful-posting check: what alarms, what must not, and where exactly."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jobsboard.postings.compliance import check_posting, is_unlawful
from jobsboard.postings.compliance.rules import CONTENTS, RULES

WORDING = Path(__file__).parents[3] / "shared" / "data" / "wording-dev.json"

UNLAWFUL = {
    "sex": [
        "任职要求：性别：男",
        "招女普工若干",
        "18-45岁，女性，能吃苦",
        "男士优先",
        "限男性",
        "男，30岁以下",
        "女性勿扰",
    ],
    "marital": ["要求已婚已育", "25岁以上，未婚"],
    "household": ["限本地户口", "本市户籍优先", "外地人勿扰"],
    "ethnicity": ["不招新疆人", "仅限汉族", "东北人不要"],
    "health": ["无乙肝", "身体健康，无残疾", "无传染性疾病"],
    "deposit": ["入职需交押金500元", "收取服装押金", "押金：300元"],
    "withheld_papers": ["入职时扣押身份证", "毕业证原件由公司保管"],
    "training_loan": ["可办理助学贷款", "先培训，就业后再还款"],
    "recruit_to_train": ["需参加岗前实训三个月", "培训合格后推荐就业"],
    "income_lure": ["轻松月入过万", "在家就能赚钱", "百分百录用"],
}
REVIEW = {
    "fees": ["报名费200元", "体检费自理"],
    "income_claim": ["提成上不封顶", "月入过万"],
    "no_social_insurance": ["签劳务合同，无社保"],
    "trial_terms": ["试用期工资60%", "试岗三天无工资"],
}
QUALITY = {
    "age": ["年龄18-45岁", "35周岁以下"],
    "looks": ["形象气质佳", "五官端正"],
    "height": ["身高165cm以上"],
    "party": ["党员优先"],
    "contact": ["加微信abc12345"],
}
HARMLESS = [
    "男女不限",
    "性别不限，男女均可",
    "男：18-55岁，女：18-50岁",
    "招聘女装导购，熟悉男鞋陈列",
    "不收取任何押金",
    "0押金，免费住宿",
    "物业直招，不收取任何费用",
    "不扣押证件",
    "面试请携带身份证原件",
    "负责收取租户押金及水电费",
    "户籍不限，已婚未婚均可",
    "提供夫妻宿舍，婚假带薪",
    "身体健康，能适应两班倒",
    "欢迎残疾人应聘，不限身体条件",
    "退役军人优先",
    "负责银行客户账单分期还款业务",
    "免费岗前培训，培训期间有工资",
    "个人培训费用由公司报销",
    "协助办理深圳户口，每年有住房补贴",
    "负责实训室设备维护",
    "本科毕业未缴纳社保人员有购房券",
]


def rules_of(text: str) -> dict[str, str]:
    return {one.rule: one.severity for one in check_posting({"title": "普工", "description": text})}


@pytest.mark.parametrize(
    ("severity", "rule", "text"),
    [
        (severity, rule, text)
        for severity, table in (("unlawful", UNLAWFUL), ("review", REVIEW), ("quality", QUALITY))
        for rule, texts in table.items()
        for text in texts
    ],
)
def test_a_forbidden_or_doubtful_wording_alarms(severity, rule, text):
    assert rules_of(text).get(rule) == severity


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_wording_does_not_alarm(text):
    assert {rule: severity for rule, severity in rules_of(text).items() if severity != "quality"} == {}


def test_every_rule_has_an_example():
    named = {rule for table in (UNLAWFUL, REVIEW, QUALITY) for rule in table}
    assert {rule.name for rule in RULES} - named == {"illness_history"}


def test_offsets_count_code_points_of_the_field_even_in_wide_and_traditional_writing():
    posting = {"title": "𠮷祥厂普工", "description": "😀要求：性別：男，会开车"}
    (finding,) = [one for one in check_posting(posting) if one.rule == "sex"]
    assert finding.field == "description"
    assert posting["description"][finding.start : finding.end] == finding.text == "性別：男"


def test_a_structured_limit_is_judged_by_its_value():
    assert is_unlawful(check_posting({"title": "普工", "sex": "女"}))
    assert not is_unlawful(check_posting({"title": "普工", "sex": "不限"}))
    ages = [one.severity for one in check_posting({"title": "普工", "age": "18-40"}) if one.rule == "age"]
    assert ages == ["quality"]


def test_every_missing_content_is_named_with_its_law_and_is_never_more_than_quality():
    findings = check_posting({"title": "普工"})
    assert [one.rule for one in findings] == [content.rule for content in CONTENTS]
    assert {one.severity for one in findings} == {"quality"}
    assert all(one.law and one.start is None and one.text is None for one in findings)


def test_schema_org_names_are_read_as_well():
    posting = {
        "title": "普工",
        "hiringOrganization": {"name": "测试厂"},
        "jobLocation": "深圳",
        "baseSalary": "5000元/月",
        "totalJobOpenings": "3人",
        "educationRequirements": "不限",
        "description": "装配",
        "validThrough": "2027-01-01",
    }
    assert check_posting(posting) == []


def test_every_citation_has_a_status_and_none_is_cited_without_a_source():
    for rule in RULES:
        assert rule.basis.status in {"verified", "secondary", "unverified"}
        assert (rule.basis.law is None) == (rule.basis.status == "unverified")


def test_the_real_sentences_get_the_verdict_that_people_gave_them():
    if not WORDING.exists():
        pytest.skip(f"{WORDING} is not here")
    wrong = []
    for row in json.loads(WORDING.read_text(encoding="utf-8"))["examples"]:
        found = check_posting({"title": row["title"], "description": row["text"]})
        is_alarm = any(one.severity != "quality" for one in found)
        if row["verdict"] != "review" and is_alarm != (row["verdict"] == "breach"):
            wrong.append((row["verdict"], row["match"]))
    assert wrong == []


def test_check_postings_prints_one_line_a_posting(tmp_path, capsys):
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"id":"a1","title":"普工","sex":"男"}\n\n{"title":"电工"}\n', encoding="utf-8")
    call_command("check_postings", str(feed))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["a1", "line:3"]
    assert list(lines[0]["findings"][0]) == (
        ["rule", "severity", "status", "field", "start", "end", "text", "law", "article", "instead"]
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"not json\n", b"\x1f\x8b\x08broken"])
def test_check_postings_ends_with_status_2_on_what_it_cannot_read(tmp_path, content):
    feed = tmp_path / "feed.jsonl"
    if content is not None:
        feed.write_bytes(content)
    with pytest.raises(CommandError) as failed:
        call_command("check_postings", str(feed))
    assert failed.value.returncode == 2
    assert "\n" not in str(failed.value)
