"""The bench of crawl and ingest: a short run has every figure, and its postings are what it says they are."""

import json
from pathlib import Path

import pytest

from jobsboard.core.feeds import last_rows
from jobsboard.intake.services import identity_of
from tests.bench import crawl
from tests.bench.measures.crawl_world import postings, write_feed


def test_the_same_seed_invents_the_same_postings_and_some_are_the_same_vacancy() -> None:
    rows = list(postings(40, seed=1))
    assert rows == list(postings(40, seed=1)) != list(postings(40, seed=2))
    assert len({row["url"] for row in rows}) == 40
    assert len({row["description"] for row in rows}) == 37


def test_a_feed_holds_as_many_rows_as_were_asked_for(tmp_path: Path) -> None:
    assert last_rows(write_feed(tmp_path / "feed.jsonl", 25, seed=1), identity_of).tolist() == [True] * 25


@pytest.mark.slow
def test_a_short_run_has_every_figure_and_says_what_was_wanted(tmp_path: Path) -> None:
    table = tmp_path / "table.json"
    short = ["--rows", "20", "--many", "30", "--pages", "60", "--rounds", "1"]
    assert crawl.main([*short, "--scratch", str(tmp_path), "--json", str(table)]) == 0
    rows = {(row["measure"], row["method"]): row for row in json.loads(table.read_text("utf-8"))}
    assert rows["ingest of 20 rows: time", "import_feed"]["wanted"] == {"ratio": 8.0}
    assert rows["ingest: memory", "30 rows"]["wanted"] == {"ratio": 1.2}
    (measure,) = {measure for measure, _ in rows if measure.startswith("crawl: 60 pages")}
    bare, fleet = rows[measure, "bare Scrapy, downloads only"], rows[measure, "the fleet"]
    assert fleet["wanted"] == {"÷ bare": 0.7}
    assert fleet["figures"]["÷ bare"] == pytest.approx(fleet["figures"]["pages/s"] / bare["figures"]["pages/s"])
    assert all(value > 0 for row in rows.values() for value in row["figures"].values())


def test_a_number_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        crawl.main(["--rows", "many"])
    assert ended.value.code == 2
    assert "many" in capsys.readouterr().err
