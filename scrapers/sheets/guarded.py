"""Documents are read in a process of its own, which memory and processor time end, whatever is in the file."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from scrapers.sheets.grids import Grid, Grids
from scrapers.sheets.limits import SECONDS, TableError

_ROOT = Path(__file__).resolve().parents[2]
_STOPPED_BY_LIMIT = {"SIGXCPU": "timed_out", "SIGKILL": "timed_out", "SIGABRT": "too_large"}


def read_document(kind: str, content: bytes) -> Grids:
    """What `scrapers.sheets.__main__` reads; the reader gets neither our settings nor our secrets.

    Raises TableError.
    """
    env = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath}
    try:
        # Waiting longer than its processor time: the machine may be busy with others.
        done = subprocess.run(
            _command(kind), input=content, capture_output=True, env=env, timeout=3 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TableError("timed_out") from error
    if done.returncode:
        raise TableError(_reason_of(done.returncode))
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise TableError(answer["reason"])
    return Grids(
        kind,
        [Grid(**grid) for grid in answer["grids"]],
        [(place, reason) for place, reason in answer["passed_over"]],
        Counter(answer["notes"]),
    )


def _command(kind: str) -> list[str]:
    return [sys.executable, "-m", "scrapers.sheets", kind]


def _reason_of(status: int) -> str:
    name = signal.Signals(-status).name if status < 0 else ""
    return _STOPPED_BY_LIMIT.get(name, "broken")
