"""One vacancy published several times is one group; two vacancies never are."""

import random
from dataclasses import replace

import opencc
import pytest

from matching.blocking import candidate_pairs
from matching.deduplication import Publication, find_duplicates
from matching.publications import employer_name, fingerprint, job_title

DUTIES = (
    "岗位职责：1、负责厂区大门的出入登记和车辆引导；2、夜间每两小时巡查仓库与配电房一次；"
    "3、发现烟雾、漏水立即报告值班主管并做好交接记录；4、协助客户停车，年龄18-50岁，月薪5000元。"
)
OTHER_DUTIES = "驾驶四米二货车往返门店送货，装卸由随车员负责，每日填写行车日志并检查胎压油位，遵守交通规则。"
BENEFITS = "另提供五险一金与年度体检，节日发放慰问品，表现好者可晋升班长。"
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
FIRST = Publication("a", "保安员", "深圳市青石物业服务有限公司", "440306", DUTIES, "深圳市宝安区前进一路8号青石大厦")


def groups(*publications: Publication) -> list[tuple[str, ...]]:
    return [group.ids for group in find_duplicates(publications)]


def other(**changes: str | None) -> Publication:
    return replace(FIRST, id="b", **changes)


def traditional(text: str) -> str:
    return opencc.OpenCC("s2t").convert(text)


@pytest.mark.parametrize(
    "second",
    [
        other(),
        other(title="急聘保安员（包吃住）5000元"),
        other(title="青石物业招聘保安"),
        other(title="安保人员"),
        other(title="小区保安员"),
        other(employer="青石物业服务（深圳）有限公司"),
        other(employer="青石物业服务"),
        other(employer="青石物业服..."),
        other(employer="青石物业服务（深..."),
        other(employer="青石物业"),
        other(employer="青石服务"),
        other(employer="青石物业服务有限公司宝安分公司"),
        other(region="440300"),
        other(region=None, address=None),
        other(address="青石大厦"),
        other(address="西乡"),
        other(description=DUTIES + " 职能类别：保安 关键字：五险 微信分享"),
        other(description=DUTIES.replace("5000", "6500").replace("18-50", "20-55")),
        other(description=DUTIES + BENEFITS),
        other(description=DUTIES[:70] + "..."),
        other(description="；".join(reversed(DUTIES.split("；")))),
        other(description=traditional(DUTIES), title=traditional("保安员")),
        other(description=DUTIES.translate(FULL_WIDTH)),
        other(description=DUTIES.replace("负责", "承担").replace("立即报告", "马上告知").replace("做好", "写好")),
    ],
)
def test_a_vacancy_told_twice_is_one_group(second: Publication) -> None:
    assert groups(FIRST, second) == [("a", "b")]


@pytest.mark.parametrize(
    "second",
    [
        other(title="电工"),
        other(title="保安队长"),
        other(title="保安主管"),
        other(title="保安（兼职）"),
        other(title="保洁员"),
        other(employer="白鹭电子有限公司"),
        other(employer="东莞市青石物业服务有限公司"),
        other(region="440305", address=None),
        other(region="441900", address=None),
        other(address="深圳市宝安区松白路2090号红杉产业园"),
        other(description=OTHER_DUTIES),
    ],
)
def test_two_vacancies_are_no_group(second: Publication) -> None:
    assert groups(FIRST, second) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("保安（夜班）", "保安（白班）"),
        ("保安（科技园）", "保安（会展中心）"),
        ("前端工程师", "后端工程师"),
        ("焊工", "钳工"),
    ],
)
def test_a_title_that_says_something_else_instead_is_another_job(one: str, two: str) -> None:
    assert groups(replace(FIRST, title=one), other(title=two)) == []


def test_branches_of_one_firm_are_two_places() -> None:
    shop = replace(FIRST, employer="青石物业服务有限公司天河店", address=None)
    assert groups(shop, other(employer="青石物业服务有限公司林和店", address=None)) == []


def test_a_title_that_lists_posts_is_like_one_that_lists_most_of_them() -> None:
    assert groups(replace(FIRST, title="仓管/物流/助理"), other(title="物流专员+仓管员+单证")) == [("a", "b")]


def test_at_the_same_door_more_of_the_text_may_change() -> None:
    half = "负责厂区大门的出入登记和车辆引导；夜间巡查仓库与配电房一次；发现烟雾、漏水立即报告；" + OTHER_DUTIES
    assert groups(FIRST, other(description=half)) == [("a", "b")]
    assert groups(replace(FIRST, address=None), other(description=half, address=None)) == []


def test_without_an_employer_the_text_must_be_the_same() -> None:
    nameless = replace(FIRST, employer=None)
    assert groups(nameless, other(employer="[个人雇主]")) == [("a", "b")]
    assert groups(nameless, other(employer="某大型物业公司", description=DUTIES[:40] + OTHER_DUTIES)) == []
    assert groups(nameless, other(employer=None, title="小区保安员")) == []
    assert groups(replace(nameless, region=None), other(employer=None, region=None)) == []


def test_without_a_description_employer_title_and_place_must_be_the_same() -> None:
    bare = replace(FIRST, description="")
    assert groups(bare, other(description="")) == [("a", "b")]
    assert groups(bare, other(description="", region="440300")) == []
    assert groups(replace(bare, region=None), other(description="", region=None)) == []


def test_one_web_address_is_one_posting_wherever_it_says_it_is() -> None:
    first = replace(FIRST, url="https://www.jobs.example/detail/88123456.htm")
    moved = other(region="440305", address="科苑路15号", url="http://jobs.example/detail/88123456.htm#top")
    assert groups(first, moved) == [("a", "b")]
    assert groups(first, replace(moved, title="电工", description=OTHER_DUTIES)) == []
    assert groups(first, replace(moved, employer="白鹭电子有限公司")) == []


def test_the_page_of_a_firm_is_no_web_address_of_a_posting() -> None:
    first = replace(FIRST, url="https://qingshi.example/jobs")
    assert groups(first, other(region="441900", address=None, url="https://qingshi.example/jobs")) == []


def test_a_repeated_id_is_the_same_publication() -> None:
    assert groups(FIRST, FIRST) == []


def test_the_reason_is_said_in_chinese() -> None:
    (same,) = find_duplicates([FIRST, other()])
    assert same.reason == "同一用人单位、岗位名称相同、工作地点一致、职位描述相同"
    (longer,) = find_duplicates([FIRST, other(title="小区保安", description=DUTIES + BENEFITS * 3, region=None)])
    assert longer.reason == "同一用人单位、岗位名称相近、工作地点未全部注明、较短描述的100%见于另一份"


def test_two_places_are_not_joined_by_a_posting_that_names_none() -> None:
    south, north = other(region="440305", address=None), replace(FIRST, id="c", region="440306", address=None)
    vague = replace(FIRST, region="440300", address=None, description=DUTIES + "随时可到岗。")
    (group,) = groups(vague, south, north)
    assert "a" in group
    assert len(group) == 2


def test_likeness_does_not_drift_along_a_chain() -> None:
    sentences = [f"第{n}项工作是{word}" * 2 for n, word in enumerate("登记引导巡查报告交接停车清扫浇水搬运点货")]
    slid = [
        replace(FIRST, id=str(n), description="，".join(sentences[n : n + 10]), address=None)
        for n in range(0, len(sentences) - 10, 3)
    ]
    assert all("0" not in group or str(slid[-1].id) not in group for group in groups(*slid))


TASKS = "登记 引导 巡查 报告 交接 停车 清扫 浇水 搬运 点货 记账 收银 焊接 检修 质检 装配 送货 盘点 开票 接待"


def vacancies(number: int, seed: int) -> list[Publication]:
    """Invented vacancies and, of every third, a repost; of every fifth, copies in two districts and one without."""
    draw, tasks, made = random.Random(seed), TASKS.split(), []
    for n in range(number):
        text = "，".join("负责{}与{}".format(*draw.sample(tasks, 2)) for _ in range(12))
        title, firm = draw.choice(("保安", "电工", "普工", "司机")), f"{draw.choice('青白红黑')}石物业有限公司"
        made.append(Publication(f"{n}", title, firm, draw.choice(("440305", "440306")), text))
        if n % 3 == 0:
            made.append(replace(made[-1], id=f"{n}+", title=f"急聘{title}", description=text[:-20] + "，包吃住"))
        if n % 5 == 0:
            for place, more in (("440307", ""), ("440300", "，双休"), ("440308", "，年终奖")):
                made.append(replace(made[-1], id=f"{n}@{place}", region=place, description=text[n % 7 :] + more))
    return made


def test_groups_do_not_depend_on_the_order_of_rows() -> None:
    rows = vacancies(150, seed=7)
    found = {frozenset(ids) for ids in groups(*rows)}
    assert len(found) >= 50
    for seed in range(3):
        assert {frozenset(ids) for ids in groups(*random.Random(seed).sample(rows, len(rows)))} == found


def test_groups_and_their_ids_stand_in_the_order_of_the_rows() -> None:
    rows = [other(), replace(FIRST, id="c", title="电工"), FIRST, replace(FIRST, id="d", title="电工")]
    assert groups(*rows) == [("b", "a"), ("c", "d")]


def test_the_pairs_compared_grow_with_the_rows_and_not_with_their_square() -> None:
    """A firm that posts one text for each of a thousand doors."""
    doors = [replace(FIRST, address=f"{'东西南北'[n % 4]}街{n}号{n * 7}室", title=f"保安{n}") for n in range(1600)]
    few, many = (sum(1 for _ in candidate_pairs([fingerprint(one) for one in doors[:n]])) for n in (800, 1600))
    assert many < 2.2 * few


def test_a_thousand_copies_are_one_group() -> None:
    assert [len(ids) for ids in groups(*(replace(FIRST, id=str(n)) for n in range(1000)))] == [1000]


@pytest.mark.parametrize("text", ["", "\x00\ufeff", "🚗" * 50, "保", "\ud800坏", "a" * 1_000_000])
def test_any_text_is_compared_without_a_crash(text: str) -> None:
    odd = [Publication(id_, text, text, None, text, text, text) for id_ in "ab"]
    assert groups(*odd) in ([], [("a", "b")])


def test_an_employer_is_known_by_its_core_name() -> None:
    names = (
        "青石物业服务有限公司",
        "青石物业服务（东莞）股份有限公司",
        "广东省青石物业服务集团有限公司",
        "青石物业服务公司",
    )
    assert {employer_name(name).core for name in names} == {"青石物业服务"}
    assert employer_name(None) == employer_name("") == employer_name("匿名")


def test_a_title_is_known_by_its_work_and_its_rank() -> None:
    assert job_title("保安员") == job_title("安保人员（五险一金）")
    assert job_title("流量运营实习生").ranks == {"实习"}
    assert job_title("测试（高级）").ranks == {"高级"}
