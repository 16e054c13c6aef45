"""Our index as its callers use it: `MatchIndex`, built, opened, asked and added to; with documents that are words.

Nothing here imports a peer: fresh processes are measured with this module.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from matching import geography
from matching.index_next.columns import Names, region_number
from matching.index_next.filters import Filters
from matching.index_next.kinds import KINDS, Kind
from matching.index_next.layout import Int
from matching.index_next.posting_index import MatchIndex
from matching.index_next.view import Words
from matching.parsing import EDUCATION_LEVELS
from tests.bench.measures.index_corpus import Corpus, Documents, Question
from tests.bench.measures.index_engine import Answer, Engine, K

KIND = "bench"


class Plain(NamedTuple):
    """A document of the bench."""

    id: str
    words: str
    city: int
    education: int


class Door(Engine):
    """One call of `MatchIndex.rank`: filters, all segments, ids; whatever is ready, it starts from words."""

    name = "ours, MatchIndex.rank"

    def __init__(self, folder: Path) -> None:
        self._index: MatchIndex[Plain] = MatchIndex.open(folder, KIND)

    def ready(self, question: Question, *, filtered: bool) -> tuple[Words, Filters]:
        return Words(question.words), filters_of(question) if filtered else Filters()

    def best(self, ready: tuple[Words, Filters]) -> Answer:
        return np.array([int(one) for one in self._index.rank(*ready, k=K).ids], dtype=np.int64)


def plain_documents(corpus: Corpus) -> Iterator[Plain]:
    """All documents of a corpus."""
    for documents in corpus.batches():
        yield from as_plain(documents, corpus, documents.first)


def as_plain(documents: Documents, corpus: Corpus, first: int) -> Iterator[Plain]:
    """Documents as the index takes them, their ids from `first` on."""
    texts = documents.texts(corpus.vocabulary)
    rows = zip(texts, documents.cities.tolist(), documents.educations.tolist(), strict=True)
    for number, row in enumerate(rows, first):
        yield Plain(f"{number:08d}", *row)


def filters_of(question: Question) -> Filters:
    """City and schooling of a question."""
    return Filters(regions=(_cities()[question.city],), education=EDUCATION_LEVELS[question.education])


def answer_once(folder: str, words: str, region: str, education: str) -> None:
    """Open the index and answer, in a process that has done nothing else; says so if nothing is found."""
    filters = Filters(regions=(region,), education=education)
    found = MatchIndex.open(folder, KIND).rank(Words(words.split(" ")), filters, k=K)
    if not found.ids:
        raise SystemExit(f"{folder}: nothing found")


def _columns(documents: Sequence[Plain], _: Names) -> dict[str, Int]:
    regions = np.array([region_number(_cities()[one.city]) for one in documents], dtype=np.int32)
    educations = np.array([one.education for one in documents], dtype=np.int32)
    return {"region": regions, "city": regions, "education": educations}


@cache
def _cities() -> list[str]:
    """The cities of the bench are numbers; any real codes will do."""
    return [code for code in sorted(geography.divisions().by_code) if geography.city_of(code) == code]


# A kind beside the product's own, so that our index and the peers hold the very same words and nothing else.
KINDS[KIND] = Kind(
    name=KIND,
    order_by=("city", "education"),
    identify=lambda one: one.id,
    words=lambda one: one.words.split(" "),
    text=lambda one: ("", ""),
    columns=_columns,
    facets=(),
    read=None,
)
