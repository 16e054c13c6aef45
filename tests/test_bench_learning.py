"""The bench of what labels teach: its figures are those of the evaluation, its rows are left out."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from matching.learning import LabelledRanker
from matching.ranking import Query
from tests.bench.measures.learning import (
    EVAL,
    LabelledSet,
    RandomVectors,
    few_labels,
    half_split,
    leave_one_service_out,
    specialties_set,
    titles_set,
)

TRADES = {"guard": "patrol gate", "welder": "torch seam", "driver": "haul convoy", "cook": "galley stove"}
SERVICES = ("Army", "Navy", "Marines")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety invented specialties of three services: the words of a trade, none of which its title holds."""
    rows = [(f"q{i}", list(TRADES)[i % 4], SERVICES[i % 3], i) for i in range(90)]
    files = {
        "queries": ["qid\ttext\tservice", *(f"{q}\t{TRADES[t]} x{i}\t{service}" for q, t, service, i in rows)],
        "corpus": ["cid\ttitle", *(f"{trade}\t{trade} worker" for trade in TRADES)],
        "qrels": ["qid\tcid\trel", *(f"{q}\t{trade}\t1" for q, trade, _, _ in rows)],
    }
    path = tmp_path_factory.mktemp("eval")
    for name, lines in files.items():
        (path / f"{name}.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


@pytest.fixture(scope="module")
def specialties(folder: Path) -> LabelledSet:
    return specialties_set(folder)


def test_labels_of_one_half_find_the_other(specialties: LabelledSet) -> None:
    assert specialties.measure(range(90))["MAP"] == 0
    figures = half_split(specialties)
    assert (figures["MAP"], figures["queries"]) == (1, 45)


def test_each_service_is_ranked_by_what_the_others_teach(specialties: LabelledSet, folder: Path) -> None:
    figures = leave_one_service_out(specialties, folder)
    assert sorted(figures) == ["Army", "Marines", "Navy", "mean"]
    assert [figures[one]["queries"] for one in SERVICES] == [30, 30, 30]
    assert figures["mean"]["MAP"] == pytest.approx(np.mean([figures[one]["MAP"] for one in SERVICES]))


def test_the_gain_of_few_labels_is_the_difference_that_the_evaluation_finds(specialties: LabelledSet) -> None:
    order = np.random.default_rng(0).permutation(90)
    learner = specialties.learn(order[:60])
    gain = specialties.measure(order[60:], learner)["MAP"] - specialties.measure(order[60:])["MAP"]
    assert few_labels(specialties, 60, draws=1)["mean"] == pytest.approx(gain) == 1
    assert few_labels(specialties, 10, draws=2) == {"mean": 0, "worst": 0, "best": 0, "used": 0}


def test_vectors_drawn_by_lot_are_the_same_for_the_same_text() -> None:
    embedder = RandomVectors()
    first, second = embedder.encode(["a", "b"]), embedder.encode(["b", "a"])
    assert np.array_equal(first[0], second[1])
    assert not np.allclose(first[0], first[1])


class Watched(LabelledSet):
    """Refuses to score a query that was learnt from."""

    def learn(self, rows: Sequence[int], embedder: object = None) -> LabelledRanker:
        learner = super().learn(rows)
        seen = {self.queries[self.names[i]] for i in rows}
        scores = learner.scores

        def watched(queries: Sequence[Query], ids: Sequence[str]) -> object:
            assert not seen & set(queries), "a row that was learnt from is measured"
            return scores(queries, ids)

        learner.scores = watched
        return learner


def test_no_row_that_was_learnt_from_is_measured(specialties: LabelledSet, folder: Path) -> None:
    watched = Watched(**vars(specialties))
    half_split(watched)
    few_labels(watched, 50, draws=2)
    leave_one_service_out(watched, folder)
    with pytest.raises(AssertionError, match="learnt from is measured"):
        watched.measure(range(50), watched.learn(range(50)))


@pytest.mark.slow
@pytest.mark.skipif(not (EVAL / "csco_zh").is_dir(), reason="the labelled sets are not beside the project")
def test_labels_teach_on_real_titles_and_few_of_them_do_no_harm() -> None:
    labelled = titles_set()
    plain = labelled.measure(range(len(labelled.names)))["MAP"]
    assert half_split(labelled)["MAP"] > plain + 0.05
    assert few_labels(labelled, 200, draws=2, embedder=RandomVectors())["mean"] >= -0.002
