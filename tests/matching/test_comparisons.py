"""The ladders: a better level never gives fewer points, unknown lies between, words beside the work do not count."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.comparison import Comparison
from matching.comparisons import ALL, Wording
from matching.condition_comparisons import Pay
from matching.explanation import Explanation, difference
from matching.matcher import Match, Matcher
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings

TODAY = date(2026, 11, 23)
MATCHER = Matcher(as_of=TODAY)
GUARD: dict[str, Any] = {
    "id": "guard",
    "service": [{"specialty": "警卫勤务", "from": "2016-09", "to": "2021-09"}],
    "credentials": ["保安员证"],
    "education": "高中",
    "experience": [{"title": "保安员", "years": 2}],
    "skills": ["消防安全知识"],
    "home": "431127",
    "wishes": {"regions": ["440300"], "occupations": ["保安员"], "month_min": 5000, "lodging": True, "shift": "day"},
}
POST: dict[str, Any] = {
    "id": "post",
    "title": "保安员",
    "employer": "甲物业",
    "region": "440306",
    "salary": "5000-6000元/月",
    "education": "初中",
    "experience": "1年以上",
    "posted": "2026-11-20",
    "description": "园区巡逻和门岗值守，懂消防安全知识，须持保安员证。白班，包住。退役军人优先。",
}
SEEKER = MATCHER.prepare_seeker(JobSeeker.from_mapping(GUARD))
NAMES = [kind.name for kind in ALL]


def match_of(**changes: Any) -> Match:
    return MATCHER.rank(SEEKER, [JobPosting.from_mapping({**POST, **changes})])[0]


def points(name: str, **changes: Any) -> int:
    rows = match_of(**changes).explanation.contributions
    return next(row.micro_points for row in rows if row.comparison == name)


def test_the_fourteen_comparisons_are_these() -> None:
    assert NAMES == [
        "wished_occupation",
        "background",
        "skill_coverage",
        "wording",
        "certificates",
        "experience",
        "education",
        "pay",
        "place",
        "schedule",
        "lodging",
        "veteran_preference",
        "freshness",
        "exposure",
    ]


@pytest.mark.parametrize("kind", ALL)
def test_a_ladder_falls_from_its_best_level_to_its_worst(kind: type[Comparison]) -> None:
    values = [value for _, _, value in kind.ladder]
    assert values == sorted(values, reverse=True)
    assert len({key for key, _, _ in kind.ladder}) == len(values)


# Words in common speak for a posting, none in common say nothing against it: see `Wording`.
@pytest.mark.parametrize("kind", [kind for kind in ALL if kind is not Wording])
def test_unknown_is_worth_neither_the_best_nor_the_worst_and_names_its_field(kind: type[Comparison]) -> None:
    comparison = kind()
    known = [level.points for level in comparison.levels.values() if not level.is_unknown]
    for level in comparison.levels.values():
        if level.is_unknown:
            assert min(known) < level.points < max(known)
            assert level.settles in {comparison.posting_field, comparison.seeker_field}


@pytest.mark.parametrize("kind", ALL)
def test_a_comparison_whose_better_level_is_worth_less_is_refused(kind: type[Comparison]) -> None:
    values = tuple(value for _, _, value in kind.ladder)
    with pytest.raises(ValueError, match=rf"{kind.name}\.values\.{kind.ladder[-1][0]}: expected .* or less"):
        kind(values=(*values[:-1], values[0] + 1))


@given(low=st.integers(2000, 9000), more=st.integers(0, 4000), width=st.integers(0, 4000))
def test_more_pay_never_gives_fewer_points(low: int, more: int, width: int) -> None:
    less_paid = points("pay", salary=f"{low}-{low + width}元/月")
    assert less_paid <= points("pay", salary=f"{low + more}-{low + more + width}元/月")


@given(asked=st.integers(1, 10), fewer=st.integers(0, 9))
def test_fewer_years_asked_never_give_fewer_points(asked: int, fewer: int) -> None:
    easier = max(1, asked - fewer)
    assert points("experience", experience=f"{asked}年以上") <= points("experience", experience=f"{easier}年以上")


@given(days=st.integers(0, 800), newer=st.integers(0, 800))
def test_a_newer_posting_never_gets_fewer_points(days: int, newer: int) -> None:
    older, younger = (date.fromordinal(TODAY.toordinal() - age).isoformat() for age in (days, max(0, days - newer)))
    assert points("freshness", posted=older) <= points("freshness", posted=younger)


def test_the_places_a_person_names_come_before_home_before_near_before_far() -> None:
    # 深圳宝安, 蓝山, 惠州惠阳, 湛江, 北京
    regions = ["440306", "431127", "441303", "440800", "110100"]
    found = [points("place", region=region) for region in regions]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


PERSON_WORDS = st.sampled_from(
    ["", "限男", "限女", "男女不限", "男性优先", "25-35岁", "18-45周岁", "45岁以下", "年龄35岁以内", "已婚优先"]
    + ["限本地户籍", "身高170cm以上", "男", "女", "性别不限", "年龄不限", "90后"]
)


@given(PERSON_WORDS, PERSON_WORDS, PERSON_WORDS)
def test_words_on_sex_age_marriage_and_household_change_no_point(title: str, before: str, after: str) -> None:
    changed = match_of(title=f"保安员（{title}）", description=f"{before}，{POST['description']}{after}。")
    plain = match_of(description=f"，{POST['description']}。")
    assert replace(changed, title="") == replace(plain, title="")


@pytest.mark.parametrize(
    "title", ["男保安员", "急聘女保安员", "保安员 男 45岁以下", "保安员(18-50岁)", "保安员/男女不限"]
)
def test_a_title_says_of_the_work_what_it_says_without_the_person(title: str) -> None:
    assert match_of(title=title).explanation.micro_total == match_of().explanation.micro_total


@pytest.mark.parametrize("trade", ["电工", "厨师", "焊工", "货车司机", "行政专员", "护理员", "叉车司机"])
@pytest.mark.parametrize(
    "title", ["限男{}", "{}限女", "年龄35岁以内{}", "{}（男女不限）", "限本地户籍{}", "{} 已婚优先"]
)
def test_neither_the_work_nor_what_it_demands_changes_with_the_person(trade: str, title: str) -> None:
    rows = ({"title": one, "description": "负责日常工作。"} for one in (trade, title.format(trade)))
    plain, said = MATCHER.prepare([JobPosting.from_mapping(row) for row in rows])
    said = MATCHER.prepare([JobPosting.from_mapping({"title": title.format(trade), "description": "负责日常工作。"})])[
        0
    ]
    assert said.occupations == plain.occupations
    assert {need.credentials for need in said.needs} == {need.credentials for need in plain.needs}
    assert said.asked == plain.asked


WORDS = st.sampled_from(
    [
        "包住",
        "夜班",
        "PLC",
        "高压电工证",
        "退役军人",
        "货车",
        "消防",
        "不",
        "免费",
        "三班倒",
        "大专",
        "司机",
        "😀",
        "\x00",
        "，",
    ]
)


@given(field=st.sampled_from(["title", "description"]), place=st.integers(0, 60), cut=st.integers(0, 4), word=WORDS)
def test_a_changed_word_moves_the_score_only_through_named_rows(field: str, place: int, cut: int, word: str) -> None:
    text = POST[field]
    place = min(place, len(text))
    before = match_of().explanation
    after = match_of(**{field: text[:place] + word + text[place + cut :]}).explanation
    named = difference(before, after)
    assert after.micro_total - before.micro_total == sum(one.micro_points for one in named)
    assert all(one.label in one.sentence and one.sentence.endswith("分。") for one in named)
    unnamed = {row.label for row in before.contributions} - {one.label for one in named}
    assert _of(before, unnamed) == _of(after, unnamed)


def _of(explanation: Explanation, labels: set[str]) -> list[tuple[str, str, int]]:
    return [(row.label, row.level, row.micro_points) for row in explanation.contributions if row.label in labels]


def test_a_difference_reads_as_a_sentence() -> None:
    (named,) = difference(match_of().explanation, match_of(salary="4000-4500元/月").explanation)
    assert named.sentence == "工资：从“达到要求”变为“低于要求”，相差-4.125分。"


def test_other_weights_are_a_difference_that_is_named() -> None:
    heavier = MatchSettings(comparisons=tuple(Pay(3.0) if kind is Pay else kind() for kind in ALL))
    after = Matcher(heavier, TODAY).rank(SEEKER, [JobPosting.from_mapping(POST)])[0].explanation
    (named,) = difference(match_of().explanation, after)
    assert named.sentence == "工资：从“达到要求”变为“达到要求”，相差+1.125分。"


def test_one_skill_in_common_is_worth_less_than_two() -> None:
    one, two = "懂消防安全知识。", "懂消防安全知识和巡逻。"
    levels = [_level("skill_coverage", description=text) for text in (one, two)]
    assert levels == ["only_one", "all"]


def test_work_that_was_not_wished_for_comes_behind_work_that_was() -> None:
    cook = match_of(title="中式烹调师", description="包住。")
    assert cook.explanation.micro_total < match_of(description="包住。").explanation.micro_total - 6_000_000


def _level(name: str, **changes: Any) -> str:
    rows = match_of(**changes).explanation.contributions
    return next(row.level for row in rows if row.comparison == name)


@pytest.mark.parametrize(
    ("about", "name", "changes", "sentence"),
    [
        ({}, "schedule", {"description": "要上夜班。"}, "您想上白班，岗位是有夜班的班次，要上夜班。"),
        ({}, "skill_coverage", {"description": "要会CAD制图。"}, "岗位用到的CAD制图您还不会。"),
        ({"credentials": []}, "certificates", {}, "岗位提到的保安员证您还没有。"),
        ({}, "freshness", {"posted": "2025-01-02"}, "岗位发布已超过一年（2025年1月2日）。"),
        (
            {"wishes": {}},
            "place",
            {},
            "您还没有填写想去的地方，先按家乡永州市蓝山县算；岗位在深圳市宝安区，不在家乡。",
        ),
    ],
)
def test_a_sentence_reads_as_one_would_say_it(
    about: dict[str, Any], name: str, changes: dict[str, Any], sentence: str
) -> None:
    person = JobSeeker.from_mapping({**GUARD, **about})
    rows = MATCHER.rank(person, [JobPosting.from_mapping({**POST, **changes})])[0].explanation.contributions
    assert next(row.sentence for row in rows if row.comparison == name) == sentence
