"""How well job titles are coded, beside plain methods: one table, and the same as JSON.

Rows are measured on the labels of ``../shared/data/eval/csco_zh``; nothing here learns from them but
the row that says so, and that on one half for the other.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import rjieba
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.bm25 import Bm25
from matching.evaluation import evaluate
from matching.learning import LabelledRanker
from matching.occupations import OccupationCoder
from matching.ranking import Query
from matching.taxonomy import Taxonomy, load_taxonomy
from matching.text import normalise, terms

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_DATA = PROJECT.parent / "shared" / "data" / "eval" / "csco_zh"
SHOWN = ("MAP", "A@1", "R@10", "seconds")
_TOP = 200

Scores = NDArray[np.float64]
Scorer = Callable[[list[str]], Scores]


def main(argv: Sequence[str]) -> int:
    """Print the table; 2 when the labelled data is not there."""
    parser = argparse.ArgumentParser(prog="bench quality", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of the labelled set")
    parser.add_argument("--json", type=Path, default=PROJECT / ".run" / "bench-quality.json")
    parser.add_argument("--rows", type=int, help="only so many queries, drawn with a fixed seed")
    args = parser.parse_args(argv)
    if not (args.data / "queries.tsv.gz").is_file():
        print(f"bench quality: no labelled set in {args.data}", file=sys.stderr)
        return 2
    queries, relevant = _read_set(args.data, args.rows)
    taxonomy = load_taxonomy()
    table = [
        _measure(name, scorer, queries, relevant, tuple(taxonomy.occupations)) for name, scorer in _methods(taxonomy)
    ]
    table.append(_learned_row(queries, relevant))
    _print(table, len(queries))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps({"queries": len(queries), "rows": table}, ensure_ascii=False, indent=1))
    print(f"\nwritten to {args.json}", file=sys.stderr)
    return 0


def _methods(taxonomy: Taxonomy) -> list[tuple[str, Scorer]]:
    """Plain methods over official names and aliases, then the coder as it ships."""
    documents = [" ".join([o.name, *o.alias]) for o in taxonomy.occupations.values()]
    coder = OccupationCoder().fit()
    return [
        ("rapidfuzz token_set_ratio, official names and aliases", _fuzzy(documents, fuzz.token_set_ratio)),
        ("rapidfuzz WRatio, the same", _fuzzy(documents, fuzz.WRatio)),
        ("TF-IDF of jieba words, the same", _tfidf_words(documents)),
        ("BM25 of characters + bigrams, the same", _bm25(documents)),
        ("matching code, no labels", lambda titles: _coded(coder, titles)),
    ]


def _fuzzy(documents: list[str], scorer: Callable[..., float]) -> Scorer:
    def score(titles: list[str]) -> Scores:
        found = process.cdist(
            [normalise(t) for t in titles], [normalise(d) for d in documents], scorer=scorer, workers=1
        )
        return np.asarray(found, dtype=np.float64)

    return score


def _tfidf_words(documents: list[str]) -> Scorer:
    vectorizer = TfidfVectorizer(analyzer=lambda text: rjieba.cut(normalise(text)))
    corpus = vectorizer.fit_transform(documents)
    return lambda titles: (vectorizer.transform(titles) @ corpus.T).toarray()


def _bm25(documents: list[str]) -> Scorer:
    ranker = Bm25([terms(document) for document in documents])
    return lambda titles: ranker.scores([dict.fromkeys(terms(title), 1.0) for title in titles]).toarray()


def _coded(coder: OccupationCoder, titles: list[str]) -> Scores:
    """Through the public coder, so that what it leaves out counts as not found."""
    place = {code: i for i, code in enumerate(coder.codes_)}
    scores = np.zeros((len(titles), len(place)))
    for row, coded in enumerate(coder.code_many([Query(title) for title in titles], _TOP)):
        for rank, one in enumerate(coded):
            scores[row, place[one.code]] = 1.0 / (rank + 1)
    return scores


def _measure(
    name: str, scorer: Scorer, queries: dict[str, str], relevant: dict[str, frozenset[str]], ids: Sequence[str]
) -> dict[str, object]:
    start = time.perf_counter()
    scores = scorer(list(queries.values()))
    seconds = time.perf_counter() - start
    order = np.argsort(-scores, axis=1, kind="stable")[:, :_TOP]
    run = {
        query: [ids[i] for i in best if row[i] > 0] for query, best, row in zip(queries, order, scores, strict=True)
    }
    return {"method": name, **evaluate(run, relevant), "seconds": round(seconds, 2)}


def _learned_row(queries: dict[str, str], relevant: dict[str, frozenset[str]]) -> dict[str, object]:
    """Learn on half of the rows, measure on the other half."""
    order = np.random.default_rng(0).permutation(len(queries))
    names = np.array(list(queries))[order]
    seen, left = names[: len(names) // 2], names[len(names) // 2 :]
    coder = OccupationCoder().fit()
    pairs = [(Query(queries[q]), code) for q in seen for code in sorted(relevant.get(q, ()))]
    learner = LabelledRanker().fit([q for q, _ in pairs], [code for _, code in pairs], coder.ranker_)
    coder.use(learner)
    asked = {q: queries[q] for q in left}
    wanted = {q: relevant[q] for q in left if q in relevant}
    name = "matching code, learnt on half, measured on the other"
    return _measure(name, lambda titles: _coded(coder, titles), asked, wanted, coder.codes_)


def _read_set(data: Path, rows: int | None) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    queries = dict(line[:2] for line in _table(data / "queries.tsv.gz"))
    if rows is not None and rows < len(queries):
        drawn = np.random.default_rng(0).choice(sorted(queries), size=rows, replace=False)
        queries = {query: queries[query] for query in drawn.tolist()}
    relevant: dict[str, set[str]] = {}
    for query, code, rel in _table(data / "qrels.tsv.gz"):
        if query in queries and float(rel) > 0:
            relevant.setdefault(query, set()).add(code)
    return queries, {query: frozenset(codes) for query, codes in relevant.items()}


def _table(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [line.rstrip("\n").split("\t") for line in stream][1:]


def _print(table: list[dict[str, object]], queries: int) -> None:
    print(f"{queries} titles\n")
    print(f"{'MAP':>6} {'A@1':>6} {'R@10':>6} {'s':>6}  method")
    for row in table:
        figures = " ".join(f"{row[name]:6.3f}" if name != "seconds" else f"{row[name]:6.1f}" for name in SHOWN)
        print(f"{figures}  {row['method']}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
