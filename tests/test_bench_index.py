"""The bench of the match index: a short run has every figure, and its checks would notice wrong answers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.bench import index
from tests.bench.measures.index_corpus import Corpus, write
from tests.bench.measures.index_engine import K
from tests.bench.measures.index_goals import GOALS, Goal, goal_rows
from tests.bench.measures.index_ground import PEERS, Ground, fitting
from tests.bench.measures.index_plot import draw
from tests.bench.measures.index_speed import words_touched
from tests.bench.measures.index_vectors import Vectors, recall
from tests.bench.measures.index_world import World, write_file

SIZE = 300


@pytest.fixture(scope="module")
def world() -> World:
    return World(seed=3, vocabulary=2_000, occupations=5, cities=4)


@pytest.fixture(scope="module")
def corpus(world: World, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    write(folder, world.vocabulary, world.documents(SIZE, seed=5))
    return Corpus.open(folder)


@pytest.fixture(scope="module")
def vectors(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    return Ground(corpus, tmp_path_factory.mktemp("ground")).vectors


def test_a_corpus_is_read_as_it_was_written(world: World, corpus: Corpus) -> None:
    (written,) = world.documents(SIZE, seed=5)
    (read,) = corpus.batches(SIZE)
    assert read.texts(corpus.vocabulary) == written.texts(np.array(world.vocabulary, dtype=object))
    assert read.cities.tolist() == written.cities.tolist()
    assert [len(part) for part in corpus.batches(128)] == [128, 128, 44]


def test_a_smaller_corpus_is_the_beginning_of_the_larger(corpus: Corpus) -> None:
    smaller = Corpus.open(corpus.folder, 100)
    (part,) = smaller.batches()
    assert part.texts(smaller.vocabulary) == corpus.part(0, 100).texts(corpus.vocabulary)


def test_scores_are_cosines_of_the_weighed_words(world: World, corpus: Corpus, vectors: Vectors) -> None:
    asked = world.questions(1, seed=7)[0]
    scores = np.zeros(SIZE)
    scores[vectors.order] = vectors.exact_scores(asked)
    for number in (0, 17, 299):
        words = corpus.part(number, number + 1).words.tolist()
        counts = {word: min(255, words.count(word)) for word in words}
        own = {word: vectors.weights[word] for word in counts}
        shared = sum(own[w] * counts[w] for w in counts if corpus.vocabulary[w] in asked.words)
        norm = sum(own[w] * counts[w] ** 2 for w in counts) ** 0.5
        unseen = round(200 * np.log(SIZE + 1) ** 2)
        total = sum(vectors.weights[n] if vectors.by_word[n].nnz else unseen for n in _numbers(vectors, asked.words))
        assert scores[number] == pytest.approx(shared / norm / total**0.5, abs=1e-6)


@pytest.mark.parametrize("filtered", [True, False])
def test_recall_is_whole_for_the_true_best_and_for_no_other_answer(
    world: World, vectors: Vectors, filtered: bool
) -> None:
    asked = world.questions(1, seed=7)[0]
    passing = vectors.passing(asked) | (not filtered)
    scores = np.where(passing, vectors.exact_scores(asked), 0)
    by_score = vectors.order[np.argsort(-scores)].tolist()
    wanted = min(K, int(np.count_nonzero(scores)))
    best, next_best = by_score[:wanted], by_score[wanted]
    assert recall(vectors, asked, best, K, filtered=filtered) == 1.0
    assert recall(vectors, asked, best[:-1], K, filtered=filtered) < 1.0
    assert recall(vectors, asked, [*best[:-1], best[0]], K, filtered=filtered) < 1.0
    assert recall(vectors, asked, [*best[:-1], next_best], K, filtered=filtered) < 1.0


@pytest.mark.parametrize("filtered", [True, False])
def test_the_words_a_question_meets_are_counted_one_by_one(
    world: World, corpus: Corpus, vectors: Vectors, filtered: bool
) -> None:
    asked = world.questions(1, seed=9)[0]
    met = 0
    for number in range(SIZE):
        passes = corpus.cities[number] == asked.city and corpus.educations[number] <= asked.education
        if passes or not filtered:
            met += len(set(asked.words) & set(corpus.vocabulary[corpus.part(number, number + 1).words]))
    assert words_touched(vectors, asked, filtered=filtered) == met


def test_the_postings_of_a_file_become_documents(tmp_path: Path) -> None:
    rows = [
        {"title": "电焊工", "description": "会氩弧焊", "region": "440306", "education": "高中"},
        {"title": "保安员", "description": None, "region": None, "education": None},
        {"title": None},
    ]
    file = tmp_path / "postings.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert write_file(tmp_path, file) == 2
    corpus = Corpus.open(tmp_path)
    assert corpus.educations.tolist() == [3, 0]
    assert len(set(corpus.cities.tolist())) == 2
    assert "电焊工" in corpus.part(0, 1).texts(corpus.vocabulary)[0]


def test_a_line_that_is_no_posting_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "postings.jsonl"
    file.write_text('{"title": "电焊工"}\n[1]\n', encoding="utf-8")
    assert index.main(["--corpus", str(file), "--scratch", str(tmp_path)]) == 2
    assert "line 2: expected a JSON object" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["postings.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["--peers", "lucene"], "'lucene'"), (["--postings", "0"], "'0'"), (["--questions", "many"], "'many'")],
)
def test_a_wrong_argument_is_named(arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        index.main(arguments)
    assert stopped.value.code == 2
    assert named in capsys.readouterr().err


def test_slow_engines_are_asked_up_to_a_size() -> None:
    assert "postgres" in fitting(list(PEERS), 100_000)
    assert "postgres" not in fitting(list(PEERS), 1_000_000)


def test_a_goal_is_judged_at_its_own_size_only() -> None:
    goal = Goal("as fast again", "speed", 1_000, 2, at_least=True)
    assert goal.row({("speed", 1_000): 2.5}).figures["verdict"] == "  met"
    assert goal.row({("speed", 1_000): 1.5}).figures["verdict"] == "  short: 1.5 of 2"
    assert goal.row({("speed", 100): 9.0}).figures["verdict"] == "  wanted at 1,000"
    assert goal.row({}).figures["verdict"] == "  not measured"


def test_the_same_figures_give_the_same_drawing(tmp_path: Path) -> None:
    costs = {"no filter": {"ours": {10: 1.0, 100: 2.0}, "theirs": {10: 3.0}}}
    draw(costs, tmp_path / "one.svg")
    draw(costs, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "ours" in (tmp_path / "one.svg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_short_run_fills_every_row_and_exact_engines_find_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peers = ",".join(name for name in PEERS if name != "postgres")
    rest = ["--scratch", str(tmp_path), "--json", str(tmp_path / "t.json"), "--plot", str(tmp_path / "p.svg")]
    assert index.main(["--postings", "2000", "--questions", "10", "--peers", peers, *rest]) == 0
    rows: list[dict[str, Any]] = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    checked = [row["figures"]["recall@20"] for row in rows if "recall@20" in row["figures"]]
    assert len(checked) == (7 + 6) * 3 * 2, "seven exact rows filtered, six without, three ways, two sizes"
    assert set(checked) == {1.0}
    assert all(any(figure is not None for figure in row["figures"].values()) for row in rows)
    goals = [row for row in rows if row["measure"] == "what it must show"]
    assert [row["method"] for row in goals] == [row.method for row in goal_rows({})]
    assert all(row["figures"]["reached"] > 0 for row in goals)
    assert len(goals) == len(GOALS)
    assert "what it must show" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.svg", "t.json"]


def _numbers(vectors: Vectors, words: tuple[str, ...]) -> list[int]:
    return [vectors.number_of[word] for word in words]
