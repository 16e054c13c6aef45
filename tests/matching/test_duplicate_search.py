"""The search that keeps no words finds the groups that the one over everything finds."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from matching import blocking, duplicate_search
from matching.deduplication import Publication, find_duplicates
from matching.duplicate_search import DuplicateSearch

FIRMS = ("青石物业服务有限公司", "青石物业", "白帆电子厂", "白帆电子有限公司（东莞）", "某知名企业", "")
TITLES = ("保安员", "急聘保安（包吃住）", "保安队长", "电工", "低压电工", "电工学徒", "普工")
PLACES = ("440306", "440300", "441900", None)
SENTENCES = (
    "负责厂区大门的出入登记和车辆引导",
    "夜间每两小时巡查仓库与配电房一次",
    "发现烟雾漏水立即报告值班主管并做好交接记录",
    "协助客户停车和指引访客到前台登记",
    "看管流水线上的机器并记录每班的产量",
    "按图纸接线和检修车间里的照明线路",
)


def invented(count: int, seed: int) -> list[Publication]:
    """Postings of few firms with few words, so that many are alike, some partly, some in a chain."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        if made and chance.random() < 0.2:
            made.append(replace(chance.choice(made), id=str(number)))
            continue
        words = "；".join(chance.sample(SENTENCES, chance.randint(0, 4)))
        address = chance.choice(("", "前进一路8号青石大厦", "科技园路20号"))
        url = chance.choice(("", f"https://jobs.example/{chance.randint(10_000, 10_050)}"))
        title, firm, place = chance.choice(TITLES), chance.choice(FIRMS), chance.choice(PLACES)
        made.append(Publication(str(number), title, firm, place, words, address, url))
    return made


def searched(items: Sequence[Publication]) -> list[tuple[tuple[str, ...], str]]:
    search = DuplicateSearch()
    for item in items:
        search.add(item)
    groups = search.groups(lambda rows: [items[row] for row in rows])
    return sorted((tuple(items[row].id for row in group.rows), group.reason) for group in groups)


@pytest.mark.parametrize("seed", range(8))
def test_it_finds_what_the_search_over_everything_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicate_search, "BATCH", 7)
    items = invented(150, seed)
    groups = sorted(find_duplicates(items))
    assert len(groups) > 5
    assert searched(items) == groups


@pytest.mark.parametrize("seed", range(4))
def test_in_blocks_too_large_to_compare_all_it_compares_the_same_neighbours(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = invented(300, seed)
    everything = sorted(find_duplicates(items))
    for module in (blocking, duplicate_search):
        monkeypatch.setattr(module, "LARGEST_BLOCK", 10)
        monkeypatch.setattr(module, "NEIGHBOURS", 2)
    groups = sorted(find_duplicates(items))
    assert groups != everything
    assert searched(items) == groups


def test_one_alone_is_no_group_and_its_copy_is_one() -> None:
    one = Publication("a", "保安", "青石物业", "440306", SENTENCES[0])
    assert searched([]) == searched([one]) == []
    assert [ids for ids, _ in searched([one, replace(one, id="b")])] == [("a", "b")]
