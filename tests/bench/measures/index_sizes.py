"""All engines at one size: what they cost in each condition, what they find, and how far ours is from the limit."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.measures.index_corpus import Question
from tests.bench.measures.index_door import Door
from tests.bench.measures.index_engine import Peer
from tests.bench.measures.index_ground import PEERS, Ground, fitting
from tests.bench.measures.index_ours import Ours, nine_tables
from tests.bench.measures.index_speed import (
    BYTES_A_WORD,
    Times,
    ask_alone,
    ask_in_turn,
    memory_bandwidth,
    recalls,
    words_touched,
)
from tests.bench.measures.table import Figure, Row

_CHECKED = 20
_BEST_PEER = {True: "sparse_dot_topn, a matrix per city", False: "bm25s, numba"}


@dataclass(frozen=True)
class Measured:
    """Rows of the table, figures that goals are about, and medians for the drawing."""

    rows: list[Row] = field(default_factory=list)
    reached: dict[tuple[str, int], float] = field(default_factory=dict)
    costs: dict[str, dict[str, dict[int, float]]] = field(default_factory=dict)


def measure_size(
    ground: Ground,
    segment: Path,
    door: Path,
    questions: Sequence[Question],
    names: Sequence[str],
    seed: int,
    into: Measured,
) -> None:
    """Ask all engines at this size; `segment` and `door` (a folder) hold our index of the same documents."""
    cities = set(ground.corpus.cities.tolist())
    asked = [question for question in questions if question.city in cities]
    fused = Ours(segment, nine_tables(seed))
    peers: list[Peer] = [Ours(segment), fused, Door(door)]
    for name in fitting(names, ground.corpus.size):
        print(f"… {ground.corpus.size:,} postings: making {name}", file=sys.stderr, flush=True)
        peers.append(PEERS[name].make(ground))
    # The fused score is another question than that of the peers; it is measured beside text only, in the hot loop.
    in_turn = [peer for peer in peers if peer is not fused]
    try:
        for filtered in (True, False):
            print(f"… {ground.corpus.size:,} postings: asking, {_filter(filtered)}", file=sys.stderr, flush=True)
            _measure_filter(ground, peers, in_turn, asked, filtered, seed, into)
        _add_limits(ground, asked, into)
        into.rows.extend(_left_out(names, ground.corpus.size))
    finally:
        for peer in peers:
            peer.close()


def add_growth(small: int, large: int, into: Measured) -> None:
    """How many times more a question costs with ten times the postings."""
    for key, condition in (("growth", _condition(True, "from words")), ("growth_hot", _condition(True, "hot"))):
        engines = into.costs[condition]
        for name, costs in engines.items():
            if small in costs and large in costs:
                growth = costs[large] / costs[small]
                into.rows.append(Row(f"{small:,} → {large:,} postings: {condition}", name, {"× cost": growth}))
        into.reached[key, large] = engines["ours"][large] / engines["ours"][small]


def _measure_filter(
    ground: Ground,
    peers: Sequence[Peer],
    in_turn: Sequence[Peer],
    questions: Sequence[Question],
    filtered: bool,
    seed: int,
    into: Measured,
) -> None:
    size = ground.corpus.size
    found = recalls(ground.vectors, [p for p in in_turn if p.every == 1], questions[:_CHECKED], filtered=filtered)
    found |= recalls(ground.vectors, [p for p in in_turn if p.every > 1], questions[:2], filtered=filtered)
    runs = {
        "from words": ask_in_turn(in_turn, questions, filtered=filtered, from_words=True, seed=seed),
        "ready": ask_in_turn(in_turn, questions, filtered=filtered, from_words=False, seed=seed),
        "hot": ask_alone(peers, questions, filtered=filtered),
    }
    for way, times in runs.items():
        condition = _condition(filtered, way)
        into.rows.extend(_rows(f"{size:,} postings: {condition}", peers, times, found))
        medians = _medians(peers, times)
        for name, median in medians.items():
            into.costs.setdefault(condition, {}).setdefault(name, {})[size] = median
        _reach(medians, filtered, way, size, into)


def _reach(medians: Mapping[str, float], filtered: bool, way: str, size: int, into: Measured) -> None:
    best = medians.get(_BEST_PEER[filtered])
    if best is not None and (filtered, way) == (True, "from words"):
        into.reached["filtered", size] = best / medians["ours"]
        into.reached["door", size] = best / medians[Door.name]
    if best is not None and (filtered, way) == (False, "hot"):
        into.reached["unfiltered", size] = best / medians["ours"]
    fused = next((median for name, median in medians.items() if "fused" in name), None)
    if fused is not None and filtered:
        into.reached["fused", size] = fused / medians["ours"]


def _rows(measure: str, peers: Sequence[Peer], times: Mapping[str, Times], found: Mapping[str, float]) -> list[Row]:
    ours = float(np.median(times["ours"].cpu))
    rows = []
    for peer in peers:
        if peer.name not in times:
            continue
        cost = times[peer.name].cost(in_process=peer.in_process)
        figures: dict[str, Figure] = {
            "p50 µs": round(float(np.median(cost))),
            "p99 µs": round(float(np.percentile(cost, 99))),
            "wall p50": round(float(np.median(times[peer.name].wall))),
            "÷ ours": float(np.median(cost)) / ours,
            "questions": len(cost),
        }
        if peer.ranks_like_ours:
            figures["recall@20"] = found[peer.name]
            ranking = ""
        else:
            ranking = " (ranks by something else)" if "fused" not in peer.name else ""
        rows.append(Row(measure, peer.name + ranking, figures))
    return rows


def _add_limits(ground: Ground, questions: Sequence[Question], into: Measured) -> None:
    """The bytes that a question must touch, and the time in which memory yields them."""
    size, bandwidth = ground.corpus.size, memory_bandwidth()
    for filtered in (True, False):
        touched = np.median([words_touched(ground.vectors, one, filtered=filtered) for one in questions[:100]])
        limit = float(touched) * BYTES_A_WORD / bandwidth * 1e6
        for way in ("from words", "hot"):
            cost = into.costs[_condition(filtered, way)]["ours"][size]
            figures: dict[str, Figure] = {
                "GB/s": bandwidth / 1e9,
                "words met": int(touched),
                "limit µs": limit,
                "ours µs": round(cost),
                "× limit": cost / limit,
            }
            into.rows.append(Row(f"{size:,} postings: the byte limit", f"ours, {_condition(filtered, way)}", figures))


def _left_out(names: Sequence[str], size: int) -> list[Row]:
    fit = fitting(names, size)
    left = [name for name in names if name not in fit]
    return [
        Row(f"{size:,} postings: not asked, they would need hours", name, {"asked up to": PEERS[name].largest})
        for name in left
    ]


def _medians(peers: Sequence[Peer], times: Mapping[str, Times]) -> dict[str, float]:
    return {
        peer.name: float(np.median(times[peer.name].cost(in_process=peer.in_process)))
        for peer in peers
        if peer.name in times
    }


def _condition(filtered: bool, way: str) -> str:
    told = {
        "from words": "from words, all in turn",
        "ready": "ready made questions, all in turn",
        "hot": "ready made questions, hot loop",
    }
    return f"{_filter(filtered)}, {told[way]}"


def _filter(filtered: bool) -> str:
    return "city and schooling" if filtered else "no filter"
