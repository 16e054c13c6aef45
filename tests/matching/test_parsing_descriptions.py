"""What a description says of licences, shifts, rest days, bed and board."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.parsing import Lodging, parse_credentials, parse_lodging, parse_schedule


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
        ("招聘保安员，巡查消防设施", []),
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
        ("不收取任何费用，包食宿", True, True),
        ("能吃苦耐劳，负责员工宿舍管理", None, None),
        ("五险一金", None, None),
        ("", None, None),
    ],
)
def test_bed_and_board(text, housing, meals):
    assert parse_lodging(text) == Lodging(housing, meals)


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
