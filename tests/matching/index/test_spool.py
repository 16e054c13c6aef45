"""What is spooled comes back chunk by chunk, whatever the order and the block, and does not stay in memory."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from matching.index import packing, spool, writing
from matching.index.layout import Batch
from matching.index.spool import Spool
from matching.index.vocabulary import Entries
from matching.index.writing import SegmentWriter

_TERMS = 50


def _entries(random: np.random.Generator, documents: int) -> Entries:
    sizes = random.choice([0, 1, 7, 40], documents).astype(np.uint32)
    terms = [random.choice(_TERMS, size, replace=False) for size in sizes]
    counts = random.integers(1, 256, sizes.sum())
    return Entries(np.concatenate([[], *terms]).astype(np.int32), counts.astype(np.uint8), sizes)


def _documents(parts: list[Entries]) -> list[dict[int, int]]:
    documents = []
    for part in parts:
        ends = np.cumsum(part.sizes, dtype=int)
        for start, end in zip(ends - part.sizes, ends, strict=True):
            run = slice(int(start), int(end))
            documents.append(dict(zip(part.terms[run].tolist(), part.counts[run].tolist(), strict=True)))
    return documents


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("block", [1, 100, 100_000])
def test_every_document_comes_back_in_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, block: int):
    monkeypatch.setattr(spool, "_BLOCK", block)
    monkeypatch.setattr(spool, "_IN_MEMORY", 500)
    random = np.random.default_rng(seed)
    parts = [_entries(random, int(random.integers(0, 40))) for _ in range(3)]
    documents = _documents(parts)
    order = random.permutation(len(documents))[: int(len(documents) * random.choice([0, 0.8, 1]))]
    spooled = Spool(tmp_path)
    for part in parts:
        spooled.append(part)
    grouped = spooled.group(order, chunk=16, terms=_TERMS)
    spooled.close()
    rows = []
    for runs in grouped.chunks():
        assert len(runs.sizes) == min(16, len(order) - len(rows))
        for start, size in zip(runs.starts.tolist(), runs.sizes.tolist(), strict=True):
            run = slice(start, start + size)
            rows.append(dict(zip(runs.terms[run].tolist(), runs.counts[run].tolist(), strict=True)))
    grouped.close()
    assert rows == [documents[i] for i in order]
    assert grouped.frequencies.tolist() == [sum(term in document for document in rows) for term in range(_TERMS)]
    assert list(tmp_path.iterdir()) == []


def _peak(folder: Path, batches: int) -> int:
    """Most bytes held while that many batches of 200 documents of 5 KB each are written."""
    random = np.random.default_rng(7)
    words = [" ".join(f"w{word}" for word in random.integers(0, 3000, 100)) for _ in range(200)]
    columns, codes = {"city": np.zeros(200, dtype=np.int32)}, np.zeros((0, 200), dtype=np.uint32)
    tracemalloc.start()
    with SegmentWriter(folder / "one.pack", "demo", ("city",), None, folder) as writer:
        for number in range(batches):
            ids = [f"{number}-{i}" for i in range(200)]
            writer.add(Batch(ids, words, words, words, columns, codes, [b"x" * 4000] * 200))
        writer.close({}, {})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "CHUNK", 500)
    monkeypatch.setattr(spool, "_BLOCK", 50_000)
    monkeypatch.setattr(spool, "_IN_MEMORY", 10_000)
    monkeypatch.setattr(packing, "_PIECE", 10_000)
    _peak(tmp_path, 1)  # what is compiled and kept once
    few, many = _peak(tmp_path, 5), _peak(tmp_path, 20)
    # 15 batches more are 18 MB of texts, records and entries; ids, sizes and columns are 0.1 MB of it.
    assert (tmp_path / "one.pack").stat().st_size > 18_000_000
    assert many - few < 1_000_000
