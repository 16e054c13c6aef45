"""`jobsboard load_taxonomy`: occupations, skills and credentials of the matching library into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from jobsboard.occupations.services import load


class Command(BaseCommand):
    help = "载入职业、技能和证书分类（可重复执行）"

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load()
        self.stderr.write(f"职业 {counts.occupations}，技能 {counts.skills}，证书 {counts.credentials}")
