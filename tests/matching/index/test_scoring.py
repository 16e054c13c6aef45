"""The exact pass: compiled, plain and naive agree on every row of random worlds."""

import itertools
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from matching.index import kernels, layout, plain, scoring, word_kernels
from matching.index.question import Selection
from matching.index.scoring import best_of_words, best_rows, points_of, question
from matching.weights import WordWeights, key_of
from tests.matching.index.worlds import (
    WORDS,
    AskedWords,
    World,
    naive_best,
    naive_points,
    random_selection,
    random_tables,
    random_world,
)

CHUNK = 300
WORTH = 96.0


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "CHUNK", CHUNK)


@pytest.fixture(params=["plain", "kernels"])
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once without and once with the compiled kernels."""
    use(monkeypatch, kernels if request.param == "kernels" else None)
    return request.param


def use(monkeypatch: pytest.MonkeyPatch, implementation: ModuleType | None) -> None:
    monkeypatch.setattr(scoring, "_kernels", implementation)
    monkeypatch.setattr(scoring, "_loaded", lambda: implementation)


def worlds(number: int, largest: int = 1_000) -> Iterator[tuple[np.random.Generator, World, AskedWords]]:
    """Random worlds and a question to each: some empty, some with words that nobody has, half with counts."""
    for seed in range(number):
        rng = np.random.default_rng(seed)
        rows = int(rng.integers(0, largest if seed % 5 else 40))
        world = random_world(rng, rows, CHUNK, common_share=float(rng.choice([0.02, 0.3, 2.0])))
        asked = [str(word) for word in rng.permutation(WORDS)[: int(rng.integers(0, 40))]]
        asked += ["没见过", "也没有"] if rng.random() < 0.5 else []
        yield rng, world, asked if seed % 2 else {word: int(rng.integers(1, 6)) for word in asked}


def pairs(found: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, int]]:
    return list(zip(found[0].tolist(), found[1].tolist(), strict=True))


def test_the_best_rows_are_those_of_a_look_at_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    for rng, world, asked in worlds(100):
        selection, tables = random_selection(rng, world.rows), random_tables(rng)
        k = int(rng.choice([1, 20, 300, 1_500]))
        for arguments in ((None, k, scoring.COSINE), (tables, k, WORTH), (tables, k, 0.0)):
            expected = naive_best(world, asked, selection, *arguments)
            for implementation in (None, kernels):
                use(monkeypatch, implementation)
                tables_, k_, worth = arguments
                found = best_rows(world, question(asked, world.weights), selection, tables_, world.places, k_, worth)
                assert pairs(found) == expected
                if tables_ is None and not isinstance(asked, dict):
                    in_one = best_of_words(world, " ".join(asked).encode(), world.weights, selection, k_)
                    assert pairs(in_one) == expected


def test_points_of_rows_in_any_order_are_those_of_the_ranking(both: str) -> None:
    for rng, world, asked in worlds(30):
        tables, rows = random_tables(rng), rng.permutation(world.rows)[:50]
        for tables_, worth in ((None, scoring.COSINE), (tables, WORTH)):
            found = points_of(world, question(asked, world.weights), rows, tables_, world.places, worth)
            assert found.dtype == np.int32
            assert found.tolist() == [naive_points(world, row, asked, tables_, worth) for row in rows.tolist()]


def test_results_do_not_hang_on_how_the_ranges_are_cut(both: str) -> None:
    for rng, world, asked in worlds(30):
        tables = random_tables(rng)
        cuts = np.unique([0, *rng.integers(0, world.rows + 1, 30).tolist(), world.rows]).astype(np.int64)
        cut = Selection(np.stack([cuts[:-1], cuts[1:]], axis=1))
        for tables_, worth in ((None, scoring.COSINE), (tables, WORTH)):
            arguments = (tables_, world.places, 40, worth)
            whole = best_rows(world, question(asked, world.weights), Selection.everything(world.rows), *arguments)
            assert pairs(best_rows(world, question(asked, world.weights), cut, *arguments)) == pairs(whole)


def test_a_mask_and_the_ranges_without_its_rows_say_the_same(both: str) -> None:
    for rng, world, asked in worlds(20, largest=600):
        allowed = rng.integers(0, 2, world.rows).astype(np.uint8)
        rows = np.flatnonzero(allowed).astype(np.int64)
        masked = Selection(np.array([[0, world.rows]], dtype=np.int64), allowed)
        tables = random_tables(rng)
        asked_, arguments = question(asked, world.weights), (tables, world.places, 30, WORTH)
        one_by_one = best_rows(world, asked_, Selection(np.stack([rows, rows + 1], axis=1)), *arguments)
        assert pairs(best_rows(world, asked_, masked, *arguments)) == pairs(one_by_one)


def test_rows_with_equal_points_stand_by_rising_id(both: str) -> None:
    rng = np.random.default_rng(3)
    world = random_world(rng, 1_000, CHUNK)
    points, rows = best_rows(
        world, question([], world.weights), Selection.everything(1_000), random_tables(rng), world.places, 500, WORTH
    )
    ranks = world.id_rank[rows]
    tied = points[1:] == points[:-1]
    assert tied.sum() > 100
    assert (ranks[1:] > ranks[:-1])[tied].all()


def test_no_bound_is_below_the_points_it_bounds() -> None:
    rng = np.random.default_rng(1)
    rows, norm, inverse = 200_000, math.sqrt(1_000_003), layout.inverse_norm(1_000_003)
    overlaps = rng.integers(1, 1_000_000, rows).astype(np.int32)
    inverse_norms = (rng.uniform(0.2, 1, rows) / np.maximum(overlaps / norm, 1)).astype(np.float32)
    nothing, upper = np.zeros(rows, np.int32), np.zeros(rows, np.int32)
    factor = inverse * scoring.COSINE
    for share in (0.0, 0.5):
        # The common words hold as much as their norm allows: the bound is as tight as can be.
        rare = np.floor(overlaps * (1 - share)).astype(np.int32)
        rest = np.nextafter(((overlaps - rare) * inverse_norms.astype(np.float64)).astype(np.float32), np.float32(2))
        greatest = np.float32(factor * word_kernels.MARGIN)
        most = kernels.bounds(greatest, greatest, nothing, rare, inverse_norms, rest, upper)
        points = np.floor(overlaps * (inverse_norms.astype(np.float64) * inverse) * scoring.COSINE + 0.5)
        assert (upper >= points).all()
        assert most == upper.max()
        assert (upper <= points * 1.0001 + 1).all()


def test_the_floor_of_rare_words_is_reached_by_as_many_rows_as_are_wanted() -> None:
    rng = np.random.default_rng(4)
    for rows in (1, 20, 150, 4_000, 60_000):
        overlaps = (rng.integers(1, 1_000_000, rows) * (rng.random(rows) < 0.3)).astype(np.int32)
        fixed = rng.integers(0, 300, rows).astype(np.int32)
        inverse_norms = rng.uniform(0.001, 0.002, rows).astype(np.float32)
        factor = 1.7
        points = fixed + np.floor(overlaps * (inverse_norms.astype(np.float64) * factor) + 0.5).astype(np.int64)
        for k in (1, 20):
            floor = np.full(k, kernels.NOT_ALLOWED, dtype=np.int64)
            kernels.raise_floor_by_rare(
                np.float32(factor / word_kernels.MARGIN), inverse_norms, fixed, overlaps, floor
            )
            assert (points >= floor[0]).sum() >= k or floor[0] == kernels.NOT_ALLOWED
            # Hardly lower than the k-th itself, where there are rows enough to choose from.
            assert rows < 4_000 or (points >= floor[0]).sum() < 2 * k


def test_the_twins_bound_holds_for_words_that_count_several_times() -> None:
    is_tight = False
    for seed in range(20):
        world = random_world(np.random.default_rng(seed), 300, layout.CHUNK)
        counted = {word: 1 + number % 7 for number, word in enumerate(sorted({w for d in world.documents for w in d}))}
        asked = question(counted, world.weights)
        rows = np.arange(world.rows)
        rare = plain._rare_overlap(world, asked, rows)
        exact = plain.points_of(world, asked, rows, None, None, scoring.COSINE)
        upper = plain._upper_bound(world, asked, rows, rare, scoring.COSINE)
        assert (upper >= exact).all()
        is_tight |= bool((upper <= exact * 1.3).any())
    assert is_tight


def test_parts_hold_every_row_that_has_the_points_and_lie_far_apart() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        fixed = np.zeros(int(rng.integers(1, 60_000)), dtype=np.int32)
        fixed[rng.integers(0, len(fixed), int(rng.integers(0, 6)))] = 9
        left, parts, behind = fixed.copy(), [], 0
        while behind < len(fixed):
            first, behind = kernels.next_part(fixed, behind, 9)
            left[first:behind] = 0
            parts.append((first, behind))
        assert not left.any()
        assert all(later[0] - earlier[1] >= 4_096 for earlier, later in itertools.pairwise(parts[:-1]))
        assert sum(behind - first for first, behind in parts) <= 6 * (4_096 + layout.BLOCK)


def test_words_of_a_question_are_looked_up_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = WordWeights.from_documents([WORDS[:20], WORDS[5:30], ["焊工", "c++", "𠮷野家"]])
    texts = ["", " ", "焊工", "焊工 焊工", " ".join(WORDS), "  前后  有空格 ", "𠮷野家 c++ é 没见过", "词 " * 3_000]
    texts.append(" ".join(f"词{i}" for i in range(500)))
    for text in texts:
        found = []
        for implementation in (None, kernels):
            use(monkeypatch, implementation)
            found.append(question(text.encode(), weights))
            assert_same(found[-1], question(text.split(" "), weights))
        assert_same(*found)
        different = dict.fromkeys(word for word in text.split(" ") if word)
        kept = weights.heaviest(different, layout.LONGEST_QUESTION)
        assert sorted(found[0].keys.tolist()) == sorted(key_of(word) for word in kept)
        assert found[0].inverse_norm == layout.inverse_norm(sum(weights.weight_of(word) for word in kept))
        assert found[0].counts.tolist() == [1] * len(kept)


def assert_same(one: scoring.Question, other: scoring.Question) -> None:
    assert (one.keys.tolist(), one.weights.tolist(), one.inverse_norm) == (
        other.keys.tolist(), other.weights.tolist(), other.inverse_norm,
    )  # fmt: skip


@pytest.mark.parametrize("implementation", [None, kernels])
def test_more_words_than_the_longest_question_leave_the_lightest_out(
    implementation: ModuleType | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, implementation)
    monkeypatch.setattr(scoring, "LONGEST_QUESTION", 12)
    for rng, world, _ in worlds(10):
        words = " ".join(rng.permutation(WORDS)[:20].tolist())
        everything = Selection.everything(world.rows)
        kept = question(words.encode(), world.weights)
        assert len(kept.keys) == 12
        expected = best_rows(world, kept, everything, None, None, 20)
        assert pairs(best_of_words(world, words.encode(), world.weights, everything, 20)) == pairs(expected)


def test_words_count_as_often_as_a_dict_says_and_none_is_left_out() -> None:
    weights = WordWeights.from_documents([["焊工", "包住"], ["包住"]])
    counts = {f"词{number}": 1 + number % 3 for number in range(300)} | {"包住": 255}
    asked = question(counts, weights)
    found = dict(
        zip(asked.keys.tolist(), zip(asked.weights.tolist(), asked.counts.tolist(), strict=True), strict=True)
    )
    assert found == {key_of(word): (weights.weight_of(word) * count, count) for word, count in counts.items()}
    squares = sum(weights.weight_of(word) * count**2 for word, count in counts.items())
    assert asked.inverse_norm == layout.inverse_norm(squares)
    assert len(question({}, weights).keys) == 0


def test_a_posting_of_the_greatest_length_is_asked_and_a_longer_one_refused() -> None:
    largest = WordWeights.from_documents([])
    largest = WordWeights(largest.slot_keys, largest.slot_weights, 1 << 31)
    assert largest.default == 42_107
    assert question({f"词{n}": 255 for n in range(200)}, largest).weights.sum(dtype=np.int64) < 2**31
    with pytest.raises(ValueError, match="words: weight x count adds up to 2147499107, the most is 2147483647"):
        question({f"词{n}": 255 for n in range(200)} | {"一": 1}, largest)


def test_keys_that_want_the_same_slot_are_told_apart() -> None:
    # Eight slots: 7 and 15 want the last one, 23 goes round to the first, 31 is nowhere.
    slot_keys = np.array([15, 23, 0, 0, 0, 0, 0, 7], dtype=np.uint64)
    found = [int(word_kernels.slot_of(slot_keys, np.uint64(key))) for key in (7, 15, 23, 31)]
    assert found == [7, 0, 1, 2]


def test_the_first_question_of_a_process_loads_no_compiler_and_the_second_does() -> None:
    program = """
import sys
from matching.index.scoring import question
from matching.weights import WordWeights
weights = WordWeights.from_documents([["焊工"]])
for _ in range(2):
    question(["焊工"], weights)
    print("numba" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.skipif(not hasattr(kernels.best, "signatures"), reason="compiling is switched off")
def test_what_is_warmed_up_serves_mapped_arrays_and_writable_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, kernels)
    scoring.warm_up()
    called = (kernels.best_of_question, kernels.best_of_words, kernels.points_of, kernels.words_and_weights)
    compiled = [len(kernel.signatures) for kernel in called]
    rng = np.random.default_rng(8)
    world, tables = random_world(rng, 50, CHUNK), random_tables(rng)
    selection = Selection(np.array([[0, 50]]), np.ones(50, np.uint8))
    best_rows(world, question(["焊工"], world.weights), selection, tables, world.places.copy(), 5)
    points_of(world, question(["焊工"], world.weights), [3], tables, world.places.copy())
    best_of_words(world, "焊工".encode(), world.weights, selection, 5)
    assert compiled == [len(kernel.signatures) for kernel in called]


def test_without_compiling_the_kernels_give_the_same() -> None:
    script = "from tests.matching.index.test_scoring import print_some_results; print_some_results()"
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    said = []
    for switch in ("0", "1"):
        command = [sys.executable, "-c", script]
        done = subprocess.run(
            command, env={**environment, "NUMBA_DISABLE_JIT": switch}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 16


def print_some_results() -> None:
    """For the processes of the test above."""
    layout.CHUNK = CHUNK
    scoring.warm_up()
    for rng, world, asked in worlds(4, largest=900):
        for tables, worth in ((None, scoring.COSINE), (random_tables(rng), WORTH)):
            selection = random_selection(rng, world.rows)
            print(pairs(best_rows(world, question(asked, world.weights), selection, tables, world.places, 15, worth)))
            print(pairs(best_of_words(world, " ".join(asked).encode(), world.weights, selection, 15)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k": 0}, "k: must be at least 1, got 0"),
        ({"text_worth": -1.0}, "text_worth: must be from 0 to 16777216, got -1.0"),
        ({"text_worth": math.nan}, "text_worth: must be from 0 to 16777216, got nan"),
        ({"selection": Selection.everything(99)}, "selection: row 98 of 10"),
        ({"selection": Selection(np.array([[0, 10]]), np.zeros(9, np.uint8))}, "allowed has 9 numbers for 10 rows"),
        ({"places": np.zeros(3, np.uint8)}, "places: 3 numbers for 10 rows"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(change: dict[str, object], message: str, both: str) -> None:
    rng = np.random.default_rng(0)
    world, tables = random_world(rng, 10, CHUNK), random_tables(rng)
    tables = tables._replace(place_values=np.zeros(5, np.int32))
    arguments = {"selection": Selection.everything(10), "tables": tables, "places": world.places, "k": 3} | change
    with pytest.raises(ValueError, match=message):
        best_rows(world, question(["焊工"], world.weights), **arguments)


def test_rows_that_are_not_there_are_refused(both: str) -> None:
    world = random_world(np.random.default_rng(0), 10, CHUNK)
    with pytest.raises(ValueError, match="rows: from 3 to 10, the segment has 10"):
        points_of(world, question([], world.weights), [3, 10], None, None)


def test_the_plain_pass_looks_at_the_common_words_of_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    world = random_world(np.random.default_rng(5), 2_000, CHUNK)
    looked_at = []
    whole = plain._common_overlap
    monkeypatch.setattr(
        plain, "_common_overlap", lambda *arguments: looked_at.append(len(arguments[2])) or whole(*arguments)
    )
    use(monkeypatch, None)
    best_rows(world, question(WORDS[10:], world.weights), Selection.everything(2_000), None, None, 5)
    assert 5 <= looked_at[0] < 500
