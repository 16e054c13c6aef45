"""The folder of an index: whole or not at all, and proved before it is believed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matching.index import store as store_module
from matching.index.packing import PackWriter
from matching.index.store import Part, Store, Version
from matching.persistence import StoreError

KIND, FORMAT = "demo", 1


def write_pack(path: Path, content: int) -> None:
    with PackWriter(path, KIND, FORMAT) as pack:
        pack.add("content", np.full(1000, content))


def publish(store: Store, content: int) -> Version:
    """Write a version of one segment, its state and weights, all of them new."""
    with store.writing():
        names = [store.new_name(prefix) for prefix in ("weights", "segment", "state")]
        for name in names:
            write_pack(store.folder / name, content)
        store.publish(content, names[0], [Part(names[1], names[2])])
    return store.read()


def content_of(store: Store) -> int:
    version = store.read()
    store.prove(version)
    contents = {int(store.open(one, KIND, FORMAT, version).arrays["content"][0]) for one in version.files}
    assert len(contents) == 1
    return contents.pop()


def test_what_was_published_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path, KIND)
    assert store.stamp() is None
    version = publish(store, 7)
    assert Store(tmp_path, KIND).read() == version
    assert content_of(store) == 7


def test_the_version_before_stays_one_change_longer(tmp_path: Path) -> None:
    store = Store(tmp_path, KIND)
    versions = [publish(store, content) for content in (1, 2, 3)]
    there = {path.name for path in tmp_path.glob("*.pack")}
    assert there == versions[1].files | versions[2].files


CRASHES = """
import os, sys
sys.path[:0] = [os.getcwd()]
from pathlib import Path
from tests.matching.index.crashes import dies_at
from tests.matching.index.test_store import KIND, Store, content_of, publish

store = Store(Path(sys.argv[1]), KIND)
publish(store, 1)
publish(store, 2)
killed = 0
while True:
    before = content_of(store)
    child = os.fork()
    if not child:
        dies_at(killed)
        publish(store, before + 1)
        os._exit(0)
    how = os.waitpid(child, 0)[1]
    assert content_of(store) in (before, before + 1), (killed, before)
    if how == 0:
        break
    killed += 1
assert content_of(store) == before + 1
print(killed, len(list(store.folder.iterdir())))
"""


def test_a_writer_killed_at_any_step_leaves_a_whole_version_and_the_next_one_works(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", CRASHES, str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    killed, files = map(int, run.stdout.split())
    # Three packs, CURRENT and what was proved; and three files of the version before are swept away.
    assert killed >= 3 * 2 + 4
    # Two versions of three files, CURRENT, proved.json and the lock: nothing of those killed is left over.
    assert files == 2 * 3 + 3


def test_a_file_is_proved_once_and_again_when_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish(Store(tmp_path, KIND), 1)
    read: list[str] = []
    verify = store_module.verify_pack
    monkeypatch.setattr(store_module, "verify_pack", lambda path: read.append(path.name) or verify(path))
    Store(tmp_path, KIND).prove(version)
    assert read == []
    (tmp_path / "proved.json").write_text("{")
    Store(tmp_path, KIND).prove(version)
    assert sorted(read) == sorted(version.files)
    read.clear()
    os.utime(tmp_path / version.weights)
    Store(tmp_path, KIND).prove(version)
    Store(tmp_path, KIND).prove(version)
    assert read == [version.weights]


def test_what_a_dead_merge_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    store = Store(tmp_path, KIND)
    with store.merging() as aside:
        left_over = aside / "segment-1.pack.part"
    left_over.write_bytes(b"half")
    publish(store, 1)
    with store.merging() as aside:
        assert [path.name for path in aside.iterdir()] == [".lock"]


def flip_a_byte(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[70] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flip_a_byte, "array 'content' differs from its checksum"),
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "it has .* bytes and should have"),
        (lambda path: path.unlink(), "the file is missing"),
    ],
)
def test_damage_is_refused_by_name(tmp_path: Path, damage: Callable[[Path], object], said: str) -> None:
    version = publish(Store(tmp_path, KIND), 1)
    damage(tmp_path / version.parts[0].segment)
    with pytest.raises(StoreError, match=rf"{version.parts[0].segment}: damaged, {said}"):
        content_of(Store(tmp_path, KIND))


def test_a_sound_file_of_another_version_is_refused(tmp_path: Path) -> None:
    version = publish(Store(tmp_path, KIND), 1)
    write_pack(tmp_path / version.parts[0].state, 2)
    with pytest.raises(StoreError, match=f"{version.parts[0].state}: damaged, it is not the file that CURRENT names"):
        content_of(Store(tmp_path, KIND))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("v00000007\n", "damaged, or written by an older version"),
        ("[]", "damaged, or written by an older version"),
        ('{"format": 1, "sha256": "0"}', "differs from its checksum"),
    ],
)
def test_another_current_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "CURRENT").write_text(text)
    with pytest.raises(StoreError, match=rf"CURRENT: .*{said}"):
        Store(tmp_path, KIND).read()


def test_another_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(Store(tmp_path, KIND), 1)
    monkeypatch.setattr(store_module, "FORMAT", 2)
    with pytest.raises(StoreError, match="written in format 1, this library reads format 2"):
        Store(tmp_path, KIND).read()


def test_another_kind_is_refused(tmp_path: Path) -> None:
    publish(Store(tmp_path, KIND), 1)
    with pytest.raises(StoreError, match="an index of demo, expected one of people"):
        Store(tmp_path, "people").read()


def test_current_can_be_read_by_people(tmp_path: Path) -> None:
    publish(Store(tmp_path, KIND), 3)
    facts = json.loads((tmp_path / "CURRENT").read_text())
    assert (facts["kind"], facts["number"]) == (KIND, 3)
