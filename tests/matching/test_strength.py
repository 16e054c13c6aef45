"""Whether a text requires, prefers or waives what it names is read within the clause."""

import pytest

from matching.strength import Clauses
from matching.text import normalise


def strength(text: str, term: str) -> str:
    plain = normalise(text)
    start = plain.index(normalise(term))
    return Clauses(plain).strength(start, start + len(normalise(term)))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("不会叉车", "叉车"),
        ("无需叉车经验", "叉车"),
        ("不要求英语", "英语"),
        ("英语不限", "英语"),
        ("不需要会英语", "英语"),
        ("不用会PLC", "plc"),
        ("非流水线", "流水线"),
        ("無需會叉車", "叉車"),
        ("无叉车证亦可", "叉车"),
        ("没做过焊工可以学", "焊工"),
        ("有无叉车证均可", "叉车"),
        ("叉车、电工证不作要求", "电工"),
        ("本岗位不涉及销售", "销售"),
        ("不需要会PLC、CAD", "cad"),
        ("No welding experience required", "welding"),
        ("PLC is not required", "plc"),
        ("Python not required", "python"),
    ],
)
def test_what_is_waived_is_negated(text: str, term: str) -> None:
    assert strength(text, term) == "negated"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("有叉车证者优先", "叉车"),
        ("会电工、焊工者优先", "电工"),
        ("会电工、焊工者优先", "焊工"),
        ("有叉车证的，优先考虑", "叉车"),
        ("会PLC加分", "plc"),
        ("优先录用会英语的", "英语"),
        ("最好会叉车", "叉车"),
        ("熟悉ＣＡＤ者優先", "ＣＡＤ"),
        ("加分项：\n1、熟悉PLC\n2、会英语", "英语"),
        ("要求能吃苦；优先条件：会叉车、懂电工", "电工"),
        ("PLC experience preferred", "plc"),
        ("Python is a plus", "python"),
    ],
)
def test_what_is_welcome_is_preferred(text: str, term: str) -> None:
    assert strength(text, term) == "preferred"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("必须会叉车", "叉车"),
        ("要会叉车。退伍军人优先", "叉车"),
        ("会叉车，优先录用退伍军人", "叉车"),
        ("退伍军人优先 2、会叉车", "叉车"),
        ("退伍军人优先考虑2、会叉车", "叉车"),
        ("必须会电工、有焊工经验者优先", "电工"),
        ("提供最好的叉车", "叉车"),
        ("任务优先级与数据库", "数据库"),
        ("加分项：会英语\n任职要求：会叉车", "叉车"),
        ("must know PLC, English preferred", "plc"),
        ("CAD preferred PLC required", "plc"),
    ],
)
def test_a_preference_stays_with_what_it_is_for(text: str, term: str) -> None:
    assert strength(text, term) == "required"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("不限学历，会叉车", "叉车"),
        ("男女不限、会叉车", "叉车"),
        ("经验不限·责任心强会叉车", "叉车"),
        ("包括但不限于叉车", "叉车"),
        ("非常熟悉叉车", "叉车"),
        ("非标自动化设备", "自动化设备"),
        ("未来负责叉车", "叉车"),
        ("不需要编程 4：会叉车", "叉车"),
        ("没有纹身3.叉车司机", "叉车"),
        ("不要求学历、会开叉车", "叉车"),
        ("无需学历只要会叉车", "叉车"),
        ("没有叉车证勿扰", "叉车"),
        ("非电工勿投", "电工"),
        ("确保园区内无安全隐患", "安全隐患"),
        ("not only PLC", "plc"),
    ],
)
def test_a_denial_denies_only_what_it_is_about(text: str, term: str) -> None:
    assert strength(text, term) == "required"


def test_a_heading_speaks_for_the_lines_below_it_up_to_the_next() -> None:
    text = "任职要求：\n1、会叉车\n加分项：\n1、会英语\n2、懂电工\n薪资待遇：包住，懂焊工"
    assert [strength(text, term) for term in ("叉车", "英语", "电工", "焊工")] == [
        "required",
        "preferred",
        "preferred",
        "required",
    ]
