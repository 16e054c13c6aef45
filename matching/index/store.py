"""The folder of an index: files that never change once they are written, and CURRENT, which says which of them count.

A change writes new files and then replaces CURRENT, so that whoever reads sees the old version or the new one, and a
writer that dies leaves the old one in force. What no version names is swept by the next writer; the files of the
version before stay one change longer, for readers that were about to open them.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from matching import __version__ as LIBRARY_VERSION
from matching.index.packing import Pack, digest_of, open_pack, verify_pack
from matching.persistence import StoreError, exclusive, sync

FORMAT = 1
_CURRENT, _PROVED = "CURRENT", "proved.json"
_OWN = ("segment-", "state-", "weights-", ".CURRENT", ".proved")
# What a merge writes while others may change the index stands aside, where their sweeping does not reach it.
_ASIDE = "merging"

# Size, time of the last change and inode: one that is written anew, or moved here from elsewhere, differs.
Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of a version, and the file of what has changed of it since."""

    segment: str
    state: str


@dataclass(frozen=True, slots=True)
class Version:
    """What CURRENT says.

    Attributes
    ----------
    number : int
        One more with each change.
    weights : str
        The file of the words' weights, written by the build.
    parts : tuple of Part
    digests : mapping of str to str
        Digest of each file named, which holds the checksum of all its content.
    """

    number: int
    weights: str
    parts: tuple[Part, ...]
    digests: Mapping[str, str]

    @property
    def files(self) -> set[str]:
        """Names of all files that the version is made of."""
        return {self.weights, *(name for part in self.parts for name in (part.segment, part.state))}


class Store:
    """One index's folder; one writer at a time, any number of readers.

    Parameters
    ----------
    folder : Path
    kind : str
        What documents it holds; a folder of another kind is refused.

    Examples
    --------
    >>> Store(Path("no/such/index"), "postings").read()
    Traceback (most recent call last):
    matching.persistence.StoreError: no/such/index: nothing is stored here
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self.kind = kind

    def stamp(self) -> Mark | None:
        """What changes with every version, at the price of one look; None where nothing is stored."""
        try:
            return _mark(self.folder / _CURRENT)
        except OSError:
            return None

    def number(self) -> int:
        """Number of the version in force, 0 where there is none that can be read."""
        try:
            return self.read().number
        except StoreError:
            return 0

    def new_name(self, prefix: str) -> str:
        """Name a file; never a name that was used before, because readers keep files open by name."""
        return f"{prefix}-{uuid4().hex[:16]}.pack"

    def read(self) -> Version:
        """Read which files count.

        Raises
        ------
        StoreError
            There is nothing, or it is damaged, or of another kind or format.
        """
        facts = self._facts()
        parts = tuple(Part(*names) for names in facts["parts"])
        return Version(facts["number"], facts["weights"], parts, facts["digests"])

    def open(self, name: str, kind: str, version_format: int, version: Version) -> Pack:
        """Map a file of a version, of which only the header is read; see `prove` for the rest."""
        pack = open_pack(self.folder / name, kind, version_format)
        if pack.digest != version.digests[name]:
            raise StoreError(f"{self.folder / name}: damaged, it is not the file that {_CURRENT} names")
        return pack

    def prove(self, version: Version, known: Iterable[str] = (), *, anew: bool = False) -> None:
        """Prove the content of a version's files, but for those that were proved and have not changed since.

        Parameters
        ----------
        version : Version
        known : iterable of str
            Files that the caller has open already.
        anew : bool
            Prove all of them, whatever was proved before.
        """
        marks = {} if anew else self._proved()
        names = version.files - set(known)
        fresh = {}
        for name in sorted(names):
            try:
                mark = _mark(self.folder / name)
            except OSError as error:
                raise StoreError(f"{self.folder / name}: damaged, the file is missing") from error
            if marks.get(name) != mark:
                verify_pack(self.folder / name)
                fresh[name] = mark
        if fresh:
            self._remember(version, marks | fresh)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other writers out."""
        with exclusive(self.folder):
            yield

    @contextlib.contextmanager
    def merging(self) -> Iterator[Path]:
        """Keep other merges out, not other writers; gives an empty folder for what is being merged."""
        aside = self.folder / _ASIDE
        with exclusive(aside):
            _clear(aside)
            yield aside
            _clear(aside)

    def publish(self, number: int, weights: str, parts: Iterable[Part]) -> None:
        """Make a version of these files the current one; they are written and `writing` is held.

        Returns when the disk holds all of it.
        """
        known: Mapping[str, str] = {}
        with contextlib.suppress(StoreError):  # a damaged store may be written anew
            known = self.read().digests
        version = Version(number, weights, tuple(parts), {})
        digests = {name: known.get(name) or digest_of(self.folder / name) for name in version.files}
        sync(self.folder)
        self._replace(_CURRENT, self._text(version, digests), durable=True)
        sync(self.folder)
        fresh = {name: _mark(self.folder / name) for name in version.files - known.keys()}
        self._remember(version, self._proved() | fresh)
        self._sweep(version.files | known.keys())

    def _facts(self) -> dict[str, Any]:
        path = self.folder / _CURRENT
        try:
            facts = json.loads(path.read_bytes())
            claimed = facts.pop("sha256")
        except FileNotFoundError as error:
            raise StoreError(f"{self.folder}: nothing is stored here") from error
        except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: damaged, or written by an older version") from error
        if claimed != _digest(facts):
            raise StoreError(f"{path}: damaged, it differs from its checksum")
        if facts["format"] != FORMAT:
            raise StoreError(f"{path}: written in format {facts['format']}, this library reads format {FORMAT}")
        if facts["kind"] != self.kind:
            raise StoreError(f"{path}: an index of {facts['kind']}, expected one of {self.kind}")
        found: dict[str, Any] = facts
        return found

    def _text(self, version: Version, digests: Mapping[str, str]) -> str:
        facts = {
            "format": FORMAT,
            "kind": self.kind,
            "library": LIBRARY_VERSION,
            "number": version.number,
            "weights": version.weights,
            "parts": [[part.segment, part.state] for part in version.parts],
            "digests": {name: digests[name] for name in sorted(version.files)},
        }
        return json.dumps(facts | {"sha256": _digest(facts)}, ensure_ascii=False, indent=1)

    def _replace(self, name: str, text: str, *, durable: bool) -> None:
        # A name of its own: two readers may have proved files at the same time.
        fresh = self.folder / f".{name.removesuffix('.json')}-{uuid4().hex}"
        fresh.write_text(text, encoding="utf-8")
        if durable:
            sync(fresh)
        fresh.replace(self.folder / name)

    def _proved(self) -> dict[str, Mark]:
        try:
            found = json.loads((self.folder / _PROVED).read_bytes())
            return {name: (int(size), int(changed), int(inode)) for name, (size, changed, inode) in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # nothing is proved then, and all will be proved anew

    def _remember(self, version: Version, marks: Mapping[str, Mark]) -> None:
        kept = {name: marks[name] for name in sorted(version.files & marks.keys())}
        with contextlib.suppress(OSError):  # a reader that may not write here proves again next time
            self._replace(_PROVED, json.dumps(kept, indent=1), durable=False)

    def _sweep(self, kept: set[str]) -> None:
        for path in self.folder.iterdir():
            if path.name.startswith(_OWN) and path.name not in kept:
                path.unlink(missing_ok=True)


def _mark(path: Path) -> Mark:
    facts = os.stat(path)
    return facts.st_size, facts.st_mtime_ns, facts.st_ino


def _digest(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != ".lock":
            path.unlink()
