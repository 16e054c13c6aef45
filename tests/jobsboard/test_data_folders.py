"""`import_feed --data DIR`: another folder has its own database and its own index."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

FEED = [
    {"source": "fair", "id": str(n), "title": title, "employer": f"测试单位{n}", "location": "深圳市"}
    for n, title in enumerate(["小区保安员", "维修电工", "货车司机"])
]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_import_into_another_folder_makes_its_database_and_index_and_leaves_ours_alone(tmp_path):
    feed, folder = tmp_path / "feed.jsonl", tmp_path / "other"
    feed.write_text("\n".join(json.dumps(row) for row in FEED), encoding="utf-8")
    before = databases()
    try:
        first, second = run(feed, folder), run(feed, folder)
        assert (first["new"], second["new"], second["unchanged"]) == (3, 0, 3)
        assert (folder / "index" / "CURRENT").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM postings_jobposting")
            assert cursor.fetchone() == (0,)
    finally:
        for name in databases() - before:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")


def databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bridgehead\\_%'")
        return {name for (name,) in cursor.fetchall()}


def run(feed, folder) -> dict:
    command = [sys.executable, "-m", "jobsboard", "import_feed", str(feed), "--data", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
