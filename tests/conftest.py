"""What makes every test strict: no network, no lucky row order, no half-filled page, a clock that stands."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from pytest_django.plugin import blocking_manager_key

from tests.client import StrictClient

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
LOCAL_HOSTS = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"}


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Only this machine can be reached: unix sockets and loopback."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _local_only(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _local_names_only(socket.getaddrinfo))
        yield


def _local_only(connect):
    def checked(self, address):
        is_unix = self.family == socket.AF_UNIX
        if not is_unix and str(address[0]) not in LOCAL_HOSTS:
            raise RuntimeError(f"a test tried to reach {address[0]}; tests have no network")
        return connect(self, address)

    return checked


def _local_names_only(getaddrinfo):
    def checked(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOCAL_HOSTS:
            raise RuntimeError(f"a test tried to look {name} up; tests have no network")
        return getaddrinfo(host, *args, **kwargs)

    return checked


@pytest.fixture(scope="session", autouse=True)
def _random_order_where_none_is_asked() -> Iterator[None]:
    """A query without an order gets a random one, so that no test (and no page) rests on luck."""
    from django.db.models.expressions import OrderBy
    from django.db.models.functions import Random
    from django.db.models.sql.compiler import SQLCompiler

    ordered_pairs = SQLCompiler._order_by_pairs

    def pairs(self):
        found = list(ordered_pairs(self))
        query = self.query
        # PostgreSQL refuses random() beside DISTINCT and in parts of a UNION.
        if not found and not (query.distinct or query.combinator or query.subquery or query.group_by):
            found = [(OrderBy(Random()), False)]
        return iter(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", pairs)
        yield


@pytest.fixture
def client() -> StrictClient:
    """A browser that refuses unfilled variables and inline scripts; `client.sign_in(actor)` signs in."""
    return StrictClient()


@pytest.fixture
def frozen_clock() -> Iterator[time_machine.Traveller]:
    """Monday, 23 November 2026, 10:00 in Shanghai; `frozen_clock.shift(timedelta(…))` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The taxonomy stands in every database: what is read from a posting points to it."""
    from django.db import connection

    from jobsboard.occupations import services

    with django_db_blocker.unblock():
        services.load()
    yield
    # A thread of the browser tests' server may still hold a session, and the database could not be dropped.
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with real transactions leaves every table empty; what each database begins with is put back."""
    yield
    marker = item.get_closest_marker("django_db")
    # After the last test the database itself is gone.
    if nextitem and marker and marker.kwargs.get("transaction"):
        from jobsboard.occupations import services

        with item.config.stash[blocking_manager_key].unblock():
            services.load()


@pytest.fixture
def cast(db):
    """The fixed people of `tests/cast.py`, with one vacancy, course and application between them."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def match_index(cast, settings, tmp_path) -> None:
    """The index of the cast's vacancies, in a folder of this test alone."""
    from jobsboard.recommendations import engine

    settings.MATCH_INDEX_DIR = tmp_path / "index"
    engine.rebuild_index()


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    """The cast with its match index, once for a module; for tests marked django_db that change nothing in it."""
    from django.db import transaction
    from django.test import override_settings

    from jobsboard.recommendations import engine
    from tests.cast import make_cast

    folder = tmp_path_factory.mktemp("stage") / "index"
    with django_db_blocker.unblock(), override_settings(MATCH_INDEX_DIR=folder), transaction.atomic():
        cast = make_cast()
        engine.rebuild_index()
        yield cast
        transaction.set_rollback(True)
