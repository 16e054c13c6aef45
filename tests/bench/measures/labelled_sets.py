"""The labelled sets beside the project: queries, candidates, right answers."""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parents[3]
DEFAULT_DATA = PROJECT.parent / "shared" / "data"


@dataclass(frozen=True)
class LabelledTitles:
    """Titles whose occupation somebody has named: query id → title, query id → right codes."""

    titles: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]

    def only(self, ids: Iterable[str]) -> "LabelledTitles":
        """The rows of these ids, in their order."""
        kept = [one for one in ids if one in self.relevant]
        return LabelledTitles({one: self.titles[one] for one in kept}, {one: self.relevant[one] for one in kept})

    def at_level(self, levels: Mapping[str, int], level: int) -> "LabelledTitles":
        """The rows all of whose right codes stand at one level of the classification."""
        return self.only(one for one, codes in self.relevant.items() if all(levels.get(c) == level for c in codes))

    def drawn(self, rows: int) -> "LabelledTitles":
        """So many rows, always the same ones."""
        if rows >= len(self.titles):
            return self
        return self.only(np.random.default_rng(0).choice(sorted(self.titles), size=rows, replace=False).tolist())


def read_titles(folder: Path) -> LabelledTitles:
    """Read ``queries.tsv.gz`` and ``qrels.tsv.gz`` of a folder."""
    titles = {row["qid"]: row["text"] for row in read_table(folder / "queries.tsv.gz")}
    relevant: dict[str, set[str]] = {}
    for row in read_table(folder / "qrels.tsv.gz"):
        if row["qid"] in titles and float(row["rel"]) > 0:
            relevant.setdefault(row["qid"], set()).add(row["cid"])
    return LabelledTitles(titles, {one: frozenset(codes) for one, codes in relevant.items()}).only(titles)


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a gzipped tab-separated file, by column name."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        header, *lines = [line.rstrip("\n").split("\t") for line in stream]
    return [dict(zip(header, line, strict=False)) for line in lines]
