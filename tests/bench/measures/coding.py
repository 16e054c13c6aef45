"""Raw posting titles → occupations of the classification: the coder beside plain methods."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from matching.evaluation import evaluate
from matching.occupations import OccupationCoder
from matching.ranking import Query
from matching.taxonomy import Taxonomy, load_taxonomy
from tests.bench.measures.labelled_sets import LabelledTitles, read_titles
from tests.bench.measures.plain_methods import METHODS, Scores
from tests.bench.measures.table import Row

ALL_TITLES = "csco_zh: raw titles → occupation, nothing learnt from labels"
DETAILED_TITLES = "csco_zh: the rows whose label is a 细类"
OWN_TITLES = "csco_zh: without the aliases of that set, collected titles alone"
SMALL_OCCUPATIONS = "csco_zh: rows whose 细类 has no collected title (titles of others may cost them .01)"
CALIBRATION = "csco_zh: how far the probabilities are from the truth"
SHOWN = ("MAP", "A@1", "R@10")
_DETAILED = 4
_TOP = 200
_BINS = 10

Run = dict[str, list[str]]


def coding_rows(folder: Path, rows: int | None = None) -> Iterator[Row]:
    """Every figure on the labelled titles of a folder."""
    titles = read_titles(folder)
    titles = titles if rows is None else titles.drawn(rows)
    taxonomy = load_taxonomy()
    detailed = titles.at_level({code: one.level for code, one in taxonomy.occupations.items()}, _DETAILED)
    plain = {name: _plain_run(method, titles, taxonomy) for name, method in METHODS.items()}
    coder = OccupationCoder().fit()
    coded = coded_run(coder, titles)
    for name, run in plain.items():
        yield _row(ALL_TITLES, f"{name}, official names and aliases", run, titles)
    yield _row(ALL_TITLES, "matching code", coded, titles, {"MAP": 0.58, "A@1": 0.47, "R@10": 0.79})
    best = max(plain, key=lambda name: float(_figures(plain[name], detailed)["MAP"] or 0))
    yield _row(DETAILED_TITLES, best, plain[best], detailed)
    yield _row(DETAILED_TITLES, "matching code", coded, detailed, {"MAP": 0.65, "R@10": 0.85})
    bare = OccupationCoder(aliases=False).fit()
    yield _row(OWN_TITLES, "matching code", coded_run(bare, titles), titles, {"MAP": 0.56})
    yield from _small_rows(detailed, taxonomy, coded)
    yield Row(CALIBRATION, "matching code", {"titles": len(titles.titles), "error": calibration_error(coder, titles)})


def _small_rows(titles: LabelledTitles, taxonomy: Taxonomy, coded: Run) -> Iterator[Row]:
    """Whether the many titles of big occupations draw the queries of small ones away."""
    small = titles.only(q for q, codes in titles.relevant.items() if not codes & taxonomy.titles.keys())
    without = OccupationCoder(titles=False).fit()
    yield _row(SMALL_OCCUPATIONS, "matching code without any collected title", coded_run(without, small), small)
    yield _row(SMALL_OCCUPATIONS, "matching code", coded, small)


def coded_run(coder: OccupationCoder, titles: LabelledTitles) -> Run:
    """Through the public coder, so that what it leaves out counts as not found."""
    found = coder.code_many([Query(title) for title in titles.titles.values()], _TOP)
    return {one: [coded.code for coded in codes] for one, codes in zip(titles.titles, found, strict=True)}


def calibration_error(coder: OccupationCoder, titles: LabelledTitles) -> float:
    """Expected calibration error of the first answer, ten bins of probability (Guo et al. 2017)."""
    found = coder.code_many([Query(title) for title in titles.titles.values()], 1)
    sure = np.array([codes[0].probability if codes else 0.0 for codes in found])
    right = np.array(
        [
            bool(codes) and codes[0].code in titles.relevant[one]
            for one, codes in zip(titles.titles, found, strict=True)
        ]
    )
    of_bin = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((sure - right)[of_bin == i].sum())) for i in range(_BINS)]
    return sum(gaps) / max(len(sure), 1)


def _plain_run(
    method: Callable[[Sequence[str], Sequence[str]], Scores], titles: LabelledTitles, taxonomy: Taxonomy
) -> Run:
    codes = list(taxonomy.occupations)
    documents = [" ".join([one.name, *one.alias]) for one in taxonomy.occupations.values()]
    scores = method(list(titles.titles.values()), documents)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :_TOP]
    return {
        one: [codes[i] for i in best if row[i] > 0]
        for one, best, row in zip(titles.titles, order, scores, strict=True)
    }


def _row(
    measure: str, method: str, run: Run, titles: LabelledTitles, wanted: Mapping[str, float] | None = None
) -> Row:
    return Row(measure, method, _figures(run, titles), wanted or {})


def _figures(run: Run, titles: LabelledTitles) -> dict[str, float | int]:
    figures = evaluate(run, titles.relevant)
    return {name: figures[name] for name in SHOWN} | {"titles": figures["queries"]}
