"""Work on another data folder: its own database on the same server, its own match index and feeds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections


def use_data_folder(folder: Path) -> None:
    """Point this process at `folder`, making its database when it has none, and bring the tables up to date."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"bridgehead_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    _create_database(name)
    connections.close_all()
    connection.settings_dict["NAME"] = name
    settings.DATA_DIR = folder
    settings.MATCH_INDEX_DIR, settings.FEED_DIR = folder / "index", folder / "feeds"
    call_command("migrate", verbosity=0, interactive=False)


def _create_database(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return
        try:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
        except ProgrammingError as error:
            # Another command made it a moment ago.
            if getattr(error.__cause__, "sqlstate", None) != "42P04":
                raise
