"""The repository about itself: sizes, directions, and what must not stand in a committed file."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
MOST_LINES = {"module": 400, "test module": 600}
MOST_LINES_OF_FUNCTION = 60
# Where some machine keeps things. Put together from parts, so that this line does not find itself.
MACHINE = re.compile("|".join(["/work" + "/", r"\.py" + "env", "/home" + r"/\w+/", "/root" + "/"]))
# Mobile numbers that an operator can issue; invented people have 120….
ISSUABLE_PHONE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")
TEXT = ".py .toml .txt .in .md .html .css .js .json .jsonl .tsv .csv .xml .svg .yml"


@cache
def tracked() -> list[Path]:
    """Return the files of the repository, or all that are here when it was unpacked without git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    # A bare machine has no git at all.
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True) if shutil.which("git") else None
    if listed and listed.returncode == 0:
        names = [PROJECT / name for name in listed.stdout.split("\0") if name]
        return [path for path in names if path.is_file()]
    hidden = {".run", "__pycache__", ".git"}
    return [path for path in PROJECT.rglob("*") if path.is_file() and not hidden & set(path.parts)]


def sources() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def test_no_module_is_too_long():
    too_long = []
    for path in sources():
        kind = "test module" if "tests" in path.relative_to(PROJECT).parts else "module"
        lines = len(path.read_text(encoding="utf8").splitlines())
        if lines > MOST_LINES[kind]:
            too_long.append(f"{path.relative_to(PROJECT)}: {lines} lines, a {kind} has {MOST_LINES[kind]} at most")
    assert not too_long


def test_no_function_is_too_long():
    too_long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > MOST_LINES_OF_FUNCTION:
                    too_long.append(f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}: {lines} lines")
    assert not too_long


def test_models_are_imported_and_not_fetched_by_name():
    """`apps.get_model` slips through the import contracts."""
    calls = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.Attribute) and node.attr == "get_model"
    ]
    own = str(Path(__file__).relative_to(PROJECT))
    assert not [call for call in calls if not call.startswith(own)]


def test_imports_go_one_way():
    """The contracts of pyproject.toml, as `lint-imports` checks them."""
    pytest.importorskip("importlinter", reason="import-linter is in requirements/lint.txt, not installed here")
    code = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo"], cwd=PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_place_of_this_machine():
    assert not _lines_with(MACHINE, [path for path in tracked() if _is_text(path)])


def test_fixtures_hold_no_phone_number_that_could_ring():
    fixtures = [path for path in tracked() if _is_text(path) and path.is_relative_to(PROJECT / "fixtures")]
    assert not _lines_with(ISSUABLE_PHONE, fixtures)


def _is_text(path: Path) -> bool:
    return path.suffix in TEXT.split()


def _lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(PROJECT)}:{number}: {match.group()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf8", errors="replace").splitlines(), 1)
        for match in pattern.finditer(line)
    ]
