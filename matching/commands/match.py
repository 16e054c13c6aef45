"""``match``: one job seeker × postings → every posting, best first, with the reasons."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from matching.commands import UsageError, day_of, read_json, read_records, write_json_line
from matching.matcher import Matcher
from matching.records import Course, JobPosting, JobSeeker
from matching.settings import MatchSettings, presets

HELP = "求职者 × 岗位 → 每行一个岗位，从最合适到最不合适，分数附逐项说明"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options.

    Examples
    --------
    >>> parser = argparse.ArgumentParser()
    >>> add_arguments(parser)
    >>> parser.parse_args(["--seeker", "s.json", "--postings", "p.jsonl"]).top is None
    True
    """
    parser.add_argument("--seeker", required=True, help="求职者 JSON 文件（一个对象）")
    parser.add_argument("--postings", required=True, help="岗位 JSON Lines 文件，可为 .gz")
    parser.add_argument("--courses", help="课程 JSON Lines 文件，可为 .gz")
    parser.add_argument("--top", type=int, help="只输出前 K 个岗位")
    weights = parser.add_mutually_exclusive_group()
    weights.add_argument("--settings", help="MatchSettings 的 JSON 文件")
    weights.add_argument("--preset", choices=sorted(presets()), help="把什么看得更重")
    parser.add_argument("--as-of", help="以这一天（YYYY-MM-DD）计算岗位新旧，默认今天")


def run(args: argparse.Namespace) -> int:
    """Rank the postings and print them."""
    if args.top is not None and args.top < 1:
        raise UsageError(f"--top: expected 1 or more, got {args.top}")
    seeker = _seeker(args.seeker)
    postings = list(read_records(args.postings, JobPosting.from_mapping))
    courses = list(read_records(args.courses, Course.from_mapping)) if args.courses else []
    settings = MatchSettings.preset(args.preset) if args.preset else _settings(args.settings)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    matcher = Matcher(settings, as_of=today if args.as_of is None else day_of(args.as_of))
    prepared = matcher.prepare(postings)
    # The postings of the file compete for one screen, and from them the weights of words are learned.
    for rank, match in enumerate(matcher.fit(prepared).rank(seeker, prepared, courses, args.top), start=1):
        write_json_line({"rank": rank, **match.to_mapping()})
    return 0


def _seeker(path: str) -> JobSeeker:
    raw = read_json(path)
    if not isinstance(raw, Mapping):
        raise UsageError(f"{path}: expected one JSON object, got {type(raw).__name__}")
    try:
        return JobSeeker.from_mapping(raw)
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def _settings(path: str | None) -> MatchSettings:
    if path is None:
        return MatchSettings()
    try:
        return MatchSettings.load(Path(path))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error
