"""Synthetic reposts of real postings, and near misses that are other vacancies: what is joined.

No set of real reposts with verdicts lies beside the project; what a reposting does to a text is done to it here.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from matching.deduplication import find_duplicates
from matching.parsing import parse_region
from matching.publications import Publication
from tests.bench.measures.table import Row

REPOSTS = "reposts made of real postings: share that is joined with its original"
OTHERS = "other vacancies made of real postings: share that is wrongly joined"
_LEAST_TEXT = 120
_ROWS = 800
_SENTENCE = re.compile(r"(?<=[。；;!！?？\n])")

Change = Callable[[Publication, np.random.Generator], Publication]


def repost_rows(postings: Path) -> Iterator[Row]:
    """Join originals with one changed copy each, a kind of change at a time."""
    originals = _originals(postings)
    for measure, changes in ((REPOSTS, _REPOSTS), (OTHERS, _OTHERS)):
        for name, change in changes.items():
            yield Row(measure, name, {"joined": _joined(originals, change), "pairs": len(originals)})


def _joined(originals: list[Publication], change: Change) -> float:
    rng = np.random.default_rng(0)
    copies = [replace(change(one, rng), id=f"copy:{one.id}", url=None) for one in originals]
    group_of = {one: n for n, group in enumerate(find_duplicates([*originals, *copies])) for one in group.ids}
    return float(
        np.mean([one.id in group_of and group_of[one.id] == group_of.get(f"copy:{one.id}") for one in originals])
    )


def _originals(postings: Path) -> list[Publication]:
    """Postings with an employer, a city and a text, drawn once, no two of which are one vacancy."""
    with gzip.open(postings, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    found = []
    for number, row in enumerate(rows):
        region = parse_region(row.get("location")).code
        if region and row.get("employer") and row.get("title") and len(row.get("description", "")) >= _LEAST_TEXT:
            found.append(Publication(f"p{number}", row["title"], row["employer"], region, row["description"]))
    repeated = {one for group in find_duplicates(found) for one in group.ids[1:]}
    kept = [one for one in found if one.id not in repeated]
    return [kept[i] for i in np.random.default_rng(0).permutation(len(kept))[:_ROWS]]


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part]


def _without_some_sentences(one: Publication, rng: np.random.Generator) -> Publication:
    parts = _sentences(one.description)
    kept = [part for part in parts if rng.random() > 0.25] or parts
    return replace(one, description="".join(kept))


def _reordered(one: Publication, rng: np.random.Generator) -> Publication:
    parts = _sentences(one.description)
    return replace(one, description="".join(parts[i] for i in rng.permutation(len(parts))))


def _other_figures(one: Publication, rng: np.random.Generator) -> Publication:
    return replace(one, description=re.sub(r"\d", lambda _: str(rng.integers(10)), one.description))


_REPOSTS: dict[str, Change] = {
    "word for word": lambda one, rng: one,
    "a quarter of the sentences dropped": _without_some_sentences,
    "sentences in another order": _reordered,
    "other figures (pay, hours, numbers wanted)": _other_figures,
    "benefits around the title": lambda one, rng: replace(one, title=f"【急招】{one.title}（五险一金+双休）"),
    "the employer's name cut": lambda one, rng: replace(one, employer=f"{str(one.employer)[:4]}..."),
    "the second half of the text missing": lambda one, rng: replace(
        one, description=one.description[: len(one.description) // 2]
    ),
}
_OTHERS: dict[str, Change] = {
    "in another city": lambda one, rng: replace(one, region="610100" if one.region != "610100" else "620100"),
    "another post with the same text around it": lambda one, rng: replace(
        one, title="出纳会计" if "会计" not in one.title else "货车司机"
    ),
    "another firm's words for the same post": lambda one, rng: replace(one, employer="启明星贸易商行"),
}
