"""What labels teach, beside what no labels and a plain classifier reach."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from matching.evaluation import evaluate
from matching.text import clean_title
from tests.bench.measures.learning import (
    Figures,
    LabelledSet,
    RandomVectors,
    few_labels,
    half_split,
    leave_one_service_out,
    specialties_set,
    titles_set,
)
from tests.bench.measures.plain_methods import METHODS
from tests.bench.measures.table import Figure, Row

HALF = "csco_zh: learnt on half of the rows, measured on the other half"
FEW = "csco_zh: MAP with labels less MAP without, on the rest (seeded draws)"
SERVICES = "moc_en: each service ranked by what the two others teach"
_PLAIN_ON_LONG_TEXTS = ("TF-IDF of jieba words", "BM25 of characters + pairs")
# A draw takes 2 s on one core, with vectors 3 s, of 1,000 labels 6 s.
_DRAWS, _COSTLY_DRAWS = 20, 4


def label_rows(folder: Path) -> Iterator[Row]:
    """Every figure on what labels teach."""
    titles = titles_set(folder / "csco_zh")
    half = np.random.default_rng(0).permutation(len(titles.names))
    seen, left = half[: len(half) // 2], half[len(half) // 2 :]
    yield Row(HALF, "matching code, no labels", _shown(titles.measure(left)))
    yield Row(HALF, "linear SVM on TF-IDF of characters + pairs", _shown(_classified(titles, seen, left)))
    yield Row(HALF, "matching code --model", _shown(half_split(titles)), {"MAP": 0.69, "R@10": 0.89})
    yield _gain("200 labels", few_labels(titles, 200, _DRAWS), _DRAWS)
    drawn = few_labels(titles, 200, _COSTLY_DRAWS, RandomVectors())
    yield _gain("200 labels, an embedder of random vectors", drawn, _COSTLY_DRAWS)
    yield _gain("1,000 labels (wanted: at least .05)", few_labels(titles, 1000, _COSTLY_DRAWS), _COSTLY_DRAWS)
    yield from _service_rows(folder / "moc_en")


def _service_rows(folder: Path) -> Iterator[Row]:
    specialties = specialties_set(folder)
    queries = [f"{one.title} {one.text}" for one in specialties.queries.values()]
    documents = [" ".join((*one.titles, one.text)) for one in specialties.ranker.candidates]
    for name in _PLAIN_ON_LONG_TEXTS:
        order = np.argsort(-METHODS[name](queries, documents), axis=1, kind="stable")
        run = {one: [specialties.ids[i] for i in row] for one, row in zip(specialties.queries, order, strict=True)}
        yield Row(SERVICES, f"{name}, no labels", {"MAP": evaluate(run, specialties.relevant)["MAP"]})
    yield Row(SERVICES, "matching rank, no labels", {"MAP": specialties.measure(range(len(specialties.names)))["MAP"]})
    found = leave_one_service_out(specialties, folder)
    for service in sorted(found.keys() - {"mean"}):
        yield Row(SERVICES, f"matching rank --model, {service}", {"MAP": found[service]["MAP"]})
    yield Row(SERVICES, "matching rank --model, mean", {"MAP": found["mean"]["MAP"]}, {"MAP": 0.56})


def _gain(method: str, found: Mapping[str, float], draws: int) -> Row:
    figures: dict[str, Figure] = {**found, "draws": draws}
    return Row(FEW, method, figures, {"mean": -0.002})


def _shown(figures: Figures) -> dict[str, Figure]:
    return {name: figures[name] for name in ("MAP", "A@1", "R@10")} | {"titles": int(figures["queries"])}


def _classified(titles: LabelledSet, seen: np.ndarray, left: np.ndarray) -> Figures:
    """The classifier that everybody tries first."""
    pairs = [(titles.names[i], code) for i in seen for code in titles.relevant[titles.names[i]]]
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    texts = [clean_title(titles.queries[name].title) for name, _ in pairs]
    model = LinearSVC().fit(vectorizer.fit_transform(texts), [code for _, code in pairs])
    asked = [titles.names[i] for i in left]
    margins = model.decision_function(vectorizer.transform([clean_title(titles.queries[q].title) for q in asked]))
    order = np.argsort(-margins, axis=1, kind="stable")
    run = {one: model.classes_[row].tolist() for one, row in zip(asked, order, strict=True)}
    return dict(evaluate(run, {one: titles.relevant[one] for one in asked}))
