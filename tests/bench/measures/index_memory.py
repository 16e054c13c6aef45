"""Memory of processes that answer, and of building; time of building."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from tests.bench.measures.index_corpus import Corpus, Question
from tests.bench.measures.index_sizes import Measured
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import Row

Figures = Mapping[str, float]
_QUESTIONS = 1000


def build_rows(corpus: Corpus, path: Path, door: Path, into: Measured) -> None:
    """Seconds and peak memory of writing our segment (left at `path`), of scikit-learn's vectoriser on the same texts,
    and of a whole `MatchIndex`, its documents made on the way (left at `door`)."""
    size = corpus.size
    ours = _child("build_ours", str(corpus.folder), str(size), str(path))
    sklearn = _child("build_sklearn", str(corpus.folder), str(size))
    whole = _child("build_index", str(corpus.folder), str(size), str(door))
    disk = path.stat().st_size / 1e6
    for name, figures, megabytes in (
        ("ours, SegmentWriter", ours, disk),
        ("TfidfVectorizer", sklearn, None),
        ("ours, MatchIndex.build", whole, sum(file.stat().st_size for file in door.rglob("*.pack")) / 1e6),
    ):
        shown = {
            "seconds": figures["seconds"],
            "documents/s": round(size / figures["seconds"]),
            "peak MB": round(figures["peak"]),
            "disk MB": megabytes,
        }
        into.rows.append(Row(f"{size:,} postings: building, a process each", name, shown))
    into.reached["build_peak", size] = max(ours["peak"], whole["peak"])
    into.reached["build_rate", size] = sklearn["seconds"] / ours["seconds"]


def worker_rows(path: Path, questions: Sequence[Question], size: int, scratch: Path, into: Measured) -> None:
    """Memory of a process that answered a thousand questions, filtered and not; of a second one beside it; of one
    forked from a warm one, as a web server forks its workers."""
    asked = scratch / "questions.json"
    many = [questions[number % len(questions)] for number in range(_QUESTIONS)]
    asked.write_text(json.dumps([astuple(one) for one in many], ensure_ascii=False), encoding="utf-8")
    with _living_child("answer", str(path), str(asked)) as first:
        with _living_child("answer", str(path), str(asked)) as second:
            pass
        forked = _child("answer_forked", str(path), str(asked))
    for name, figures in (
        ("one process", first),
        ("a second one beside it", second),
        ("a worker forked from a warm process", forked),
    ):
        shown = {"resident MB": round(figures["resident"]), "private MB": round(figures["private"])}
        into.rows.append(Row(f"{size:,} postings: memory after {_QUESTIONS:,} questions", name, shown))
    into.reached["resident", size] = first["resident"]
    into.reached["private", size] = forked["private"]


def child_command(*arguments: str) -> list[str]:
    """A command that runs a part of the bench in a process of its own."""
    return [sys.executable, "-m", "tests.bench.measures.index_child", *arguments]


def environment() -> dict[str, str]:
    """Of every child: the project importable, wherever the bench was started."""
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def _child(*arguments: str) -> Figures:
    command = child_command(*arguments)
    done = subprocess.run(command, env=environment(), cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures


@contextmanager
def _living_child(*arguments: str) -> Iterator[Figures]:
    """The child's figures; it lives as long as the block."""
    command = child_command(*arguments)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment(), cwd=PROJECT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise subprocess.CalledProcessError(process.wait(), command)
        yield json.loads(line)
        process.communicate("")
