"""Skill spans: whole terms, negation, preference, offsets of the original."""

import time

import pytest

from matching.skills import SkillExtractor, SkillSpan
from matching.taxonomy import Skill

SKILLS = (
    Skill("forklift", "叉车驾驶", ("开叉车", "叉车"), "skill"),
    Skill("plc", "PLC编程", ("plc",), "skill"),
    Skill("accounting", "会计核算", ("会计",), "knowledge"),
    Skill("electrician", "电工作业", ("电工",), "skill"),
    Skill("english", "英语", (), "knowledge"),
)


@pytest.fixture(scope="module")
def extractor() -> SkillExtractor:
    return SkillExtractor(SKILLS).fit()


def only(spans: tuple[SkillSpan, ...]) -> tuple[str, str]:
    (span,) = spans
    return span.skill, span.strength


@pytest.mark.parametrize("text", ["不会叉车", "无需叉车经验", "不要求英语", "英语不限", "不需要会英语"])
def test_a_negated_skill_is_marked_negated(extractor: SkillExtractor, text: str) -> None:
    assert only(extractor.extract(text))[1] == "negated"


@pytest.mark.parametrize("text", ["有叉车证者优先", "有叉车证的，优先考虑", "会PLC加分", "优先录用会英语的"])
def test_a_preferred_skill_is_marked_preferred(extractor: SkillExtractor, text: str) -> None:
    assert only(extractor.extract(text))[1] == "preferred"


def test_a_preference_does_not_reach_into_the_next_sentence(extractor: SkillExtractor) -> None:
    assert only(extractor.extract("要会叉车。退伍军人优先"))[1] == "required"


def test_a_negation_ends_with_its_clause(extractor: SkillExtractor) -> None:
    assert only(extractor.extract("不限学历，会叉车"))[1] == "required"


@pytest.mark.parametrize("text", ["机电工程施工", "会计算机操作", "plcs", "simplc"])
def test_a_piece_of_another_word_is_no_skill(extractor: SkillExtractor, text: str) -> None:
    assert extractor.extract(text) == ()


def test_a_latin_term_stands_between_chinese(extractor: SkillExtractor) -> None:
    assert only(extractor.extract("熟悉PLC编程")) == ("plc", "required")


def test_spans_point_into_the_original_text(extractor: SkillExtractor) -> None:
    text = "要求：①會開叉車　（ＰＬＣ）"
    assert [text[span.start : span.end] for span in extractor.extract(text)] == ["開叉車", "ＰＬＣ"]


def test_the_shipped_skills_take_less_than_a_millisecond_for_a_posting() -> None:
    extractor = SkillExtractor().fit()
    text = ("负责设备日常维护，会看电路图，有低压电工证优先，能上夜班，会使用万用表、示波器排查故障。" * 12)[:400]
    extractor.extract(text)
    started = time.process_time()
    for _ in range(50):
        extractor.extract(text)
    assert (time.process_time() - started) / 50 < 0.001
