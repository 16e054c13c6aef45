"""Skill spans: whole terms, negation, preference, offsets of the original."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.skills import SkillExtractor, SkillSpan, default_extractor
from matching.taxonomy import Skill
from matching.text import normalise

SKILLS = (
    Skill("forklift", "叉车驾驶", ("开叉车", "叉车"), "skill"),
    Skill("plc", "PLC编程", ("plc",), "skill"),
    Skill("accounting", "会计核算", ("会计",), "knowledge"),
    Skill("electrician", "电工作业", ("电工",), "skill"),
    Skill("english", "英语", (), "knowledge"),
    Skill("tform", "Tform", (), "tool"),
    Skill("python", "Python", (), "tool"),
    Skill("c-cpp", "C/C++编程", ("C++", "C语言"), "tool"),
    Skill("cad", "CAD制图", ("CAD",), "tool"),
    Skill("plumbing", "水电安装", ("水电",), "skill"),
)
EXTRACTOR = SkillExtractor(SKILLS).fit()


@pytest.fixture(scope="module")
def extractor() -> SkillExtractor:
    return EXTRACTOR


def only(spans: tuple[SkillSpan, ...]) -> tuple[str, str]:
    (span,) = spans
    return span.skill, span.strength


def test_each_mention_says_how_it_is_asked_for(extractor: SkillExtractor) -> None:
    spans = extractor.extract("必须会开叉车，懂PLC、CAD者优先；无需英语")
    assert [(span.skill, span.strength) for span in spans] == [
        ("forklift", "required"),
        ("plc", "preferred"),
        ("cad", "preferred"),
        ("english", "negated"),
    ]


def test_a_negated_skill_is_not_among_those_that_are_there(extractor: SkillExtractor) -> None:
    assert extractor.skill_ids("会叉车，不会PLC") == ("forklift",)


@pytest.mark.parametrize(
    "text",
    [
        "机电工程施工",
        "会计算机操作",
        "plcs",
        "simplc",
        "platform 开发",
        "PLATFORM",
        "PLC3",
        "autocad",
        "C1驾驶证",
        "pythonic",
        "水电费平摊",
    ],
)
def test_a_piece_of_another_word_is_no_skill(extractor: SkillExtractor, text: str) -> None:
    assert extractor.extract(text) == ()


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Python (primary)", "python"),
        ("Python（主要）", "python"),
        ("熟悉Python3.8", "python"),
        ("双休+CAD", "cad"),
        ("CAD2014", "cad"),
        ("c++/java", "c-cpp"),
        ("C++11", "c-cpp"),
        ("use Tform, daily", "tform"),
        ("ｐｙｔｈｏｎ", "python"),
        ("會開叉車", "forklift"),
    ],
)
def test_a_whole_word_is_a_skill_whatever_stands_around_it(extractor: SkillExtractor, text: str, skill: str) -> None:
    assert only(extractor.extract(text)) == (skill, "required")


def test_a_latin_term_stands_between_chinese(extractor: SkillExtractor) -> None:
    assert only(extractor.extract("熟悉PLC编程")) == ("plc", "required")


def test_spans_point_into_the_original_text(extractor: SkillExtractor) -> None:
    text = "要求：①會開叉車　（ＰＬＣ）"
    assert [text[span.start : span.end] for span in extractor.extract(text)] == ["開叉車", "ＰＬＣ"]


TEXTS = (
    st.lists(
        st.sampled_from(
            [
                "叉车",
                "开叉車",
                "ＰＬＣ",
                "plc",
                "Python",
                "C++",
                "电工",
                "会计",
                "英语",
                "水电",
                "费",
                "无需",
                "优先",
                "必须",
                "加分项：",
                "、",
            ]
            + ["，", "。", "\n", " ", "1、", "🚗", "\x00", "\u200b", "㎏", "ﬁ", "İ", "é", "\ud800", "3", "c", "+"]
        )
    ).map("".join)
    | st.text()
)


@given(TEXTS)
@settings(deadline=None)
def test_spans_lie_in_the_text_in_order_and_hold_their_term(text: str) -> None:
    spans = EXTRACTOR.extract(text)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert EXTRACTOR.skill_of_[normalise(span.text)] == span.skill
        assert span.strength in {"required", "preferred", "negated"}
    assert all(first.end <= second.start for first, second in pairwise(spans))


@pytest.mark.parametrize(
    "unit",
    [
        "会叉车，有电工证优先；",
        "会叉车",
        "无需",
        "优先",
        "加分项：",
        "a",
        "叉",
        "🚗",
        "\x00",
        "不要求会、",
        " 叉车",
        "1、会叉车 ",
    ],
)
def test_half_a_megabyte_of_anything_is_read_to_its_end(unit: str) -> None:
    # A cost of the square of its length would keep this test for hours.
    text = unit * (500_000 // len(unit))
    assert all(0 <= span.start < span.end <= len(text) for span in default_extractor().extract(text))
