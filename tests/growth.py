"""Whether work grows with its input as it should: judged by a ratio within one run, not by a clock."""

from __future__ import annotations

import time
from collections.abc import Callable

# Four times the input: linear work costs four times as much, quadratic work sixteen times.
_TIMES, _MOST = 4, 10
# Seconds of processor time that other things on the machine may cost.
_NOISE = 0.1


def grows_like_its_input(work: Callable[[int], object], size: int) -> bool:
    """Whether `work(n)` costs about as much more as n is larger, up to `size`."""
    few, many = _cost(work, size // _TIMES), _cost(work, size)
    return many <= _NOISE or many <= _MOST * few


def _cost(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
