"""Every persona × every comparison over real postings: what is flat, what is the same, what does not add up."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from matching.explanation import Match
from matching.matcher import Matcher
from matching.records import JobPosting, JobSeeker
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import Row

MEASURE = "personas × comparisons over the postings of the sample"
_AS_OF = date(2026, 11, 23)
_SHOWN, _READ = 10, 50


def persona_rows(postings: Path) -> Iterator[Row]:
    """Rank the whole sample for each persona and count."""
    personas = json.loads((PROJECT / "fixtures" / "personas.json").read_text(encoding="utf-8"))
    with gzip.open(postings, "rt", encoding="utf-8") as stream:
        rows = [JobPosting.from_mapping(json.loads(line), f"line:{n}") for n, line in enumerate(stream, start=1)]
    matcher = Matcher(as_of=_AS_OF)
    prepared = matcher.prepare(rows)
    matcher.fit(prepared)
    ranked = [matcher.rank(JobSeeker.from_mapping(one), prepared) for one in personas]
    tops = {tuple(match.posting_id for match in matches[:_SHOWN]) for matches in ranked}
    yield Row(
        MEASURE,
        "matching match",
        {
            "personas": len(ranked),
            "postings": len(prepared),
            "flat": len(_flat(ranked)),
            "same top 10": len(ranked) - len(tops),
            "wrong sums": sum(not _adds_up(match) for matches in ranked for match in matches),
        },
        {"flat": 0.0, "same top 10": 0.0, "wrong sums": 0.0},
    )


def _flat(ranked: list[list[Match]]) -> set[str]:
    """Comparisons that stand on one level for all personas' best fifty."""
    levels: dict[str, set[str]] = {}
    for matches in ranked:
        for row in (row for match in matches[:_READ] for row in match.explanation.contributions):
            levels.setdefault(row.comparison, set()).add(row.level)
    return {name for name, found in levels.items() if len(found) < 2}


def _adds_up(match: Match) -> bool:
    printed = match.to_mapping()
    parts = [printed["prior"], *(row["points"] for row in printed["contributions"])]
    return sum(map(Fraction, map(str, parts)), Fraction(0)) == Fraction(str(printed["total"]))
