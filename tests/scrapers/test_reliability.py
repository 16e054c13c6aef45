"""docs/reliability.md says what the code does: its limits are the code's, its reasons have words, its tests exist."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from scrapers.reports import in_words
from scrapers.sheets.limits import REASONS
from tests.scrapers.conftest import ROOT

DOCUMENT = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
LIMIT = re.compile(r"^\| [^|]+ \| (\d+)(?: (KiB|MiB|s))? \| `([\w.]+)` \| ([^|]+) \|$", re.MULTILINE)
UNITS = {"": 1, "s": 1, "KiB": 1024, "MiB": 1024**2}
LIMITS = LIMIT.findall(DOCUMENT)


@pytest.mark.parametrize(("figure", "unit", "name", "beyond"), LIMITS, ids=[limit[2] for limit in LIMITS])
def test_a_limit_of_the_document_is_the_code_s(figure: str, unit: str, name: str, beyond: str) -> None:
    module, _, constant = name.rpartition(".")
    assert getattr(import_module(module), constant) == int(figure) * UNITS[unit]
    for part, code in re.findall(r"`(failed|refused|feed|pages|table/\w+)/(\w+)`", beyond):
        known = code in REASONS if part.startswith("table") else in_words(code) != code
        assert known or in_words(f"{part}/{code}") != f"{part}/{code}" or code == "too_many_attachments"


def test_no_row_of_the_table_is_passed_over() -> None:
    table = DOCUMENT.partition("## What is bounded")[2].partition("##")[0]
    assert len(LIMITS) == table.count("\n| ") - 1


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "scrapers").glob("test_*.py"))
    assert len(named) > 20
    assert not named - set(re.findall(r"def (test_\w+)", tests))
