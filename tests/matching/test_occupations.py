"""OccupationCoder on the shipped taxonomy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from matching.occupations import OccupationCoder, shipped_coder
from matching.ranking import Query


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("保安", "4-07-05-01"),
        ("急聘小区门岗保安员 包吃住", "4-07-05-01"),
        ("消防中控员", "4-07-05-03"),
        ("氩弧焊工（长白班）", "6-18-02-04"),
        ("电工", "6-31-01-03"),
        ("货车司机B2", "4-02-02-02"),
    ],
)
def test_a_title_that_veterans_see_every_day_is_coded(title: str, code: str) -> None:
    assert code in [one.code for one in shipped_coder().code(title, k=2)]


@pytest.mark.parametrize("title", ["", "   ", "😀🎉", "6666", "五险一金", "\x00\x01"])
def test_a_title_that_says_nothing_of_work_gets_no_code(title: str) -> None:
    assert shipped_coder().code(title) == []


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_probabilities_fall_and_never_sum_to_more_than_one(title: str) -> None:
    coded = shipped_coder().code(title, k=3000)
    chances = [one.probability for one in coded]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1
    assert len({one.code for one in coded}) == len(coded)


def test_a_megabyte_of_text_is_coded_like_any_other() -> None:
    assert shipped_coder().code("保安" * 250_000, k=1)[0].code == "4-07-05-01"


def test_one_title_and_a_batch_agree() -> None:
    titles = ["保安", "", "叉车司机", "厨师"]
    together = shipped_coder().code_many([Query(title) for title in titles], 5)
    assert together == [shipped_coder().code(title, k=5) for title in titles]


def test_corrections_teach_the_coder() -> None:
    code = "4-07-05-01"
    titles = [f"蓝盾队员{chr(0x4E00 + 13 * i)}" for i in range(60)] + [f"青锋师傅{chr(0x5E00 + i)}" for i in range(60)]
    codes = [code] * 60 + ["4-02-02-02"] * 60
    coder = OccupationCoder().fit(titles, codes)
    assert coder.predict(["蓝盾队员"]) == [code]


def test_the_coder_names_an_argument_it_cannot_use() -> None:
    with pytest.raises(ValueError, match="k: expected 1 or more, got 0"):
        shipped_coder().code("保安", k=0)
    with pytest.raises(ValueError, match="labels: expected 1"):
        OccupationCoder().fit(["保安"], [])


def test_the_coder_can_be_cloned() -> None:
    assert clone(OccupationCoder(steepness=3.0)).steepness == 3.0
