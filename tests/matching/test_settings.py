"""MatchSettings ↔ JSON: every value comes back, every mistake is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.comparison import Comparison
from matching.comparisons import ALL
from matching.matcher import Matcher
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings, presets

EIGHTHS = st.integers(-80, 80).map(lambda number: number / 8)


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[Comparison, ...]:
    kinds = draw(st.lists(st.sampled_from(ALL), unique=True))
    made = []
    for kind in kinds:
        size = len(kind.ladder)
        values = sorted(draw(st.lists(EIGHTHS, min_size=size, max_size=size)), reverse=True)
        made.append(kind(draw(st.integers(0, 40)) / 8, tuple(values)))
    return tuple(made)


@given(EIGHTHS, st.floats(0.1, 100), comparisons())
def test_settings_survive_the_way_through_json(prior: float, scale: float, made: tuple[Comparison, ...]) -> None:
    settings = MatchSettings(prior, scale, made)
    assert MatchSettings.from_mapping(json.loads(json.dumps(settings.to_mapping()))) == settings


def test_a_file_survives_too(tmp_path: Path) -> None:
    settings = MatchSettings(prior=-1.5)
    settings.save(tmp_path / "match.json")
    assert MatchSettings.load(tmp_path / "match.json") == settings


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "version: expected 1, got None"),
        ({"version": 1, "colour": 2}, "colour: unknown; expected one of version, prior, scale, comparisons"),
        ({"version": 1, "prior": 0.3}, "prior: expected a multiple of 1/8, got 0.3"),
        ({"version": 1, "prior": float("nan")}, "prior: expected a multiple of 1/8, got nan"),
        ({"version": 1, "prior": "2"}, "prior: expected a multiple of 1/8, got '2'"),
        ({"version": 1, "prior": True}, "prior: expected a multiple of 1/8, got True"),
        ({"version": 1, "prior": 1e12}, r"prior: expected a multiple of 1/8, got 1000000000000\.0"),
        ({"version": 1, "scale": 0}, "scale: expected a number above 0, got 0"),
        ({"version": 1, "scale": float("inf")}, "scale: expected a number above 0, got inf"),
        ({"version": 1, "scale": None}, "scale: expected a number above 0, got None"),
        ({"version": 1, "comparisons": ["pay"]}, r"comparisons: expected an object, got \['pay'\]"),
        ({"version": 1, "comparisons": {"luck": {}}}, "comparisons: unknown comparison 'luck'"),
        ({"version": 1, "comparisons": {"pay": 1.5}}, r"comparisons\.pay: expected an object, got 1.5"),
        ({"version": 1, "comparisons": {"pay": {"wieght": 1}}}, r"comparisons\.pay\.wieght: unknown"),
        ({"version": 1, "comparisons": {"pay": {"weight": -1}}}, r"pay\.weight: expected 0 or more, got -1"),
        ({"version": 1, "comparisons": {"pay": {"weight": "1"}}}, r"pay\.weight: expected a multiple of 1/8, got '1'"),
        (
            {"version": 1, "comparisons": {"pay": {"values": {"great": 1}}}},
            r"comparisons\.pay\.values\.great: unknown",
        ),
        (
            {"version": 1, "comparisons": {"pay": {"values": {"below": 9}}}},
            r"pay\.values\.below: expected -0.75 or less",
        ),
    ],
)
def test_a_mistake_is_refused_by_name(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        MatchSettings.from_mapping(raw)


def test_a_comparison_stands_there_once() -> None:
    with pytest.raises(ValueError, match="comparisons: 'pay' stands there twice"):
        MatchSettings(comparisons=tuple(kind() for kind in (*ALL, *ALL) if kind.name == "pay"))


def test_a_file_that_holds_no_object_is_refused(tmp_path: Path) -> None:
    (tmp_path / "match.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"settings: expected an object, got \[\]"):
        MatchSettings.load(tmp_path / "match.json")


@pytest.mark.parametrize("name", presets())
def test_a_preset_changes_only_weights_and_none_to_nothing(name: str) -> None:
    shipped = {one.name: one for one in MatchSettings().comparisons}
    made = {one.name: one for one in MatchSettings.preset(name).comparisons}
    assert list(made) == list(shipped)
    assert all(made[one].values == shipped[one].values and made[one].weight > 0 for one in made)
    changed = {one for one in made if made[one].weight != shipped[one].weight}
    assert changed == set(presets()[name].weights)


def test_what_is_put_first_decides_between_two_postings() -> None:
    seeker = JobSeeker.from_mapping(
        {"home": "431127", "wishes": {"occupations": ["保安员"], "month_min": 5000, "regions": ["431127"]}}
    )
    near = JobPosting.from_mapping(
        {"id": "near", "title": "保安员", "location": "永州市蓝山县", "salary": "4500-5200元/月"}
    )
    paid = JobPosting.from_mapping({"id": "paid", "title": "保安员", "location": "郴州市", "salary": "8000-9000元/月"})
    first = {
        name: Matcher(MatchSettings.preset(name)).rank(seeker, [near, paid])[0].posting_id
        for name in ("near_home", "pay_first")
    }
    assert first == {"near_home": "near", "pay_first": "paid"}
