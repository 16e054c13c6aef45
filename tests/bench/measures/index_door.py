"""Our index as its callers ask it: one call of `MatchIndex`.

Nothing here imports a peer, nor what makes documents: fresh processes are measured with this module.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from matching import geography
from matching.index.filters import Filters
from matching.index.posting_index import MatchIndex, Words
from matching.parsing import EDUCATION_LEVELS
from tests.bench.measures.index_corpus import Question
from tests.bench.measures.index_engine import Answer, Engine, K

KIND = "bench"


class Door(Engine):
    """One call of `MatchIndex.rank`: filters, all segments, ids; whatever is ready, it starts from words."""

    name = "ours, MatchIndex.rank"

    def __init__(self, folder: Path) -> None:
        self._index: MatchIndex[Any] = MatchIndex.open(folder, KIND)

    def ready(self, question: Question, *, filtered: bool) -> tuple[Words, Filters]:
        return Words(question.words), filters_of(question) if filtered else Filters()

    def best(self, ready: tuple[Words, Filters]) -> Answer:
        return np.array([int(one) for one in self._index.rank(*ready, k=K).ids], dtype=np.int64)


def filters_of(question: Question) -> Filters:
    """City and schooling of a question."""
    return Filters(regions=(cities()[question.city],), education=EDUCATION_LEVELS[question.education])


def answer_once(folder: str, words: str, region: str, education: str) -> None:
    """Open the index and answer, in a process that has done nothing else; says so if nothing is found."""
    filters = Filters(regions=(region,), education=education)
    found = MatchIndex.open(folder, KIND).rank(Words(words.split(" ")), filters, k=K)
    if not found.ids:
        raise SystemExit(f"{folder}: nothing found")


@cache
def cities() -> list[str]:
    """The cities of the bench are numbers; any real codes will do."""
    return [code for code in sorted(geography.divisions().by_code) if geography.city_of(code) == code]
