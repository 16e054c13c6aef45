"""The file of all rankings: whole or absent, gone on with after a stop, never mixed from two states."""

import fcntl
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.index.plan import UNMET
from matching.index.rankings import Ranking, merge_rankings, write_rankings

ABOUT = {"index": 7, "k": 2}
ASKERS = ["p1", "p2", "p3", "p4"]


def rank(left: Iterator[str]) -> Iterator[Ranking]:
    for one in left:
        yield Ranking(one, (80, 16 - UNMET), (f"{one}-a", f"{one}-b"))


def stops_after(number: int):
    def ranks(left: Iterator[str]) -> Iterator[Ranking]:
        for done, ranking in enumerate(rank(left)):
            if done == number:
                raise KeyboardInterrupt
            yield ranking

    return ranks


def write(path: Path, ranks=rank, about=ABOUT, askers=ASKERS) -> int:
    return write_rankings(path, about, askers, str, ranks)


def test_the_file_says_what_was_asked_and_then_one_line_an_asker(tmp_path):
    path = tmp_path / "all.jsonl"
    assert write(path) == 4
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"format": 1, **ABOUT}
    assert lines[1] == {"id": "p1", "ids": ["p1-a", "p1-b"], "totals": [1.25, 0.25], "classes": [0, 2]}
    assert [line["id"] for line in lines[1:]] == ASKERS
    assert os.listdir(tmp_path) == ["all.jsonl"]


@pytest.mark.parametrize("torn", [b"", b'{"id":"p3","be', b'{"id":"p3"', bytes(300), b"\n", b"[]\n"])
def test_after_a_stop_it_goes_on_where_it_stopped(tmp_path, torn):
    whole, stopped = tmp_path / "whole.jsonl", tmp_path / "stopped.jsonl"
    write(whole)
    with pytest.raises(KeyboardInterrupt):
        write(stopped, stops_after(2))
    assert not stopped.exists()
    with Path(f"{stopped}.part").open("ab") as part:
        part.write(torn)
    asked = []

    def watched(left: Iterator[str]) -> Iterator[Ranking]:
        for ranking in rank(left):
            asked.append(ranking.id)
            yield ranking

    assert write(stopped, watched) == 4
    assert asked == ["p3", "p4"]
    assert stopped.read_bytes() == whole.read_bytes()


def test_what_was_asked_of_another_version_is_not_gone_on_with(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "all.jsonl", stops_after(2), about={"index": 6, "k": 2})
    assert write(tmp_path / "all.jsonl") == 4
    write(tmp_path / "whole.jsonl")
    assert (tmp_path / "all.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_file_begun_with_other_askers_is_refused_and_named(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "all.jsonl", stops_after(2))
    with pytest.raises(ValueError, match=r"all.jsonl.part: .*in place 2 was 'p2'"):
        write(tmp_path / "all.jsonl", askers=["p1", "p9", "p3"])
    with pytest.raises(ValueError, match=r"an asker after the last \(1\) was 'p2'"):
        write(tmp_path / "all.jsonl", askers=["p1"])


def test_a_finished_file_stays_until_the_next_one_is_whole(tmp_path):
    path = tmp_path / "all.jsonl"
    write(path)
    before = path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        write(path, stops_after(1), about={"index": 8, "k": 2})
    assert path.read_bytes() == before


def test_two_processes_do_not_write_one_file(tmp_path):
    with (tmp_path / "all.jsonl.part").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError, match="another process is writing it"):
            write(tmp_path / "all.jsonl")


def test_rankings_merge_to_the_same_however_they_are_divided_and_in_which_order():
    rng = random.Random(5)
    for _ in range(100):
        pairs = [(rng.randrange(4), f"d{n}") for n in range(rng.randrange(1, 40))]
        k = rng.randrange(1, 12)
        best = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))[:k]
        parts: list[list[tuple[int, str]]] = [[] for _ in range(rng.randrange(1, 6))]
        for pair in pairs:
            rng.choice(parts).append(pair)
        rankings = [ranking_of(part, k) for part in parts]
        rng.shuffle(rankings)
        cut = rng.randrange(1, len(rankings) + 1)
        tree = [merge_rankings(part, k) for part in (rankings[:cut], rankings[cut:]) if part]
        assert merge_rankings(tree, k) == ranking_of(best, k)


def ranking_of(pairs: list[tuple[int, str]], k: int) -> Ranking:
    best = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))[:k]
    return Ranking("p", tuple(points for points, _ in best), tuple(one for _, one in best))
