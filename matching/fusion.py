"""How much each kind of evidence about a candidate counts: a conditional logit (McFadden 1974)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matching.ranking import Scores

Places = NDArray[np.intp]
Weights = NDArray[np.float64]

# Evidence has to speak for its weight: each starts at 0 and is drawn back there by this much.
_PULL = 1.0
# A base ranking is never thrown away: what was learnt is added to it.
_LEAST_BASE = 0.25
_STEPS = 60
# Of the likelihood, from step to step: finer weights change no rank.
_TOLERANCE = 1e-6


def fit_weights(base: Scores, evidence: Sequence[Scores], wanted: Places, start: Weights | None = None) -> Weights:
    """Weigh a base ranking and the evidence beside it so that the wanted candidates are likeliest.

    The chance of a candidate is a softmax over all candidates of the weighted sum. Weights are never
    negative; those of the evidence are drawn towards 0, which few labels cannot overcome.

    Parameters
    ----------
    base : numpy.ndarray, shape (queries, candidates)
    evidence : sequence of numpy.ndarray, each shape (queries, candidates)
    wanted : numpy.ndarray of int, shape (queries,)
        The column of the right candidate.
    start : numpy.ndarray, shape (1 + len(evidence),), optional
        Weights to start from; the same ones are found from anywhere, sooner from close by.

    Returns
    -------
    numpy.ndarray, shape (1 + len(evidence),)
        The weight of the base first.

    Examples
    --------
    >>> base = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    >>> telling, silent = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]), np.zeros((3, 2))
    >>> weights = fit_weights(base, [telling, silent], np.array([1, 1, 0]))
    >>> bool(weights[1] > 0), float(weights[2])
    (True, 0.0)
    """
    views = np.stack([base, *evidence], dtype=np.float32, casting="same_kind")
    flat = views.reshape(len(views), -1)
    rows = np.arange(len(wanted))
    reached = views[:, rows, wanted].sum(axis=1, dtype=np.float64)
    pull = np.array([0.0] + [_PULL] * len(evidence))

    def loss(weights: Weights) -> tuple[float, Weights]:
        total = (weights.astype(np.float32) @ flat).reshape(base.shape)
        total -= total.max(axis=1, keepdims=True)
        chances = np.exp(total)
        sums = chances.sum(axis=1, keepdims=True)
        likelihood = float((total[rows, wanted] - np.log(sums[:, 0])).sum(dtype=np.float64))
        chances /= sums
        expected = (flat @ chances.ravel()).astype(np.float64)
        return float(pull @ weights**2) - likelihood, 2 * pull * weights + expected - reached

    if start is None:
        start = np.array([1.0] + [0.0] * len(evidence))
    bounds = [(_LEAST_BASE, None)] + [(0.0, None)] * len(evidence)
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _STEPS, "ftol": _TOLERANCE}
    )
    return np.asarray(found.x, dtype=np.float64)


def reciprocal_ranks(scores: Scores, wanted: Places) -> NDArray[np.float64]:
    """1 / rank of the wanted candidate of each row; among equals it stands in the middle.

    Examples
    --------
    >>> reciprocal_ranks(np.array([[0.1, 0.9], [0.5, 0.5]]), np.array([1, 0])).round(3).tolist()
    [1.0, 0.667]
    """
    own = scores[np.arange(len(wanted)), wanted][:, None]
    above, level = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    return np.asarray(1.0 / (above + (level + 1) / 2), dtype=np.float64)


def is_clear_gain(gains: NDArray[np.float64], certainty: float) -> bool:
    """Tell whether a mean gain exceeds `certainty` of its standard errors.

    Examples
    --------
    >>> is_clear_gain(np.array([0.2, 0.3, 0.25]), 2.0), is_clear_gain(np.array([0.9, -0.8]), 2.0)
    (True, False)
    """
    if len(gains) < 2:
        return False
    return bool(gains.mean() > certainty * gains.std(ddof=1) / len(gains) ** 0.5)
