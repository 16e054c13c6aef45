"""What labels teach: used where it proves itself, and nothing changes where it does not."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.base import clone

from matching.__main__ import main
from matching.embedding import embed
from matching.evidence import WordEvidence
from matching.fusion import fit_weights
from matching.learning import LabelledRanker
from matching.occupations import OccupationCoder, shipped_coder
from matching.persistence import StoreError, read_parts, write_parts
from matching.ranking import Candidate, Query, TextRanker

WORDS = {"guard": "巡逻值守", "electrician": "布线强弱", "welder": "铆接切割", "driver": "配送路线"}
CANDIDATES = [
    Candidate("guard", ("保安员", "小区保安", "门岗保安"), groups=("service",)),
    Candidate("electrician", ("电工", "维修电工", "低压电工"), groups=("trade",)),
    Candidate("welder", ("电焊工", "氩弧焊工"), groups=("trade",)),
    Candidate("driver", ("货车司机", "驾驶员"), groups=("transport",)),
]
IDS = [candidate.id for candidate in CANDIDATES]
RANKER = TextRanker(CANDIDATES)


class Telling:
    """An embedder that knows what no word tells: the trade is the code point of the first character modulo 4."""

    def encode(self, sentences: list[str]) -> NDArray[np.float64]:
        own = {title: i for i, candidate in enumerate(CANDIDATES) for title in candidate.titles}
        return np.eye(4)[[own.get(text, ord((text or "一")[0]) % 4) for text in sentences]]


class RandomVectors:
    """An embedder that knows nothing."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(1)

    def encode(self, sentences: list[str]) -> NDArray[np.float64]:
        return self.rng.normal(size=(len(sentences), 16))


class Broken:
    """An embedder that gives back whatever it was made with."""

    def __init__(self, vectors: object) -> None:
        self.vectors = vectors

    def encode(self, sentences: list[str]) -> object:
        return self.vectors


def labelled(count: int) -> tuple[list[Query], list[str]]:
    """Trade words that no title of the candidates holds; each belongs to one candidate."""
    labels = [IDS[number % 4] for number in range(count)]
    return [Query(f"{WORDS[label]}{chr(0x4E00 + 11 * i)}") for i, label in enumerate(labels)], labels


def noise(count: int) -> tuple[list[Query], list[str]]:
    """Titles that the ranker reads rightly, with labels drawn by lot."""
    queries = [Query(CANDIDATES[i % 4].titles[0] + chr(0x4E00 + 7 * i)) for i in range(count)]
    return queries, [IDS[i] for i in np.random.default_rng(3).integers(0, 4, count)]


def first(learner: LabelledRanker, query: Query) -> str:
    total = RANKER.scores([query]) + learner.scores([query], IDS)
    return IDS[int(total[0].argmax())]


def test_labels_that_help_are_used() -> None:
    learner = LabelledRanker().fit(*labelled(80), RANKER)
    assert first(learner, Query("巡逻值守岗")) == "guard"
    assert learner.knows(Query("巡逻"))
    assert not learner.knows(Query("巡")), "a lone character says nothing"
    assert not learner.knows(Query("保安员")), "a candidate's own title is not a labelled query"


@pytest.mark.parametrize("pairs", [labelled(12), noise(120), ([], []), (labelled(80)[0], ["guard"] * 80)])
def test_few_labels_random_labels_and_a_single_one_change_nothing(pairs: tuple[list[Query], list[str]]) -> None:
    learner = LabelledRanker().fit(*pairs, RANKER)
    assert learner.weights_ == {}
    assert not learner.scores([*pairs[0][:3], Query("电工")], IDS).any()
    assert not learner.knows(Query("巡逻值守"))


def test_one_label_given_many_times_is_one_label() -> None:
    queries, labels = labelled(12)
    assert LabelledRanker().fit(queries * 20, labels * 20, RANKER).weights_ == {}


def test_a_candidate_without_a_label_still_stands_for_itself() -> None:
    queries, labels = labelled(80)
    kept = [i for i, label in enumerate(labels) if label != "driver"]
    learner = LabelledRanker().fit([queries[i] for i in kept], [labels[i] for i in kept], RANKER)
    assert learner.weights_
    assert first(learner, Query("货车司机")) == "driver"


def test_an_id_that_was_no_candidate_gets_nothing() -> None:
    learner = LabelledRanker().fit(*labelled(80), RANKER)
    scores = learner.scores([Query("配送路线")], ["never seen", "driver"])[0]
    assert scores[0] == 0 < scores[1]
    assert scores[1] == learner.scores([Query("配送路线")], IDS)[0, IDS.index("driver")]


def test_weights_follow_what_tells_and_never_fall_below_zero() -> None:
    rng = np.random.default_rng(0)
    wanted = rng.integers(0, 5, 300)
    telling, misleading = rng.normal(size=(300, 5)), rng.normal(size=(300, 5))
    telling[np.arange(300), wanted] += 2
    misleading[np.arange(300), wanted] -= 2
    base, good, bad = fit_weights(np.zeros((300, 5)), [telling, misleading], wanted)
    assert base > 0
    assert good > 1
    assert bad == 0


def test_the_words_of_a_labelled_query_widen_its_candidate() -> None:
    evidence = WordEvidence([("电工",), ("保安",)]).learn([("门岗", "夜班"), ("布线",)], np.array([1, 0]))
    expanded = evidence.read([("夜班",), ("保安",)])["expanded"]
    assert expanded.argmax(axis=1).tolist() == [1, 1]


def test_an_embedder_that_tells_more_than_the_words_is_used(tmp_path: Path) -> None:
    queries = [Query(chr(0x5E00 + 5 * i)) for i in range(160)]
    labels = [IDS[ord(query.title) % 4] for query in queries]
    assert LabelledRanker().fit(queries, labels, RANKER).weights_ == {}
    learner = LabelledRanker(embedder=Telling()).fit(queries, labels, RANKER)
    assert {"meaning", "neighbours"} <= learner.weights_.keys()
    learner.save(tmp_path)
    again = LabelledRanker.load(tmp_path, Telling())
    assert np.allclose(again.scores(queries[:5], IDS), learner.scores(queries[:5], IDS))
    with pytest.raises(StoreError, match="was learnt with an embedder"):
        LabelledRanker.load(tmp_path)


def test_the_same_labels_teach_the_same() -> None:
    one, again = (LabelledRanker().fit(*labelled(80), RANKER) for _ in range(2))
    assert one.weights_ == again.weights_


def test_an_embedder_that_knows_nothing_leaves_the_words_alone() -> None:
    queries, labels = labelled(80)
    plain = LabelledRanker().fit(queries, labels, RANKER)
    beside = LabelledRanker(embedder=RandomVectors()).fit(queries, labels, RANKER)
    assert beside.weights_ == plain.weights_
    assert np.allclose(beside.scores(queries[:4], IDS), plain.scores(queries[:4], IDS))


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        ([[1.0, 2.0]], r"expected 2 rows of numbers, got the shape \(1, 2\)"),
        ([1.0, 2.0], r"got the shape \(2,\)"),
        ([[1.0], [float("nan")]], "expected finite numbers"),
        ([["a"], ["b"]], "no matrix of numbers"),
        (None, "expected 2 rows"),
    ],
)
def test_an_embedder_that_gives_no_vectors_is_named(vectors: object, message: str) -> None:
    with pytest.raises(ValueError, match=f"embedder: .*{message}"):
        embed(Broken(vectors), ["电工", "保安"])


def test_an_argument_that_cannot_be_used_is_named() -> None:
    with pytest.raises(ValueError, match="labels: expected 1, one for each query, got 2"):
        LabelledRanker().fit([Query("电工")], ["a", "b"], RANKER)
    with pytest.raises(ValueError, match="folds: expected 2 or more, got 1"):
        LabelledRanker(folds=1).fit(*labelled(80), RANKER)


@given(titles=st.lists(st.text(max_size=30), max_size=4), seed=st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_what_was_learnt_survives_saving(
    titles: list[str], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("model")
    learner = LabelledRanker(seed=seed).fit(*labelled(60), RANKER)
    learner.save(folder)
    again = LabelledRanker.load(folder)
    asked = [Query("配送路线"), *map(Query, titles)]
    assert np.array_equal(again.scores(asked, IDS), learner.scores(asked, IDS))
    assert [again.knows(query) for query in asked] == [learner.knows(query) for query in asked]
    assert (again.get_params(), again.steepness_) == (learner.get_params(), learner.steepness_)


def test_a_damaged_model_is_refused_by_name(tmp_path: Path) -> None:
    LabelledRanker().fit(*labelled(80), RANKER).save(tmp_path)
    array = next(tmp_path.glob("v*/coefficients.npy"))
    array.write_bytes(array.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match=r"coefficients\.npy"):
        LabelledRanker.load(tmp_path)


def test_a_model_of_an_older_format_is_refused(tmp_path: Path) -> None:
    LabelledRanker().fit([], [], RANKER).save(tmp_path)
    version = next(tmp_path.glob("v*"))
    facts, _, _ = read_parts(version, "learned ranker", 2)
    write_parts(version, "learned ranker", 1, facts, {})
    with pytest.raises(StoreError, match="format 1, this library reads format 2"):
        LabelledRanker.load(tmp_path)


def test_the_learner_can_be_cloned() -> None:
    assert clone(LabelledRanker(folds=3)).folds == 3
    assert not hasattr(clone(LabelledRanker().fit(*labelled(80), RANKER)), "weights_")


@pytest.fixture(scope="module")
def taught() -> OccupationCoder:
    titles, codes = labelled(120)
    code_of = dict(zip(IDS, ["4-07-05-01", "6-31-01-03", "6-18-02-04", "4-02-02-02"], strict=True))
    return OccupationCoder().fit([query.title for query in titles], [code_of[one] for one in codes])


def test_corrections_teach_the_coder_and_its_chances_stay_chances(taught: OccupationCoder) -> None:
    assert shipped_coder().code("巡逻值守岗", k=1) != taught.code("巡逻值守岗", k=1)
    assert taught.predict(["巡逻值守岗"]) == ["4-07-05-01"]
    for title in ("巡逻值守岗", "保安员", "铆接切割", "厨师", "巡"):
        chances = [one.probability for one in taught.code(title, k=3000)]
        assert sum(chances) <= 1
        assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize("title", ["巡逻值守岗", "厨师"])
def test_what_was_learnt_brings_its_own_steepness_to_the_titles_it_knows(taught: OccupationCoder, title: str) -> None:
    learner, query = taught.learner_, Query(title)
    assert learner is not None
    scores = (taught.ranker_.scores([query]) + learner.scores([query], taught.codes_))[0]
    first, second = np.argsort(-scores)[:2]
    chances = taught.chances([query])[0]
    steepness = learner.steepness_ if learner.knows(query) else taught.steepness
    assert learner.knows(query) == (title != "厨师")
    assert np.log(chances[first] / chances[second]) == pytest.approx(steepness * (scores[first] - scores[second]))


def test_learn_beside_the_coder_and_code_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles, names = labelled(120)
    codes = ["4-07-05-01" if name == "guard" else "4-02-02-02" for name in names]
    files = {
        "queries": ["qid\ttext", *(f"q{i}\t{query.title}" for i, query in enumerate(titles))],
        "corpus": ["cid\ttext\tdefinition", "4-07-05-01\t保安员\t巡", "4-02-02-02\t司机\t路"],
        "qrels": ["qid\tcid\trel", *(f"q{i}\t{code}\t1" for i, code in enumerate(codes))],
    }
    for name, lines in files.items():
        (tmp_path / name).write_bytes(gzip.compress("\n".join(lines).encode()))
    arguments = [f"--{name}={tmp_path / name}" for name in files]
    assert main(["learn", *arguments, f"--out={tmp_path / 'model'}"]) == 0
    learner = LabelledRanker.load(tmp_path / "model")
    assert len(learner.candidates_) > 1000, "it stands beside the whole classification, not the two of the corpus"
    assert shipped_coder().code("布线强弱", k=1)[0].code != "4-02-02-02"
    assert OccupationCoder().fit().use(learner).code("布线强弱", k=1)[0].code == "4-02-02-02"
