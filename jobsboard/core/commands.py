"""What the commands of the contract share: one line on stderr for a mistake, UTF-8 whatever the locale."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class ContractCommand(BaseCommand):
    """A command whose output others read: results on stdout, everything else on stderr."""

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # argparse prints the usage before the message; the contract wants one line.
        parser.print_usage = lambda file=None: None  # type: ignore[method-assign, assignment]
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            return super().execute(*args, **options)
        except BrokenPipeError:
            # The reader (head, a closed pager) has seen enough; stdout must not be flushed again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
