"""`jobsboard import_feed FILE [--data DIR]`: a feed into the board; the last line of stdout says what became of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from jobsboard.core.commands import ContractCommand
from jobsboard.core.data_folders import use_data_folder
from jobsboard.core.feeds import UnreadableFeed
from jobsboard.core.progress import progress_on
from jobsboard.intake.services import import_feed
from jobsboard.postings.tasks import work_off_queue


class Command(ContractCommand):
    help = "导入岗位和课程数据（JSON Lines，可为 .gz）；可重复执行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="数据文件")
        parser.add_argument("--data", type=Path, help="另一数据目录：自有数据库和匹配索引")

    def handle(self, *args: Any, file: str, data: Path | None, **options: Any) -> None:
        try:
            Path(file).open("rb").close()
            if data:
                use_data_folder(data)
            tally = import_feed(file, progress_on(sys.stderr))
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror or error}", returncode=2) from error
        except UnreadableFeed as error:
            raise CommandError(str(error), returncode=2) from error
        if data:
            # Nobody else works on that folder's queue.
            self.stderr.write("updating the match index …")
            work_off_queue()
        self.stdout.write(json.dumps(tally.as_dict(), ensure_ascii=False, separators=(",", ":")))
