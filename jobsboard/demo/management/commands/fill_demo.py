"""`jobsboard fill_demo FOLDER`: import every feed of a folder and build the match index, in one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from jobsboard.intake.services import import_feed
from jobsboard.recommendations.engine import rebuild_index


class Command(BaseCommand):
    help = "导入抓取到的岗位并建立匹配索引"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="抓取结果所在文件夹")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for feed in sorted(folder.glob("*/*.jsonl")):
            tally = import_feed(feed)
            self.stderr.write(f"{feed.parent.name}: {json.dumps(tally.as_dict(), ensure_ascii=False)}")
        self.stderr.write(f"index: {rebuild_index()} postings")
