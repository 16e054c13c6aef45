"""Normal form, terms and cleaned titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import LONGEST_TITLE, clean_title, normalise, normalise_with_offsets, split_title, terms

any_text = st.text(st.characters(exclude_categories=()), max_size=60)


@given(any_text)
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(any_text)
def test_offsets_belong_to_the_normal_form_and_rise(text: str) -> None:
    normal, offsets = normalise_with_offsets(text)
    assert normal == normalise(text)
    assert len(offsets) == len(normal)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= place < len(text) for place in offsets)


@given(any_text)
def test_cleaning_never_fails_and_never_empties_a_title_with_han(text: str) -> None:
    cleaned = clean_title(text)
    assert cleaned.strip() == cleaned
    assert cleaned or not terms(text)


def test_a_span_of_the_normal_form_points_into_the_original() -> None:
    original = "需持\u200b電工證、ＪＡＶＡ㎏"
    normal, offsets = normalise_with_offsets(original)
    start = normal.index("电工证")
    assert original[offsets[start] : offsets[start + 2] + 1] == "電工證"
    start = normal.index("java")
    assert original[offsets[start] : offsets[start + 3] + 1] == "ＪＡＶＡ"


def test_line_ends_stay_and_control_characters_go() -> None:
    assert normalise("保安\r\n\x00电工\ufeff\ud800") == "保安\n电工"


def test_latin_words_stay_whole_beside_han_pairs() -> None:
    assert terms("C1司机") == ["c1", "司", "司机", "机"]
    assert terms("C++/C#开发") == ["c++", "c#", "开", "开发", "发"]


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("【急聘】货车司机（包吃住）8K-10K", "货车司机"),
        ("青山物业有限公司招聘保安员", "保安员"),
        ("招聘专员", "招聘专员"),
        ("招投标专员", "招投标专员"),
        ("某餐饮公司招聘招聘专员", "招聘专员"),
        ("C1驾驶员 6000元/月", "c1驾驶员"),
        ("叉车工/双休/五险一金", "叉车工"),
        ("(电焊工)", "电焊工"),
        ("某某店招聘…原标题：《后厨帮工》", "后厨帮工"),
        ("急聘夜班司机2名，有宿舍，上六休一", "司机"),
        ("C1货运司机直招", "c1货运司机"),
        ("★★★保安🔥急招", "保安"),
        ("幼儿园中班老师", "幼儿园中班老师"),
        ("宿舍管理员", "宿舍管理员"),
        ("五险一金", "五险一金"),
        ("", ""),
    ],
)
def test_a_cleaned_title_is_the_work_alone(title: str, cleaned: str) -> None:
    assert clean_title(title) == cleaned


@pytest.mark.parametrize(
    "piece", ["1", "(", "原标题《", "招聘", "a1", "12-", "包吃住", "\U0001f525", "上六休一", "\x00保"]
)
def test_a_megabyte_is_cleaned_like_any_title(piece: str) -> None:
    # A cost of the square of its length would keep this test for hours.
    assert len(clean_title(piece * (1_000_000 // len(piece)))) <= LONGEST_TITLE


def test_what_stands_in_brackets_is_kept_aside() -> None:
    assert split_title("机械工程师（液压方向）") == ("机械工程师", "液压方向")
