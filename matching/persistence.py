"""Folders of arrays and JSON that are written whole or not at all, and proved before they are read.

A store is a folder ``<store>/`` with one sub-folder a version and a file ``CURRENT`` that names the
one that counts. A writer that dies leaves the old version in force; a reader that has the old arrays
mapped keeps them.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CURRENT = "CURRENT"
_META = "meta.json"
_VERSION_NAME = re.compile(r"v(\d{8})")
_CHUNK = 1 << 20


class StoreError(ValueError):
    """A store is missing, damaged, or was written by another version; says what to do about it."""


@contextlib.contextmanager
def exclusive(store: Path) -> Iterator[None]:
    """Keep other writers of this store out; the lock ends with the process that holds it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, exclusive(Path(folder)):
    ...     (Path(folder) / ".lock").exists()
    True
    """
    store.mkdir(parents=True, exist_ok=True)
    with (store / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def publish(store: Path, write: Callable[[Path], None]) -> str:
    """Write a new version and make it the current one; call it inside ``exclusive``.

    Parameters
    ----------
    store : Path
    write : callable
        Gets the empty folder of the new version.

    Returns
    -------
    str
        The name of the new version.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     publish(Path(folder), lambda version: None), current(Path(folder)).name
    ('v00000001', 'v00000001')
    """
    store.mkdir(parents=True, exist_ok=True)
    before: str | None = None
    with contextlib.suppress(StoreError):  # a damaged store may be written anew
        before = _pointed_at(store)
    version = store / f"v{_newest(store) + 1:08d}"
    version.mkdir()
    write(version)
    sync(version)
    pointer = store / f".{_CURRENT}"
    pointer.write_text(version.name + "\n", encoding="ascii")
    sync(pointer)
    pointer.replace(store / _CURRENT)
    sync(store)
    _sweep(store, {version.name, before})
    return version.name


def current(store: Path) -> Path:
    """Return the folder of the version in force.

    Raises
    ------
    StoreError
        There is none.

    Examples
    --------
    >>> current(Path("no/such/store"))
    Traceback (most recent call last):
    matching.persistence.StoreError: no/such/store: nothing is stored here
    """
    name = _pointed_at(store)
    if name is None:
        raise StoreError(f"{store}: nothing is stored here")
    if not (store / name).is_dir():
        raise StoreError(f"{store}: damaged, {_CURRENT} names {name!r}, which does not exist")
    return store / name


def write_parts(
    folder: Path,
    kind: str,
    version: int,
    facts: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    blobs: Mapping[str, bytes] | None = None,
) -> None:
    """Write arrays, byte strings and JSON facts with the checksum of each.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parts(Path(folder), "demo", 1, {"n": 2}, {"a": np.arange(2)})
    ...     read_parts(Path(folder), "demo", 1)[0]
    {'n': 2}
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    for name, blob in (blobs or {}).items():
        (folder / f"{name}.bin").write_bytes(blob)
    names = [f"{name}.npy" for name in arrays] + [f"{name}.bin" for name in blobs or {}]
    text = json.dumps(facts, ensure_ascii=False)
    meta = {
        "kind": kind,
        "version": version,
        "files": {name: _digest(folder / name) for name in names},
        "facts_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "facts": facts,
    }
    (folder / _META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    for path in folder.iterdir():
        sync(path)
    sync(folder)


def read_parts(
    folder: Path, kind: str, version: int
) -> tuple[dict[str, Any], dict[str, NDArray[Any]], dict[str, NDArray[np.uint8]]]:
    """Read what ``write_parts`` wrote, arrays mapped into memory, after proving every checksum.

    Returns
    -------
    facts, arrays, blobs

    Raises
    ------
    StoreError
        A file is missing or damaged, or the folder holds another kind or version.

    Examples
    --------
    >>> read_parts(Path("no/such"), "demo", 1)
    Traceback (most recent call last):
    matching.persistence.StoreError: no/such: damaged, meta.json cannot be read
    """
    meta = _read_meta(folder)
    if meta["kind"] != kind:
        raise StoreError(f"{folder}: holds a {meta['kind']!r}, expected a {kind!r}")
    if meta["version"] != version:
        raise StoreError(f"{folder}: written in format {meta['version']}, this library reads format {version}")
    text = json.dumps(meta["facts"], ensure_ascii=False)
    if hashlib.sha256(text.encode()).hexdigest() != meta["facts_sha256"]:
        raise StoreError(f"{folder}: damaged, {_META} differs from its checksum")
    for name, digest in meta["files"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise StoreError(f"{folder}: damaged, {name} is missing or differs from its checksum")
    arrays = {
        name.removesuffix(".npy"): np.load(folder / name, mmap_mode="r", allow_pickle=False)
        for name in meta["files"]
        if name.endswith(".npy")
    }
    blobs = {name.removesuffix(".bin"): _map_bytes(folder / name) for name in meta["files"] if name.endswith(".bin")}
    return meta["facts"], arrays, blobs


def _read_meta(folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder}: damaged, {_META} cannot be read") from error
    if not isinstance(meta, dict) or not {"kind", "version", "files", "facts", "facts_sha256"} <= meta.keys():
        raise StoreError(f"{folder}: damaged, {_META} is incomplete")
    return meta


def _map_bytes(path: Path) -> NDArray[np.uint8]:
    if path.stat().st_size == 0:  # an empty file cannot be mapped
        return np.zeros(0, dtype=np.uint8)
    return np.memmap(path, dtype=np.uint8, mode="r")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _pointed_at(store: Path) -> str | None:
    try:
        name = (store / _CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{store}: damaged, {_CURRENT} cannot be read") from error
    if _VERSION_NAME.fullmatch(name) is None:
        raise StoreError(f"{store}: damaged, {_CURRENT} names no version")
    return name


def _newest(store: Path) -> int:
    # Leftovers of a writer that died count, so that no version name is ever used twice.
    return max((int(m.group(1)) for p in store.iterdir() if (m := _VERSION_NAME.fullmatch(p.name))), default=0)


def _sweep(store: Path, kept: set[str | None]) -> None:
    for path in store.iterdir():
        if _VERSION_NAME.fullmatch(path.name) and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def sync(path: Path) -> None:
    """Wait until the disk holds a file, or the names in a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sync(Path(folder))
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
