"""Each comparison reads of a posting and of a person what its facet's row says, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from random import Random
from typing import Any

import pytest

from matching.background import PreparedSeeker
from matching.comparisons import ALL
from matching.eligibility import assess
from matching.exposure import Pool
from matching.index.facets import ELIGIBILITY, PEOPLE_FACETS, POSTING_FACETS, Facet
from matching.preparation import PreparedPosting
from tests.matching.index.people_and_postings import TODAY, random_posting, random_seeker

# Exposure reads who else is there; the index keeps the place in the employer's stall beside the facets. Wording
# reads the words, which the index keeps as words.
BESIDE_FACETS = {"exposure", "wording"}
JUDGED = sorted({comparison.name for comparison in ALL} - BESIDE_FACETS | {ELIGIBILITY})
PERSON_PLAYS_NO_PART = {"freshness"}


class Watched:
    """Stands for a record and notes the dotted paths of the attributes that are read."""

    def __init__(self, value: object, seen: set[str], path: str = "") -> None:
        self._value, self._seen, self._path = value, seen, path

    def __getattr__(self, name: str) -> Any:
        return watched(getattr(self._value, name), self._seen, f"{self._path}{name}")


class WatchedMapping(Mapping[str, Any]):
    """Stands for a mapping whose values are records."""

    def __init__(self, values: Mapping[str, Any], seen: set[str], path: str) -> None:
        self._values, self._seen, self._path = values, seen, path

    def __getitem__(self, key: str) -> Any:
        return watched(self._values[key], self._seen, self._path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def watched(value: Any, seen: set[str], path: str) -> Any:
    """Wrap records and what holds records; note the path of everything else."""
    if is_dataclass(value):
        return Watched(value, seen, f"{path}.")
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        seen.add(path)
        return tuple(watched(one, seen, path) for one in value)
    if isinstance(value, Mapping):
        seen.add(path)
        return WatchedMapping(value, seen, path)
    seen.add(path)
    return value


def read_by(name: str) -> tuple[set[str], set[str]]:
    """Paths of the posting and of the person that a comparison read in many pairs."""
    rng, of_posting, of_person = Random(name), set[str](), set[str]()
    judges: dict[str, Any] = {one.name: one().within(TODAY, Pool()).judge for one in ALL if one.name in JUDGED}
    judge = {**judges, ELIGIBILITY: assess}[name]
    for number in range(300):
        posting, person = random_posting(rng, number), random_seeker(rng, number)
        judge(Watched(person, of_person), Watched(posting, of_posting))
    return of_posting, of_person


def promised(name: str, facets: tuple[Facet[PreparedPosting], ...] | tuple[Facet[PreparedSeeker], ...]) -> set[str]:
    """Paths that the rows of a comparison name, and what leads there."""
    paths = {path for facet in facets if name in facet.comparisons for path in facet.reads}
    return paths | {path.rsplit(".", 1)[0] for path in paths}


@pytest.mark.parametrize("name", JUDGED)
def test_a_comparison_reads_nothing_of_a_posting_beyond_its_row(name: str) -> None:
    read = read_by(name)[0]
    assert read
    assert read <= promised(name, POSTING_FACETS), f"{name}: add what it reads to its row in POSTING_FACETS"


@pytest.mark.parametrize("name", JUDGED)
def test_a_comparison_reads_nothing_of_a_person_beyond_its_row(name: str) -> None:
    read = read_by(name)[1]
    assert bool(read) is (name not in PERSON_PLAYS_NO_PART)
    assert read <= promised(name, PEOPLE_FACETS), f"{name}: add what it reads to its row in PEOPLE_FACETS"


def test_a_row_names_nothing_that_none_of_its_comparisons_reads() -> None:
    for facets, side in ((POSTING_FACETS, 0), (PEOPLE_FACETS, 1)):
        for facet in facets:
            read = set().union(*(read_by(name)[side] for name in facet.comparisons))
            assert set(facet.reads) <= read, facet.name


@pytest.mark.parametrize("facet", [one for one in POSTING_FACETS if one.stand_in], ids=lambda one: one.name)
def test_the_stand_in_of_a_posting_has_the_key_of_the_posting(facet: Facet[PreparedPosting]) -> None:
    rng = Random(facet.name)
    for number in range(50):
        key = facet.key(random_posting(rng, number))
        assert facet.stand_in is not None
        assert facet.key(facet.stand_in(key)) == key  # type: ignore[arg-type]


@pytest.mark.parametrize("facet", [one for one in PEOPLE_FACETS if one.stand_in], ids=lambda one: one.name)
def test_the_stand_in_of_a_person_has_the_key_of_the_person(facet: Facet[PreparedSeeker]) -> None:
    rng = Random(facet.name)
    for number in range(50):
        key = facet.key(random_seeker(rng, number))
        assert facet.stand_in is not None
        assert facet.key(facet.stand_in(key)) == key  # type: ignore[arg-type]
