"""One vacancy published several times is one group; two vacancies never are."""

import random

import pytest

from matching.deduplication import Publication, employer_core, find_duplicates

DUTIES = (
    "负责厂区大门的出入登记和车辆引导，夜间每两小时巡查仓库与配电房一次，"
    "发现烟雾、漏水立即报告值班主管并做好交接记录，协助客户停车。"
)


def publication(id_, title="保安员", employer="青石物业服务有限公司", region="440306", description=DUTIES):
    return Publication(id_, title, employer, region, description)


def groups(*publications):
    return [group.ids for group in find_duplicates(publications)]


@pytest.mark.parametrize(
    "second",
    [
        publication("b"),
        publication("b", title="急聘保安员（包吃住）5000元"),
        publication("b", employer="青石物业服务（深圳）有限公司"),
        publication("b", employer="青石物业服..."),
        publication("b", employer="青石物业服务（深..."),
        publication("b", region="440300"),
        publication("b", region=None),
        publication("b", description=DUTIES + " 职能类别：保安 微信分享"),
        publication("b", description=DUTIES.replace("两小时", "三小时")),
        publication("b", description=DUTIES + "另提供五险一金与年度体检，节日发放慰问品，表现好者可晋升班长。"),
    ],
)
def test_a_vacancy_told_twice_is_one_group(second):
    assert groups(publication("a"), second) == [("a", "b")]


@pytest.mark.parametrize(
    "second",
    [
        publication("b", title="电工"),
        publication("b", employer="白鹭电子有限公司"),
        publication("b", region="441900"),
        publication("b", description="驾驶四米二货车往返门店送货，装卸由随车员负责，每日填写行车日志并检查胎压油位。"),
    ],
)
def test_two_vacancies_are_no_group(second):
    assert groups(publication("a"), second) == []


def test_without_an_employer_the_text_must_be_the_same():
    assert groups(publication("a", employer=None), publication("b", employer=None)) == [("a", "b")]
    changed = DUTIES.replace("配电房一次", "宿舍楼两次").replace("停车", "登记")
    assert groups(publication("a", employer=None), publication("b", employer=None, description=changed)) == []


def test_without_a_description_employer_title_and_place_must_be_the_same():
    bare = [publication(id_, description="") for id_ in "ab"]
    assert groups(*bare) == [("a", "b")]
    assert groups(bare[0], publication("b", description="", region="440300")) == []


def test_a_repeated_id_is_the_same_publication():
    assert groups(publication("a"), publication("a")) == []


def test_the_reason_is_said_in_chinese():
    (group,) = find_duplicates([publication("a"), publication("b")])
    assert group.reason == "同一用人单位、岗位名称相同、工作地点一致、职位描述相同"


def test_groups_do_not_depend_on_the_order_of_rows():
    rows = [publication(f"{title}{n}", title=title) for title in ("保安员", "电工") for n in range(4)]
    shuffled = random.Random(7).sample(rows, len(rows))
    assert {frozenset(ids) for ids in groups(*rows)} == {frozenset(ids) for ids in groups(*shuffled)}


def test_an_employer_is_known_by_its_core_name():
    assert employer_core("青石物业服务有限公司") == employer_core("青石物业服务（东莞）股份有限公司")
    assert employer_core(None) == employer_core("") == ""
