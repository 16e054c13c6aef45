"""The measures on a case worked out by hand."""

import math

import pytest

from matching.evaluation import evaluate, read_qrels, read_run


def test_the_measures_of_a_case_worked_out_by_hand() -> None:
    run = {"one": ["a", "x", "b"], "two": ["x", "y"], "not asked": ["a"]}
    relevant = {"one": frozenset("ab"), "two": frozenset("y"), "lost": frozenset("z"), "none": frozenset()}
    figures = evaluate(run, relevant)
    gain = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert figures == {
        "MAP": pytest.approx(((1 + 2 / 3) / 2 + 1 / 2 + 0) / 3),
        "nDCG@10": pytest.approx((gain + 1 / math.log2(3)) / 3),
        "MRR": pytest.approx((1 + 1 / 2) / 3),
        "A@1": pytest.approx(1 / 3),
        "R@10": pytest.approx(2 / 3),
        "R@100": pytest.approx(2 / 3),
        "queries": 3,
    }


def test_an_id_that_comes_again_counts_once() -> None:
    figures = evaluate({"q": ["a", "a", "b"]}, {"q": frozenset("ab")})
    assert figures["MAP"] == 1


def test_map_reads_the_whole_run_but_recall_stops() -> None:
    run = {"q": [str(i) for i in range(200)]}
    figures = evaluate(run, {"q": frozenset(["149"])})
    assert (figures["MAP"], figures["R@100"], figures["R@10"]) == (1 / 150, 0, 0)


def test_nothing_to_measure_is_zero_queries() -> None:
    assert evaluate({}, {})["queries"] == 0


def test_score_orders_a_run_and_rank_breaks_ties() -> None:
    lines = ["q Q0 late 1 1.0 t", "q Q0 tied 3 2.0 t", "q Q0 first 2 2.0 t", ""]
    assert read_run(lines) == {"q": ["first", "tied", "late"]}


@pytest.mark.parametrize("line", ["q Q0 a 1 t", "q Q0 a one 0.5 t", "q Q0 a 1 nan t"])
def test_a_run_line_of_another_form_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        read_run([line])


def test_both_forms_of_labels_are_read() -> None:
    wanted = {"q": frozenset("a"), "r": frozenset()}
    assert read_qrels(["qid\tcid\trel", "q\ta\t1", "r\tb\t0"]) == wanted
    assert read_qrels(["q 0 a 1", "r 0 b 0"]) == wanted
    with pytest.raises(ValueError, match="line 2"):
        read_qrels(["q a 1", "q a"])


def test_odd_lines_of_a_run_are_measured_as_the_contract_says() -> None:
    """An id twice, a tie broken by rank, a query nobody judged and one judged that is missing, worked out by hand."""
    run = read_run(["q Q0 a 3 0.5 t", "q Q0 b 1 0.9 t", "q Q0 b 4 0.1 t", "q Q0 c 2 0.5 t", "stranger Q0 a 1 1 t"])
    assert run["q"] == ["b", "c", "a", "b"]
    figures = evaluate(run, read_qrels(["qid\tcid\trel", "q\ta\t2", "q\tb\t-1", "missing\ta\t1", "empty\ta\t0"]))
    assert (figures["MAP"], figures["MRR"], figures["R@10"], figures["queries"]) == (1 / 6, 1 / 6, 0.5, 2)


def test_labels_may_be_a_header_alone_or_lack_one() -> None:
    assert read_qrels(["qid\tcid\trel"]) == read_qrels([]) == {}
    assert read_qrels(["q\ta\t1"]) == {"q": frozenset("a")}
