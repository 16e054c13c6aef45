"""Stores: a version is there whole or not at all, and what is damaged is refused by name."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matching.persistence import StoreError, current, exclusive, publish, read_parts, write_parts


def _write(store: Path, number: int) -> None:
    with exclusive(store):
        publish(store, lambda folder: write_parts(folder, "demo", 1, {"number": number}, {"a": np.arange(number)}))


def _number(store: Path) -> int:
    return read_parts(current(store), "demo", 1)[0]["number"]


def test_a_newer_version_takes_the_place_of_the_older(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        _write(tmp_path, number)
    assert _number(tmp_path) == 3
    assert len(list(tmp_path.glob("v*"))) == 2, "the version before stays for readers that just opened it"


def test_a_writer_that_fails_leaves_the_old_version(tmp_path: Path) -> None:
    _write(tmp_path, 1)

    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(tmp_path, fail)
    assert _number(tmp_path) == 1
    _write(tmp_path, 2)
    assert _number(tmp_path) == 2
    assert not list(tmp_path.glob("v*/half"))


def test_a_killed_writer_leaves_the_old_version_and_no_lock(tmp_path: Path) -> None:
    _write(tmp_path, 1)
    program = (
        "import sys, time; from pathlib import Path\n"
        "from matching.persistence import exclusive, publish\n"
        "def write(folder):\n"
        "    (folder / 'half').write_text('half'); print('writing', flush=True); time.sleep(60)\n"
        "with exclusive(Path(sys.argv[1])): publish(Path(sys.argv[1]), write)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert _number(tmp_path) == 1
    _write(tmp_path, 2)
    assert _number(tmp_path) == 2


@pytest.mark.parametrize("name", ["a.npy", "meta.json"])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    _write(tmp_path, 5)
    path = current(tmp_path) / name
    blob = bytearray(path.read_bytes())
    blob[-3] ^= 1
    path.write_bytes(bytes(blob))
    with pytest.raises(StoreError, match=name.replace(".", r"\.")):
        _number(tmp_path)


def test_facts_that_were_changed_by_hand_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, 5)
    path = current(tmp_path) / "meta.json"
    path.write_text(path.read_text().replace('{"number": 5}', '{"number": 6}'))
    with pytest.raises(StoreError, match="differs from its checksum"):
        _number(tmp_path)


def test_another_format_or_kind_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, 1)
    with pytest.raises(StoreError, match="format 1, this library reads format 2"):
        read_parts(current(tmp_path), "demo", 2)
    with pytest.raises(StoreError, match="expected a 'model'"):
        read_parts(current(tmp_path), "model", 1)


def test_a_store_that_points_nowhere_is_refused(tmp_path: Path) -> None:
    for content in ("v00000009\n", "../../etc\n", "\xff"):
        (tmp_path / "CURRENT").write_text(content, encoding="latin-1")
        with pytest.raises(StoreError):
            current(tmp_path)
