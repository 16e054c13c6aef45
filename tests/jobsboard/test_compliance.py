"""The lawful-posting check: what alarms, what must not, and where exactly."""

import json
import re
from collections import Counter, deque
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobsboard.postings.compliance import check_posting, in_context, is_unlawful, segments
from jobsboard.postings.compliance.rules import CONTENTS, RULES
from tests.growth import grows_like_its_input
from tests.jobsboard.lawful_table import table

SHARED = Path(__file__).parents[3] / "shared" / "data"
WORDING = SHARED / "wording-dev.json"
FIXTURE = Path(__file__).parents[2] / "fixtures" / "lawful_wording.tsv"
SENTENCES = [line.split("\t") for line in FIXTURE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
BREACHES = [row for row in SENTENCES if row[1] != "ok"]
HARMLESS = [text for _, severity, text in SENTENCES if severity == "ok"]


def findings_of(text: str):
    return [one for one in check_posting({"title": "岗位", "description": text}) if one.start is not None]


@pytest.mark.parametrize(("rule", "severity", "text"), BREACHES, ids=[f"{row[0]}-{row[2]}" for row in BREACHES])
def test_a_forbidden_or_doubtful_wording_alarms(rule, severity, text):
    assert severity in {one.severity for one in findings_of(text) if one.rule == rule}


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_wording_does_not_alarm(text):
    assert [(one.rule, one.text) for one in findings_of(text) if one.is_serious] == []


def test_every_rule_has_sentences_for_and_against_it():
    found = {rule for rule, severity, _ in SENTENCES if severity != "ok"}
    cleared = Counter(rule for rule, severity, _ in SENTENCES if severity == "ok")
    names = {rule.name for rule in RULES}
    assert names | {"age"} == found
    assert names - set(cleared) == {"height", "party", "contact"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("😀要求：性別：男，会开车", "性別：男"),
        ("限 男 性，\u200b会开车", "男 性"),
        ("收押*金二百", "收押*金"),
        ("𠮷祥厂：①女性，②能加班", "女性"),
    ],
)
def test_offsets_count_code_points_of_the_field_even_in_disguised_writing(text, words):
    (finding,) = [one for one in findings_of(text) if one.severity == "unlawful"]
    assert text[finding.start : finding.end] == finding.text == words


# The first text that hypothesis makes costs seconds: it builds its table of characters.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from([text for *_, text in SENTENCES]) | st.text(max_size=12), min_size=1, max_size=6).map(
        "\u3000".join
    )
)
def test_what_a_finding_quotes_stands_where_it_says(text):
    posting = {"title": text, "description": text, "sex": text[:9], "age": text[:9]}
    for one in check_posting(posting, minimum_wages={}):
        assert (one.start is None) == (one.text is None)
        if one.start is not None:
            assert 0 <= one.start < one.end
            assert posting[one.field][one.start : one.end] == one.text
    pieces = segments(text, findings_of(text))
    assert "".join(piece.text for piece in pieces) == text


@pytest.mark.parametrize(
    ("value", "is_limit"),
    [
        ("男", True),
        ("女", True),
        ("男性", True),
        ("仅限女", True),
        ("男士优先", True),
        ("male", True),
        ("不限", False),
        ("男女不限", False),
        ("男/女", False),
        ("", False),
        ("无要求", False),
    ],
)
def test_a_structured_sex_is_judged_by_its_value(value, is_limit):
    assert is_unlawful(check_posting({"title": "普工", "sex": value})) is is_limit


@pytest.mark.parametrize(("value", "spans"), [("18-40", [(0, 5)]), ("35岁以下", [(0, 5)]), ("不限", []), ("", [])])
def test_a_structured_age_is_no_more_than_quality(value, spans):
    ages = [one for one in check_posting({"title": "普工", "age": value}) if one.rule == "age"]
    assert [(one.start, one.end) for one in ages] == spans
    assert all(one.severity == "quality" for one in ages)


def test_every_age_limit_of_a_text_is_marked():
    marked = [one.text for one in findings_of("保安45岁以下，保洁55岁以下，月薪3000") if one.rule == "age"]
    assert marked == ["45岁以下", "55岁以下"]


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


def test_what_was_taken_over_names_its_source():
    taken = {"title": "普工", "url": "https://jobs.example.cn/1"}
    missing = [one.rule for one in check_posting(taken)]
    named = [one.rule for one in check_posting({**taken, "source": "测试就业网"})]
    assert set(missing) - set(named) == {"missing_source"}


def test_of_overlapping_hits_of_one_topic_the_gravest_counts():
    assert [one.rule for one in findings_of("轻松月入过万")] == ["income_lure"]
    assert [one.rule for one in findings_of("无遗传病史")] == ["health"]


def test_a_finding_is_shown_with_the_words_around_it():
    posting = {"description": "包吃住，五险一金，月休四天，每天八小时，要求男性，会开车"}
    (sex,) = [one for one in check_posting(posting) if one.rule == "sex"]
    assert in_context(sex, posting) == ("…一金，月休四天，每天八小时，", "要求男性", "，会开车")
    (pay, *_) = [one for one in check_posting(posting) if one.rule == "missing_pay"]
    assert in_context(pay, posting) is None


def test_every_citation_has_a_status_and_none_is_cited_without_a_source():
    for row in (*RULES, *CONTENTS):
        assert row.basis.status in {"verified", "secondary", "unverified"}
        assert (row.basis.law is None) == (row.basis.status == "unverified")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}-{rule.severity}")
def test_no_rule_needs_long_for_a_hostile_text(rule):
    leads = ("", "收取", "无", "要求", "男")
    seeds = [lead + word for lead in leads for word in rule.needs or ("1", "a@a.")]

    def searched(seed):
        return lambda length: deque(rule.pattern.finditer((seed * length)[:length]), maxlen=0)

    assert [seed for seed in seeds if not grows_like_its_input(searched(seed), 20_000)] == []


@pytest.mark.parametrize("seed", ["限男", "无押金", "不收取押金、", "男18-", "户口", "未婚", "1", "收", "、", " "])
def test_the_check_of_a_hostile_posting_costs_no_more_than_its_length(seed):
    assert grows_like_its_input(
        lambda length: check_posting({"title": "普工", "description": (seed * length)[:length]}), 20_000
    )


def test_the_real_sentences_get_the_verdict_that_people_gave_them():
    if not WORDING.exists():
        pytest.skip(f"{WORDING} is not here")
    wrong = []
    for row in json.loads(WORDING.read_text(encoding="utf-8"))["examples"]:
        found = check_posting({"title": row["title"], "description": row["text"]})
        is_alarm = any(one.is_serious for one in found)
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


def test_check_postings_accounts_for_every_real_row(capsys):
    rows = SHARED / "postings-dev.jsonl.gz"
    if not rows.exists():
        pytest.skip(f"{rows} is not here")
    call_command("check_postings", str(rows))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 2995
    assert all(re.fullmatch("unlawful|review|quality", one["severity"]) for line in lines for one in line["findings"])


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"not json\n", b"\x1f\x8b\x08broken"])
def test_check_postings_ends_with_status_2_on_what_it_cannot_read(tmp_path, content):
    feed = tmp_path / "feed.jsonl"
    if content is not None:
        feed.write_bytes(content)
    with pytest.raises(CommandError) as failed:
        call_command("check_postings", str(feed))
    assert failed.value.returncode == 2
    assert "\n" not in str(failed.value)


def test_the_page_about_the_check_names_every_rule_as_it_is():
    page = (Path(__file__).parents[2] / "docs" / "lawful-check.md").read_text(encoding="utf-8")
    assert table() in page
