"""Of a text without end every parser reads the beginning, and nothing behind it."""

from collections.abc import Callable

import pytest

from matching.parsing import (
    parse_age_limit,
    parse_credentials,
    parse_education,
    parse_experience,
    parse_headcount,
    parse_lodging,
    parse_posted,
    parse_region,
    parse_salary,
    parse_schedule,
)
from matching.parsing.numerals import LONGEST_TEXT
from matching.parsing.region import LONGEST_ADDRESS

PARSERS = [
    (parse_age_limit, LONGEST_TEXT),
    (parse_credentials, LONGEST_TEXT),
    (parse_education, LONGEST_TEXT),
    (parse_experience, LONGEST_TEXT),
    (parse_headcount, LONGEST_TEXT),
    (parse_lodging, LONGEST_TEXT),
    (parse_posted, LONGEST_TEXT),
    (parse_region, LONGEST_ADDRESS),
    (parse_salary, LONGEST_TEXT),
    (parse_schedule, LONGEST_TEXT),
]
FIGURES = ["1", "3 ", "1年", "招2人", "2024-", "一二三", "十", "3天前", "18-35岁", "6千"]
WORDS = [
    "电工证",
    "C1/",
    "证",
    "高、低压电工证",
    "驾照、",
    "包吃住",
    "无需",
    "上四休二",
    "负责食堂",
    "本 科",
    "大专/",
    "深圳-",
]
SIGNS = [" ", "\u3000", "😀", "\x00\x1f", "NaN"]
# Each parser would find something here, if it ever came so far.
BEYOND = "，本科，5年以上经验，招5人，2026年11月2日发布，月薪6000-7000元，深圳市，夜班，包住，18-45岁，须持焊工证"


@pytest.mark.parametrize("piece", [*FIGURES, *WORDS, *SIGNS])
@pytest.mark.parametrize(("parse", "longest"), PARSERS, ids=[parse.__name__ for parse, _ in PARSERS])
def test_of_a_megabyte_the_beginning_is_read(parse: Callable[[str], object], longest: int, piece: str) -> None:
    text = piece * (1_000_000 // len(piece)) + BEYOND
    assert parse(text) == parse(text[:longest])


@pytest.mark.parametrize(("parse", "longest"), PARSERS, ids=[parse.__name__ for parse, _ in PARSERS])
def test_what_stands_just_before_the_end_is_read_and_just_behind_it_not(
    parse: Callable[[str], object], longest: int
) -> None:
    nothing, blanks = parse(""), " " * (longest - len(BEYOND))
    assert parse(blanks + BEYOND) != nothing
    assert parse(" " * longest + BEYOND) == nothing
