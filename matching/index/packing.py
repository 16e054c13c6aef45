"""One file of named arrays that is written whole or not at all, and opened by reading its header only.

The file begins with a preamble of 64 bytes (magic, where the header stands, its SHA-256), then come the arrays,
each at a multiple of 64 bytes, and last the header: JSON with the kind, the format, facts and a line an array.
"""

import contextlib
import hashlib
import json
import mmap
import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from matching.persistence import StoreError

_MAGIC = b"BHPACK01"
_PREAMBLE = struct.Struct("<8sQQ32s8x")  # magic, offset and size of the header, its SHA-256
_ALIGNMENT = 64  # a cache line, so that no number lies across two
_PIECE = 1 << 20
_POPULATE_READ = 22  # MADV_POPULATE_READ, which Python's mmap has no name for


class Pack(NamedTuple):
    """An open pack file.

    Attributes
    ----------
    facts : dict
        What the writer put there beside the arrays, JSON values.
    arrays : dict of str to numpy.ndarray
        Read-only views of one memory map; nothing of them is read before it is asked for.
    digest : str
        SHA-256 of the header in hexadecimal digits; as it holds the checksum of every array, it names the content.
    mapped : mmap.mmap
        The map itself.
    """

    facts: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    digest: str
    mapped: mmap.mmap


class ArrayStream:
    """An array that is written part by part, in a file without a name until a pack takes it.

    Parameters
    ----------
    dtype : dtype
    columns : int or None
        The array gets the shape (numbers / columns, columns); one dimension with None.
    folder : Path
        Where the file may lie.
    """

    def __init__(self, dtype: DTypeLike, columns: int | None, folder: Path) -> None:
        self.dtype = np.dtype(dtype)
        self.checksum = 0
        self.size = 0
        self._columns = columns
        # Without a name, so that nothing is left over where the writer is killed; small ones stay in memory.
        self.file = tempfile.SpooledTemporaryFile(_PIECE, dir=str(folder))  # noqa: SIM115 - closed by the pack

    def close(self) -> None:
        """Throw away what was written."""
        self.file.close()

    def append(self, part: NDArray[Any] | bytes) -> None:
        """Write a part behind the others; it is converted to the dtype of the stream."""
        if isinstance(part, bytes):
            part = np.frombuffer(part, dtype=np.uint8)
        raw = _bytes_of(np.ascontiguousarray(part, dtype=self.dtype))
        self.checksum = zlib.crc32(raw, self.checksum)
        self.size += len(raw)
        self.file.write(raw)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of what was written."""
        count = self.size // self.dtype.itemsize
        return (count,) if self._columns is None else (count // self._columns, self._columns)


class PackWriter:
    """Writes a pack file beside its final place and moves it there when the ``with`` block ends without an error.

    The file itself is durable then; the caller syncs the folder, once for all the files it writes there.

    Parameters
    ----------
    path : Path
        Where the file shall stand; until then it is ``<path>.part``.
    kind : str
        What the pack holds; `open_pack` must name the same.
    version : int
        Format of the content.
    facts : mapping, optional
        JSON values kept in the header; more may be put into the attribute `facts` until the block ends.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with PackWriter(Path(folder) / "a.pack", "demo", 1, {"n": 3}) as pack:
    ...         pack.add("squares", np.arange(3) ** 2)
    ...         stream = pack.stream("pairs", np.int32, columns=2)
    ...         stream.append(np.array([1, 2]))
    ...         stream.append(np.array([3, 4]))
    ...     opened = open_pack(Path(folder) / "a.pack", "demo", 1)
    >>> opened.facts, opened.arrays["squares"].tolist(), opened.arrays["pairs"].tolist()
    ({'n': 3}, [0, 1, 4], [[1, 2], [3, 4]])
    """

    def __init__(self, path: Path, kind: str, version: int, facts: Mapping[str, Any] | None = None) -> None:
        self.facts = dict(facts or {})
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._kind, self._version = kind, version
        self._lines: dict[str, dict[str, Any]] = {}
        self._streams: dict[str, ArrayStream] = {}

    def __enter__(self) -> Self:
        self._file = self._part.open("wb")
        self._file.write(bytes(_PREAMBLE.size))
        return self

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write a whole array.

        Raises
        ------
        ValueError
            The name is taken, or the array holds Python objects.
        """
        self._claim(name, array.dtype)
        raw = _bytes_of(np.ascontiguousarray(array))
        self._enter(name, array.dtype, array.shape, zlib.crc32(raw))
        self._file.write(raw)

    def stream(self, name: str, dtype: DTypeLike, columns: int | None = None) -> ArrayStream:
        """Begin an array that is written in parts, so that it may be larger than memory.

        Parameters
        ----------
        name : str
        dtype : dtype
        columns : int, optional
            The array gets the shape (numbers / columns, columns); one dimension without it.

        Raises
        ------
        ValueError
            The name is taken, or the dtype is of Python objects.
        """
        self._claim(name, np.dtype(dtype))
        stream = self._streams[name] = ArrayStream(dtype, columns, self._path.parent)
        return stream

    def take(self, name: str, stream: ArrayStream) -> None:
        """Make a stream that was begun before the pack part of it.

        Raises
        ------
        ValueError
            The name is taken, or the dtype is of Python objects.
        """
        self._claim(name, stream.dtype)
        self._streams[name] = stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        finished = False
        try:
            if kind is None:
                self._finish()
                finished = True
        finally:
            self._file.close()
            for stream in self._streams.values():
                stream.close()
            if finished:
                self._part.replace(self._path)
            else:
                self._part.unlink()

    def _claim(self, name: str, dtype: np.dtype[Any]) -> None:
        if name in self._lines or name in self._streams:
            raise ValueError(f"name: {name!r} is in the pack already")
        if dtype.hasobject:
            raise ValueError(f"{name}: Python objects cannot be packed, got dtype {dtype}")

    def _enter(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...], checksum: int) -> None:
        """Note an array in the header and go to where it begins."""
        offset = -(-self._file.tell() // _ALIGNMENT) * _ALIGNMENT
        self._file.write(bytes(offset - self._file.tell()))
        self._lines[name] = {"dtype": dtype.str, "shape": list(shape), "offset": offset, "crc32": checksum}

    def _finish(self) -> None:
        for name, stream in self._streams.items():
            self._enter(name, stream.dtype, stream.shape, stream.checksum)
            stream.file.seek(0)
            shutil.copyfileobj(stream.file, self._file, _PIECE)
        header = {"kind": self._kind, "format": self._version, "facts": self.facts, "arrays": self._lines}
        text = json.dumps(header, ensure_ascii=False).encode()
        offset = self._file.tell()
        self._file.write(text)
        self._file.seek(0)
        self._file.write(_PREAMBLE.pack(_MAGIC, offset, len(text), hashlib.sha256(text).digest()))
        self._file.flush()
        os.fsync(self._file.fileno())


def open_pack(path: Path, kind: str, version: int) -> Pack:
    """Map a pack file; only its header is read and proved, see `verify_pack` for the content.

    Parameters
    ----------
    path : Path
    kind : str
    version : int
        The format that the caller reads.

    Raises
    ------
    StoreError
        The file is missing, cut off or damaged in its header, or holds another kind or format.

    Examples
    --------
    >>> open_pack(Path("no/such.pack"), "demo", 1)
    Traceback (most recent call last):
    matching.persistence.StoreError: no/such.pack: damaged, the file is missing or too short
    """
    mapped, header, digest = _mapped(path)
    if header["kind"] != kind:
        raise StoreError(f"{path}: holds a {header['kind']!r}, expected a {kind!r}")
    if header["format"] != version:
        raise StoreError(f"{path}: written in format {header['format']}, this library reads format {version}")
    arrays: dict[str, NDArray[Any]] = {
        name: np.ndarray(tuple(line["shape"]), np.dtype(line["dtype"]), mapped, line["offset"])
        for name, line in header["arrays"].items()
    }
    return Pack(header["facts"], arrays, digest, mapped)


def populate(pack: Pack, names: Iterable[str]) -> None:
    """Enter the pages of some arrays into this process's tables at once.

    Else every first touch of a page stops for the kernel, which costs as much as some hundred reads: a question that
    nobody has asked before would take half as long again.
    """
    base = np.frombuffer(pack.mapped, dtype=np.uint8).ctypes.data
    for name in names:
        array = pack.arrays[name]
        start = array.ctypes.data - base
        first = start - start % mmap.PAGESIZE
        with contextlib.suppress(OSError):  # a kernel before Linux 5.14 does not know how
            pack.mapped.madvise(_POPULATE_READ, first, max(1, start + array.nbytes - first))


def digest_of(path: Path) -> str:
    """Return the digest of a pack file, as in `Pack`, from its header alone.

    Raises
    ------
    StoreError
        The file is missing, cut off or damaged in its header.

    Examples
    --------
    >>> digest_of(Path("no/such.pack"))
    Traceback (most recent call last):
    matching.persistence.StoreError: no/such.pack: damaged, the file is missing or too short
    """
    return _mapped(path)[2]


def verify_pack(path: Path) -> str:
    """Read a whole pack file and prove the checksum of each array.

    Returns
    -------
    str
        The digest, as in `Pack`.

    Raises
    ------
    StoreError
        The file is damaged; the message names the array.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with PackWriter(Path(folder) / "a.pack", "demo", 1) as pack:
    ...         pack.add("a", np.arange(3))
    ...     digest = verify_pack(Path(folder) / "a.pack")
    >>> len(digest)
    64
    """
    try:
        with path.open("rb") as file:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                header, digest = _read_header(path, mapped)
            # Read, not mapped: a proof of gigabytes leaves no pages with the process.
            for name, line in header["arrays"].items():
                if _checksum(file, line) != line["crc32"]:
                    raise StoreError(f"{path}: damaged, array {name!r} differs from its checksum")
    except (OSError, ValueError) as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{path}: damaged, the file is missing or too short") from error
    return digest


def _mapped(path: Path) -> tuple[mmap.mmap, dict[str, Any], str]:
    try:
        with path.open("rb") as file:
            # A private map of a file that is replaced, never changed: readers keep the old one.
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise StoreError(f"{path}: damaged, the file is missing or too short") from error
    return mapped, *_read_header(path, mapped)


def _read_header(path: Path, mapped: mmap.mmap) -> tuple[dict[str, Any], str]:
    if len(mapped) < _PREAMBLE.size:
        raise StoreError(f"{path}: damaged, the file is missing or too short")
    magic, offset, size, digest = _PREAMBLE.unpack_from(mapped)
    if magic != _MAGIC:
        raise StoreError(f"{path}: damaged or no pack file, it begins with {magic!r}")
    if offset + size != len(mapped):
        raise StoreError(f"{path}: damaged, it has {len(mapped)} bytes and should have {offset + size}")
    text = mapped[offset : offset + size]
    if hashlib.sha256(text).digest() != digest:
        raise StoreError(f"{path}: damaged, the header differs from its checksum")
    header: dict[str, Any] = json.loads(text)
    return header, digest.hex()


def _checksum(file: IO[bytes], line: Mapping[str, Any]) -> int:
    left = int(np.prod(line["shape"], dtype=np.int64)) * np.dtype(line["dtype"]).itemsize
    file.seek(line["offset"])
    checksum = 0
    while left > 0:
        piece = file.read(min(left, _PIECE))
        if not piece:
            break  # cut off: the checksum of what is left does not fit
        checksum = zlib.crc32(piece, checksum)
        left -= len(piece)
    return checksum


def _bytes_of(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data
