"""What a description says of licences, shifts, rest days, bed and board."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.parsing import Lodging, parse_age_limit, parse_credentials, parse_lodging, parse_schedule


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("持低压电工证，有叉车证优先", [("electrician-lv", "required"), ("forklift-n1", "preferred")]),
        ("要求：有焊工证，懂氩弧焊", [("welding-permit", "required")]),
        ("持有C1及以上驾照，驾龄满3年", [("driving-c1", "required")]),
        ("持C1/C2驾照", [("driving-c1", "required"), ("driving-c2", "required")]),
        ("驾驶证Ａ２以上", [("driving-a2", "required")]),
        ("招A2司机", [("driving-a2", "required")]),
        ("1、B2驾照。两年以上驾龄", [("driving-b2", "required")]),
        ("有退伍证/保安证优先录用", [("veteran-cert", "preferred"), ("guard", "preferred")]),
        ("持有退伍证，优先考虑", [("veteran-cert", "preferred")]),
        ("有保安证年龄放宽到61岁", [("guard", "preferred")]),
        ("入职不需要健康证", [("health-cert", "negated")]),
        ("无电工证有经验亦可", [("electrician-lv", "negated")]),
        ("公司免费办理叉车证", [("forklift-n1", "mentioned")]),
        ("培训考取3证，高压电工证，低压电工证", [("electrician-hv", "mentioned"), ("electrician-lv", "mentioned")]),
        ("持应急局颁发的低压电工证", [("electrician-lv", "required")]),
        ("持有消防设施操作员证", [("fire-facility-mid", "required")]),
        ("持高低压电工证", [("electrician-hv", "required"), ("electrician-lv", "required")]),
        ("電工證（高壓）", [("electrician-hv", "required")]),
        ("需电工证(低压/高压)", [("electrician-lv", "required"), ("electrician-hv", "required")]),
        ("一级/二级建造师优先", [("builder-first", "preferred"), ("builder-second", "preferred")]),
        ("A2B2驾照", [("driving-a2", "required"), ("driving-b2", "required")]),
        ("1、持A1、A2驾照", [("driving-a1", "required"), ("driving-a2", "required")]),
        ("驾驶证类型:C1", [("driving-c1", "required")]),
        ("①C1駕照", [("driving-c1", "required")]),
        ("电工证或焊工证均可", [("electrician-lv", "required"), ("welding-permit", "required")]),
        ("电工证（必须）", [("electrician-lv", "required")]),
        ("通过英语四级", [("english-cet4", "required")]),
        ("2. 保安员证书", [("guard", "required")]),
        ("有无保安证均可", [("guard", "negated")]),
        ("不强制要求电工证", [("electrician-lv", "negated")]),
        ("电工证不作要求", [("electrician-lv", "negated")]),
        ("驾驶证C1 免费培训", [("driving-c1", "mentioned")]),
        ("检查员工健康证", [("health-cert", "mentioned")]),
        ("招聘保安员，巡查消防设施", []),
        ("地铁A2口，C1阶段，维生素B1", []),
        ("B2B平台，DB2数据库，A2栋301，C1室", []),
        ("", []),
    ],
)
def test_licences_and_how_firmly_they_are_asked_for(text, mentions):
    assert [(mention.credential, mention.strength) for mention in parse_credentials(text)] == mentions


def test_a_mention_points_into_the_text_as_written():
    text = "要求：持Ｃ１驾照，㎏级货物"
    (mention,) = parse_credentials(text)
    assert text[mention.start : mention.end] in {"Ｃ１", "Ｃ１驾照"}


@pytest.mark.parametrize(
    ("text", "shift", "rest_days", "night"),
    [
        ("长白班，月休4天", "day", 4, False),
        ("两班倒，夜班有补贴，单休", "two_shift", 4, True),
        ("12小时两班制，月休四天", "two_shift", 4, True),
        ("8小时三班倒", "three_shift", None, True),
        ("长夜班", "night", None, True),
        ("弹性工作，双休", "flexible", 8, None),
        ("不倒班，做六休一", "day", 4, False),
        ("大小周", None, 6, None),
        ("能接受夜班", None, None, True),
        ("长白班或两班倒可选", None, None, None),
        ("提供早中晚餐", None, None, None),
        ("上四休二", None, 10, None),
        ("做一休一", None, 15, None),
        ("做五休二", None, 8, None),
        ("每周周末休息一天", None, 4, None),
        ("周末大小休", None, 6, None),
        ("半个月白班半个月夜班", "two_shift", None, True),
        ("十天白班，十天夜班", "two_shift", None, True),
        ("白班就白班，不倒白夜班", None, None, True),
        ("长期夜班", "night", None, True),
        ("門店內輪班", None, None, None),
        ("早晚班轮换", None, None, None),
        ("兩班倒", "two_shift", None, True),
        ("", None, None, None),
    ],
)
def test_shift_rest_days_and_night_work(text, shift, rest_days, night):
    schedule = parse_schedule(text)
    assert (schedule.shift, schedule.rest_days, schedule.night) == (shift, rest_days, night)


@pytest.mark.parametrize(
    ("text", "housing", "meals"),
    [
        ("包吃住", True, True),
        ("五险一金、提供食宿", True, True),
        ("管吃管住", True, True),
        ("包住", True, None),
        ("免费员工宿舍，餐补", True, True),
        ("公司有食堂", None, True),
        ("包吃不包住", False, True),
        ("包住不包吃", True, False),
        ("不包住", False, None),
        ("不包吃住", False, False),
        ("食宿自理", False, False),
        ("提供三餐，不提供住宿", False, True),
        ("免费三餐、住宿", True, True),
        ("包两顿饭", None, True),
        ("设立内部食堂", None, True),
        ("免費提供宿舍，餐飲補助", True, True),
        ("不收取任何费用，包食宿", True, True),
        ("能吃苦耐劳，负责员工宿舍管理", None, None),
        ("五险一金", None, None),
        ("", None, None),
    ],
)
def test_bed_and_board(text, housing, meals):
    assert parse_lodging(text) == Lodging(housing, meals)


@pytest.mark.parametrize(
    ("text", "youngest", "oldest", "words"),
    [
        ("要求：18-45周岁，身体健康", 18, 45, "18-45周岁"),
        ("1.18-40岁，男女不限", 18, 40, "18-40岁"),
        ("年龄：20～35", 20, 35, "年龄：20～35"),
        ("年齡在１８至５０歲之間", 18, 50, "年齡在１８至５０歲"),
        ("年满十八周岁即可", 18, None, "年满十八周岁"),
        ("十八至四十五周岁", 18, 45, "十八至四十五周岁"),
        ("18周岁以上，60周岁以下", 18, 60, "18周岁以上，60周岁以下"),
        ("不超过45岁", None, 45, "不超过45岁"),
        ("35周岁（含）以下", None, 35, "35周岁（含）以下"),
        ("年龄45以下，退伍军人优先", None, 45, "年龄45以下"),
        ("18-35", 18, 35, "18-35"),
        ("18-", 18, None, "18-"),
        ("-36", None, 36, "-36"),
        *((text, None, None, None) for text in ("年龄不限", "30岁左右", "最年轻的店长26岁", "-", "18-4", "", "NaN")),
        *(
            (text, None, None, None)
            for text in ("45-18岁", "5-12岁学员", "照顾60岁以上老人", "2018-2045年", "50-60元")
        ),
    ],
)
def test_an_age_limit_and_the_words_that_state_it(text, youngest, oldest, words):
    limit = parse_age_limit(text)
    assert (limit.min, limit.max) == (youngest, oldest)
    assert (text[slice(*limit.span)] if limit.span else None) == words


DESCRIPTION_LIKE = st.lists(
    st.sampled_from(
        [
            "持",
            "有",
            "无需",
            "C1",
            "/",
            "驾照",
            "电工证",
            "优先",
            "，",
            "。",
            "包吃",
            "不包住",
            "两班倒",
            "月休",
            "4天",
            "夜班",
            "Ａ２",
            "高",
            "低压",
            "電工證",
            "（",
            "18-45岁",
            "㎏",
        ]
    ),
    max_size=15,
).map("".join)


@given(st.one_of(st.text(max_size=120), DESCRIPTION_LIKE))
def test_any_text_is_read_without_an_error_and_mentions_do_not_overlap(text):
    parse_schedule(text)
    parse_lodging(text)
    end = 0
    for mention in parse_credentials(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
    limit = parse_age_limit(text)
    assert limit.span is None or 0 <= limit.span[0] < limit.span[1] <= len(text)
    assert limit.min is None or limit.max is None or limit.min <= limit.max
