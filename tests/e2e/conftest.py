"""A real server over the invented county, a real Chromium, and a real worker beside them.

The county is committed, loaded once for the folder, and shared: each journey takes people of its own. Server, worker
and test see the same rows, which a transaction that is rolled back could not offer.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright
from procrastinate.contrib.django.models import ProcrastinateWorker
from pytest_django.live_server_helper import LiveServer

from tests.chromium import ON_PATH
from tests.e2e.county import County
from tests.e2e.surfer import Surfer

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WORKER_STARTS_WITHIN = 60


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of $CHROMIUM or on PATH; without one the tests of this folder are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ON_PATH)), None)
    if path is None:
        pytest.skip("no Chromium: name one in $CHROMIUM or put one on PATH")
    # Playwright's loop runs in this thread, and Django takes that for a coroutine that queries the database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def data_folder(tmp_path_factory) -> Path:
    """What the server and the worker write: the match index."""
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="package")
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """In place of pytest-django's, which empties the tables after each test: here they are after the last one."""
    from jobsboard.occupations import services as occupations

    with django_db_blocker.unblock():
        # A test before this one may have emptied them.
        occupations.load()
        yield
        call_command("flush", verbosity=0, interactive=False)
        occupations.load()


@pytest.fixture(scope="package")
def county(browser, transactional_db, data_folder) -> Iterator[County]:
    """The invented county of the demo, with its match index."""
    from jobsboard.demo.loading import load_county
    from jobsboard.recommendations import engine

    with override_settings(MATCH_INDEX_DIR=data_folder / "index"):
        load_county(timezone.localdate())
        engine.rebuild_index()
        yield County()


@pytest.fixture(scope="package")
def server(county) -> Iterator[str]:
    """The address of the board's web server, in a thread of this process."""
    live = LiveServer("127.0.0.1")
    yield live.url
    live.stop()
    connections.close_all()


@pytest.fixture
def somebody(browser, server) -> Iterator[Callable[..., Surfer]]:
    """`somebody()` opens a browser window, `somebody(actor)` one that is signed in; no page may have complained."""
    surfers: list[Surfer] = []

    def arrives(actor=None, **options) -> Surfer:
        surfer = Surfer(browser, server, **options)
        surfers.append(surfer)
        return surfer.signs_in_as(actor) if actor else surfer

    yield arrives
    for surfer in surfers:
        surfer.leaves()
    assert [problem for surfer in surfers for problem in surfer.problems] == []


@pytest.fixture
def worker(county, data_folder) -> Iterator[subprocess.Popen[bytes]]:
    """The background worker as the product starts it: a process of its own, on the same database and index."""
    address = os.environ.get("DATABASE_URL", "postgres:///bridgehead")
    environment = {
        **os.environ,
        "DATABASE_URL": re.sub(r"(?<=/)\w+(?=\?|$)", connection.settings_dict["NAME"], address, count=1),
        "DJANGO_SETTINGS_MODULE": "jobsboard.settings.demo",
        "BRIDGEHEAD_DATA": str(data_folder),
    }
    began = timezone.now()
    command = [sys.executable, "-m", "jobsboard", "procrastinate", "worker", "--concurrency", "1"]
    project = Path(__file__).parents[2]
    with (data_folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=project, stdout=log, stderr=log)
        try:
            wait_until(
                lambda: ProcrastinateWorker.objects.filter(last_heartbeat__gte=began).exists(),
                WORKER_STARTS_WITHIN,
                "the worker did not start",
            )
            yield process
        finally:
            process.terminate()
            process.wait(15)


def wait_until(happened: Callable[[], bool], seconds: float, otherwise: str) -> float:
    """Return after how many seconds it happened; fail when it did not."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > seconds:
            pytest.fail(f"{otherwise} within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - began
