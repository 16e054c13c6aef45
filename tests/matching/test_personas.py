"""Every persona × every comparison, over the demo's postings and, where present, over real ones."""

import gzip
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from matching.comparisons import ALL
from matching.explanation import Match
from matching.matcher import Matcher
from matching.preparation import PreparedPosting
from matching.records import JobPosting, JobSeeker

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data" / "postings-dev.jsonl.gz"
PERSONAS: list[dict[str, Any]] = json.loads((ROOT / "fixtures" / "personas.json").read_text(encoding="utf-8"))
IDS = [persona["id"] for persona in PERSONAS]
TODAY = date(2026, 11, 23)
TOP = 10


def demo_rows() -> list[dict[str, Any]]:
    """The invented postings; their age in days becomes a date."""
    rows = []
    for path in sorted((ROOT / "fixtures" / "demo" / "postings").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            posted = date.fromordinal(TODAY.toordinal() - row.get("posted_days_ago", 0))
            rows.append({**row, "posted": posted.isoformat(), "employer": row["firm"]})
    return rows


def real_rows() -> list[dict[str, Any]]:
    if not REAL.exists():
        pytest.skip(f"real postings are not here: {REAL.name}")
    with gzip.open(REAL, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(as_of=TODAY)


@pytest.fixture(scope="module", params=["demo", pytest.param("real", marks=pytest.mark.slow)])
def postings(request: pytest.FixtureRequest, matcher: Matcher) -> list[PreparedPosting]:
    rows = demo_rows() if request.param == "demo" else real_rows()
    return matcher.prepare([JobPosting.from_mapping(row, f"line:{n}") for n, row in enumerate(rows, start=1)])


@pytest.fixture(scope="module")
def ranked(matcher: Matcher, postings: list[PreparedPosting]) -> dict[str, list[Match]]:
    matcher.fit(postings)
    return {one["id"]: matcher.rank(JobSeeker.from_mapping(one), postings) for one in PERSONAS}


def test_there_are_twelve_personas_each_with_a_sentence_about_him() -> None:
    assert [f"persona-{number:02}" for number in range(1, 13)] == IDS
    assert all(persona["about"].endswith("。") for persona in PERSONAS)


def test_no_comparison_is_flat_for_any_persona(ranked: dict[str, list[Match]]) -> None:
    flat = []
    for persona, matches in ranked.items():
        levels: dict[str, set[str]] = {}
        for match in matches:
            for row in match.explanation.contributions:
                levels.setdefault(row.comparison, set()).add(row.level)
        flat += [(persona, name) for name, found in levels.items() if len(found) < 2]
    assert flat == []


def test_every_comparison_tells_among_the_best_fifty_too(ranked: dict[str, list[Match]]) -> None:
    levels: dict[str, set[str]] = {}
    for matches in ranked.values():
        for row in (row for match in matches[:50] for row in match.explanation.contributions):
            levels.setdefault(row.comparison, set()).add(row.level)
            assert isinstance(row.micro_points, int)
    assert {name for name, found in levels.items() if len(found) < 2} == set()
    assert len(levels) == len(ALL)


def test_no_two_comparisons_always_agree(ranked: dict[str, list[Match]]) -> None:
    columns: dict[str, list[int]] = {}
    for matches in ranked.values():
        for match in matches:
            for row in match.explanation.contributions:
                columns.setdefault(row.comparison, []).append(row.micro_points)
    assert len({tuple(column) for column in columns.values()}) == len(columns)


def test_no_two_personas_see_the_same_top_ten(ranked: dict[str, list[Match]]) -> None:
    tops = {tuple(match.posting_id for match in matches[:TOP]) for matches in ranked.values()}
    assert len(tops) == len(PERSONAS)


def test_every_explanation_sums_exactly(ranked: dict[str, list[Match]]) -> None:
    for matches in ranked.values():
        for match in matches:
            printed = match.to_mapping()
            points = [Fraction(str(row["points"])) for row in printed["contributions"]]
            assert Fraction(str(printed["prior"])) + sum(points) == Fraction(str(printed["total"]))


def test_every_sentence_is_whole(ranked: dict[str, list[Match]]) -> None:
    broken = ("None", "{", "}", "，，", "，。", "：。", "、、", "“”")
    wrong = set()
    for match in (one for matches in ranked.values() for one in matches):
        for row in match.explanation.contributions:
            own_words = row.sentence.replace(row.posting_evidence or "\0", "…")
            if not row.sentence.endswith("。") or any(sign in own_words for sign in broken):
                wrong.add(row.sentence)
    assert wrong == set()


def test_the_first_ten_are_met_scored_and_in_order(ranked: dict[str, list[Match]]) -> None:
    for matches in ranked.values():
        top = matches[:TOP]
        assert {match.eligibility for match in top} == {"met"}
        scores = [match.score for match in top if match.score is not None]
        assert len(scores) == TOP
        assert scores == sorted(scores, reverse=True)


def test_unmet_ones_come_last(ranked: dict[str, list[Match]]) -> None:
    for matches in ranked.values():
        marks = [match.eligibility == "unmet" for match in matches]
        assert marks == sorted(marks)


def test_the_first_ten_are_mostly_the_work_the_persona_wishes_or_knows(ranked: dict[str, list[Match]]) -> None:
    for persona, matches in ranked.items():
        fitting = [
            match
            for match in matches[:TOP]
            for row in match.explanation.contributions
            if row.comparison in {"wished_occupation", "background"} and row.value >= 0.75
        ]
        assert len({match.posting_id for match in fitting}) >= 3, persona


def test_the_driver_sees_driving_jobs_in_his_cities_at_his_wage(ranked: dict[str, list[Match]]) -> None:
    for match in ranked["persona-01"][:5]:
        levels = {row.comparison: row.level for row in match.explanation.contributions}
        assert levels["wished_occupation"] in {"exact", "near"}
        assert levels["place"] in {"wished", "home"}
        assert levels["pay"] not in {"below", "at_best"}
