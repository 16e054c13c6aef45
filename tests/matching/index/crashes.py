"""A process that dies at a chosen step of what it does to files; for writers that must leave a whole version."""

import os
import signal
from collections.abc import Callable
from typing import Any

STEPS = ("fsync", "replace", "rename", "unlink")


def dies_at(step: int) -> None:
    """From now on count what this process does to files, and kill it before the step (from 0)."""
    left = [step]

    def counting(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return counted

    for name in STEPS:
        setattr(os, name, counting(getattr(os, name)))
