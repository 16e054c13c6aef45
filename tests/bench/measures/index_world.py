"""Where the bench has its documents and questions from: an invented world, or the postings of a file."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching import geography
from matching.parsing import EDUCATION_LEVELS
from matching.taxonomy import load_taxonomy
from matching.wording import match_words
from tests.bench.measures.index_corpus import BATCH, TITLE_WORDS, Corpus, Documents, Question, write

_OWN_WORDS, _SHARE_OF_OWN_WORDS = 400, 0.4
_MEAN_LENGTH, _HISTORY_LENGTH, _SKILLS = 120, 60, 15
_SCHOOLING = (0.15, 0.1, 0.2, 0.25, 0.22, 0.08)
_LEAST_SCHOOLING_OF_A_PERSON = 2


class World:
    """Invented postings: words by Zipf's law, each occupation with words of its own, cities, schooling."""

    def __init__(self, seed: int, vocabulary: int = 60_000, occupations: int = 300, cities: int = 120) -> None:
        random = np.random.default_rng(seed)
        self.vocabulary = _invented_words(random, vocabulary)
        self.occupations = occupations
        rare = np.arange(min(200, vocabulary // 2), vocabulary)
        self._own = np.array([random.choice(rare, _OWN_WORDS, replace=False) for _ in range(occupations)])
        self._of_all = _zipf(vocabulary, 1.05)
        self._of_own = _zipf(_OWN_WORDS, 0.8)
        self._of_city = _zipf(cities, 1.0)

    def documents(self, count: int, seed: int) -> Iterator[Documents]:
        """Invented documents, the same for the same seed."""
        random = np.random.default_rng(seed)
        for first in range(0, count, BATCH):
            size = min(BATCH, count - first)
            occupations = random.integers(0, self.occupations, size)
            words, ends = self._draw(random, occupations, _MEAN_LENGTH)
            starts = ends - np.diff(ends, prepend=0)
            for place in range(TITLE_WORDS):
                words[starts + place] = self._own_words(random, occupations)
            educations = random.choice(len(_SCHOOLING), size, p=_SCHOOLING)
            yield Documents(first, words, ends, _drawn(random, self._of_city, size), educations, occupations)

    def questions(self, count: int, seed: int) -> list[Question]:
        """Invented people: skills of one occupation, and a history in words."""
        random = np.random.default_rng(seed)
        return [self._question(random) for _ in range(count)]

    def _question(self, random: np.random.Generator) -> Question:
        occupation = random.integers(0, self.occupations, 1)
        history, _ = self._draw(random, occupation, _HISTORY_LENGTH)
        skills = self._own_words(random, np.repeat(occupation, _SKILLS))
        title = "".join(self.vocabulary[number] for number in skills[:TITLE_WORDS])
        words = tuple(self.vocabulary[number] for number in np.unique(np.concatenate([skills, history])))
        city = int(_drawn(random, self._of_city, 1)[0])
        return Question(words, title, city, int(random.integers(_LEAST_SCHOOLING_OF_A_PERSON, len(_SCHOOLING))))

    def _draw(
        self, random: np.random.Generator, occupations: NDArray[np.int64], mean: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        lengths = np.maximum(random.poisson(mean, len(occupations)), TITLE_WORDS)
        words = _drawn(random, self._of_all, int(lengths.sum()))
        is_own = random.random(len(words)) < _SHARE_OF_OWN_WORDS
        words[is_own] = self._own_words(random, np.repeat(occupations, lengths)[is_own])
        return words, np.cumsum(lengths)

    def _own_words(self, random: np.random.Generator, occupations: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._own[occupations, _drawn(random, self._of_own, len(occupations))]


def write_file(folder: Path, postings: Path) -> int:
    """Put the postings of a file on disk (JSON Lines: title, description, region, education); how many they are."""
    numbers: dict[str, int] = {}
    cities: dict[str, int] = {}
    batches = list(_read_postings(postings, numbers, cities))
    if not batches:
        raise ValueError(f"corpus: {postings} holds no posting")
    write(folder, numbers, batches)
    return sum(len(batch) for batch in batches)


def questions_from(corpus: Corpus, count: int, seed: int) -> list[Question]:
    """Questions for documents of which nothing is known: words of a posting and of its neighbours in the file."""
    random = np.random.default_rng(seed)
    asked = []
    for first in random.integers(0, corpus.size, count).tolist():
        near = corpus.part(first, min(first + 3, corpus.size))
        own = near.words[: near.ends[0]]
        words = [*own[:_SKILLS], *random.choice(near.words, min(_HISTORY_LENGTH, len(near.words)), replace=False)]
        title = "".join(corpus.vocabulary[number] for number in own[:TITLE_WORDS])
        education = int(random.integers(_LEAST_SCHOOLING_OF_A_PERSON, len(EDUCATION_LEVELS)))
        asked.append(Question(tuple(corpus.vocabulary[np.unique(words)]), title, int(near.cities[0]), education))
    return asked


def _read_postings(path: Path, numbers: dict[str, int], cities: dict[str, int]) -> Iterator[Documents]:
    """Batches of the file; a line that is no posting, or one without a word, is left out."""
    rows: list[tuple[list[int], int, int]] = []
    first = 0
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                posting = json.loads(line)
                text = f"{posting.get('title') or ''}\n{posting.get('description') or ''}"
            except (ValueError, AttributeError) as error:
                raise ValueError(f"corpus: {path}, line {number}: expected a JSON object ({error})") from None
            words = [numbers.setdefault(word, len(numbers)) for word in match_words(text)]
            city = geography.city_of(str(posting.get("region") or "")[:6]) or "unknown"
            level = posting.get("education")
            education = EDUCATION_LEVELS.index(level) if level in EDUCATION_LEVELS else 0
            if words:
                rows.append((words, cities.setdefault(city, len(cities)), education))
            if len(rows) == BATCH:
                yield _as_documents(first, rows)
                first, rows = first + BATCH, []
    if rows:
        yield _as_documents(first, rows)


def _as_documents(first: int, rows: list[tuple[list[int], int, int]]) -> Documents:
    words = np.concatenate([np.array(row[0], dtype=np.int32) for row in rows])
    ends = np.cumsum([len(row[0]) for row in rows])
    cities, educations = (np.array([row[i] for row in rows], dtype=np.int32) for i in (1, 2))
    return Documents(first, words, ends, cities, educations, np.zeros(len(rows), dtype=np.int32))


def _invented_words(random: np.random.Generator, count: int) -> list[str]:
    """Words of two or three of the characters that names of occupations are made of."""
    names = "".join(one.name for one in load_taxonomy().occupations.values())
    characters = sorted({one for one in names if "\u4e00" <= one <= "\u9fff"})
    drawn = np.array(characters)[random.integers(0, len(characters), (2 * count, 3))]
    drawn[random.random(2 * count) < 0.5, 2] = ""
    return list(dict.fromkeys("".join(one) for one in drawn.tolist()))[:count]


def _zipf(count: int, exponent: float) -> NDArray[np.float64]:
    """Cumulative shares of ranks 1 to `count`."""
    shares = 1 / np.arange(1, count + 1) ** exponent
    return np.cumsum(shares / shares.sum())


def _drawn(random: np.random.Generator, cumulative: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    return np.searchsorted(cumulative, random.random(count)).clip(0, len(cumulative) - 1)
