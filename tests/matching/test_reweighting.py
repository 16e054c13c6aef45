"""Outcomes and corrections → proposed weights: only what is clear, on the grid, with its reason."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from matching.explanation import Contribution, Explanation
from matching.reweighting import WeightLearner
from matching.settings import MatchSettings

NAMES = [comparison.name for comparison in MatchSettings().comparisons]
PRESENT = {comparison.name: comparison.weight for comparison in MatchSettings().comparisons}


def explained(values: dict[str, float]) -> Explanation:
    rows = [
        Contribution(
            name, name, "level", "…", value, PRESENT[name], round(value * PRESENT[name] * 1e6), None, "…", *"??"
        )
        for name, value in values.items()
    ]
    return Explanation(-2_000_000, tuple(rows))


def drawn(count: int, seed: int = 0) -> list[Explanation]:
    rng = np.random.default_rng(seed)
    return [explained({name: float(rng.integers(-8, 9)) / 8 for name in NAMES}) for _ in range(count)]


def outcomes(explanations: list[Explanation], weights: dict[str, float], seed: int = 0) -> list[bool]:
    """Draw outcomes as a world would in which these weights are right."""
    rng = np.random.default_rng(seed)
    found = []
    for explanation in explanations:
        logit = sum(weights[row.comparison] * row.value for row in explanation.contributions) / 3.0
        found.append(bool(rng.random() < 1 / (1 + np.exp(-logit))))
    return found


def test_what_outcomes_say_clearly_is_proposed_and_told() -> None:
    explanations = drawn(600)
    learner = WeightLearner().fit(explanations, outcomes(explanations, PRESENT | {"lodging": 5.0, "pay": 0.0}))
    proposed = {comparison.name: comparison.weight for comparison in learner.settings_.comparisons}
    assert proposed["lodging"] > PRESENT["lodging"]
    assert proposed["pay"] < PRESENT["pay"]
    assert any("lodging" in change.comparison and change.mean_for > change.mean_against for change in learner.changes_)
    assert len(learner.report()) == 1 + len(learner.changes_)
    assert MatchSettings.from_mapping(learner.settings_.to_mapping()) == learner.settings_


def test_corrections_of_an_order_are_learnt_from_as_well() -> None:
    left, right = drawn(400, 1), drawn(400, 2)
    lodging = [[row.value for row in one.contributions if row.comparison == "lodging"][0] for one in (*left, *right)]
    is_right_way = [lodging[i] >= lodging[400 + i] for i in range(400)]
    before = [a if way else b for a, b, way in zip(left, right, is_right_way, strict=True)]
    after = [b if way else a for a, b, way in zip(left, right, is_right_way, strict=True)]
    learner = WeightLearner().fit_pairs(before, after)
    (change,) = [one for one in learner.changes_ if one.comparison == "lodging"]
    assert change.after > change.before
    assert change.mean_for > change.mean_against
    assert change.sentence() in learner.report()


@pytest.mark.parametrize("count", [0, 1, 39, 300])
def test_few_outcomes_or_outcomes_by_lot_change_nothing(count: int) -> None:
    lots = np.random.default_rng(5).random(count) < 0.3
    explanations = [explained(dict.fromkeys(NAMES, 0.5)) for _ in range(count)]
    learner = WeightLearner().fit(explanations, lots.tolist())
    assert learner.settings_ == MatchSettings()
    assert learner.changes_ == ()
    assert "权重不变" in learner.report()[0]


def test_outcomes_that_the_present_weights_foretell_change_nothing() -> None:
    explanations = drawn(300)
    assert WeightLearner().fit(explanations, outcomes(explanations, PRESENT)).changes_ == ()


def test_outcomes_of_one_kind_change_nothing() -> None:
    assert WeightLearner().fit(drawn(100), [True] * 100).changes_ == ()


@pytest.mark.parametrize(("cases", "is_heard"), [(19, False), (60, True)])
def test_a_comparison_that_hardly_ever_speaks_keeps_its_weight(cases: int, is_heard: bool) -> None:
    explanations = drawn(600)
    hired = outcomes(explanations, PRESENT | {"lodging": 5.0})
    spoken = [
        explained(
            {row.comparison: row.value for row in one.contributions if row.comparison != "place"}
            | ({"place": 1.0 if is_hired else -1.0} if i < cases else {})
        )
        for i, (one, is_hired) in enumerate(zip(explanations, hired, strict=True))
    ]
    changed = [change.comparison for change in WeightLearner(pull=0.1).fit(spoken, hired).changes_]
    assert "lodging" in changed
    assert ("place" in changed) == is_heard


def test_exposure_is_no_matter_of_outcomes() -> None:
    explanations = drawn(600)
    hired = outcomes(explanations, PRESENT | {"exposure": 6.0, "lodging": 5.0})
    learner = WeightLearner().fit(explanations, hired)
    assert learner.changes_
    assert "exposure" not in [change.comparison for change in learner.changes_]


def test_one_person_many_times_is_left_out_together() -> None:
    """What one outcome says of its own copies is memory; left out as a group they say nothing."""
    explanations = drawn(6, 3)
    hired = [True, False, False, True, True, False]
    copies, outcome, groups = explanations * 30, hired * 30, list("abcdef") * 30
    assert WeightLearner(pull=0.1).fit(copies, outcome).changes_
    assert WeightLearner(pull=0.1).fit(copies, outcome, groups).changes_ == ()


@given(seed=st.integers(0, 50), pull=st.sampled_from([0.1, 2.0, 50.0]))
@settings(max_examples=12, deadline=None)
def test_weights_stand_on_the_grid_and_are_never_negative(seed: int, pull: float) -> None:
    explanations = drawn(120, seed)
    hired = outcomes(explanations, dict.fromkeys(NAMES, 0.0) | {"pay": -6.0, "lodging": 6.0}, seed)
    for comparison in WeightLearner(pull=pull).fit(explanations, hired).settings_.comparisons:
        assert comparison.weight >= 0
        assert comparison.weight * 8 == int(comparison.weight * 8)


def test_an_argument_that_cannot_be_used_is_named() -> None:
    one = drawn(1)
    with pytest.raises(ValueError, match="outcomes: expected 1"):
        WeightLearner().fit(one, [])
    with pytest.raises(ValueError, match="after: expected 1"):
        WeightLearner().fit_pairs(one, [])
    with pytest.raises(ValueError, match="groups: expected 1"):
        WeightLearner().fit(one, [True], ["a", "b"])
    with pytest.raises(ValueError, match="folds: expected 2 or more, got 1"):
        WeightLearner(folds=1).fit(one, [True])
    with pytest.raises(ValueError, match=r"pull: expected more than 0, got -1"):
        WeightLearner(pull=-1).fit(one, [True])


def test_the_learner_can_be_cloned() -> None:
    present = MatchSettings(scale=2.0)
    assert clone(WeightLearner(settings=present)).settings == present
