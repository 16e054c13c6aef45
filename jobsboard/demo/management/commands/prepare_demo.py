"""`jobsboard prepare_demo`: migrate, load the taxonomy and (once) the invented county, collect static files."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, call_command
from django.utils import timezone

from jobsboard.demo import loading
from jobsboard.occupations import services as occupations
from jobsboard.recommendations import engine


class Command(BaseCommand):
    help = "准备演示数据（可重复执行，已有数据保留）"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if loading.is_loaded():
            self.stderr.write("the demo's data is already there")
            engine.ensure_index()
            return
        occupations.load()
        loading.load_county(timezone.localdate())
