"""The documents point to what exists: their links, the commands they name, the scene they tell."""

import gzip
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from matching import JobPosting, JobSeeker, Matcher

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*PROJECT.glob("README*.md"), *PROJECT.glob("docs/**/*.md")])
NAMES = [str(file.relative_to(PROJECT)) for file in DOCUMENTS]
SAMPLE = PROJECT.parent / "shared" / "data" / "postings-dev.jsonl.gz"

LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:python3 |`)run\.py +([a-z_]+)(?: +([a-z_]+))?")
DJANGOS_OWN = {"migrate", "collectstatic", "check", "shell", "procrastinate", "clearsessions"}
# "| `place` | `wished` | +3.0 | … |" and "score **96.76**" in docs/matching.md
ROW = re.compile(r"^\| `([a-z_]+)` \| `([a-z_]+)` \| ([+−]?[\d.]+) \|", re.MULTILINE)


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf8")


def commands_of_run_py() -> tuple[set[str], set[str]]:
    """Its own commands and the packages that it hands over to, from its source: importing it is for its user."""
    source = text_of(PROJECT / "run.py")
    own = re.search(r"commands = \{(.+?)\}", source)
    packages = re.search(r"PACKAGES = \((.+?)\)", source)
    assert own
    assert packages
    return set(re.findall(r'"(\w+)":', own[1])), set(re.findall(r'"(\w+)"', packages[1]))


def subcommands(package: str) -> set[str]:
    """The commands of a package, from the folder that holds them or from its entry point's own words."""
    if package == "bench":
        return {file.stem for file in (PROJECT / "tests" / "bench").glob("[a-z]*.py")}
    if package == "matching":
        from matching.__main__ import COMMANDS

        return set(COMMANDS)
    if package == "scrapers":
        return set(re.findall(r'add_parser\("(\w+)"', text_of(PROJECT / "scrapers" / "__main__.py")))
    files = (PROJECT / "jobsboard").glob("*/management/commands/[a-z]*.py")
    return {file.stem for file in files} | DJANGOS_OWN


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_somewhere(name: str):
    file = PROJECT / name
    targets = [urlsplit(target) for target in LINK.findall(text_of(file))]
    broken = [t.path for t in targets if not t.scheme and t.path and not (file.parent / unquote(t.path)).exists()]
    assert not broken


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_is_named_exists(name: str):
    own, packages = commands_of_run_py()
    for command, following in COMMAND.findall(text_of(PROJECT / name)):
        assert command in own | packages, f"run.py {command}"
        if following and command in {"bench"} | packages:
            assert following in subcommands(command), f"run.py {command} {following}"


def test_the_documents_name_no_address_of_a_workplace():
    for name in NAMES:
        assert not re.search(r"(?<![\w.])/(work|root|home)/", text_of(PROJECT / name)), name


def test_the_table_of_weights_is_the_shipped_one():
    """docs/matching.md lists each comparison with its weight."""
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", text_of(PROJECT / "docs" / "matching.md"), re.MULTILINE))
    shipped = {comparison.name: comparison.weight for comparison in Matcher().settings.comparisons}
    assert {name: float(weight) for name, weight in told.items()} == shipped


def test_the_scene_adds_up():
    rows = [(name, level, _number(points)) for name, level, points in ROW.findall(_scene())]
    assert sum(points for _, _, points in rows) + Matcher().settings.prior == pytest.approx(10.296875, abs=1e-9)


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLE.exists(), reason="the development sample of real postings is not here")
def test_the_scene_is_what_the_matcher_says():
    """The rows, the score and the rival's score of docs/matching.md, from the two postings of the sample."""
    scene = _scene()
    persona = next(
        one for one in json.loads(text_of(PROJECT / "fixtures" / "personas.json")) if one["id"] == "persona-07"
    )
    seeker = JobSeeker.from_mapping({key: value for key, value in persona.items() if key != "about"})
    told = re.findall(r"`(P\d{4})`[^*]*\*\*([\d.]+)\*\*", scene)
    assert len(told) == 2
    matcher = Matcher(as_of=date(2026, 11, 23))
    sample = matcher.prepare([JobPosting.from_mapping(row | {"id": row["dev_id"]}) for row in _sample_rows()])
    postings = [one for one in sample if one.id in dict(told)]
    matches = {one.posting_id: one for one in matcher.fit(sample).rank(seeker, postings)}
    assert [matches[name].score for name, _ in told] == [float(score) for _, score in told]
    found = [(row.comparison, row.level, row.points) for row in matches[told[0][0]].explanation.contributions]
    assert [(name, level, _number(points)) for name, level, points in ROW.findall(scene)] == found


def _scene() -> str:
    return text_of(PROJECT / "docs" / "matching.md").partition("## One scene")[2]


def _number(written: str) -> float:
    return float(written.replace("−", "-"))


def _sample_rows() -> list[dict]:
    with gzip.open(SAMPLE, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]
