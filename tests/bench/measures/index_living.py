"""How soon an addition is seen by another process, and a fresh process has answered; each beside a like measure."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tantivy

from matching.index.posting_index import MatchIndex
from tests.bench.measures.index_corpus import Corpus, Question
from tests.bench.measures.index_door import KIND, filters_of
from tests.bench.measures.index_ground import Ground
from tests.bench.measures.index_kind import Plain, as_plain
from tests.bench.measures.index_memory import child_command, environment
from tests.bench.measures.index_search_engines import HEAP, Tantivy
from tests.bench.measures.index_sizes import Measured
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import Row

_ADDED = 1000
_ROUNDS = 7


def adding_rows(ground: Ground, door: Path, names: Sequence[str], into: Measured) -> None:
    """A thousand further documents, tantivy and ours in turn; what a first time costs is left out."""
    size = ground.corpus.size
    index: MatchIndex[Plain] = MatchIndex.open(door, KIND)
    watched = subprocess.Popen(
        child_command("watch", str(door)),
        env=environment(),
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    theirs = ground.tantivy_folder if "tantivy" in names else None
    committed, returned, seen = [], [], []
    with watched:
        assert watched.stdout is not None
        watched.stdout.readline()  # it has opened the index
        for number in range(_ROUNDS + 1):
            added = list(_further(ground.corpus, number))
            if theirs is not None:
                committed.append(_commit(theirs, added))
            start = time.monotonic()
            index.add(added)
            returned.append(time.monotonic() - start)
            seen.append(float(watched.stdout.readline()) - start)
        watched.communicate("")
    measure = f"{size:,} postings: {_ADDED:,} more, until they count"
    ours = float(np.median(seen[1:]))
    figures = {"ms": ours * 1e3, "ms until add returns": float(np.median(returned[1:])) * 1e3}
    into.rows.append(Row(measure, "ours, seen by another process", figures))
    if committed:
        commit = float(np.median(committed[1:]))
        into.rows.append(Row(measure, "tantivy, until commit returns", {"ms": commit * 1e3, "÷ ours": commit / ours}))
        into.reached["add", size] = ours / commit


def fresh_rows(door: Path, question: Question, size: int, into: Measured) -> None:
    """A fresh process that opens the index and answers once, beside one that only imports numpy."""
    answer = "import sys; from tests.bench.measures.index_door import answer_once; answer_once(*sys.argv[1:])"
    filters = filters_of(question)
    rest = (str(door), " ".join(question.words), *filters.regions, str(filters.education))
    opened, imported = [], []
    for _ in range(_ROUNDS + 1):
        opened.append(_seconds(answer, *rest))
        imported.append(_seconds("import numpy"))
    ours, numpy_ = (float(np.median(times[1:])) for times in (opened, imported))
    measure = f"{size:,} postings: a fresh process"
    figures = {"ms": ours * 1e3, "÷ import numpy": ours / numpy_}
    into.rows.append(Row(measure, "opens the index and answers once", figures))
    into.rows.append(Row(measure, "imports numpy", {"ms": numpy_ * 1e3, "÷ import numpy": 1.0}))
    into.reached["fresh", size] = ours / numpy_


def _further(corpus: Corpus, number: int) -> list[Plain]:
    """Documents of the corpus once more, under ids of their own."""
    first = number * _ADDED % corpus.size
    documents = corpus.part(first, min(first + _ADDED, corpus.size))
    return list(as_plain(documents, corpus, corpus.size + number * _ADDED))


def _commit(folder: Path, added: Sequence[Plain]) -> float:
    """Seconds until tantivy has the documents on disk; its writer is there before, as a server would keep one."""
    index = tantivy.Index.open(str(folder))
    Tantivy.register(index)
    writer = index.writer(HEAP)
    start = time.monotonic()
    Tantivy.add(writer, ((int(one.id), one.words, one.city, one.education) for one in added))
    writer.commit()
    spent = time.monotonic() - start
    writer.wait_merging_threads()
    return spent


def _seconds(code: str, *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], env=environment(), cwd=PROJECT, check=True)
    return time.perf_counter() - start
