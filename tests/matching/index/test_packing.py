"""Pack files: what was added comes back, a dead writer leaves nothing, a damaged file is refused by name."""

import os
from pathlib import Path

import numpy as np
import pytest

from matching.index import packing
from matching.index.packing import PackWriter, open_pack, verify_pack
from matching.persistence import StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.pack"


def _write(path: Path, n: int = 5) -> None:
    with PackWriter(path, "demo", 3, {"rows": n}) as pack:
        pack.add("numbers", np.arange(n, dtype=np.int32))
        stream = pack.stream("parts", np.uint16)
        for i in range(3):
            stream.append(np.full(n, i, dtype=np.uint16))
        pack.add("table", np.arange(2 * n, dtype=np.float32).reshape(2, n))


def test_what_was_added_comes_back_read_only_and_aligned(path: Path):
    _write(path)
    pack = open_pack(path, "demo", 3)
    assert pack.facts == {"rows": 5}
    assert pack.arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    assert pack.arrays["table"].shape == (2, 5)
    assert pack.arrays["table"].dtype == np.float32
    assert pack.arrays["parts"].tolist() == [0] * 5 + [1] * 5 + [2] * 5
    for array in pack.arrays.values():
        assert not array.flags.writeable
        assert array.ctypes.data % 64 == 0


def test_streams_longer_than_what_stays_in_memory_are_whole(path: Path):
    part = np.arange(100_000, dtype=np.uint64)
    with PackWriter(path, "demo", 1) as pack:
        left, right = pack.stream("left", np.uint64), pack.stream("right", np.uint64, columns=2)
        for i in range(4):
            left.append(part + np.uint64(i))
            right.append((part * np.uint64(2)).reshape(-1, 2))
    arrays = open_pack(path, "demo", 1).arrays
    assert (arrays["left"].reshape(4, -1)[3] == part + np.uint64(3)).all()
    assert arrays["right"].shape == (200_000, 2)
    assert verify_pack(path) == open_pack(path, "demo", 1).digest


def test_empty_arrays_and_parts_are_kept(path: Path):
    with PackWriter(path, "demo", 1) as pack:
        pack.add("none", np.zeros((0, 3), dtype=np.int64))
        pack.stream("never", np.int32, columns=4)
        pack.stream("bytes", np.uint8).append(b"")
    arrays = open_pack(path, "demo", 1).arrays
    assert arrays["none"].shape == (0, 3)
    assert arrays["never"].shape == (0, 4)
    assert arrays["bytes"].shape == (0,)
    verify_pack(path)


def test_a_writer_that_fails_leaves_no_file_and_keeps_the_one_that_was(path: Path):
    _write(path)
    before = path.read_bytes()
    with pytest.raises(TypeError), PackWriter(path, "demo", 3) as pack:
        pack.facts["rows"] = {1, 2}  # a set is no JSON value
    assert [one.name for one in path.parent.iterdir()] == ["one.pack"]
    assert path.read_bytes() == before


def test_the_file_is_durable_before_it_gets_its_name(path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[bool] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        seen.append(path.exists())
        real(handle)

    monkeypatch.setattr(packing.os, "fsync", fsync)
    _write(path)
    assert seen == [False]


@pytest.mark.parametrize("place", [0, 9, 17, 30, -1])
def test_a_damaged_header_is_refused(path: Path, place: int):
    _write(path)
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    with pytest.raises(StoreError, match=r"one\.pack: damaged"):
        open_pack(path, "demo", 3)


@pytest.mark.parametrize("kept", [0, 10, 64, 200])
def test_a_file_cut_off_is_refused(path: Path, kept: int):
    _write(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(StoreError, match=r"one\.pack: damaged"):
        open_pack(path, "demo", 3)
    with pytest.raises(StoreError, match=r"one\.pack: damaged"):
        verify_pack(path)


def test_a_file_that_has_grown_is_refused_with_both_sizes(path: Path):
    _write(path)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(StoreError, match=f"it has {size + 1} bytes and should have {size}"):
        open_pack(path, "demo", 3)


def test_a_damaged_byte_of_the_content_is_found_and_its_array_named(path: Path):
    _write(path)
    raw = bytearray(path.read_bytes())
    raw[64 + 4] ^= 1  # the second of the numbers
    path.write_bytes(raw)
    open_pack(path, "demo", 3)
    with pytest.raises(StoreError, match="array 'numbers' differs"):
        verify_pack(path)


def test_another_kind_or_format_is_refused_by_name(path: Path):
    _write(path)
    with pytest.raises(StoreError, match="holds a 'demo', expected a 'state'"):
        open_pack(path, "state", 3)
    with pytest.raises(StoreError, match="written in format 3, this library reads format 4"):
        open_pack(path, "demo", 4)


def test_a_name_twice_or_objects_are_refused(path: Path):
    with PackWriter(path, "demo", 1) as pack:
        pack.add("a", np.arange(2))
        with pytest.raises(ValueError, match="'a' is in the pack already"):
            pack.stream("a", np.int32)
        with pytest.raises(ValueError, match="b: Python objects"):
            pack.add("b", np.array([None]))


def test_the_same_content_has_the_same_digest_and_other_content_another(path: Path):
    _write(path)
    digest = open_pack(path, "demo", 3).digest
    _write(path)
    assert open_pack(path, "demo", 3).digest == digest
    _write(path, 6)
    assert open_pack(path, "demo", 3).digest != digest
