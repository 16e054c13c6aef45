"""Titles that meet through the occupations they may mean."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pivot import PivotRanker, ranker_for
from matching.ranking import Candidate, Query, TextRanker


def _titles(*titles: str) -> list[Candidate]:
    return [Candidate(title, (title,)) for title in titles]


def test_titles_that_share_no_character_meet_through_their_occupation() -> None:
    corpus = _titles("卫生员", "保安员", "守望者")
    ranker = PivotRanker(corpus)
    best = ranker.scores([Query("门卫")])[0].argmax()
    assert corpus[int(best)].id == "保安员"


def test_a_sister_occupation_comes_before_a_stranger() -> None:
    views = PivotRanker(_titles("车工", "导游")).views([Query("铣工")])
    assert views["pivot"][0, 0] > views["pivot"][0, 1]


def test_the_pivot_of_a_title_with_itself_is_one_and_of_no_work_is_nothing() -> None:
    pivot = PivotRanker(_titles("电工", "★★★")).views([Query("电工"), Query("五险一金")])["pivot"]
    assert np.isclose(pivot[0, 0], 1.0)
    assert not pivot[:, 1].any()
    assert not pivot[1].any()


def test_all_titles_of_a_candidate_speak_for_it() -> None:
    corpus = [Candidate("both", ("厨师", "电工")), Candidate("cook", ("厨师",))]
    pivot = PivotRanker(corpus).views([Query("电工")])["pivot"][0]
    assert pivot[0] > pivot[1]


def test_a_batch_is_ranked_as_each_query_alone() -> None:
    ranker = PivotRanker(_titles("电工", "保安员", "导游"))
    queries = [Query(title) for title in ["门卫", "", "水电工"] * 90]
    alone = np.vstack([ranker.scores([query]) for query in queries[:3]])
    assert np.allclose(ranker.scores(queries), np.tile(alone, (90, 1)))


def test_the_pivot_is_for_chinese_titles_without_texts_alone() -> None:
    chinese, asked = _titles("电工", "UI设计师"), [Query("水电工")]
    assert isinstance(ranker_for(chinese, asked), PivotRanker)
    plain = [
        ranker_for([*chinese, Candidate("x", ("钳工",), "装配机器")], asked),
        ranker_for(chinese, [Query("水电工", "修理线路")]),
        ranker_for(_titles("electrician"), asked),
        ranker_for(chinese, [Query("electrician")]),
        ranker_for([], []),
    ]
    assert {type(ranker) for ranker in plain} == {TextRanker}


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_text_is_compared_without_failing(titles: list[str], asked: str) -> None:
    scores = PivotRanker([Candidate(str(i), (title,)) for i, title in enumerate(titles)]).scores([Query(asked)])
    assert scores.shape == (1, len(titles))
    assert np.isfinite(scores).all()
