"""BM25, the ranker over titles, and what labels add to it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from matching.bm25 import Bm25
from matching.learning import LabelledRanker
from matching.persistence import StoreError
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
    assert set(views) == {"titles", "pooled", "names", "group", "text", "description"}
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
    plumber = Candidate("plumber", ("水暖工", "管道维修工", "管道疏通", "安装水管", "水管安装"), names=("水暖工",))
    query = [Query("管道安装")]
    gaps = []
    for bare in (0.0, 1.0):
        scores = TextRanker([fitter, plumber], RankSettings(bare=bare)).scores(query)[0]
        gaps.append(scores[0] - scores[1])
    assert fitter.is_bare
    assert not plumber.is_bare
    assert gaps[1] >= gaps[0]


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


def _labelled(count: int) -> tuple[list[Query], list[str]]:
    """Trade words that no title of the candidates holds; each belongs to one candidate."""
    words = {"guard": "巡逻值守", "electrician": "布线强弱", "welder": "铆接切割", "driver": "配送路线"}
    queries, labels = [], []
    for number in range(count):
        label = list(words)[number % 4]
        queries.append(Query(f"{words[label]}{chr(0x4E00 + 11 * number)}"))
        labels.append(label)
    return queries, labels


def test_labels_that_help_are_used() -> None:
    ranker = TextRanker(CANDIDATES)
    queries, labels = _labelled(80)
    learner = LabelledRanker().fit(queries, labels, ranker)
    ids = [candidate.id for candidate in CANDIDATES]
    assert learner.weight_ > 0
    total = ranker.scores([Query("巡逻值守岗")]) + learner.scores([Query("巡逻值守岗")], ids)
    assert ids[int(total[0].argmax())] == "guard"


def test_few_labels_and_random_labels_change_nothing() -> None:
    ranker = TextRanker(CANDIDATES)
    queries, labels = _labelled(12)
    few = LabelledRanker().fit(queries, labels, ranker)
    rng = np.random.default_rng(3)
    ids = [candidate.id for candidate in CANDIDATES]
    queries = [Query(CANDIDATES[i % 4].titles[0] + chr(0x4E00 + 7 * i)) for i in range(120)]
    noise = LabelledRanker().fit(queries, [ids[i] for i in rng.integers(0, 4, 120)], ranker)
    for learner in (few, noise):
        assert learner.weight_ == 0
        assert not learner.scores(queries[:3], ids).any()


def test_what_was_learnt_survives_saving(tmp_path) -> None:
    ranker = TextRanker(CANDIDATES)
    learner = LabelledRanker().fit(*_labelled(80), ranker)
    learner.save(tmp_path / "model")
    again = LabelledRanker.load(tmp_path / "model")
    asked, ids = [Query("配送路线"), Query("保安")], ["driver", "guard", "never seen"]
    assert np.allclose(again.scores(asked, ids), learner.scores(asked, ids))
    assert again.scores(asked, ids)[:, 2].tolist() == [0.0, 0.0]


def test_a_damaged_model_is_refused_by_name(tmp_path) -> None:
    LabelledRanker().fit(*_labelled(80), TextRanker(CANDIDATES)).save(tmp_path)
    array = next(tmp_path.glob("v*/coefficients.npy"))
    array.write_bytes(array.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match=r"coefficients\.npy"):
        LabelledRanker.load(tmp_path)


def test_the_learner_can_be_cloned() -> None:
    assert clone(LabelledRanker(folds=3)).folds == 3
