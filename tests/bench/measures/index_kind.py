"""The bench's own kind of document in our index: words, a city and schooling, just as the peers hold them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from matching.index.columns import Names, region_number
from matching.index.kinds import KINDS, Kind
from matching.index.layout import Int
from tests.bench.measures.index_corpus import Corpus, Documents
from tests.bench.measures.index_door import KIND, cities


class Plain(NamedTuple):
    """A document of the bench."""

    id: str
    words: str
    city: int
    education: int


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


def _columns(documents: Sequence[Plain], _: Names) -> dict[str, Int]:
    regions = np.array([region_number(cities()[one.city]) for one in documents], dtype=np.int32)
    educations = np.array([one.education for one in documents], dtype=np.int32)
    return {"region": regions, "city": regions, "education": educations}


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
