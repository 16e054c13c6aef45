"""An engine under measurement: it answers in two steps, so that the bench can time both or the second alone."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from tests.bench.measures.index_corpus import Question

Answer = NDArray[np.int64]
K = 20


class Peer(Protocol):
    """An engine under measurement.

    Attributes
    ----------
    name : str
    ranks_like_ours : bool
        Its answers are checked against exact cosines; others (BM25, ts_rank, titles) rank by something else.
    every : int
        It gets every so many-th question only; slow engines would take the whole time.
    filters : frozenset of bool
        Which questions it takes: filtered (True), unfiltered (False).
    in_process : bool
        Its work is done in this process, so that CPU time says what it costs.
    """

    name: str
    ranks_like_ours: bool
    every: int
    filters: frozenset[bool]
    in_process: bool

    def ready(self, question: Question, *, filtered: bool) -> Any: ...

    def best(self, ready: Any) -> Answer: ...

    def answer(self, question: Question, *, filtered: bool) -> Answer: ...

    def close(self) -> None: ...


class Engine(ABC):
    """What most engines are."""

    name: str
    ranks_like_ours = True
    every = 1
    filters: ClassVar[frozenset[bool]] = frozenset({True, False})
    in_process = True

    @abstractmethod
    def ready(self, question: Question, *, filtered: bool) -> Any:
        """What the engine makes of a question before it searches."""

    @abstractmethod
    def best(self, ready: Any) -> Answer:
        """The best documents."""

    def answer(self, question: Question, *, filtered: bool) -> Answer:
        """Both in one, from words."""
        return self.best(self.ready(question, filtered=filtered))

    def close(self) -> None:  # noqa: B027  most have nothing to do here
        """Nothing to give back but memory."""
