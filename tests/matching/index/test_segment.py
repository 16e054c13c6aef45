"""A segment opens by its header, refuses what it cannot read, and gives arrays that cannot be written to."""

from pathlib import Path

import numpy as np
import pytest

from matching.index import segment as segment_module
from matching.index.layout import Batch
from matching.index.segment import Segment
from matching.index.writing import SegmentWriter
from matching.persistence import StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    one = np.array([1, 1, 0], dtype=np.int32)
    codes = np.zeros((1, 3), dtype=np.uint32)
    batch = Batch(["b", "岗", "a"], ["焊工", "", "保安"], ["焊工"] * 3, [""] * 3, {"city": one}, codes, [b"{}"] * 3)
    with SegmentWriter(tmp_path / "one.pack", "demo", ("city",), None, tmp_path) as writer:
        writer.add(batch)
        writer.close({}, {"more": np.arange(2)})
    return tmp_path / "one.pack"


def test_rows_are_found_by_their_id_and_ids_by_their_row(path: Path):
    segment = Segment.open(path)
    assert [segment.id(row) for row in range(3)] == ["a", "b", "岗"]
    assert [segment.row_of(one) for one in ("a", "b", "岗", "c", "")] == [0, 1, 2, None, None]


def test_every_array_is_mapped_and_none_can_be_written_to(path: Path):
    segment = Segment.open(path)
    arrays = [*segment.words, *segment.search, *segment.common, *segment.columns.values(), segment.codes]
    arrays += [segment.cell_keys, segment.cell_starts, segment.id_order, segment.id_rank, segment.extra("more")]
    assert not any(array.flags.owndata or array.flags.writeable for array in arrays)


def test_an_extra_array_that_is_not_there_is_named(path: Path):
    with pytest.raises(KeyError, match="extra_nothing"):
        Segment.open(path).extra("nothing")


def test_another_format_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(segment_module, "FORMAT", segment_module.FORMAT + 1)
    with pytest.raises(StoreError, match=r"one\.pack: written in format \d+, this library reads format \d+"):
        Segment.open(path)


def test_a_reader_keeps_its_arrays_when_the_file_is_written_anew(path: Path):
    segment = Segment.open(path)
    path.with_name("new").write_bytes(b"x" * path.stat().st_size)
    path.with_name("new").replace(path)
    assert [segment.id(row) for row in range(3)] == ["a", "b", "岗"]
    with pytest.raises(StoreError, match="damaged or no pack file"):
        Segment.open(path)
