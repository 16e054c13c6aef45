"""Every saved page reads as a person once checked it; a new source costs a folder, no test code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scrapers.runs import all_spiders
from scrapers.trial import trials

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
FOLDERS = sorted(path for path in PAGES.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_saved_pages_read_as_expected(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    pages = sorted(path.name for path in folder.iterdir() if path.name != "expected.jsonl")
    expected = [json.loads(line) for line in Path("expected.jsonl").read_text(encoding="utf-8").splitlines()]
    read = [item.to_feed() for trial in trials(pages, all_spiders()[folder.name]) for item in trial.items]
    assert read == expected != []
    # A notice may hold no vacancy itself, and lead to its documents.
    leading = {page for page in pages if any(other.encode() in Path(page).read_bytes() for other in pages)}
    assert set(pages) - leading <= {row["file"] for row in expected} <= set(pages)
