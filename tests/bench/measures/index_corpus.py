"""Documents and questions of the index bench, kept on disk as numbers, so that every process reads the same.

A document is a run of word numbers, a city and the schooling it asks for; a corpus of a smaller size is the
beginning of the larger one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]

BATCH = 20_000
# The first words of a document stand for its title (only rapidfuzz looks at titles alone).
TITLE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Documents:
    """Some documents in a row, from number `first` on; `ends` are the ends of their words."""

    first: int
    words: Numbers
    ends: NDArray[np.int64]
    cities: Numbers
    educations: Numbers
    occupations: Numbers

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def rows(self) -> NDArray[np.int64]:
        """For each word the place of its document in this run."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends, prepend=0))

    def texts(self, vocabulary: NDArray[np.object_]) -> list[str]:
        """The documents as words parted by spaces."""
        words = vocabulary[self.words].tolist()
        starts = [0, *self.ends[:-1].tolist()]
        return [" ".join(words[start:end]) for start, end in zip(starts, self.ends.tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Question:
    """The words of a person, the city and the most schooling that a posting may ask for."""

    words: tuple[str, ...]
    title: str
    city: int
    education: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents on disk, opened as a map; `size` of them count."""

    folder: Path
    size: int
    vocabulary: NDArray[np.object_]
    words: Numbers
    ends: NDArray[np.int64]
    cities: Numbers
    educations: Numbers
    occupations: Numbers

    @classmethod
    def open(cls, folder: Path, size: int | None = None) -> "Corpus":
        """Open what `write` left; only the first `size` documents."""
        vocabulary = np.array((folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"), dtype=object)
        words = np.memmap(folder / "words.int32", dtype=np.int32, mode="r")
        columns = [np.load(folder / f"{name}.npy") for name in ("ends", "cities", "educations", "occupations")]
        size = len(columns[0]) if size is None else size
        return cls(folder, size, vocabulary, words, *(column[:size] for column in columns))

    def batches(self, size: int = BATCH) -> Iterator[Documents]:
        """All documents, `size` at a time."""
        for first in range(0, self.size, size):
            yield self.part(first, min(first + size, self.size))

    def part(self, first: int, end: int) -> Documents:
        """The documents `first` to `end`, this one not among them."""
        start = int(self.ends[first - 1]) if first else 0
        ends = self.ends[first:end] - start
        words = np.array(self.words[start : start + int(ends[-1])])
        columns = (column[first:end] for column in (self.cities, self.educations, self.occupations))
        return Documents(first, words, ends, *columns)


def write(folder: Path, vocabulary: Iterable[str], batches: Iterable[Documents]) -> None:
    """Put documents on disk, batch by batch."""
    kept: dict[str, list[Numbers]] = {"cities": [], "educations": [], "occupations": []}
    ends: list[NDArray[np.int64]] = []
    with (folder / "words.int32").open("wb") as stream:
        for batch in batches:
            batch.words.astype(np.int32).tofile(stream)
            ends.append(batch.ends + (int(ends[-1][-1]) if ends else 0))
            for name, columns in kept.items():
                columns.append(getattr(batch, name).astype(np.int32))
    np.save(folder / "ends.npy", np.concatenate(ends))
    for name, columns in kept.items():
        np.save(folder / f"{name}.npy", np.concatenate(columns))
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8")
