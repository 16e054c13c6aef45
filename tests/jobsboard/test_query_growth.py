"""Twice the rows, the same number of queries: no list page asks the database once a row."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobsboard.recommendations import engine
from tests.cast import Cast
from tests.client import StrictClient
from tests.jobsboard.list_pages import PAGES, ListPage


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_twice_the_rows_ask_no_more_queries(page: ListPage, cast: Cast, match_index: None, client: StrictClient):
    actor = getattr(cast, page.who)
    if actor.user:
        client.sign_in(actor)
    path = reverse(page.url, kwargs={name: getattr(cast, value).pk for name, value in page.where.items()})
    _queries(client, path + page.query)  # what is fetched once a process is fetched here
    page.add(cast)
    engine.rebuild_index()
    few = _queries(client, path + page.query)
    page.add(cast)
    engine.rebuild_index()
    many = _queries(client, path + page.query)
    assert len(many) <= len(few), _grown(few, many)


def _queries(client: StrictClient, path: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as context:
        response = client.get(path)
    assert response.status_code == 200
    return [query["sql"] for query in context.captured_queries]


def _grown(few: list[str], many: list[str]) -> str:
    """Name the tables that are asked more often."""
    grown = Counter(_table(sql) for sql in many) - Counter(_table(sql) for sql in few)
    return f"{len(few)} → {len(many)} queries; more often: {dict(grown)}"


def _table(sql: str) -> str:
    return sql.partition(" FROM ")[2].partition(" ")[0].strip('"') or sql[:40]
