"""Which named skills a posting demands, which it merely mentions, and which do not count."""

import pytest

from matching.demands import AskedSkill, asked_skills
from matching.skills import default_extractor
from matching.taxonomy import load_taxonomy

GUARD, ELECTRICIAN, LORRY = "4-07-05-01", "6-31-01-03", "4-02-02-02"


def asked(title: str, description: str, *codes: str) -> dict[str, AskedSkill]:
    text = f"{title}\n{description}"
    found = asked_skills(title, text, default_extractor().extract(text), codes, load_taxonomy())
    return {one.skill: one for one in found}


def demanded(title: str, description: str, *codes: str) -> set[str]:
    return {skill for skill, one in asked(title, description, *codes).items() if one.is_demanded}


@pytest.mark.parametrize(
    "description",
    ["会PLC。", "要会修PLC的。", "熟悉PLC。", "有两年PLC经验。", "做过的，懂一点PLC更好。", "PLC熟练。"],
)
def test_words_that_ask_make_a_demand(description: str) -> None:
    assert demanded("保安员", description, GUARD) == {"plc"}


@pytest.mark.parametrize(
    "description",
    ["园区有PLC厂。", "夜里会停PLC线。", "负责巡查PLC机房。", "持PLC证。", "没学过PLC也可以来。", "会和PLC厂打交道。"],
)
def test_words_that_only_touch_a_strange_skill_do_not_count(description: str) -> None:
    assert "plc" not in asked("保安员", description, GUARD)


def test_an_essential_skill_that_is_named_is_demanded() -> None:
    assert demanded("电工", "厂房里做电气维修。", ELECTRICIAN) == {"electrical-maintenance"}


def test_an_optional_skill_speaks_for_those_who_bring_it_only() -> None:
    assert asked("电工", "车间里有变频器。", ELECTRICIAN)["plc"] == AskedSkill("plc", 0.5, False)


def test_an_optional_skill_under_the_demands_heading_is_demanded() -> None:
    assert demanded("电工", "岗位职责：\n换灯。\n任职要求：\n1、变频器、触摸屏。", ELECTRICIAN) == {"plc"}


def test_what_the_firm_offers_or_is_demands_nothing() -> None:
    assert demanded("电工", "公司介绍：\n专做电气维修和PLC。", ELECTRICIAN) == set()


def test_the_title_demands_but_not_its_brackets_nor_the_employer_in_it() -> None:
    assert demanded("叉车司机", "") == {"forklift"}
    assert demanded("保安（叉车区）", "", GUARD) == set()
    assert demanded("叉车公司招聘保安", "", GUARD) == set()


def test_nobody_lacks_work_that_is_shown_on_the_first_day() -> None:
    found = asked("货车司机", "要会装卸。", LORRY)
    assert found["loading-unloading"] == AskedSkill("loading-unloading", 0.5, False)


def test_what_every_veteran_has_is_not_asked() -> None:
    assert asked("保安员", "退役军人优先，能吃苦。", GUARD) == {}


def test_a_preferred_skill_is_demanded_at_half_weight() -> None:
    assert asked("电工", "会PLC优先。", ELECTRICIAN)["plc"] == AskedSkill("plc", 0.5, True)
