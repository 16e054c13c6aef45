"""WeightLearner: outcomes and corrections of explained matches → proposed weights of the comparisons."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator

from matching.comparison import GRID
from matching.explanation import Explanation
from matching.fusion import is_clear_gain
from matching.settings import MatchSettings

Numbers = NDArray[np.float64]

# A comparison that speaks in fewer cases keeps its weight.
_LEAST_CASES = 20
_LEAST_EXAMPLES = 40
# Exposure spreads postings over employers for fairness' sake: who was hired has nothing to say to that.
_KEPT = ("exposure",)


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight before and after, and the mean value of the comparison on either side of the evidence."""

    comparison: str
    label: str
    before: float
    after: float
    cases: int
    mean_for: float
    mean_against: float

    def sentence(self) -> str:
        """Say the change and its reason in one Chinese sentence.

        Examples
        --------
        >>> WeightChange("pay", "工资", 1.5, 2.0, 80, 0.4, -0.1).sentence()
        '工资：权重 1.5 改为 2。80 例说到这一项；结果好的一方平均 +0.40，另一方平均 -0.10。'
        """
        return (
            f"{self.label}：权重 {self.before:g} 改为 {self.after:g}。{self.cases} 例说到这一项；"
            f"结果好的一方平均 {self.mean_for:+.2f}，另一方平均 {self.mean_against:+.2f}。"
        )


@dataclass(frozen=True, eq=False)
class _Evidence:
    """A row for each example: what each weight is multiplied by, what stays, and the group it is in."""

    values: Numbers
    outcome: Numbers
    group: NDArray[np.intp]
    has_offset: bool

    def take(self, rows: NDArray[np.bool_]) -> "_Evidence":
        return _Evidence(self.values[rows], self.outcome[rows], self.group[rows], self.has_offset)


class WeightLearner(BaseEstimator):  # type: ignore[misc]
    """Propose weights for the comparisons; the present ones stay unless the gain is clear.

    The odds of a good outcome, or of one match standing before another, are read as the score reads
    them: exp(points / scale). The weights that make what happened likeliest, drawn to the present ones,
    are rounded to 1/8. They are proposed only if they foretell examples that were left out better than
    the present weights do; a person has to look at them and put them in force.

    Parameters
    ----------
    settings : MatchSettings, optional
        The present settings; the shipped ones unless given.
    pull : float
        How strongly weights are drawn to the present ones.
    certainty : float
        The gain in log-likelihood must exceed this many standard errors.
    folds : int
        Parts the groups are split into, 2 at least.
    seed : int

    Attributes
    ----------
    settings_ : MatchSettings
        The proposal; equal to the present settings when nothing is proposed.
    changes_ : tuple of WeightChange
    examples_ : int
    gain_ : float
        Mean gain in log-likelihood for each example that was left out.

    Examples
    --------
    >>> learner = WeightLearner().fit([], [])
    >>> learner.settings_ == MatchSettings(), learner.report()
    (True, ['共 0 例，少于 40 例，权重不变。'])
    """

    def __init__(
        self,
        *,
        settings: MatchSettings | None = None,
        pull: float = 2.0,
        certainty: float = 2.0,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.settings = settings
        self.pull = pull
        self.certainty = certainty
        self.folds = folds
        self.seed = seed

    def fit(
        self, explanations: Sequence[Explanation], outcomes: Sequence[bool], groups: Sequence[str] | None = None
    ) -> Self:
        """Learn from matches whose outcome is known (hired or not).

        Parameters
        ----------
        explanations : sequence of Explanation
        outcomes : sequence of bool
        groups : sequence of str, optional
            What belongs together and is left out together, the same seeker for example.

        Raises
        ------
        ValueError
            The lengths differ, or `pull` or `folds` is out of range.

        Examples
        --------
        >>> WeightLearner().fit([Explanation(0, ())], [])
        Traceback (most recent call last):
        ValueError: outcomes: expected 1, one for each explanation, got 0
        """
        _expect_as_many("outcomes", outcomes, len(explanations), "explanation")
        values, good = self._values(explanations), np.array([bool(one) for one in outcomes], dtype=np.bool_)
        return self._fit(values, good, (values[good], values[~good]), groups, has_offset=True)

    def fit_pairs(
        self, before: Sequence[Explanation], after: Sequence[Explanation], groups: Sequence[str] | None = None
    ) -> Self:
        """Learn from corrections: this match belongs before that one.

        Parameters
        ----------
        before, after : sequence of Explanation
            Of one length: each of `before` belongs before its partner in `after`.
        groups : sequence of str, optional

        Raises
        ------
        ValueError
            The lengths differ, or `pull` or `folds` is out of range.

        Examples
        --------
        >>> WeightLearner().fit_pairs([], []).changes_
        ()
        """
        _expect_as_many("after", after, len(before), "match in before")
        first, second = self._values(before), self._values(after)
        good = np.ones(len(first), dtype=np.bool_)
        return self._fit(first - second, good, (first, second), groups, has_offset=False)

    def report(self) -> list[str]:
        """Say in plain Chinese what is proposed and why, or why nothing is.

        Examples
        --------
        >>> WeightLearner().fit_pairs([], []).report()
        ['共 0 例，少于 40 例，权重不变。']
        """
        if self.examples_ < _LEAST_EXAMPLES:
            return [f"共 {self.examples_} 例，少于 {_LEAST_EXAMPLES} 例，权重不变。"]
        if not self.changes_:
            return [f"共 {self.examples_} 例，留出检验没有明显改进，权重不变。"]
        head = f"共 {self.examples_} 例，留出检验有明显改进，建议修改 {len(self.changes_)} 项权重："
        return [head, *(change.sentence() for change in self.changes_)]

    def _values(self, explanations: Sequence[Explanation]) -> Numbers:
        names = [comparison.name for comparison in (self.settings or MatchSettings()).comparisons]
        rows = [{row.comparison: row.value for row in explanation.contributions} for explanation in explanations]
        return np.array([[row.get(name, 0.0) for name in names] for row in rows]).reshape(len(rows), len(names))

    def _fit(
        self,
        values: Numbers,
        good: NDArray[np.bool_],
        sides: tuple[Numbers, Numbers],
        groups: Sequence[str] | None,
        *,
        has_offset: bool,
    ) -> Self:
        if self.folds < 2:
            raise ValueError(f"folds: expected 2 or more, got {self.folds!r}")
        if not self.pull > 0:
            raise ValueError(f"pull: expected more than 0, got {self.pull!r}")
        if groups is not None:
            _expect_as_many("groups", groups, len(good), "example")
        number = {name: i for i, name in enumerate(dict.fromkeys(groups or ()))}
        group = np.array([number[name] for name in groups]) if groups else np.arange(len(good))
        evidence = _Evidence(values, good.astype(np.float64), group, has_offset)
        self.settings_ = self.settings or MatchSettings()
        self.examples_ = len(good)
        self.changes_: tuple[WeightChange, ...] = ()
        self.gain_ = 0.0
        if self.examples_ < _LEAST_EXAMPLES or not all(map(len, sides)):
            return self
        gains = self._left_out_gains(evidence)
        self.gain_ = float(gains.mean())
        if is_clear_gain(gains, self.certainty):
            self._propose(self._weights(evidence), values, sides)
        return self

    def _left_out_gains(self, evidence: _Evidence) -> Numbers:
        """Mean gain of each group under weights that the other groups ask for."""
        groups = int(evidence.group.max()) + 1
        part = np.random.default_rng(self.seed).permutation(groups)[evidence.group] % self.folds
        gains = np.zeros(len(part))
        for left_out in np.unique(part):
            kept, held = evidence.take(part != left_out), evidence.take(part == left_out)
            for weights, sign in ((self._weights(kept), 1.0), (self._present(), -1.0)):
                offset = self._maximise(kept, weights, free=np.zeros(len(weights), dtype=np.bool_))[-1]
                logits = held.values @ weights / self.settings_.scale + offset
                gains[part == left_out] += sign * _log_likelihood(logits, held.outcome)
        return np.asarray(np.bincount(evidence.group, gains) / np.bincount(evidence.group))

    def _present(self) -> Numbers:
        return np.array([comparison.weight for comparison in self.settings_.comparisons])

    def _weights(self, evidence: _Evidence) -> Numbers:
        """The likeliest weights on the grid; comparisons that speak too seldom keep theirs."""
        speaks = (evidence.values != 0).sum(axis=0) >= _LEAST_CASES
        is_kept = np.array([comparison.name in _KEPT for comparison in self.settings_.comparisons])
        found = self._maximise(evidence, self._present(), free=speaks & ~is_kept)[:-1]
        return np.asarray(np.round(found * GRID) / GRID)

    def _maximise(self, evidence: _Evidence, near: Numbers, *, free: NDArray[np.bool_]) -> Numbers:
        """The likeliest weights, drawn to those they start `near`, and after them the base rate as a logit."""
        scale = self.settings_.scale

        def loss(point: Numbers) -> tuple[float, Numbers]:
            away, offset = point[:-1] - near, point[-1]
            logits = evidence.values @ point[:-1] / scale + offset
            miss = expit(logits) - evidence.outcome
            cost = self.pull * away @ away + 0.5 * offset**2 - _log_likelihood(logits, evidence.outcome).sum()
            slope = evidence.values.T @ miss / scale + 2 * self.pull * away
            return float(cost), np.append(slope, miss.sum() + offset)

        # A weight below 0 would turn the meaning of a comparison round; two matches compared have no base rate.
        bounds = [(0.0, None) if is_free else (now, now) for is_free, now in zip(free, near, strict=True)]
        bounds.append((None, None) if evidence.has_offset else (0.0, 0.0))
        found = minimize(loss, np.append(near, 0.0), jac=True, method="L-BFGS-B", bounds=bounds)
        return np.asarray(found.x, dtype=np.float64)

    def _propose(self, weights: Numbers, values: Numbers, sides: tuple[Numbers, Numbers]) -> None:
        present = self.settings_.comparisons
        proposed = tuple(replace(one, weight=weight) for one, weight in zip(present, weights.tolist(), strict=True))
        self.changes_ = tuple(
            WeightChange(
                old.name,
                old.label,
                old.weight,
                new.weight,
                int((values[:, i] != 0).sum()),
                float(sides[0][:, i].mean()),
                float(sides[1][:, i].mean()),
            )
            for i, (old, new) in enumerate(zip(present, proposed, strict=True))
            if new.weight != old.weight
        )
        self.settings_ = replace(self.settings_, comparisons=proposed)


def _expect_as_many(name: str, given: Sized, count: int, of_what: str) -> None:
    if len(given) != count:
        raise ValueError(f"{name}: expected {count}, one for each {of_what}, got {len(given)}")


def _log_likelihood(logits: Numbers, outcome: Numbers) -> Numbers:
    return np.asarray(outcome * logits - np.logaddexp(0.0, logits))
