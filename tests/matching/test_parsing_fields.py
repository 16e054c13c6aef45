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
        ("A2两年以上驾龄", 2, None),
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
        ("4+年", 4, None),
        ("不少于4年", 4, None),
        ("不足一年", 0, 1),
        ("一年半以上", 1.5, None),
        ("1年以上4年以下", 1, 4),
        ("两三年经验", 2, 3),
        ("6个月以上相关经验", 0.5, None),
        ("三年（含）以上", 3, None),
        ("2一4年", 2, 4),
        ("4 years", 4, None),
        ("没有经验也行", 0, None),
        ("在读学生", 0, 0),
        ("２年以上工作經驗", 2, None),
        ("公司成立12年，经验不限", 0, None),
        ("合同3年", None, None),
        ("退伍2年内", None, None),
        ("毕业3年内", None, None),
        ("05年", None, None),
        ("3年级学生", None, None),
        ("100年老店", None, None),
        ("6个月", None, None),
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
        ("大 专", "大专", None),
        ("無學歷要求", "不限", None),
        ("碩士及以上", "硕士", True),
        ("学士学位", "本科", None),
        ("普高", "高中", None),
        ("初高中", "初中", None),
        ("不低于大专", "大专", True),
        ("大专以上，条件好可放宽至高中", "大专", True),
        ("小学语文老师 本科", "本科", None),
        ("本科以下", "本科", False),
        ("在校大学生", None, None),
        ("大学城校区", None, None),
        ("技师", None, None),
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
        ("十二人", 12),
        ("贰名", 2),
        ("１０人", 10),
        ("1,200人", 1200),
        ("5至8人", 5),
        ("100余人", 100),
        ("不少于3人", 3),
        ("男5名，女3名", 8),
        ("共10人，男6女4", 10),
        ("0", None),
        ("-3", None),
        ("1.5人", None),
        ("几十人", None),
        ("上百人", None),
        ("少于50人", None),
        ("规模100-499人", None),
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
        ("更新：03-05", None, "03-05", None),
        ("03-05 10:30", None, "03-05", None),
        ("5/28", None, "05-28", None),
        ("5月28號", None, "05-28", None),
        ("二〇二四年三月五日", "2024-03-05", None, None),
        ("24年3月5日", "2024-03-05", None, None),
        ("2024.3.5 10:00", "2024-03-05", None, None),
        ("２０２４—０３—０５", "2024-03-05", None, None),
        ("剛剛更新", None, None, 0),
        ("半小时前", None, None, 0),
        ("48小时前", None, None, 2),
        ("前日", None, None, 2),
        ("1年前", None, None, 365),
        ("10000天前", None, None, None),
        ("-1天前", None, None, None),
        ("2024年3月", None, None, None),
        ("2024年2月30日", None, None, None),
        ("24-03-05", None, None, None),
        ("05/28/2024", None, None, None),
        ("1709600000", None, None, None),
        ("长期有效", None, None, None),
        ("今年", None, None, None),
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


@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.sampled_from(
        ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 08:15", "%Y-%m-%dT08:15:00"]
    ),
    st.sampled_from(["", "发布时间：", "更新于 "]),
)
def test_whatever_date_is_written_is_read_back(day, form, lead):
    assert parse_posted(lead + day.strftime(form)).date == day.isoformat()


@given(st.integers(0, 20), st.integers(1, 20), st.sampled_from(["-", "~", "到", "至", "年-", " - "]))
def test_whatever_years_are_written_are_read_back(low, more, dash):
    experience = parse_experience(f"经验{low}{dash}{low + more}年 / 大专")
    assert (experience.min_years, experience.max_years) == (low, low + more)


@given(st.one_of(st.text(max_size=60), FIELD_LIKE))
def test_full_width_digits_change_nothing(text):
    wide = text.translate({digit: digit + 0xFEE0 for digit in range(0x30, 0x3A)})
    for parse in (parse_experience, parse_education, parse_headcount, parse_posted):
        assert parse(wide) == parse(text)


@given(st.one_of(st.text(max_size=60), FIELD_LIKE))
def test_any_text_gives_a_value_in_range_or_none(text):
    experience = parse_experience(text)
    low, high = experience.min_years, experience.max_years
    assert low is None or high is None or 0 <= low <= high
    assert parse_education(text).level in {None, *EDUCATION_LEVELS}
    count = parse_headcount(text)
    assert count is None or count > 0
    posted = parse_posted(text)
    assert posted.date is None or date.fromisoformat(posted.date)
    assert posted.month_day is None or date.fromisoformat(f"2000-{posted.month_day}")
    assert posted.days_before is None or posted.days_before >= 0
    assert [posted.date, posted.month_day, posted.days_before].count(None) >= 2
