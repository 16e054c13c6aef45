"""Shards on a cluster rank like one index on one core, to the last bit."""

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from matching.distributed import Shards, build_shards, connect, rank_many, shard_of
from matching.index import batch
from matching.index.posting_index import MatchIndex
from matching.index.rankings import Ranking, merge_rankings
from matching.persistence import StoreError
from matching.preparation import PreparedPosting
from matching.records import JobSeeker
from tests.matching.index.people_and_postings import TODAY, random_posting, random_world

K = 15
WORDS = ("焊接 工作服 两班倒", "驾驶 货车 长途", "巡逻 值班 包吃住", "收银 理货", "")


def world(seed: int, postings: int = 150) -> tuple[list[PreparedPosting], list[JobSeeker]]:
    """Postings with words to weigh; a third of them come twice, at the second time perhaps from another employer."""
    rng = random.Random(seed)
    found, people = random_world(seed, postings, people=8)
    again = [random_posting(rng, rng.randrange(postings)) for _ in range(postings // 3)]
    return [with_words(rng, one) for one in [*found, *again]], people


def with_words(rng: random.Random, one: PreparedPosting) -> PreparedPosting:
    return replace(one, posting=replace(one.posting, description=rng.choice(WORDS), source=rng.choice("ab")))


def on_one_core(folder: Path, postings, people) -> list[Ranking]:
    MatchIndex.build(folder, "postings", postings)
    return list(batch.rank_many(folder, "postings", people, K, as_of=TODAY, workers=1))


def test_two_workers_of_a_cluster_rank_five_shards_like_one_core_ranks_one_index(tmp_path):
    postings, people = world(seed=1)
    expected = on_one_core(tmp_path / "one", postings, people)
    # The people are more than a chunk, so that several chunks are on their way at once.
    crowd = [people[n % len(people)] for n in range(batch.ASKERS_A_CHUNK + 9)]
    with connect(workers=2) as client:
        shards = build_shards(tmp_path / "five", postings, 5, client)
        found = list(rank_many(client, shards, crowd, K, as_of=TODAY))
    assert found == [expected[n % len(people)] for n in range(len(crowd))]
    assert Shards.open(tmp_path / "five") == shards


@pytest.mark.parametrize("seed", range(2, 6))
def test_shards_written_without_a_cluster_merge_to_the_same(tmp_path, seed):
    postings, people = world(seed)
    expected = on_one_core(tmp_path / "one", postings, people)
    shards = build_shards(tmp_path / "some", postings, seed)
    parts = [list(batch.rank_many(one.folder, one.kind, people, K, as_of=TODAY, workers=1)) for one in shards.versions]
    assert [merge_rankings(same, K) for same in zip(*parts, strict=True)] == expected


def test_each_id_counts_once_where_it_came_last(tmp_path):
    postings, _ = world(seed=7)
    shards = build_shards(tmp_path, postings, 4)
    held = [one.id for version in shards.versions for one in version.open().documents()]
    assert sorted(held) == sorted({one.id for one in postings})


def test_all_postings_of_a_stall_are_in_one_shard():
    postings, _ = world(seed=8)
    homes: dict[tuple[str, str], set[int]] = {}
    for one in postings:
        if one.posting.employer and one.occupations:
            homes.setdefault((one.posting.employer, one.occupations[0].code[:7]), set()).add(shard_of(one, 7))
    assert {len(found) for found in homes.values()} == {1}


def test_a_folder_that_holds_shards_is_not_written_over(tmp_path):
    build_shards(tmp_path, [], 2)
    with pytest.raises(StoreError, match="holds shards already"):
        build_shards(tmp_path, [], 2)


def test_a_shard_that_has_changed_since_is_refused(tmp_path):
    postings, people = world(seed=9, postings=10)
    shards = build_shards(tmp_path, postings, 1)
    MatchIndex(shards.versions[0].folder, "postings").remove([postings[0].id])
    with pytest.raises(StoreError, match="shard-0000: changed"):
        shards.versions[0].open()


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "damaged"), ("[]", "damaged"), (json.dumps({"format": 99, "shards": []}), "format 99")],
)
def test_a_damaged_or_newer_list_of_shards_is_refused_with_what_to_do(tmp_path, text, said):
    (tmp_path / "shards.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=said):
        Shards.open(tmp_path)


def test_no_shards_are_refused():
    with pytest.raises(ValueError, match="shards: expected 1 or more, got 0"):
        build_shards("never", [], 0)


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs Dask: pip install 'bridgehead-matching\[cluster\]'"):
        connect().__enter__()
