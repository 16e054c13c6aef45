"""``python -m matching match``: the contract as a caller sees it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SEEKER = {"id": "s1", "credentials": [], "wishes": {"occupations": ["保安"], "regions": ["440300"]}}
POSTINGS = [
    {"id": "a", "title": "保安员", "location": "深圳", "salary": "5000-6000元/月"},
    {"dev_id": "P2", "title": "中式烹调师", "location": "深圳"},
    {"title": "收银员", "location": "长沙"},
]
KEYS = ["rank", "id", "title", "score", "eligibility", "unknown", "prior", "contributions", "total", "missing"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "matching", *arguments]
    environment = {"PATH": "", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment, check=False, timeout=120
    )


def write(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    postings = tmp_path / "postings.jsonl.gz"
    with gzip.open(postings, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\r\n" for row in POSTINGS)
    return write(tmp_path / "seeker.json", SEEKER), str(postings)


def test_it_prints_every_posting_once_with_all_keys_and_ranks(files: tuple[str, str]) -> None:
    done = run("match", "--seeker", files[0], "--postings", files[1])
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert {row["id"] for row in rows} == {"a", "P2", "line:3"}
    assert rows[-1]["eligibility"] == "unmet"
    assert rows[-1]["missing"][0]["requirement"] == "保安员证"


def test_top_keeps_the_best_ones_only(files: tuple[str, str]) -> None:
    done = run("match", "--seeker", files[0], "--postings", files[1], "--top", "1")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("seeker", "words"),
    [
        ({"phone": "x"}, "phone: personal data"),
        ({"wishes": {"month_min": "多"}}, "wishes.month_min"),
        ([1], "expected one JSON object"),
    ],
)
def test_an_unusable_seeker_ends_with_status_two_and_one_line(
    files: tuple[str, str], tmp_path: Path, seeker: Any, words: str
) -> None:
    done = run("match", "--seeker", write(tmp_path / "bad.json", seeker), "--postings", files[1])
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert words in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["match"],
        ["match", "--seeker", "no-file", "--postings", "no-file"],
        ["match", "--top", "x", "--seeker", "a", "--postings", "b"],
        ["no-such-command"],
        [],
    ],
)
def test_unusable_arguments_end_with_status_two(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    if arguments:
        assert (done.stdout, len(done.stderr.splitlines())) == ("", 1)


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("parse", "code", "rank", "match", "duplicates"))
