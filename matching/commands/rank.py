"""``matching rank``: queries and a corpus → TREC run lines."""

import argparse
import sys
from itertools import islice

import numpy as np

from matching.commands import UsageError
from matching.commands.query_files import load_model, read_corpus, read_queries
from matching.pivot import ranker_for
from matching.ranking import Query

HELP = "rank the texts of a corpus for each query"

_TAG = "matching"
_BATCH = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--queries", required=True, help="TSV: id, text or title, other columns")
    parser.add_argument("--corpus", required=True, help="TSV: id, text or title, other columns")
    parser.add_argument("--top", type=int, default=100, help="run lines for each query at most")
    parser.add_argument("--model", help="a folder that `learn` wrote")


def run(args: argparse.Namespace) -> int:
    """Print the run."""
    if args.top < 1:
        raise UsageError(f"--top: expected 1 or more, got {args.top}")
    queries = read_queries(args.queries)
    corpus = read_corpus(args.corpus)
    ids = [candidate.id for candidate in corpus]
    learner = load_model(args.model) if args.model else None
    ranker = ranker_for(corpus, list(queries.values()))
    left = iter(queries.items())
    while batch := list(islice(left, _BATCH)):
        asked: list[Query] = [query for _, query in batch]
        scores = ranker.scores(asked)
        if learner is not None:
            scores += learner.scores(asked, ids)
        for (query_id, _), row in zip(batch, scores, strict=True):
            best = np.argsort(-row, kind="stable")[: args.top]
            for rank, place in enumerate((i for i in best if row[i] > 0), start=1):
                sys.stdout.write(f"{query_id} Q0 {ids[place]} {rank} {row[place]:.6f} {_TAG}\n")
    return 0
