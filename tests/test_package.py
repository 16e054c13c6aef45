"""The wheel that people install: built from the project's files, alone in an empty environment, and it works there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from requirements.installer import installed_uv, locked, uv_environment

PROJECT = Path(__file__).resolve().parents[1]
# What a clone holds and a wheel is made of.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "matching", "scrapers", "jobsboard", "tests")
PIN = re.compile(r"^([\w.\[\]-]+==[^\s;\\]+)", re.MULTILINE)
EXAMPLE = re.compile(r"^```python\n(.*?)^```$.*?^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.slow


def uv(*arguments: object) -> None:
    """Run uv on what it has already; only where that is not enough ask the package index of this machine."""
    with locked("install"):
        command = [str(installed_uv()), *map(str, arguments)]
    for options in (["--offline"], []):
        done = subprocess.run([*command, *options], capture_output=True, text=True, env=uv_environment(), check=False)
        if done.returncode == 0:
            return
    pytest.fail(f"uv {arguments[0]}: {done.stderr}")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy, so that the build leaves nothing behind here."""
    copy, out = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("dist")
    for name in SOURCES:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, copy)
    uv("build", "--wheel", "--build-constraints", PROJECT / "requirements" / "build.txt", "--out-dir", out, copy)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it asks for, in the pinned versions, and nothing else."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    pins = venv.parent / "pins.txt"
    pins.write_text("\n".join(PIN.findall((PROJECT / "requirements" / "base.txt").read_text(encoding="utf8"))))
    uv("venv", venv)
    uv("pip", "install", "--python", venv / "bin" / "python", "--only-binary", ":all:", "-c", pins, wheel)
    return venv / "bin" / "python"


def run(python: Path, *arguments: str, cwd: Path, text: str = "") -> str:
    """Run the environment's python as a stranger would: nothing of this project on its path."""
    own = {"PYTHONUTF8": "1", "PATH": os.environ["PATH"]}
    command = [str(python), "-W", "error", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf8", env=own, cwd=cwd, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def test_the_wheel_holds_the_library_with_its_data_and_licence_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    metadata = next(name for name in held if name.endswith(".dist-info/METADATA")).removesuffix("METADATA")
    ours = [path for path in (PROJECT / "matching").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = {str(path.relative_to(PROJECT)) for path in ours}
    assert {name for name in held if not name.startswith(metadata)} == expected
    assert {f"{metadata}licenses/LICENSE", f"{metadata}licenses/NOTICE"} <= held


def test_neither_django_nor_scrapy_is_there(python: Path, tmp_path: Path) -> None:
    program = "from importlib.metadata import distributions as d; print(*sorted(x.name.lower() for x in d()))"
    installed = set(run(python, "-c", program, cwd=tmp_path).split())
    assert "bridgehead-matching" in installed
    assert not [name for name in installed if name.startswith(("django", "scrapy", "twisted", "pytest", "psycopg"))]


def test_the_lines_of_the_readme_print_there_what_the_readme_says(python: Path, tmp_path: Path) -> None:
    examples = EXAMPLE.findall((PROJECT / "README.md").read_text(encoding="utf8"))
    assert examples
    for program, printed in examples:
        assert run(python, "-c", program, cwd=tmp_path) == printed


def test_every_module_can_be_imported_there(python: Path, tmp_path: Path) -> None:
    program = (
        "import importlib, pkgutil, matching\n"
        "for module in pkgutil.walk_packages(matching.__path__, 'matching.'):\n"
        "    if not module.name.endswith('__main__'): print(importlib.import_module(module.name).__name__)"
    )
    files = [path.relative_to(PROJECT).with_suffix("") for path in (PROJECT / "matching").rglob("*.py")]
    modules = {".".join(file.parts).removesuffix(".__init__") for file in files if file.name != "__main__"}
    assert {"matching", *run(python, "-c", program, cwd=tmp_path).split()} == modules


def test_the_commands_work_there(python: Path, tmp_path: Path) -> None:
    parsed = json.loads(run(python, "-m", "matching", "parse", "salary", cwd=tmp_path, text="6-8千\n"))
    assert (parsed["month_min"], parsed["month_max"]) == (6000, 8000)
    coded = json.loads(run(python, "-m", "matching", "code", "--top", "1", cwd=tmp_path, text="小区保安\n"))
    assert coded["occupations"][0]["name"] == "保安员"
