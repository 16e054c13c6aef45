"""What the index bench runs in processes of their own: `python -m tests.bench.measures.index_child WHAT …`.

Each prints one line of JSON.
"""

import json
import os
import select
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.measures.index_corpus import Corpus, Question

# A kilobyte of /proc, in millions of bytes.
_MB = 1024 / 1e6


def main(arguments: Sequence[str]) -> None:
    """Do one of `WHAT` and print what came of it."""
    name, *rest = arguments
    WHAT[name](*rest)


def build_ours(folder: str, size: str, path: str) -> None:
    """Seconds and the most memory of writing our index, kernels compiled before."""
    from tests.bench.measures.index_ours import build

    corpus = Corpus.open(Path(folder), int(size))
    build(Corpus.open(Path(folder), min(100, int(size))), Path(path).with_suffix(".warm"))
    _tell(seconds=build(corpus, Path(path)), **_own_memory())


def build_sklearn(folder: str, size: str) -> None:
    """The same of scikit-learn's vectoriser on the same texts; what making the texts takes is left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    corpus, elsewhere = Corpus.open(Path(folder), int(size)), 0.0

    def texts() -> Iterator[str]:
        nonlocal elsewhere
        for batch in corpus.batches():
            start = time.perf_counter()
            made = batch.texts(corpus.vocabulary)
            elsewhere += time.perf_counter() - start
            yield from made

    start = time.perf_counter()
    TfidfVectorizer(token_pattern=None, tokenizer=str.split, lowercase=False).fit_transform(texts())
    _tell(seconds=time.perf_counter() - start - elsewhere, **_own_memory())


def answer(path: str, questions: str) -> None:
    """Memory of one process after it answered all questions; it lives on until its input ends."""
    _answer_all(path, questions)
    _tell(**_own_memory())
    sys.stdin.read()


def answer_forked(path: str, questions: str) -> None:
    """Memory of a worker that was forked from a process with the index open and its kernels loaded."""
    ours, asked = _answer_all(path, questions)
    worker = os.fork()
    if not worker:
        for one in asked:
            for filtered in (True, False):
                ours.best(ours.ready(one, filtered=filtered))
        _tell(**_own_memory())
        os._exit(0)
    os.waitpid(worker, 0)


def build_index(folder: str, size: str, path: str) -> None:
    """Build a whole `MatchIndex`."""
    from matching.index.posting_index import MatchIndex
    from tests.bench.measures.index_door import KIND
    from tests.bench.measures.index_kind import plain_documents

    start = time.perf_counter()
    MatchIndex.build(path, KIND, plain_documents(Corpus.open(Path(folder), int(size))))
    _tell(seconds=time.perf_counter() - start, **_own_memory())


def watch(path: str) -> None:
    """Look at an index every millisecond; print the moment at which more documents are seen; ends with its input."""
    from matching.index.posting_index import MatchIndex
    from tests.bench.measures.index_door import KIND

    index = MatchIndex.open(path, KIND)
    print(len(index), flush=True)
    while not select.select([sys.stdin], [], [], 0.001)[0]:
        if index.refresh():
            print(time.monotonic(), flush=True)


def _answer_all(path: str, questions: str) -> tuple["Ours", list[Question]]:  # noqa: F821
    from tests.bench.measures.index_ours import Ours

    rows = json.loads(Path(questions).read_text(encoding="utf-8"))
    asked = [Question(tuple(words), *rest) for words, *rest in rows]
    ours = Ours(Path(path))
    for one in asked:
        for filtered in (True, False):
            ours.best(ours.ready(one, filtered=filtered))
    return ours, asked


def _own_memory() -> dict[str, float]:
    """MB of this process: resident now, at most so far, and private (shared with no other process)."""
    status = _kilobytes(Path("/proc/self/status"))
    rolled = _kilobytes(Path("/proc/self/smaps_rollup"))
    return {
        "resident": status["VmRSS"] * _MB,
        "peak": status["VmHWM"] * _MB,
        "private": (rolled["Private_Clean"] + rolled["Private_Dirty"]) * _MB,
    }


def _kilobytes(path: Path) -> dict[str, int]:
    rows = (line.split() for line in path.read_text().splitlines())
    return {row[0].rstrip(":"): int(row[1]) for row in rows if len(row) == 3 and row[2] == "kB"}


def _tell(**figures: float) -> None:
    print(json.dumps(figures), flush=True)


WHAT: dict[str, Callable[..., None]] = {
    "build_ours": build_ours,
    "build_sklearn": build_sklearn,
    "build_index": build_index,
    "watch": watch,
    "answer": answer,
    "answer_forked": answer_forked,
}

if __name__ == "__main__":
    main(sys.argv[1:])
