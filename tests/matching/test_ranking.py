"""BM25 and the ranker over titles."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bm25 import Bm25
from matching.ranking import Candidate, Query, RankSettings, TextRanker

CANDIDATES = [
    Candidate("guard", ("保安员", "小区保安", "门岗保安"), groups=("service",)),
    Candidate("electrician", ("电工", "维修电工", "低压电工"), groups=("trade",)),
    Candidate("welder", ("电焊工", "氩弧焊工"), groups=("trade",)),
    Candidate("driver", ("货车司机", "驾驶员"), groups=("transport",)),
]


def test_bm25_agrees_with_the_formula() -> None:
    documents = [["a", "b", "a"], ["b", "c"]]
    score = Bm25(documents).scores([{"a": 1.0}]).toarray()[0]
    idf = math.log1p((2 - 1 + 0.5) / (1 + 0.5))
    assert score[0] == pytest.approx(idf * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / 2.5)))
    assert score[1] == 0


def test_a_term_in_many_titles_of_one_owner_stays_rare() -> None:
    documents = [["保", "安"], ["保", "员"], ["电", "工"]]
    plain = Bm25(documents).scores([{"保": 1.0}]).toarray()[0]
    owned = Bm25(documents, owners=[0, 0, 1]).scores([{"保": 1.0}]).toarray()[0]
    assert owned[0] > plain[0]


def test_the_right_candidate_comes_first() -> None:
    scores = TextRanker(CANDIDATES).scores([Query("小区门岗"), Query("氩弧焊"), Query("持B2货车司机")])
    assert [CANDIDATES[i].id for i in scores.argmax(axis=1)] == ["guard", "welder", "driver"]


def test_a_batch_scores_as_each_query_alone() -> None:
    ranker = TextRanker(CANDIDATES)
    queries = [Query(title) for title in ["保安", "电工", "", "焊工", "司机"] * 70]
    together = ranker.scores(queries)
    alone = np.vstack([ranker.scores([query]) for query in queries])
    assert np.allclose(together, alone)


def test_words_of_the_advert_alone_are_not_known() -> None:
    ranker = TextRanker(CANDIDATES)
    assert not ranker.knows(Query("五险一金"))
    assert not ranker.knows(Query(""))
    assert ranker.knows(Query("招电工"))


def test_a_query_text_decides_where_the_title_is_silent() -> None:
    scores = TextRanker(CANDIDATES, RankSettings(description=0.3)).scores([Query("急招", "负责氩弧焊接")])
    assert CANDIDATES[int(scores[0].argmax())].id == "welder"


def test_the_scores_are_the_views_each_by_its_weight() -> None:
    candidates = [Candidate("a", ("保安员", "门卫"), "看守大门", ("x",), ("保安员",)), Candidate("b", ("电工",))]
    ranker = TextRanker(candidates)
    queries = [Query("门卫", "看守"), Query("电工"), Query("")]
    views = ranker.views(queries)
    assert set(views) == {"titles", "exact", "pooled", "names", "group", "text", "description"}
    total = sum(getattr(ranker.settings, name) * view for name, view in views.items())
    assert np.allclose(total, ranker.scores(queries))


def test_a_word_that_means_the_same_finds_a_candidate_that_shares_no_character() -> None:
    ranker = TextRanker([Candidate("driver", ("驾驶员",)), Candidate("cook", ("炊事员",))])
    assert ranker.knows(Query("司机"))
    assert ranker.candidates[int(ranker.scores([Query("司机")])[0].argmax())].id == "driver"


def test_the_thesaurus_is_silent_where_no_candidate_is_chinese() -> None:
    ranker = TextRanker([Candidate("a", ("Web Developer",)), Candidate("b", ("Accountant",))])
    assert not ranker.scores([Query("java programmer")]).any()


def test_what_cleaning_takes_off_counts_less_than_the_work() -> None:
    ranker = TextRanker([Candidate("cook", ("厨师",)), Candidate("nurse", ("护理员",))])
    scores = ranker.scores([Query("护理员（包吃，厨师手艺好）")])[0]
    assert scores[1] > scores[0] > 0


def test_many_titles_of_another_do_not_draw_away_the_query_of_an_occupation_with_a_name_alone() -> None:
    fitter = Candidate("fitter", ("管道安装工",), names=("管道安装工",))
    plumber = Candidate("plumber", ("水暖工", "管道维修安装", "水管维修", "马桶疏通"), names=("水暖工",))
    query = [Query("管道安装维修")]
    drawn, kept = (TextRanker([fitter, plumber], RankSettings(bare=bare)).scores(query)[0] for bare in (0.0, 1.0))
    assert fitter.is_bare
    assert not plumber.is_bare
    assert drawn.argmax() == 1
    assert kept[0] > drawn[0]
    assert kept[1] == drawn[1]


def test_a_group_is_not_bare() -> None:
    assert not Candidate("g", ("销售人员",), names=("销售人员",), is_group=True).is_bare


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_ranked_with_finite_scores(titles: list[str], text: str) -> None:
    ranker = TextRanker([Candidate(str(i), (title,), text) for i, title in enumerate(titles)])
    scores = ranker.scores([Query(text), Query("保安", text)])
    assert scores.shape == (2, len(titles))
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()
