"""Experience, education, headcount and date of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.parsing import (
    EDUCATION_LEVELS,
    parse_education,
    parse_experience,
    parse_headcount,
    parse_posted,
)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3-5年", 3, 5),
        ("3年以上", 3, None),
        ("4年", 4, None),
        ("2年及以上", 2, None),
        ("1年以内", 0, 1),
        ("2年以下", 0, 2),
        ("三到五年", 3, 5),
        ("两年以上工作经验", 2, None),
        ("半年以上", 0.5, None),
        ("5年工作经验以上", 5, None),
        ("经验不限", 0, None),
        ("无", 0, None),
        ("无需经验", 0, None),
        ("不限本科", 0, None),
        ("经验不限学历不限", 0, None),
        ("在校/应届学历不限", 0, 0),
        ("应届毕业生", 0, 0),
        ("1-3年学历不限", 1, 3),
        ("1年以内中专/中技", 0, 1),
        ("9K-14K 经验1-3年 / 本科", 1, 3),
        ("以上 经验3-5年 / 硕士", 3, 5),
        ("1-2年 ,可接收应届生", 1, 2),
        ("学历不限", None, None),
        ("本科", None, None),
        ("英语熟练", None, None),
        ("4天/周6个月大专", None, None),
        ("2019年毕业", None, None),
        ("5-3年", None, None),
        ("", None, None),
    ],
)
def test_years_of_experience(text, low, high):
    experience = parse_experience(text)
    assert (experience.min_years, experience.max_years) == (low, high)


@pytest.mark.parametrize(
    ("text", "level", "or_above"),
    [
        ("硕士及以上", "硕士", True),
        ("初中及以下", "初中", False),
        ("统招本科", "本科", None),
        ("大学专科", "大专", None),
        ("大学本科", "本科", None),
        ("研究生", "硕士", None),
        ("博士研究生", "博士", None),
        ("普通高中", "高中", None),
        ("职业高中", "中专", None),
        ("职高", "中专", None),
        ("技工学校", "中专", None),
        ("中专/中技及以上", "中专", True),
        ("大专或本科", "大专", None),
        ("学历不限", "不限", None),
        ("不限制", "不限", None),
        ("经验不限本科", "本科", None),
        ("招3人", None, None),
        ("英语精通", None, None),
        ("应届", None, None),
        ("", None, None),
    ],
)
def test_level_of_schooling(text, level, or_above):
    education = parse_education(text)
    assert (education.level, education.or_above) == (level, or_above)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("招4人", 4),
        ("12人", 12),
        ("5", 5),
        ("若干人", None),
        ("招若干人", None),
        ("不限", None),
        ("两名", 2),
        ("", None),
    ],
)
def test_headcount(text, count):
    assert parse_headcount(text) == count


@pytest.mark.parametrize(
    ("text", "day", "month_day", "days_before"),
    [
        ("2019年12月4日", "2019-12-04", None, None),
        ("2024-10-09T11:34:24+08:00", "2024-10-09", None, None),
        ("2017/04/13", "2017-04-13", None, None),
        ("20240229", "2024-02-29", None, None),
        ("2019-13-40", None, None, None),
        ("07-14发布", None, "07-14", None),
        ("5月9日更新", None, "05-09", None),
        ("02-29", None, "02-29", None),
        ("02-30", None, None, None),
        ("90天前", None, None, 90),
        ("3小时前", None, None, 0),
        ("两周前", None, None, 14),
        ("今日更新", None, None, 0),
        ("昨天", None, None, 1),
        ("13:45发布", None, None, 0),
        ("[]", None, None, None),
        ("", None, None, None),
    ],
)
def test_date_of_publication(text, day, month_day, days_before):
    posted = parse_posted(text)
    assert (posted.date, posted.month_day, posted.days_before) == (day, month_day, days_before)


FIELD_LIKE = st.text(
    alphabet="0123456789.-/:年月日天周前以上下内不限经验学历本科大专应届招人若干一二三十百两T+ ", max_size=30
)


@given(st.one_of(st.text(max_size=60), FIELD_LIKE))
def test_any_text_gives_a_value_in_range_or_none(text):
    experience = parse_experience(text)
    low, high = experience.min_years, experience.max_years
    assert low is None or high is None or 0 <= low <= high
    assert parse_education(text).level in {None, *EDUCATION_LEVELS}
    count = parse_headcount(text)
    assert count is None or count >= 0
    posted = parse_posted(text)
    assert posted.date is None or date.fromisoformat(posted.date)
