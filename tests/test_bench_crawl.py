"""The bench of the crawl: a short run has both figures, and each side had all pages."""

import pytest

from tests.bench.measures.crawl_pages import WANTED, page_rows


@pytest.mark.slow
def test_a_short_run_measures_the_fleet_beside_a_bare_spider() -> None:
    bare, fleet = page_rows(pages=60, rounds=1)
    assert fleet.wanted == {"÷ bare": WANTED}
    assert bare.figures["pages/s"] > 0
    assert fleet.figures["÷ bare"] == pytest.approx(fleet.figures["pages/s"] / bare.figures["pages/s"])
