"""OccupationCoder on the shipped taxonomy."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from matching.occupations import OccupationCoder, shipped_coder
from matching.ranking import Query
from matching.taxonomy import load_taxonomy

KEPT_APART = Path(__file__).parents[2] / "fixtures" / "judgments" / "titles.tsv"


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


def test_a_collected_title_typed_as_it_stands_is_coded_to_its_own_occupation() -> None:
    titles = [(title, code) for code, titles in load_taxonomy().titles.items() for title in titles][::20]
    coded = shipped_coder().predict([title for title, _ in titles])
    right = sum(one == code for one, (_, code) in zip(coded, titles, strict=True))
    assert right / len(titles) > 0.97


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


@pytest.mark.parametrize("piece", ["保安", "1", "（", "😀", "\x00", "a司", "原标题《"])
def test_a_megabyte_of_anything_is_answered(piece: str) -> None:
    # A cost of the square of its length would keep this test for hours.
    assert len(shipped_coder().code(piece * (1_000_000 // len(piece)), "负责" * 100_000, k=3)) <= 3


@pytest.mark.parametrize("title", ["nan", "None", "null", "保安\x00员", "Ｋ保安Guard", "　保 安　", "-", "1e999"])
def test_odd_titles_get_codes_or_none(title: str) -> None:
    for one in shipped_coder().code(title, k=5):
        assert 0 < one.probability <= 1


def test_all_codes_can_be_had_and_none_twice() -> None:
    coded = shipped_coder().code("项目经理兼司机、电工", k=5000)
    codes = [one.code for one in coded]
    assert len(codes) == len(set(codes)) <= len(shipped_coder().codes_)
    assert len(codes) > 500


def test_a_word_known_to_the_thesaurus_alone_is_a_title_too() -> None:
    assert shipped_coder().code("码农")


def test_probabilities_hold_on_titles_that_were_kept_apart() -> None:
    with KEPT_APART.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    coded = [best[0] for best in shipped_coder().code_many([Query(row["title"]) for row in rows], 1)]
    sure = np.array([one.probability for one in coded])
    right = np.array([one.code == row["code"] for one, row in zip(coded, rows, strict=True)])
    parts = np.array_split(np.argsort(sure), 10)
    error = sum(len(part) * abs(sure[part].mean() - right[part].mean()) for part in parts) / len(rows)
    assert error < 0.1
    assert right.mean() > 0.75


def test_collected_titles_and_aliases_can_be_left_out() -> None:
    titles, aliases = OccupationCoder(titles=False).fit(), OccupationCoder(aliases=False).fit()
    for coder in (titles, aliases):
        assert coder.code("保安员", k=1)[0].name == "保安员"
    known = {len(title) for one in titles.ranker_.candidates for title in one.titles if title not in one.names}
    assert not known
    assert all(len(one.names) == 1 for one in aliases.ranker_.candidates)


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
