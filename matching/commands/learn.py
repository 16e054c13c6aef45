"""``matching learn``: labelled queries → a model folder for `code` and `rank`."""

import argparse
import sys
from pathlib import Path

from matching.commands import UsageError
from matching.commands.query_files import read_corpus, read_labels, read_queries
from matching.learning import LabelledRanker
from matching.occupations import shipped_coder
from matching.pivot import ranker_for
from matching.ranking import Candidate, Query, TextRanker

HELP = "learn from labelled queries"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--queries", required=True, help="TSV: id, text or title, other columns")
    parser.add_argument("--corpus", required=True, help="TSV: id, text or title, other columns")
    parser.add_argument("--qrels", required=True, help="the right answers: qid, cid, rel")
    parser.add_argument("--out", required=True, help="folder for the model")


def run(args: argparse.Namespace) -> int:
    """Learn, save, and say on stderr how much was found worth using."""
    queries = read_queries(args.queries)
    corpus = read_corpus(args.corpus)
    relevant = read_labels(args.qrels)
    pairs = [(queries[q], label) for q, wanted in relevant.items() if q in queries for label in sorted(wanted)]
    if not pairs:
        raise UsageError(f"{args.qrels}: none of its query ids stands in {args.queries}")
    ids = {candidate.id for candidate in corpus}
    pairs = [(query, label) for query, label in pairs if label in ids]
    if not pairs:
        raise UsageError(f"{args.qrels}: none of its corpus ids stands in {args.corpus}")
    ranker = _ranker_beside([label for _, label in pairs], corpus, list(queries.values()))
    learner = LabelledRanker().fit([q for q, _ in pairs], [label for _, label in pairs], ranker)
    out = Path(args.out)
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out}: is not a folder")
    learner.save(out)
    outcome = (
        ", ".join(f"{name} counts {weight:.2f}" for name, weight in learner.weights_.items())
        if learner.weights_
        else "too few to better the ranking, which stays as it is"
    )
    print(f"{len(pairs)} labels: {outcome}", file=sys.stderr)
    return 0


def _ranker_beside(labels: list[str], corpus: list[Candidate], queries: list[Query]) -> TextRanker:
    """The ranker that the model will stand beside: the coder's own where the labels are codes, for `code`."""
    coder = shipped_coder()
    if set(labels) <= set(coder.codes_):
        return coder.ranker_
    return ranker_for(corpus, queries)
