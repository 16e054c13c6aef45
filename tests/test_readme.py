"""The README's Python runs as it stands there and prints what the README says it prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf8")
# A block of Python and the block of text that follows it.
EXAMPLE = re.compile(r"^```python\n(.*?)^```$(?:(?!^```python).)*?^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = EXAMPLE.findall(README)


def test_every_python_block_is_followed_by_its_output():
    assert EXAMPLES
    assert len(EXAMPLES) == README.count("```python")


@pytest.mark.parametrize(("program", "printed"), EXAMPLES)
def test_an_example_prints_what_the_readme_says(program: str, printed: str, tmp_path: Path):
    # In a process of its own and elsewhere: as a reader would run it, with nothing left over from other tests.
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        encoding="utf8",
        env={"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"},
        cwd=tmp_path,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == printed


def test_an_example_is_about_ten_lines():
    for program, _ in EXAMPLES:
        assert len([line for line in program.splitlines() if line.strip()]) <= 12
