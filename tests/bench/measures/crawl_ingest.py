"""What the import of a feed costs, beside a plain bulk insert of the same rows into the same table.

Each measure runs in a process and a database of its own: `python -m tests.bench.measures.crawl_ingest WHAT FEED`
prints one JSON object. Memory is the most the process ever held (VmHWM).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.measures.crawl_world import write_feed
from tests.bench.measures.table import Row

MOST_TIMES, MOST_GROWTH = 8.0, 1.2
_BATCH = 500


def ingest_rows(rows: int, many: int, seed: int, scratch: Path) -> list[Row]:
    """Time at `rows`; memory at a tenth of `many` and at `many`."""
    few = max(1, many // 10)
    timed, small, large = (
        measured(what, write_feed(scratch / f"{size}.jsonl", size, seed))
        for what, size in (("both", rows), ("import", few), ("import", many))
    )
    ratio, growth = timed["import"] / timed["insert"], large["memory"] / small["memory"]
    time_rows = [
        Row(f"ingest of {rows} rows: time", "plain bulk insert", {"seconds": timed["insert"], "ratio": 1.0}),
        Row(
            f"ingest of {rows} rows: time",
            "import_feed",
            {"seconds": timed["import"], "ratio": ratio},
            {"ratio": MOST_TIMES},
        ),
        Row(
            f"ingest of {rows} rows: time",
            "import_feed of the same feed again",
            {"seconds": timed["again"], "ratio": timed["again"] / timed["insert"]},
        ),
    ]
    return time_rows + [
        Row("ingest: memory", f"{few} rows", {"MB": small["memory"], "ratio": 1.0}),
        Row("ingest: memory", f"{many} rows", {"MB": large["memory"], "ratio": growth}, {"ratio": MOST_GROWTH}),
    ]


def measured(what: str, feed: Path) -> dict[str, float]:
    """Run one measure in a process of its own. Raises RuntimeError with what it said."""
    print(f"… {what} of {feed.stem} rows", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", __name__, what, str(feed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"bench crawl: {what} of {feed.name} failed: {done.stderr.strip()[-400:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(what: str, feed: Path) -> dict[str, float]:
    from jobsboard.intake.services import import_feed
    from matching.occupations import shipped_coder

    # What every process needs once is no cost of the rows.
    shipped_coder()
    found = {"import": _seconds(lambda: import_feed(feed)), "memory": _most_memory()}
    if what == "both":
        found["again"] = _seconds(lambda: import_feed(feed))
        found["insert"] = _plain_insert(feed)
    return found


def _plain_insert(feed: Path) -> float:
    """Seconds to write the same columns as rows of the same table, ready made, with Django's bulk_create."""
    from jobsboard.postings.models import JobPosting
    from jobsboard.postings.queries import JobPostingQuerySet

    stored: JobPostingQuerySet = JobPosting.objects.order_by("pk")
    columns = [field.attname for field in JobPosting._meta.concrete_fields if field.name != "id"]
    values = list(stored.values_list(*columns))
    _emptied()
    ready = iter(
        [
            JobPosting(**dict(zip(columns, row, strict=True)) | {"duplicate_of_id": None, "state": "draft"})
            for row in values
        ]
    )

    def insert() -> None:
        while some := list(islice(ready, _BATCH)):
            JobPosting.objects.bulk_create(some)

    return _seconds(insert)


def _emptied() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE postings_jobposting CASCADE")


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _most_memory() -> float:
    """Megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _main(what: str, feed: Path) -> None:
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"bench_crawl_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        from jobsboard.occupations import services

        services.load()
        print(json.dumps(_measure(what, feed)))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
