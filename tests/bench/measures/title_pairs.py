"""Titles → other titles of the same work: what `rank` finds, the query's own title left out.

No set of pairs that experts judged lies beside the project; two titles with the same occupation in the
labelled set stand in for them.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from matching.evaluation import evaluate
from matching.pivot import ranker_for
from matching.ranking import Candidate, Query
from tests.bench.measures.labelled_sets import LabelledTitles, read_titles
from tests.bench.measures.plain_methods import METHODS, Scores
from tests.bench.measures.table import Figure, Row

MEASURE = "csco_zh: title → titles with the same label (in place of pairs judged by experts)"
# What the issue asks of the experts' set; this one is another set.
_DRAWN = 1500


def title_pair_rows(folder: Path, rows: int = _DRAWN) -> Iterator[Row]:
    """Rank all drawn titles for each of them, by plain methods and by `rank`."""
    titles = _distinct(read_titles(folder).drawn(rows))
    texts = list(titles.titles.values())
    for name, method in METHODS.items():
        yield Row(MEASURE, name, _figures(method(texts, texts), titles))
    queries = [Query(text) for text in texts]
    ranker = ranker_for([Candidate(one, (text,)) for one, text in titles.titles.items()], queries)
    yield Row(MEASURE, "matching rank", _figures(ranker.scores(queries), titles))


def _distinct(titles: LabelledTitles) -> LabelledTitles:
    """Each wording once: the same title is no other title."""
    first = {text: one for one, text in reversed(titles.titles.items())}
    return titles.only(first[text] for text in dict.fromkeys(titles.titles.values()))


def _figures(scores: Scores, titles: LabelledTitles) -> dict[str, Figure]:
    ids = list(titles.titles)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :-1]
    run = {
        one: [ids[i] for i in row if scores[place, i] > 0]
        for place, (one, row) in enumerate(zip(ids, order, strict=True))
    }
    with_code: dict[str, set[str]] = {}
    for one, codes in titles.relevant.items():
        for code in codes:
            with_code.setdefault(code, set()).add(one)
    same = {
        one: frozenset().union(*(with_code[code] for code in codes)) - {one} for one, codes in titles.relevant.items()
    }
    figures = evaluate(run, same)
    return {"MAP": figures["MAP"], "A@1": figures["A@1"], "titles": figures["queries"]}
