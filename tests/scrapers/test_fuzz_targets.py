"""Every target of `bench fuzz`, a few hundred times without atheris: its seeds, and the same with wounds."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.bench import fuzz
from tests.bench.measures import fuzz_run
from tests.bench.measures.fuzz_seeds import TARGET_NAMES, seeds_of
from tests.bench.measures.fuzz_targets import TARGETS

# Where reading one input takes long, fewer must do.
SLOW = {
    "pdf": 8,
    "xls": 10,
    "docx_body": 20,
    "docx": 60,
    "xlsx": 60,
    "xlsx_sheet": 30,
    "board_feed": 60,
    "parsing": 60,
}
EXECUTIONS = 120
LONGEST = 3_000
SPLINTERS = [
    b"<",
    b">",
    b"\0",
    b"\xff\xfe",
    b"&",
    b'"',
    b"'",
    b"{",
    b"[",
    b"]",
    b"-1",
    b"9" * 400,
    b"\n",
    b"http://[x",
]
SPLINTERS += ["：".encode(), "年".encode(), b"<base href='http://[x'>", b"charset=undefined", b"\xed\xa0\x80", b"%"]


def wounded(seeds: list[bytes], chance: random.Random) -> bytes:
    """A piece of a seed with parts cut out, doubled, or replaced by what parsers stumble over."""
    seed = chance.choice(seeds)
    start = chance.randrange(max(1, len(seed) - LONGEST)) if chance.random() < 0.5 else 0
    body = bytearray(seed[start : start + LONGEST])
    for _ in range(chance.randrange(6)):
        at, to = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                del body[at : min(to, at + 40)]
            case 1:
                body[at:at] = body[at : min(to, at + 40)] * chance.randrange(1, 9)
            case 2:
                body[at:at] = chance.choice(SPLINTERS)
            case 3:
                body[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(body)


@pytest.mark.parametrize("name", TARGETS)
def test_wounded_seeds_are_read_or_refused_as_documented(name: str) -> None:
    seeds, chance = seeds_of(name), random.Random(name)
    shortest = min(seeds, key=len)
    faults = []
    for content in (b"", b"\0", shortest, *(wounded(seeds, chance) for _ in range(SLOW.get(name, EXECUTIONS)))):
        try:
            TARGETS[name](content)
        except Exception as error:
            faults.append((content, repr(error)))
    assert faults == []


def test_every_target_has_seeds_and_every_seed_its_target() -> None:
    assert list(TARGETS) == TARGET_NAMES
    assert all(seeds_of(name) for name in TARGETS)


SAID = """INFO: seed corpus: files: 3
#4	INITED cov: 120 ft: 150 corp: 3/90b exec/s: 0 rss: 90Mb
#70	NEW    cov: 130 ft: 190 corp: 4/99b lim: 60 exec/s: 0 rss: 91Mb
stat::number_of_executed_units: 812
stat::average_exec_per_sec:     81
stat::peak_rss_mb:              95
"""


def test_the_row_of_a_target_is_what_libfuzzer_said() -> None:
    row = fuzz_run.row_of("json_ld", SAID, 0)
    assert row.figures == {
        "executions": 812,
        "a second": 81,
        "new features": 40,
        "peak MiB": 95,
        "findings": 0,
        "error": None,
    }
    said = SAID + " === Uncaught Python exception: ===\nValueError: Invalid IPv6 URL\n"
    assert fuzz_run.row_of("json_ld", said, 1).figures["error"] == "ValueError: Invalid IPv6 URL"


@pytest.mark.slow
def test_a_finding_is_a_file_that_reproduces_it_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    # A target made up for the test, for none of ours should fail.
    child = "import atheris, sys; atheris.Setup(sys.argv, lambda data: 1 / (len(data) < 3)); atheris.Fuzz()"
    monkeypatch.setattr(fuzz_run, "_command", lambda name: [sys.executable, "-c", child])
    arguments = [
        "--target",
        "robots",
        "--seconds",
        "2",
        "--findings",
        str(tmp_path),
        "--json",
        str(tmp_path / "a.json"),
    ]
    assert fuzz.main(arguments) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert [file.name[:13] for file in tmp_path.glob("robots.*")] == ["robots.crash-"]


def test_without_atheris_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert fuzz.main(["--target", "robots"]) == 2
    assert "atheris" in capsys.readouterr().err
