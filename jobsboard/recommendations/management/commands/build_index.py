"""`jobsboard build_index`: the match index anew from every open posting."""

from __future__ import annotations

from typing import Any

from jobsboard.core.commands import ContractCommand
from jobsboard.recommendations.engine import rebuild_index


class Command(ContractCommand):
    help = "从数据库重建匹配索引（岗位平时由后台任务更新）"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write(f"岗位 {rebuild_index()} 个")
