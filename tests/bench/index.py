"""What the match index costs, beside what others cost on the same documents, in one run: one table and a drawing.

Every figure is a ratio within the run, or says what it is. By default 10,000 and 100,000 invented postings.
"""

import argparse
import gc
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measures.index_corpus import Corpus, Question, write
from tests.bench.measures.index_goals import goal_rows
from tests.bench.measures.index_ground import PEERS, Ground
from tests.bench.measures.index_living import adding_rows, fresh_rows
from tests.bench.measures.index_memory import build_rows, worker_rows
from tests.bench.measures.index_plot import draw
from tests.bench.measures.index_sizes import Measured, add_growth, measure_size
from tests.bench.measures.index_world import World, questions_from, write_file
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import print_rows, write_rows

_RUN = PROJECT / ".run"


def main(argv: Sequence[str]) -> int:
    """Print the table; 2 when the arguments or the corpus are of no use."""
    args = _arguments(argv)
    scratch = Path(tempfile.mkdtemp(prefix="bench-index-", dir=args.scratch))
    try:
        corpus, questions = _corpus(args, scratch)
    except (OSError, ValueError) as error:
        shutil.rmtree(scratch)
        print(f"bench index: {error}", file=sys.stderr)
        return 2
    try:
        measured = measure(corpus, questions, args.peers, args.seed, scratch)
    finally:
        shutil.rmtree(scratch)
    print_rows(measured.rows)
    write_rows(measured.rows, args.json)
    draw({name: costs for name, costs in measured.costs.items() if "from words" in name}, args.plot)
    print(f"\nwritten to {args.json} and {args.plot}", file=sys.stderr)
    return 0


def measure(corpus: Corpus, questions: Sequence[Question], names: Sequence[str], seed: int, scratch: Path) -> Measured:
    """Take all measures, one after the other, each giving back what it held."""
    measured = Measured()
    small = max(1, corpus.size // 10)
    for size in (small, corpus.size):
        folder = scratch / str(size)
        folder.mkdir()
        ground = Ground(Corpus.open(corpus.folder, size), folder)
        segment, door = folder / "segment.pack", folder / "index"
        build_rows(ground.corpus, segment, door, measured)
        measure_size(ground, segment, door, questions, names, seed, measured)
        if size == corpus.size:
            worker_rows(segment, questions, size, scratch, measured)
            fresh_rows(door, questions[0], size, measured)
            adding_rows(ground, door, names, measured)
        del ground
        gc.collect()
        shutil.rmtree(folder)
    add_growth(small, corpus.size, measured)
    measured.rows.extend(goal_rows(measured.reached))
    return measured


def _corpus(args: argparse.Namespace, scratch: Path) -> tuple[Corpus, list[Question]]:
    folder = scratch / "corpus"
    folder.mkdir()
    if args.corpus is not None:
        write_file(folder, args.corpus)
        corpus = Corpus.open(folder)
        return corpus, questions_from(corpus, args.questions, args.seed + 1)
    world = World(args.seed)
    write(folder, world.vocabulary, world.documents(args.postings, args.seed))
    return Corpus.open(folder), world.questions(args.questions, args.seed + 1)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench index", description=__doc__)
    parser.add_argument("--postings", type=_count, default=100_000, help="how many are invented; a tenth goes first")
    parser.add_argument("--corpus", type=Path, help="JSON Lines of postings instead of invented ones")
    parser.add_argument("--peers", type=_peers, default=list(PEERS), help=f"some of {','.join(PEERS)}")
    parser.add_argument("--questions", type=_count, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path, default=None, help="folder for indexes; 3 GB a million postings")
    parser.add_argument("--json", type=Path, default=_RUN / "bench-index.json")
    parser.add_argument("--plot", type=Path, default=_RUN / "bench-index.svg")
    return parser.parse_args(argv)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text!r}")
    return int(text)


def _peers(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    unknown = next((name for name in names if name not in PEERS), None)
    if unknown is not None:
        raise argparse.ArgumentTypeError(f"expected some of {','.join(PEERS)}, got {unknown!r}")
    return names


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
