"""Filters: what cells decide and what rows decide together let through what plain Python lets through."""

import random
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from matching import geography
from matching.index import filters as filters_module
from matching.index.columns import (
    SHIFTS,
    course_columns,
    people_columns,
    posting_columns,
    region_number,
    region_span,
)
from matching.index.filters import Filters, select
from matching.index.segment import Segment
from matching.parsing import Salary
from matching.parsing.schedule import Shift
from matching.records import Course
from tests.matching.index.board import ids_of, passes, posting, random_filters, random_posting, segment_of


def selected(segment: Segment, filters: Filters, live: Any = None) -> set[str]:
    selection = select(segment, filters, live)
    rows = [row for start, end in selection.ranges for row in range(start, end)]
    return ids_of(segment, (row for row in rows if selection.allowed is None or selection.allowed[row]))


@pytest.mark.parametrize("seed", range(30))
def test_a_selection_is_what_plain_python_lets_through(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(filters_module, "_NEAR_ROWS", rng.choice([0, 3, 4096]))
    world = [random_posting(rng, number) for number in range(rng.randrange(80))]
    segment = segment_of(tmp_path, world)
    for _ in range(12):
        filters = random_filters(rng)
        found = {one.id for one in world if passes(one, filters)}
        assert selected(segment, filters) == found, filters
        live = np.array([rng.random() < 0.7 for _ in world], dtype=np.uint8)
        assert selected(segment, filters, live) == found & ids_of(segment, np.flatnonzero(live)), filters


def test_cells_alone_decide_on_a_city_and_schooling(tmp_path: Path) -> None:
    rng = random.Random(1)
    segment = segment_of(tmp_path, [random_posting(rng, number) for number in range(300)])
    places = ("440300", "440306", "431127", "440000", None)
    placed = segment_of(tmp_path, [posting(f"{n}", region=places[n % 5]) for n in range(90)])
    assert select(segment, Filters(education="大专")).allowed is None
    assert select(placed, Filters(regions=("440300",), education="大专")).allowed is None
    assert select(placed, Filters(regions=("440306",))).allowed is not None
    assert len(select(placed, Filters(regions=("440300",))).ranges) == 1


def test_without_filters_all_rows_that_live_are_one_run(tmp_path: Path) -> None:
    segment = segment_of(tmp_path, [posting(str(number)) for number in range(5)])
    live = np.array([1, 1, 0, 1, 1], dtype=np.uint8)
    assert select(segment, Filters()).ranges.tolist() == [[0, 5]]
    assert select(segment, Filters(), live).allowed is live
    assert len(select(segment_of(tmp_path, []), Filters(regions=("440300",))).ranges) == 0


def test_every_division_lies_within_the_span_of_its_city_and_its_province() -> None:
    for code in geography.divisions().by_code:
        for outer in geography.lineage(code):
            least, beyond = region_span(outer)
            assert least <= region_number(code) < beyond, (code, outer)


def test_documents_without_a_column_cannot_be_filtered_by_it(tmp_path: Path) -> None:
    segment = segment_of(tmp_path, [posting("1")])
    with pytest.raises(ValueError, match=r"kinds: .*'kind'"):
        select(segment, Filters(kinds=("取证班",)))


def test_columns_hold_minus_one_for_what_is_not_known_and_number_names_as_they_come() -> None:
    names: dict[str, list[str]] = {}
    first = posting_columns([posting("1", source="fair", region="440306"), posting("2")], names)
    second = posting_columns([posting("3", source="partner"), posting("4", source="fair")], names)
    assert (first["source"].tolist(), second["source"].tolist()) == ([0, -1], [1, 0])
    assert names == {"district": ["440306"], "source": ["fair", "partner"]}
    known = {name for name, column in first.items() if column[1] != -1}
    assert known == {"demands"}, "a posting that says nothing asks for no licence; all else is unknown"
    assert set(course_columns([Course("1", "电工班")], {})["hours"].tolist()) == {-1}
    assert people_columns([], {})["city"].dtype == np.int32


def test_a_pay_beyond_all_numbers_is_kept_as_the_greatest() -> None:
    rich = posting("1", salary=Salary(month_min=1e300, month_max=1e300))
    assert posting_columns([rich], {})["pay"].tolist() == [2**31 - 1]


def test_the_stored_shifts_are_those_of_the_parser() -> None:
    assert set(SHIFTS) == set(get_args(Shift))


WRONG: dict[str, list[Any]] = {
    "regions": [("深圳",), "440300", (440300,), ("999999",), None],
    "month_min": ["5000", float("nan"), float("inf"), True, 10**400],
    "education": ["大学", 3],
    "occupations": [("保安",), ("",), ("4070501001",), ("４",)],
    "shifts": [("noon",), "day"],
    "housing": ["yes", 2],
    "meals": ["no"],
    "without_credentials": ["yes"],
    "sources": ["fair", (None,)],
    "posted_since": ["2026-11-01", 7],
    "open_on": [20261101],
    "kinds": ["班", [1]],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_filter_names_itself(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{name}: "):
        Filters(**{name: value})  # type: ignore[arg-type]


def test_every_filter_has_a_wrong_value_to_refuse() -> None:
    assert set(WRONG) == {one.name for one in fields(Filters) if one.init}
