"""Pages of lists; a page number that is no number is the first page, one past the end is the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 20


def page_of(request: HttpRequest, rows: QuerySet | Sequence[Any], per_page: int = PER_PAGE) -> Page:
    """Return the page of `rows` that `?page=` asks for."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def page_number(request: HttpRequest) -> int:
    """Return `?page=`, for lists that are fetched by offset (the match index)."""
    text = request.GET.get("page", "")
    # Six digits are past the end of any list here, and more could overflow an index.
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= 6 else 1


def page_of_total(rows: Sequence[Any], total: int, number: int, per_page: int = PER_PAGE) -> Page:
    """Return page `number` when only its own `rows` were fetched and `total` is known."""
    paginator = Paginator([], per_page)
    paginator.count = total
    return Page(rows, min(number, paginator.num_pages), paginator)
