"""A segment holds what a plain reading of its documents says, however they came and wherever chunks end."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching.index import spool, vocabulary, writing
from matching.index.keys import TITLE_COUNT, impact
from matching.index.layout import COMMON_WORDS, Batch, TermLists
from matching.index.packing import verify_pack
from matching.index.segment import Segment
from matching.index.writing import SegmentWriter
from matching.text import terms
from matching.weights import WordWeights, find_slots, key_of

_ORDER = ("city", "education")
_WORDS = ["焊工", "保安", "叉车", "司机", "c++", "包住", "五险", *(f"词{i}" for i in range(60)), "😀", "ca6140"]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several chunks, blocks and growing tables in worlds of a hundred documents; common words from the start."""
    monkeypatch.setattr(writing, "CHUNK", 37)
    monkeypatch.setattr(writing, "_LEAST_ROWS_WITH_COMMON", 50)
    monkeypatch.setattr(spool, "_BLOCK", 200)
    monkeypatch.setattr(spool, "_IN_MEMORY", 300)
    monkeypatch.setattr(vocabulary, "_FIRST_SIZE", 16)


def _world(seed: int, number: int | None = None) -> Batch:
    choice = random.Random(seed)
    n = choice.choice([1, 36, 37, 38, 150]) if number is None else number
    often = [1 / (i + 1) for i in range(len(_WORDS))]
    words = [" ".join(choice.choices(_WORDS, often, k=choice.choice([0, 1, 8, 40]))) for _ in range(n)]
    odd = ["", "   ", "焊工 " * 300, " 保安  叉车 "]
    words = [choice.choice(odd) if choice.random() < 0.1 else text for text in words]
    bodies = ["\n".join(choices.split()) for choices in words]
    columns = {name: _numbers(choice, n, most) for name, most in (("city", 4), ("education", 3), ("occupation", 5))}
    return Batch(
        ids=[choice.choice(["岗", "job-", "😀", "z"]) + str(i) for i in choice.sample(range(10 * n), n)],
        words=words,
        titles=[choice.choice(["", "焊工", "保安 c++"]) for _ in range(n)],
        bodies=bodies,
        columns={**columns, "pay": _numbers(choice, n, 9000)},
        codes=np.array([[choice.randrange(9) for _ in range(n)] for _ in range(2)], dtype=np.uint32),
        records=[f"record {i}".encode() * choice.randrange(3) for i in range(n)],
    )


def _numbers(choice: random.Random, n: int, most: int) -> Any:
    return np.array([choice.randrange(-1, most) for _ in range(n)], dtype=np.int32)


def _part(batch: Batch, places: Sequence[int]) -> Batch:
    return Batch(
        *([getattr(batch, name)[i] for i in places] for name in ("ids", "words", "titles", "bodies")),
        {name: column[list(places)] for name, column in batch.columns.items()},
        batch.codes[:, list(places)],
        [batch.records[i] for i in places],
    )


def _write(folder: Path, batches: Sequence[Batch], weights: WordWeights | None = None, name: str = "one") -> Segment:
    path = folder / f"{name}.pack"
    with SegmentWriter(path, "demo", _ORDER, weights, folder) as writer:
        for batch in batches:
            writer.add(batch)
        writer.close({"note": 1}, {"more": np.arange(3)})
    verify_pack(path)
    return Segment.open(path)


def _rows(batch: Batch) -> list[int]:
    """The document of each row, by plain sorting."""
    names = (*_ORDER, "occupation")
    last = {one: i for i, one in enumerate(batch.ids)}
    return sorted(last.values(), key=lambda i: (*(batch.columns[name][i] for name in names), batch.ids[i]))


def _entries(lists: TermLists, frequencies: Any) -> Iterator[tuple[int, int, int]]:
    """(term, row, count) of every list, which must be whole and rising."""
    end = 0
    for chunk, starts in enumerate(lists.starts.tolist()):
        assert starts[0] == end
        for term in range(len(frequencies)):
            rows = lists.rows[starts[term] : starts[term + 1]].tolist()
            assert rows == sorted(set(rows))
            for row, count in zip(rows, lists.counts[starts[term] : starts[term + 1]].tolist(), strict=True):
                yield term, chunk * 37 + row, count
        end = starts[-1]
    assert end == len(lists.rows) == len(lists.counts)


def _counts(text: str) -> dict[int, int]:
    return {key_of(word): min(n, 255) for word, n in Counter(text.split()).items()}


def _impacts(title: str, body: str) -> dict[int, int]:
    counts = Counter(terms(body)) + Counter(terms(title) * TITLE_COUNT)
    return {key_of(term): impact(n, counts.total()) for term, n in counts.items()}


@pytest.mark.parametrize("seed", range(30))
def test_rare_and_common_words_together_are_the_words_of_each_document(tmp_path: Path, seed: int):
    batch = _world(seed)
    segment = _write(tmp_path, [batch])
    found: list[dict[int, int]] = [{} for _ in range(segment.rows)]
    term_keys, frequencies = segment.term_keys("words").tolist(), segment.document_frequencies("words")
    for term, row, count in _entries(segment.words, frequencies):
        assert segment.common.number_of[term] < 0
        found[row][term_keys[term]] = count
    common = segment.common
    key_of_common = {int(common.number_of[term]): key for term, key in enumerate(term_keys)}
    for row in range(segment.rows):
        bits = [j for j in range(COMMON_WORDS) if int(common.masks[row, j // 64]) >> (j % 64) & 1]
        counts = common.counts[common.starts[row] : common.starts[row + 1]].tolist()
        found[row].update(zip((key_of_common[j] for j in bits), counts, strict=True))
    assert found == [_counts(batch.words[i]) for i in _rows(batch)]
    held = Counter(key for document in found for key in document)
    assert dict(zip(term_keys, frequencies.tolist(), strict=True)) == held
    wanted = [key for key, n in held.items() if n >= segment.rows / 64 and segment.rows >= 50]
    assert len(wanted) <= COMMON_WORDS
    assert {key for j, key in key_of_common.items() if j >= 0} == set(wanted)


@pytest.mark.parametrize("seed", range(30))
def test_search_lists_hold_the_impacts_of_each_text(tmp_path: Path, seed: int):
    batch = _world(seed)
    segment = _write(tmp_path, [batch])
    found: list[dict[int, int]] = [{} for _ in range(segment.rows)]
    term_keys = segment.term_keys("search").tolist()
    for term, row, count in _entries(segment.search, segment.document_frequencies("search")):
        found[row][term_keys[term]] = count
    assert found == [_impacts(batch.titles[i], batch.bodies[i]) for i in _rows(batch)]


@pytest.mark.parametrize("seed", range(30))
def test_rows_stand_in_cells_and_carry_their_document(tmp_path: Path, seed: int):
    batch = _world(seed)
    segment = _write(tmp_path, [batch])
    order = _rows(batch)
    ids = [batch.ids[i] for i in order]
    assert [segment.id(row) for row in range(segment.rows)] == ids
    assert [segment.row_of(one) for one in ids] == list(range(segment.rows))
    assert [ids[row] for row in segment.id_order] == sorted(ids)
    assert [sorted(ids)[place] for place in segment.id_rank] == ids
    assert [segment.record(row) for row in range(segment.rows)] == [batch.records[i] for i in order]
    for row, i in enumerate(order):
        text = f"{batch.titles[i]}\n{batch.bodies[i]}" if batch.titles[i] or batch.bodies[i] else ""
        assert segment.text(row).decode() == text
    for name, column in batch.columns.items():
        assert segment.columns[name].tolist() == column[order].tolist()
    assert segment.codes.tolist() == batch.codes[:, order].tolist()
    for i, key in enumerate(segment.cell_keys.tolist()):
        rows = range(segment.cell_starts[i], segment.cell_starts[i + 1])
        assert len(rows) > 0
        assert all([batch.columns[name][order[row]] for name in _ORDER] == key for row in rows)
    assert segment.cell_starts[-1] == segment.rows
    assert segment.cell_keys.tolist() == sorted(segment.cell_keys.tolist())
    assert (segment.kind, segment.facts, segment.extra("more").tolist()) == ("demo", {"note": 1}, [0, 1, 2])


@pytest.mark.parametrize("seed", range(10))
def test_norms_are_those_of_the_weights_and_the_bound_is_never_too_small(tmp_path: Path, seed: int):
    batch = _world(seed, 150)
    segment = _write(tmp_path, [batch])
    documents = [_counts(batch.words[i]) for i in _rows(batch)]
    learned = WordWeights.from_documents(text.split() for text in batch.words)
    assert segment.weights is not None
    common_keys = set(segment.term_keys("words")[segment.common.number_of >= 0].tolist())
    for row, counts in enumerate(documents):
        order = np.array(list(counts), dtype=np.uint64)
        weights = dict(zip(counts, learned.of_keys(order).tolist(), strict=True))
        assert segment.weights.of_keys(order).tolist() == list(weights.values())
        whole = sum(weights[key] * n * n for key, n in counts.items())
        assert segment.common.inverse_norms[row] == np.float32(1 / np.sqrt(whole) if whole else 0)
        common = sum(weights[key] * n * n for key, n in counts.items() if key in common_keys)
        exact = np.sqrt(common) * float(segment.common.inverse_norms[row])
        assert exact <= segment.common.rest[row] <= exact * (1 + 1e-6)


def test_given_weights_are_used_and_not_stored(tmp_path: Path):
    batch = _world(3, 60)
    given = WordWeights.from_documents([["焊工"], ["焊工", "保安"], []])
    segment = _write(tmp_path, [batch], given)
    assert segment.weights is None
    for row, i in enumerate(_rows(batch)):
        counts = Counter(batch.words[i].split())
        whole = sum(given.weight_of(word) * min(n, 255) ** 2 for word, n in counts.items())
        assert segment.common.inverse_norms[row] == np.float32(1 / np.sqrt(whole) if whole else 0)


@pytest.mark.parametrize("seed", range(5))
def test_many_batches_make_the_same_file_as_one(tmp_path: Path, seed: int):
    batch = _world(seed, 150)
    whole = _write(tmp_path, [batch])
    parts = [_part(batch, range(i, min(i + 31, 150))) for i in range(0, 150, 31)]
    assert _write(tmp_path, [*parts, _part(batch, [])], name="two").digest == whole.digest


def test_of_two_documents_with_one_id_the_later_one_stays_and_its_words_alone(tmp_path: Path):
    first, second = _world(1, 40), _world(2, 40)
    second = replace(second, ids=[*first.ids[:20], *(one + "x" for one in second.ids[20:])])
    segment = _write(tmp_path, [first, second])
    both = Batch(
        *(list(getattr(first, name)) + list(getattr(second, name)) for name in ("ids", "words", "titles", "bodies")),
        {name: np.concatenate([first.columns[name], second.columns[name]]) for name in first.columns},
        np.concatenate([first.codes, second.codes], axis=1),
        [*first.records, *second.records],
    )
    order = _rows(both)
    assert segment.rows == 60
    assert [segment.record(row) for row in range(60)] == [both.records[i] for i in order]
    alone = _write(tmp_path, [_part(both, sorted(order))], name="two")
    assert segment.common.inverse_norms.tolist() == alone.common.inverse_norms.tolist()
    held = segment.document_frequencies("words") > 0
    assert set(segment.term_keys("words")[held].tolist()) == set(alone.term_keys("words").tolist())


def test_a_segment_of_no_documents_is_open_and_empty(tmp_path: Path):
    for name, batches in (("one", []), ("two", [_part(_world(1), [])])):
        segment = _write(tmp_path, batches, name=name)
        assert segment.rows == 0
        assert segment.row_of("job-1") is None
        assert segment.cell_starts.tolist() == [0]
        assert segment.words.starts.shape == (0, 1)
        assert segment.common.starts.tolist() == [0]


def test_ids_that_are_not_there_are_not_found(tmp_path: Path):
    segment = _write(tmp_path, [_world(4, 150)])
    assert [segment.row_of(one) for one in ("", "job", "zz", "\ud800", "😀😀", "岗-1")] == [None] * 6


def test_every_term_is_found_through_its_slot(tmp_path: Path):
    segment = _write(tmp_path, [_world(5, 150)])
    slots = find_slots(segment.words.slot_keys, segment.term_keys("words"))
    assert segment.words.slot_terms[slots].tolist() == list(range(len(slots)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": ["a"]}, "words: 1 given for 5 ids"),
        ({"columns": {"city": np.zeros(4, np.int32)}}, r"columns: 'city' has shape \(4,\) for 5 ids"),
        ({"columns": {"city": np.zeros(5, np.int32)}}, r"columns: \['education'\] are missing"),
        ({"codes": np.zeros((2, 4), np.uint32)}, r"codes: shape \(2, 4\) for 5 ids"),
        ({"codes": np.zeros((3, 5), np.uint32)}, "codes: 3 facets differ from 2 before"),
        ({"ids": ["a", "b", "c", "d", "\ud800"]}, "ids: .* holds half a character"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused_by_name(tmp_path: Path, change: dict[str, Any], message: str):
    batch = _world(1, 5)
    with SegmentWriter(tmp_path / "one.pack", "demo", _ORDER, None, tmp_path) as writer:
        writer.add(batch)
        with pytest.raises(ValueError, match=message):
            writer.add(replace(batch, **change))
    assert list(tmp_path.iterdir()) == []


def test_more_entries_than_a_segment_can_count_are_refused_and_leave_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writing, "_MOST_ENTRIES", 10)
    with pytest.raises(ValueError, match="documents: more than 10 words"):
        _write(tmp_path, [_world(1, 60)])
    assert list(tmp_path.iterdir()) == []


_SCRIPT = """
import os, sys
from pathlib import Path
import numpy as np
from matching.index import packing, writing
from matching.index.layout import Batch
from matching.index.segment import Segment
folder, way = Path(sys.argv[1]), sys.argv[2]
if way == "killed":
    packing.os.fsync = lambda handle: os.kill(os.getpid(), 9)
writing.CHUNK, writing._LEAST_ROWS_WITH_COMMON = 60, 50
with writing.SegmentWriter(folder / f"{way}.pack", "demo", ("city",), None, folder) as writer:
    n = 130
    ids, words = [str(i) for i in range(n)], [f"焊工 词{i} 词{i % 7} " * (i % 9) for i in range(n)]
    column, codes = {"city": np.arange(n, dtype=np.int32) % 3}, np.zeros((0, n), np.uint32)
    writer.add(Batch(ids, words, ["c++ 电焊工"] * n, words, column, codes, [b"r" * 1000] * n))
    writer.close({}, {})
print(Segment.open(folder / f"{way}.pack").digest)
"""


def _run(folder: Path, way: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", _SCRIPT, str(folder), way]
    return subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, **environment})


def test_a_writer_that_is_killed_leaves_no_segment_and_no_spool(tmp_path: Path):
    done = _run(tmp_path, "killed")
    assert done.returncode == -9, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["killed.pack.part"]


def test_without_the_compiler_the_file_is_the_same(tmp_path: Path):
    compiled, plain = _run(tmp_path, "compiled"), _run(tmp_path, "plain", NUMBA_DISABLE_JIT="1")
    assert (compiled.stderr, plain.stderr) == ("", "")
    assert len(compiled.stdout) == 65
    assert plain.stdout == compiled.stdout


def test_reading_a_segment_and_importing_the_writer_load_no_compiler():
    script = "import sys; import matching.index.writing, matching.index.segment; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
