"""The engines of the index bench over one corpus: made when asked for, given back before the next size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench.measures.index_corpus import Corpus
from tests.bench.measures.index_engine import Peer
from tests.bench.measures.index_peers import (
    Bm25sNumba,
    PerCity,
    ScipyOneMatrix,
    ScipyPerCity,
    SklearnBruteForce,
    SparseDotTopn,
    SparseDotTopnPerCity,
)
from tests.bench.measures.index_search_engines import Postgres, RapidfuzzTitles, Tantivy
from tests.bench.measures.index_vectors import Vectors, make_vectors

# Larger than this, scikit-learn takes seconds a question and PostgreSQL half a minute.
LARGEST_FOR_SLOW = 100_000


class Ground:
    """A corpus and what the engines share of it."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self.corpus = corpus
        self.folder = folder

    @cached_property
    def vectors(self) -> Vectors:
        """The documents as vectors."""
        return make_vectors(self.corpus, with_documents=self.corpus.size <= LARGEST_FOR_SLOW)

    @cached_property
    def per_city(self) -> PerCity:
        """The same, a matrix for each city."""
        return PerCity(self.vectors)

    @cached_property
    def tantivy_folder(self) -> Path:
        """Where tantivy's index stands."""
        folder = self.folder / "tantivy"
        Tantivy.build(folder, self.corpus)
        return folder


@dataclass(frozen=True)
class Maker:
    """How to make an engine, and up to which size it is asked."""

    make: Callable[[Ground], Peer]
    largest: int | None = None


PEERS: dict[str, Maker] = {
    "sklearn": Maker(lambda ground: SklearnBruteForce(ground.vectors), LARGEST_FOR_SLOW),
    "scipy": Maker(lambda ground: ScipyOneMatrix(ground.vectors)),
    "scipy-city": Maker(lambda ground: ScipyPerCity(ground.per_city)),
    "sdtn": Maker(lambda ground: SparseDotTopn(ground.vectors)),
    "sdtn-city": Maker(lambda ground: SparseDotTopnPerCity(ground.per_city)),
    "bm25s": Maker(lambda ground: Bm25sNumba(ground.vectors)),
    "tantivy": Maker(lambda ground: Tantivy(ground.tantivy_folder)),
    "postgres": Maker(lambda ground: Postgres(ground.corpus), LARGEST_FOR_SLOW),
    "rapidfuzz": Maker(lambda ground: RapidfuzzTitles(ground.corpus)),
}


def fitting(names: Sequence[str], size: int) -> list[str]:
    """Those of the engines that are asked at a size."""
    return [name for name in names if (largest := PEERS[name].largest) is None or size <= largest]
