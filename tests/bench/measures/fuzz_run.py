"""One target fuzzed in a process of its own, and what libFuzzer says of it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measures.fuzz_seeds import LONGEST, seeds_of
from tests.bench.measures.labelled_sets import PROJECT
from tests.bench.measures.table import Row

# So that all targets together take less than ten minutes.
SECONDS = 15
# An input that takes longer, or makes the process larger, is a finding. An honest page takes milliseconds.
MOST_SECONDS_AN_INPUT = 10
MOST_MEBIBYTES = 1500

_FEATURES = re.compile(r"^#\d+\s+(?P<event>\w+)\s+cov: \d+ ft: (?P<features>\d+)", re.MULTILINE)
_STATISTIC = re.compile(r"^stat::(\w+):\s+(\d+)", re.MULTILINE)
# The most telling first.
_ERRORS = (
    re.compile(r"^\s*=== Uncaught Python exception: ===\n(.+)$", re.MULTILINE),
    re.compile(r"^==\d+== ERROR: libFuzzer: (.+)$", re.MULTILINE),
)


def fuzz(name: str, seconds: int, seed: int, findings: Path) -> Row:
    """Fuzz a target for so long; inputs that were too much lie in `findings` as `<target>.<kind>-<hash>`."""
    # Another target may run beside this one.
    before = set(findings.glob(f"{name}.*"))
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-") as folder:
        for number, content in enumerate(seeds_of(name)):
            (Path(folder) / f"seed-{number:03}").write_bytes(content)
        done = subprocess.run(
            [*_command(name), *_options(name, seconds, seed, findings), folder],
            cwd=PROJECT,
            # The exception is written to one, the statistics to the other.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    row = row_of(name, done.stdout, len(set(findings.glob(f"{name}.*")) - before))
    if done.returncode and not row.figures["findings"]:
        raise RuntimeError(f"{name} could not be fuzzed:\n{done.stdout[-2000:]}")
    return row


def row_of(name: str, said: str, found: int) -> Row:
    """The figures of one target from what libFuzzer wrote; `new features` is what fuzzing reached beyond the seeds."""
    statistics = {key: int(value) for key, value in _STATISTIC.findall(said)}
    steps = [(match["event"], int(match["features"])) for match in _FEATURES.finditer(said)]
    begun = next((features for event, features in steps if event == "INITED"), 0)
    error = next(filter(None, (pattern.search(said) for pattern in _ERRORS)), None)
    return Row(
        "bytes that each parser was fed",
        name,
        {
            "executions": statistics.get("number_of_executed_units"),
            "a second": statistics.get("average_exec_per_sec"),
            "new features": max((features for _, features in steps), default=begun) - begun,
            "peak MiB": statistics.get("peak_rss_mb"),
            "findings": found,
            "error": error[1][:80] if error else None,
        },
    )


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.measures.fuzz_child", name]


def _options(name: str, seconds: int, seed: int, findings: Path) -> list[str]:
    given = {
        "max_total_time": seconds,
        "timeout": MOST_SECONDS_AN_INPUT,
        "rss_limit_mb": MOST_MEBIBYTES,
        "max_len": LONGEST,
        "seed": seed,
        "print_final_stats": 1,
        "detect_leaks": 0,
        "artifact_prefix": f"{findings.resolve()}/{name}.",
    }
    return [f"-{option}={value}" for option, value in given.items()]
