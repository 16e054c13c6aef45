"""The numbers beside the segments are the places that the pool of all postings gives."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from matching.condition_comparisons import Exposure
from matching.exposure import Pool
from matching.index.stalls import LAST_PLACE, live_rows, place_among, places_in, stall_columns, stall_key
from matching.preparation import LikelyOccupation, PreparedPosting
from matching.records import JobPosting

EMPTY = JobPosting.from_mapping({"id": "x", "title": "x"})


def random_posting(rng: random.Random, number: int) -> PreparedPosting:
    posted = rng.choice([None, date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 20)])
    code = rng.choice([None, "4-07-05-01", "4-07-05-03", "6-18-02-04"])
    likely = (LikelyOccupation(code, "某职业", 0.9),) if code else ()
    employer = rng.choice([None, "青山物业", "青山物業", "南岭制造"])
    one = rng.choice("abcdé") + str(number)
    return PreparedPosting(replace(EMPTY, id=one, employer=employer, posted=posted), likely)


def segment_of(postings: Sequence[PreparedPosting]) -> SimpleNamespace:
    """As much of a segment as places need."""
    ids = [one.id for one in postings]
    rank = {one: number for number, one in enumerate(sorted(ids))}
    posted = [one.posting.posted.toordinal() if one.posting.posted else -1 for one in postings]
    return SimpleNamespace(
        rows=len(ids),
        columns={"posted": np.array(posted, dtype=np.int32), **stall_columns(postings)},
        id_rank=np.array([rank[one] for one in ids], dtype=np.uint32),
        id=lambda row: ids[row],
    )


@pytest.mark.parametrize("seed", range(20))
def test_places_over_several_segments_are_those_of_the_pool(seed: int) -> None:
    rng = random.Random(seed)
    postings = [random_posting(rng, number) for number in range(rng.randrange(60))]
    cuts = sorted(rng.randrange(len(postings) + 1) for _ in range(rng.randrange(3)))
    worlds = [postings[a:b] for a, b in zip([0, *cuts], [*cuts, len(postings)], strict=True)]
    lives = [np.array([rng.random() < 0.8 for _ in world], dtype=np.uint8) for world in worlds]
    alive = [
        one
        for world, live in zip(worlds, lives, strict=True)
        for one, is_live in zip(world, live, strict=True)
        if is_live
    ]
    pool = Pool.of(alive)
    wanted = {stall_key(one) for one in rng.sample(alive, len(alive) // 3)} - {0}
    for stalls in (None, np.array(sorted(wanted), dtype=np.int64)):
        parts = [live_rows(segment_of(world), live, stalls) for world, live in zip(worlds, lives, strict=True)]
        found = {
            worlds[number][row].id: int(place)
            for number, (part, places) in enumerate(zip(parts, places_in(parts), strict=True))
            for row, place in zip(part.rows, places, strict=True)
        }
        among = [one for one in alive if stall_key(one) and (stalls is None or stall_key(one) in wanted)]
        assert found == {one.id: min(pool.place(one) or 0, LAST_PLACE) for one in among}


@pytest.mark.parametrize("seed", range(5))
def test_the_place_of_one_posting_is_not_cut_off(seed: int) -> None:
    rng = random.Random(seed)
    postings = [random_posting(rng, number) for number in range(40)]
    pool = Pool.of(postings[:30])
    for one in postings:
        stall = np.array([stall_key(one)], dtype=np.int64)
        parts = [live_rows(segment_of(world), None, stall) for world in (postings[:12], postings[12:30])]
        assert stall_key(one) == 0 or place_among(parts, one) == pool.place(one)


def test_the_last_place_is_the_last_step_of_the_comparison() -> None:
    assert len(Exposure.ladder) == LAST_PLACE
