"""The command line, called as a user calls it: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def scrapers(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """`scrapers("try", url, sites=origin)`: runs it with that origin as the sample sites'."""
    folder = tmp_path_factory.mktemp("caller")

    def run(*arguments: object, sites: str = "") -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "BRIDGEHEAD_SITES": sites, "LC_ALL": "C"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "scrapers", *map(str, arguments)]
        return subprocess.run(
            command, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False
        )

    return run
