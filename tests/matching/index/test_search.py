"""The search box over several segments, against plain Python over small random worlds."""

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import geography
from matching.index import layout
from matching.index import search as search_module
from matching.index.filters import Filters
from matching.index.keys import impact
from matching.index.query import Cursor, Query, Results, place_code, read_cursor, words_of, write_cursor
from matching.index.search import Part, search
from matching.parsing import Salary
from matching.preparation import PreparedPosting
from matching.text import terms
from tests.matching.index.board import (
    TRUCK_DRIVER,
    WORDS,
    has_words,
    passes,
    posting,
    random_filters,
    random_posting,
    segment_of,
    text_of,
)

NEAR = ("440306", "431127", "深圳龙华", "110000")
FILTER_OF = {
    "city": "regions",
    "district": "regions",
    "occupation": "occupations",
    "shift": "shifts",
    "housing": "housing",
    "source": "sources",
}


@dataclass
class Board:
    """Segments that are only added to and struck out of, as the index does it, beside a dict that knows the truth."""

    folder: Path
    parts: list[Part] = field(default_factory=list)
    world: dict[str, PreparedPosting] = field(default_factory=dict)

    def add(self, postings: Sequence[PreparedPosting]) -> None:
        newest = {one.id: one for one in postings}
        self.remove(newest)
        segment = segment_of(self.folder, list(newest.values()))
        self.parts.append((segment, None))
        self.world |= newest

    def remove(self, ids: Any) -> None:
        for place, (segment, live) in enumerate(self.parts):
            rows = [row for one in ids if (row := segment.row_of(one)) is not None]
            if rows:
                live = np.ones(segment.rows, dtype=np.uint8) if live is None else live.copy()
                live[rows] = 0
                self.parts[place] = (segment, live)
        for one in ids:
            self.world.pop(one, None)

    def search(self, words: str = "", filters: Filters | None = None, **how: Any) -> Results:
        return search(self.parts, Query(words, filters or Filters(), **how))


def random_board(rng: random.Random, folder: Path, most: int = 60) -> Board:
    board = Board(folder)
    for _ in range(rng.randrange(1, 4)):
        board.add([random_posting(rng, rng.randrange(200)) for _ in range(rng.randrange(most))])
    board.remove(rng.sample(sorted(board.world), len(board.world) // 5))
    return board


def scores(world: Sequence[PreparedPosting], words: str) -> dict[str, int]:
    """Importance x impact, term by term, over the documents that live."""
    cut = TRUCK_DRIVER if words == "货车司机招聘" else [words.strip('"')] if words.startswith('"') else words.split()
    wanted = {term for word in cut for term in terms(word) if len(word) == 1 or len(term) > 1}
    held = {one.id: term_counts(one) for one in world}
    total: Counter[str] = Counter()
    for term in wanted:
        holders = [one for one, counts in held.items() if counts[term]]
        rarity = math.log1p((len(world) - len(holders) + 0.5) / (len(holders) + 0.5))
        for one in holders:
            total[one] += max(1, round(64 * rarity)) * int(impact(held[one][term], held[one].total()))
    return total


def term_counts(one: PreparedPosting) -> Counter[str]:
    title, body = text_of(one)
    counts = Counter(terms(body))
    for term in terms(title):
        counts[term] += 4
    return counts


def sort_value(sort: str, near: str, fit: dict[str, int], one: PreparedPosting, words: str) -> float:
    p = one.posting
    if sort == "fit" and words:
        return fit[one.id]
    if sort == "pay":
        pay = p.salary.month_max if p.salary.month_max is not None else p.salary.month_min
        return -1.0 if pay is None else pay
    if sort == "distance":
        here, there = place_code(near), (p.region or "")[:6]
        km = geography.distance_km(there, here)
        is_here = geography.city_of(here) in {geography.city_of(there)} - {None}
        return -km if km is not None else 0 if is_here else -math.inf
    return (p.posted or date.min).toordinal()


def facet_values(one: PreparedPosting) -> dict[str, str | None]:
    p = one.posting
    return {
        "city": geography.city_of(p.region) if p.region else None,
        "district": p.region[:6] if p.region and not p.region[:6].endswith("00") else None,
        "occupation": f"{one.occupations[0].code[0]}-00-00-00" if one.occupations else None,
        "shift": p.schedule.shift,
        "housing": None if p.lodging.housing is None else str(p.lodging.housing).lower(),
        "source": p.source,
    }


@pytest.mark.parametrize("seed", range(60))
def test_a_search_finds_orders_and_counts_as_plain_python_does(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(layout, "BLOCK", rng.choice([2, 5, 256]))
    monkeypatch.setattr(search_module, "_MUCH_LONGER", rng.choice([0, 16]))
    board = random_board(rng, tmp_path)
    world = list(board.world.values())
    for words in WORDS:
        filters, near = random_filters(rng), rng.choice(NEAR)
        sort = rng.choice(["fit", "date", "pay", "distance"])
        fit = scores(world, words) if words else {}
        having = [one for one in world if has_words(one, words)]
        found = sorted(
            (one for one in having if passes(one, filters)),
            key=lambda one: (-sort_value(sort, near, fit, one, words), one.id),
        )
        limit = rng.choice([0, 3, 200])
        results = board.search(words, filters, sort=sort, near=near, limit=limit)
        assert results.ids == tuple(one.id for one in found)[:limit], (words, filters, sort)
        assert results.total == len(found)
        if sort == "fit" and words and results.next:
            cursor = read_cursor(Query(words, after=results.next))
            assert cursor is not None
            assert (cursor.id, cursor.value) == (results.ids[-1], fit[results.ids[-1]])
        for facet, own in FILTER_OF.items():
            kept = Filters(**{name: value for name, value in filters.given if name != own})
            values = [facet_values(one)[facet] for one in having if passes(one, kept)]
            assert results.facets[facet] == Counter(value for value in values if value), (facet, words, filters)


@pytest.mark.parametrize("seed", range(20))
def test_pages_neither_repeat_nor_skip_while_postings_come_and_go(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    board = random_board(rng, tmp_path)
    board.add([random_posting(rng, 300 + number) for number in range(40)])
    words, sort, near = rng.choice(WORDS[:6]), rng.choice(["fit", "date", "pay", "distance"]), rng.choice(NEAR)
    how: dict[str, Any] = {"sort": sort, "near": near, "limit": rng.randrange(1, 6)}
    stayed = set(board.search(words, sort=sort, near=near, limit=1000).ids)
    seen: list[str] = []
    page = board.search(words, **how)
    while True:
        seen += page.ids
        if page.next is None:
            break
        gone = rng.sample(sorted(board.world), min(2, len(board.world)))
        board.remove(gone)
        board.add([random_posting(rng, 1000 + rng.randrange(10_000)) for _ in range(2)])
        stayed -= set(gone)
        page = board.search(words, after=page.next, **how)
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)


def test_pages_by_cursor_are_the_pages_by_offset(tmp_path: Path) -> None:
    board = Board(tmp_path)
    for first in (0, 10):
        board.add([posting(f"{number:02}") for number in range(first, first + 12)])
    pages = [board.search("保安", offset=start, limit=5) for start in (0, 5, 10, 15, 20, 25)]
    assert [one for page in pages for one in page.ids] == [f"{number:02}" for number in range(22)]
    following = board.search("保安", limit=5)
    for page in pages[1:5]:
        assert following.next is not None
        following = board.search("保安", limit=5, after=following.next)
        assert following.ids == page.ids
        assert following.total == 22
    assert following.next is None
    assert board.search(limit=0).total == 22


def test_words_of_two_characters_are_found_exactly(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.add([posting("1", "保安"), posting("2", "保洁安全"), posting("3", "电焊工"), posting("4", "焊接工人")])
    assert board.search("保安").ids == ("1",)
    assert board.search("焊工").ids == ("3",)


def test_a_word_of_three_characters_must_stand_together(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.add([posting("1", "保安员"), posting("2", "保安", description="安员")])
    assert board.search("保安员").ids == ("1",)


def test_what_is_quoted_is_found_as_a_whole(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.add([posting("1", "夜班 保安"), posting("2", "保安", description="夜班"), posting("3", "C1 司机")])
    assert board.search("夜班 保安").total == 2
    for quoted in ('"夜班 保安"', "“夜班 保安”", "「夜班  保安」"):
        assert board.search(quoted).ids == ("1",)
    assert board.search('"c1 司机"').ids == ("3",)
    assert board.search('"司机 c1"').total == 0
    assert board.search('保安 "夜班').total == 2, "a quote that is not closed is no quote"


def test_the_title_counts_more_than_the_text(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.add([posting("a", "保洁", description="与保安配合"), posting("b", "保安", description="与保洁配合")])
    assert board.search("保安").ids == ("b", "a")


def test_unknown_pay_and_unknown_places_come_last(tmp_path: Path) -> None:
    board = Board(tmp_path)
    pays = {"low": (3000, "440300"), "unknown": (None, None), "high": (9000, "431127")}
    board.add([posting(n, salary=Salary(month_min=pay), region=region) for n, (pay, region) in pays.items()])
    assert board.search(sort="pay").ids == ("high", "low", "unknown")
    assert board.search(sort="distance", near="蓝山县").ids == ("high", "low", "unknown")


def test_an_empty_board_answers(tmp_path: Path) -> None:
    board = Board(tmp_path)
    for _ in range(2):
        results = board.search("保安", Filters(regions=("440300",)))
        assert (results.ids, results.total, results.next) == ((), 0, None)
        board.add([])


def test_a_search_of_chunks_is_a_search_of_the_whole(tmp_path: Path) -> None:
    titles, duties = ("保安", "保安员", "焊工"), ("小区", "安员", "")
    world = [posting(f"{n}", titles[n % 3], description=duties[n % 7 % 3]) for n in range(layout.CHUNK + 3000)]
    segment = segment_of(tmp_path, world, 20_000)
    assert len(segment.search.starts) == 2
    live = np.ones(segment.rows, dtype=np.uint8)
    live[::2] = 0
    for words in ("保安员", "保安 小区", "焊"):
        found = {one.id for one in world if has_words(one, words)}
        assert search([(segment, None)], Query(words)).total == len(found)
        alive = {segment.id(row) for row in np.flatnonzero(live).tolist()}
        results = search([(segment, live)], Query(words, limit=70_000))
        assert set(results.ids) == found & alive


@given(st.text(st.sampled_from("保安员焊工 c1+#\"“”「」🚒\n\t\u200b，'\\é߷𠀀\ud800"), max_size=30))
def test_any_text_may_be_searched_for(board: Board, text: str) -> None:
    results = board.search(text, limit=1)
    assert results.total >= len(results.ids)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    board = Board(tmp_path_factory.mktemp("board"))
    board.add([posting("1", "保安员🚒"), posting("2", "焊工 c++", description="会“电焊”")])
    return board


def test_a_megabyte_is_cut_to_what_is_read(board: Board) -> None:
    assert words_of("保安 " * 400_000) == words_of("保安")
    assert board.search("焊" * 1_000_000).total == 0
    assert board.search("x" * 1_000_000).total == 0


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.hex()))
def test_a_cursor_that_no_page_gave_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^after: "):
        Query("保安", after=text)


@pytest.mark.parametrize(
    ("value", "importance"), [(1, ()), (1, (3, 3)), (1, (0,)), (1, (10**9,)), (2**40, (3,)), (1, ("3",)), (0.5, (3,))]
)
def test_a_cursor_with_numbers_that_no_page_gave_is_refused(value: Any, importance: Any) -> None:
    forged = write_cursor(Query("保安"), Cursor(value, "p1", importance))
    with pytest.raises(ValueError, match="^after: expected"):
        Query("保安", after=forged)


def test_a_cursor_belongs_to_its_words_and_its_order(board: Board) -> None:
    following = board.search(limit=1).next
    assert following is not None
    assert Query(after=following).after == following
    for other in ({"words": "保安"}, {"sort": "pay"}, {"sort": "distance", "near": "440300"}):
        with pytest.raises(ValueError, match="^after: belongs to a search"):
            Query(after=following, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (lambda: Query(3), "words"),  # type: ignore[arg-type]
        (lambda: Query(filters={}), "filters"),  # type: ignore[arg-type]
        (lambda: Query(sort="colour"), "sort"),  # type: ignore[arg-type]
        (lambda: Query(sort=[]), "sort"),  # type: ignore[arg-type]
        (lambda: Query(offset=-1), "offset"),
        (lambda: Query(offset=True), "offset"),
        (lambda: Query(limit=-1), "limit"),
        (lambda: Query(limit=2.5), "limit"),  # type: ignore[arg-type]
        (lambda: Query(sort="distance"), "near"),
        (lambda: Query(sort="distance", near="月球"), "near"),
        (lambda: Query(near="999999"), "near"),
        (lambda: Query(near=7), "near"),  # type: ignore[arg-type]
        (lambda: Query(after=7), "after"),  # type: ignore[arg-type]
        (lambda: Query(offset=3, after="W10"), "offset"),
    ],
)
def test_a_wrong_question_names_its_part(wrong: Callable[[], object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}: "):
        wrong()
