"""`jobsboard check_postings FILE`: the lawful-posting check over a file, one JSON line a posting; no database."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from jobsboard.core.commands import ContractCommand
from jobsboard.core.feeds import FeedRow, UnreadableFeed, identifier_of, read_feed
from jobsboard.postings.compliance import check_posting


class Command(ContractCommand):
    help = "检查岗位内容是否合规：一行一个岗位，输出一行 JSON（不需要数据库）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="JSON Lines，可为 .gz")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        # It reads no figures: needs no database. What pay would be held against, it names as not entered.
        try:
            for row in read_feed(file):
                if row.raw is None:
                    raise UnreadableFeed(f"{file}, line {row.line}: not a JSON object")
                findings = [finding.as_dict() for finding in check_posting(row.raw, minimum_wages={})]
                line = {"id": _name_of(row), "findings": findings}
                self.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        except UnreadableFeed as error:
            raise CommandError(str(error), returncode=2) from error


def _name_of(row: FeedRow) -> str:
    raw = row.raw or {}
    return identifier_of(raw) or str(raw.get("dev_id") or f"line:{row.line}")
