"""What a question costs: all engines in turn, question by question; what they find; the limit that memory sets."""

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tests.bench.measures.index_corpus import Question
from tests.bench.measures.index_engine import K, Peer
from tests.bench.measures.index_vectors import Vectors, recall

# The smallest layout known keeps a word of a document in three bytes: a row of its chunk and a count.
BYTES_A_WORD = 3
_READ = 1 << 25


@dataclass
class Times:
    """Microseconds of each question, of the whole machine's clock and of this process alone."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def cost(self, *, in_process: bool) -> NDArray[np.float64]:
        """What an engine costs: CPU time where it works in this process, else by the clock."""
        return np.array(self.cpu if in_process else self.wall)


def ask_in_turn(
    peers: Sequence[Peer], questions: Sequence[Question], *, filtered: bool, from_words: bool, seed: int
) -> dict[str, Times]:
    """Put every question to all engines, one after the other, in another order each time.

    So each finds its caches as the others left them, which is harsher than a worker of its own.
    Without `from_words` only the search is timed; the question was made ready before.
    """
    asked = [peer for peer in peers if filtered in peer.filters]
    shuffled = Random(seed)
    _warm(asked, questions[0], filtered=filtered)
    times = {peer.name: Times() for peer in asked}
    with _no_collection():
        for number, question in enumerate(questions):
            turn = [peer for peer in asked if number % peer.every == 0]
            shuffled.shuffle(turn)
            for peer in turn:
                _time_one(peer, question, times[peer.name], filtered=filtered, from_words=from_words)
    return times


def ask_alone(peers: Sequence[Peer], questions: Sequence[Question], *, filtered: bool) -> dict[str, Times]:
    """Hot loop: each engine gets all its questions ready made, in blocks of twenty, so that a disturbance of the
    machine meets all of them."""
    asked = [peer for peer in peers if filtered in peer.filters]
    _warm(asked, questions[0], filtered=filtered)
    times = {peer.name: Times() for peer in asked}
    with _no_collection():
        for first in range(0, len(questions), K):
            for peer in asked:
                for question in questions[first : first + max(1, K // peer.every)]:
                    _time_one(peer, question, times[peer.name], filtered=filtered, from_words=False)
    return times


def recalls(
    vectors: Vectors, peers: Sequence[Peer], questions: Sequence[Question], *, filtered: bool
) -> dict[str, float]:
    """Mean share of the true best twenty that each engine finds; of those that rank by something else, too."""
    found: dict[str, list[float]] = {}
    for question in questions:
        for peer in peers:
            if filtered in peer.filters:
                answer = peer.best(peer.ready(question, filtered=filtered))
                share = recall(vectors, question, answer.tolist(), K, filtered=filtered)
                found.setdefault(peer.name, []).append(share)
    return {name: float(np.mean(shares)) for name, shares in found.items()}


def words_touched(vectors: Vectors, question: Question, *, filtered: bool) -> int:
    """How many words of documents a question meets: what any exact search that looks at all of them must read."""
    words = vectors.vector(question).indices
    if not filtered:
        return int(np.diff(vectors.by_word.indptr)[words].sum())
    rows = vectors.rows_of_city(question.city)
    end = rows.start + int(np.searchsorted(vectors.educations[rows], question.education, side="right"))
    matrix, total = vectors.by_word, 0
    for word in words:
        documents = matrix.indices[matrix.indptr[word] : matrix.indptr[word + 1]]
        first, last = np.searchsorted(documents, [rows.start, end])
        total += int(last - first)
    return total


def memory_bandwidth() -> float:
    """Bytes a second that one core reads from memory; the best of seven passes over 256 MB."""
    numbers = np.ones(_READ, dtype=np.int64)
    _sum(numbers[:1])
    passes = []
    for _ in range(7):
        start = time.perf_counter()
        _sum(numbers)
        passes.append(time.perf_counter() - start)
    return numbers.nbytes / min(passes)


@njit(nogil=True)
def _sum(numbers: NDArray[np.int64]) -> int:
    total = 0
    for number in numbers:
        total += number
    return total


def _time_one(peer: Peer, question: Question, times: Times, *, filtered: bool, from_words: bool) -> None:
    ready = None if from_words else peer.ready(question, filtered=filtered)
    wall, cpu = time.perf_counter(), time.process_time()
    if from_words:
        peer.answer(question, filtered=filtered)
    else:
        peer.best(ready)
    times.cpu.append((time.process_time() - cpu) * 1e6)
    times.wall.append((time.perf_counter() - wall) * 1e6)


def _warm(peers: Sequence[Peer], question: Question, *, filtered: bool) -> None:
    for peer in peers:
        for _ in range(2):  # ours answers its first question of a process without its compiled kernels
            peer.best(peer.ready(question, filtered=filtered))


class _no_collection:
    """Python's garbage collector rests: what it costs belongs to nobody's question."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
