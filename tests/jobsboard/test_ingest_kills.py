"""An import killed with SIGKILL, wherever it is, leaves nothing behind; the next one does all of it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from jobsboard.audit.models import AuditEntry
from jobsboard.courses.models import ListedCourse
from jobsboard.intake.services import import_feed
from jobsboard.postings import ingest
from jobsboard.postings.models import IngestRun, JobPosting, PostingTransition, Source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# The import in a process of its own, with small chunks, that ends itself at the n-th call of a function.
CHILD = """
import importlib, os, signal, sys
import django
django.setup()
from django.core.management import call_command
from jobsboard.intake import services as intake
from jobsboard.postings import ingest
intake.CHUNK = 2
# Titles are not what is tested, and reading the classification is most of a process's time.
ingest._occupation_codes = lambda rows: [None] * len(rows)
feed, place, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
module, _, path = place.partition(":")
owner = importlib.import_module(module)
*parents, name = path.split(".")
for parent in parents:
    owner = getattr(owner, parent)
real, count = getattr(owner, name), 0
def counted(*args, **kwargs):
    global count
    count += 1
    if count == calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(owner, name, counted)
call_command("import_feed", feed)
"""
PLACES = [
    ("jobsboard.postings.ingest:_locked", 3),  # between two chunks
    ("jobsboard.postings.standing:copy_in", 4),  # rows written, their history not yet
    ("jobsboard.postings.standing:defer_indexing", 2),  # the index not told yet
    ("jobsboard.postings.ingest:close_gone", 1),
    ("jobsboard.postings.sightings:Moves.write", 6),  # half of what is gone is closed
    ("jobsboard.postings.grouping:_write", 1),  # the groups known and not written
    ("jobsboard.intake.services:record", 1),  # all done but the commit
]
COURSE_PLACES = [
    ("jobsboard.courses.ingest:CourseIntake.take", 3),  # between two chunks
    ("jobsboard.courses.ingest:ListedCourse.objects.bulk_create", 2),  # two chunks judged, one written
    ("jobsboard.courses.ingest:ListedCourse.objects.bulk_update", 3),  # the new ones written, the changed ones not
    ("jobsboard.courses.ingest:CourseIntake.close_gone", 1),
    ("jobsboard.intake.services:record", 1),  # all done but the commit
]


def vacancy(number: int, source: str = "fair") -> dict:
    words = f"第{number}号岗位负责门岗值守、车辆登记和夜间巡逻，两班倒。" + "甲乙丙丁戊己庚辛"[number % 8] * 12
    return {
        "source": source,
        "identifier": f"{source}-{number}",
        "title": ("保安员", "电工", "厨师", "司机")[number % 4],
        "hiringOrganization": f"测试单位{chr(0x4E10 + number)}服务有限公司",
        "jobLocation": "深圳市宝安区",
        "description": words,
    }


def course(number: int, source: str = "fair", words: str = "实训四十课时。") -> dict:
    return {
        "@type": "Course",
        "source": source,
        "identifier": f"{source}-{number}",
        "name": f"第{number}期焊工班",
        "provider": "测试瑶山技工培训学校",
        "description": words,
    }


def write(folder: Path, day: int, rows: list[dict]) -> Path:
    feed = folder / f"2026112{day}.jsonl"
    feed.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = {"source": "fair", "started": f"2026-11-2{day}T01:00:00+00:00", "complete": True, "alarms": []}
    feed.with_suffix(".report.json").write_text(json.dumps(report))
    return feed


def everything() -> dict[str, list]:
    """All that an import writes."""
    columns = ("identifier", "state", "reason", "duplicate_of__identifier", "missed_runs", "content_hash")
    of_courses = ("identifier", "state", "missed_runs", "content_hash", "twin_key")
    return {
        "courses": list(ListedCourse.objects.order_by("identifier").values_list(*of_courses)),
        "courses_seen": list(ListedCourse.objects.order_by("identifier").values_list("last_seen_at", "updated_at")),
        "postings": list(JobPosting.objects.order_by("identifier").values_list(*columns)),
        "seen": list(JobPosting.objects.order_by("identifier").values_list("last_seen_at", "updated_at")),
        "history": list(PostingTransition.objects.order_by("pk").values_list("posting__identifier", "name")),
        "sources": list(Source.objects.order_by("name").values_list("name")),
        "finished": list(IngestRun.objects.order_by("pk").exclude(finished_at=None).values_list("feed")),
        "jobs": list(ProcrastinateJob.objects.order_by("id").values_list("args")),
        "audit": list(AuditEntry.objects.order_by("pk").values_list("verb", "object_id")),
    }


def child(feed: Path, place: str, calls: int) -> int:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    env = {**os.environ, "DATABASE_URL": urlunsplit(database), "DJANGO_SETTINGS_MODULE": "jobsboard.settings.test"}
    command = [sys.executable, "-c", CHILD, str(feed), place, str(calls)]
    done = subprocess.run(command, env=env, capture_output=True, timeout=300, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode


def test_wherever_it_is_killed_nothing_is_left_and_the_next_import_is_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "_occupation_codes", lambda rows: [None] * len(rows))
    ProcrastinateJob.objects.all().delete()
    rows = [vacancy(number) for number in range(10)]
    for day in (0, 1):
        # The last two are missing from the second crawl already.
        import_feed(write(tmp_path, day, rows[: 10 - 2 * day]))
    copies = [vacancy(number, "board") for number in (0, 1)]
    changed = rows[2] | {"description": "改为仓库夜间值守，" + rows[2]["description"]}
    feed = write(tmp_path, 2, [*rows[:2], changed, *rows[3:8], *copies])
    before = everything()
    for place, calls in PLACES:
        assert child(feed, place, calls) == -signal.SIGKILL, place
        assert everything() == before, place
    assert child(feed, "jobsboard.intake.services:record", 2) == 0
    after = everything()
    found = {identifier: (state, reason) for identifier, state, reason, *_ in after["postings"]}
    assert found["fair-8"] == found["fair-9"] == ("closed", "gone")
    assert found["board-0"] == found["board-1"] == ("grouped", "")
    assert len(found) == 12
    assert IngestRun.objects.filter(finished_at=None).count() == len(PLACES)
    assert import_feed(feed).as_dict()["unchanged"] == 10
    assert {**everything(), "seen": 0, "finished": 0, "audit": 0} == {**after, "seen": 0, "finished": 0, "audit": 0}


def test_wherever_it_is_killed_amid_courses_nothing_is_left_either(tmp_path):
    rows = [course(number) for number in range(8)]
    for day in (0, 1):
        # The last is missing from the second crawl already.
        import_feed(write(tmp_path, day, rows[: 8 - day]))
    promising = [row | {"description": "学会包就业，当月上岗。"} for row in rows[:3]]
    copies = [course(number, "board") for number in (5, 6)]
    feed = write(tmp_path, 2, [*promising, *rows[3:7], course(9), *copies])
    before = everything()
    for place, calls in COURSE_PLACES:
        assert child(feed, place, calls) == -signal.SIGKILL, place
        assert everything() == before, place
    assert child(feed, "jobsboard.intake.services:record", 2) == 0
    after = everything()
    held = [identifier for identifier, state, *_ in after["courses"] if state == "held"]
    assert held == ["fair-0", "fair-1", "fair-2"]
    done = IngestRun.objects.get(feed=feed.name, finished_at__isnull=False)
    names = ("new", "changed", "unchanged", "published", "held", "grouped", "gone")
    assert [done.counts["courses"][name] for name in names] == [3, 3, 4, 5, 3, 2, 1]
    assert import_feed(feed).courses["unchanged"] == 10
    still = ("courses", "sources", "jobs", "postings")
    assert {name: everything()[name] for name in still} == {name: after[name] for name in still}
