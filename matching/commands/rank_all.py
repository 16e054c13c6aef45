"""``rank_all``: the best postings for every job seeker → one file; by processes here, or on a Dask cluster."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from matching.commands import UsageError, day_of, read_records, write_json_line
from matching.index.batch import Ask, IndexVersion, prepare_many, rank_version
from matching.index.kinds import POSTINGS
from matching.index.posting_index import MatchIndex
from matching.index.rankings import Ranking, write_rankings
from matching.preparation import PreparedPosting
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings, presets

HELP = "所有求职者 × 所有岗位 → 每人最合适的 K 个岗位，写入一个文件；中断后再运行，从断处接着做"
Rank = Callable[[Iterator[JobSeeker]], Iterator[Ranking]]

_SAID_EVERY = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options.

    Examples
    --------
    >>> parser = argparse.ArgumentParser()
    >>> add_arguments(parser)
    >>> parser.parse_args(["--index", "i", "--seekers", "s.jsonl", "--out", "o.jsonl"]).top
    20
    """
    parser.add_argument("--index", required=True, help="索引目录；其中还没有索引时，用 --postings 建立")
    parser.add_argument("--postings", help="岗位 JSON Lines 文件，可为 .gz")
    parser.add_argument("--seekers", required=True, help="求职者 JSON Lines 文件，可为 .gz")
    parser.add_argument("--out", required=True, help="结果文件")
    parser.add_argument("--top", type=int, default=20, help="每人 K 个岗位")
    parser.add_argument("--workers", type=int, help="进程数，默认每个核一个")
    parser.add_argument("--shards", type=int, help="把索引分成几份，在 Dask 集群上计算")
    parser.add_argument("--scheduler", help="已有集群的调度器地址；默认在本机临时建一个")
    parser.add_argument("--preset", choices=sorted(presets()), help="把什么看得更重")
    parser.add_argument("--as-of", help="以这一天（YYYY-MM-DD）计算岗位新旧，默认不计")


def run(args: argparse.Namespace) -> int:
    """Build what is missing, rank everybody and write the file."""
    settings = MatchSettings.preset(args.preset) if args.preset else MatchSettings()
    ask = Ask(args.top, settings, None if args.as_of is None else day_of(args.as_of))
    seekers = read_records(args.seekers, _seeker)
    with ExitStack() as stack:
        where, rank = _on_cluster(args, ask, stack) if args.shards else _here(args, ask)
        about = {"index": where, **ask.to_mapping()}
        number = write_rankings(args.out, about, seekers, lambda one: one.id, lambda left: _said(rank(left)))
    write_json_line({"seekers": number, "file": args.out})
    return 0


def _here(args: argparse.Namespace, ask: Ask) -> tuple[Any, Rank]:
    """One index, ranked by processes of this machine."""
    folder = Path(args.index)
    if not (folder / "CURRENT").exists():
        MatchIndex.build(folder, POSTINGS.name, _prepared(args))
    version = IndexVersion.now(folder, POSTINGS.name)
    return version.number, lambda left: rank_version(version, ask, left, args.workers)


def _on_cluster(args: argparse.Namespace, ask: Ask, stack: ExitStack) -> tuple[Any, Rank]:
    """Shards, ranked by the workers of a cluster."""
    from matching.distributed import Shards, build_shards, connect, rank_shards

    client = stack.enter_context(connect(args.scheduler, args.workers))
    folder = Path(args.index)
    if not Shards.exist_in(folder):
        build_shards(folder, _prepared(args), args.shards, client)
    shards = Shards.open(folder)
    return [one.number for one in shards.versions], lambda left: rank_shards(client, shards, ask, left)


def _prepared(args: argparse.Namespace) -> Iterator[PreparedPosting]:
    if args.postings is None:
        raise UsageError(f"--postings: needed, there is no index in {args.index}")
    prepared = prepare_many(read_records(args.postings, JobPosting.from_mapping), args.workers)
    return (one for one in prepared if isinstance(one, PreparedPosting))


def _seeker(raw: Mapping[str, Any], line: str) -> JobSeeker:
    return JobSeeker.from_mapping({"id": line, **raw})


def _said(rankings: Iterator[Ranking]) -> Iterator[Ranking]:
    """Say on the way how many are done."""
    for done, ranking in enumerate(rankings, start=1):
        yield ranking
        if done % _SAID_EVERY == 0:
            print(f"matching: ranked for {done} more", file=sys.stderr)
