"""Every named URL × everybody of the cast, against the one table of `access_matrix.py`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import ROLES, Cast
from tests.client import StrictClient
from tests.jobsboard.access_matrix import ROWS, Row

# What was posted may be incomplete or come too late; whoever is told so was let in.
UNFIT = {400, 409, 415, 422}


def _views(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, (*spaces, *filter(None, [pattern.namespace])))
        else:
            yield ":".join([*spaces, pattern.name or ""]), pattern


def test_every_url_has_a_name_and_a_row():
    found = dict(_views(get_resolver()))
    unnamed = [str(pattern.pattern) for name, pattern in found.items() if not name.split(":")[-1]]
    assert not unnamed
    rows = {row.url for row in ROWS}
    assert set(found) - rows == set(), "add a row to tests/jobsboard/access_matrix.py"
    assert rows - set(found) == set(), "rows of URLs that are no more"


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_is_let_in_or_refused_as_the_table_says(row: Row, stage: Cast):
    path = reverse(row.url, kwargs={name: _value(stage, value) for name, value in row.where.items()})
    got = {who: _try(stage, who, row, path) for who in ROLES}
    assert got == {who: row.expected(who) for who in ROLES}


def _value(cast: Cast, value: str) -> object:
    return getattr(cast, value).pk if hasattr(cast, value) else value


def _try(cast: Cast, who: str, row: Row, path: str) -> str:
    """Ask as one of the cast, and take back whatever that changed."""
    client = StrictClient()
    with transaction.atomic():
        actor = getattr(cast, who)
        if actor.user:
            client.sign_in(actor)
        options = {"content_type": row.content_type} if row.content_type else {}
        response = client.generic(row.method, path, **options)
        transaction.set_rollback(True)
    return _kind(response)


def _kind(response: HttpResponse) -> str:
    if response.status_code == 302 and response.url.startswith(reverse("public:sign_in") + "?"):
        return "sign in"
    if response.status_code < 400 or response.status_code in UNFIT:
        return "let in"
    return {403: "forbidden", 404: "missing"}.get(response.status_code, str(response.status_code))
