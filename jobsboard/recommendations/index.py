"""The match index of the open postings: kept up to date, searched, and asked what somebody means who mistypes.

It is opened once a process and looked at anew on every call, so that what the worker wrote is seen at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobsboard.occupations.models import Occupation
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations.facets import labelled_facets
from jobsboard.recommendations.results import SearchFilters, SearchPage, Suggestion
from matching.index import Filters, MatchIndex, Query, Suggester, shipped_suggester
from matching.matcher import Matcher
from matching.persistence import StoreError
from matching.preparation import SURE_OF_OCCUPATION, PreparedPosting
from matching.records import JobPosting as PostingRecord

# Any number that no other lock of this database uses: a rebuild and an update take turns.
INDEX_LOCK = 20240602
BUILD_BATCH = 500
KIND = "postings"
SUGGESTIONS_TRIED, SUGGESTIONS_SHOWN = 24, 8
REBUILD = "run `python3 run.py jobsboard build_index`"


def search(
    words: str,
    filters: SearchFilters | None = None,
    *,
    sort: str = "fit",
    near: str = "",
    after: str = "",
    offset: int = 0,
    limit: int = 20,
) -> SearchPage:
    """Find open postings that hold all words and pass all filters; an index not built yet finds nothing.

    `near` is the region that "distance" is counted from, `after` the `next` of the page before. Raises ValueError
    naming the argument.
    """
    index = opened()
    if index is None:
        return SearchPage([], 0, {})
    wanted = _index_filters(filters or SearchFilters())
    query = Query(words, wanted, sort or "fit", offset, limit, near or None, after or None)  # type: ignore[arg-type]
    found = index.search(query)
    return SearchPage([int(one) for one in found.ids], found.total, labelled_facets(found.facets), found.next)


def suggest(typed: str) -> list[Suggestion]:
    """Return searches that begin with what is typed, sound like it (dianhan), or differ by a slip, best first.

    Only those that find something: a word that leads to an empty page helps nobody.
    """
    likely = (one.text for one in _suggester(timezone.localdate()).suggest(typed, SUGGESTIONS_TRIED))
    counted = (Suggestion(text, search(text, limit=0).total) for text in likely)
    return list(islice((one for one in counted if one.count), SUGGESTIONS_SHOWN))


def did_you_mean(words: str) -> str | None:
    """Return the words put right, for a search that found nothing; None where nothing better is known."""
    return _suggester(timezone.localdate()).did_you_mean(words)


def opened() -> MatchIndex[PreparedPosting] | None:
    """Return the index as it stands now, None where none was built."""
    try:
        index = _opened(settings.MATCH_INDEX_DIR)
    except StoreError:
        if (settings.MATCH_INDEX_DIR / "CURRENT").exists():
            raise
        return None
    index.refresh()
    return index


def index_is_ready() -> bool:
    """Whether there is an index to search in."""
    return opened() is not None


def ensure_index() -> None:
    """Build the index anew when there is none, or one that this version cannot read."""
    try:
        is_ready = index_is_ready()
    except StoreError:
        is_ready = False
    if not is_ready:
        rebuild_index()


def rebuild_index() -> int:
    """Write the index anew from every open posting; return how many there are."""
    with _index_lock():
        postings = JobPosting.objects.open().select_related("source").order_by("pk")
        index = MatchIndex.build(settings.MATCH_INDEX_DIR, KIND, _prepare_all(postings), rebuild_hint=REBUILD)
    return len(index)


def update_index(posting_ids: Iterable[int]) -> None:
    """Bring these postings into the index, or out of it, as they stand in the database now."""
    ids = set(posting_ids)
    with _index_lock():
        index = opened()
        if index is None:
            index = MatchIndex.build(settings.MATCH_INDEX_DIR, KIND, (), rebuild_hint=REBUILD)
        shown = JobPosting.objects.open().filter(pk__in=ids).select_related("source").order_by("pk")
        prepared = list(_prepare_all(shown))
        index.add(prepared)
        index.remove(str(pk) for pk in ids - {int(one.id) for one in prepared})


def merge_index() -> None:
    """Join what many small changes left, beside those who read and write."""
    index = opened()
    if index is not None:
        index.merge()


def prepared_posting(posting: JobPosting) -> PreparedPosting:
    """Return a posting as the matcher needs it, from the index where it stands there."""
    index = opened()
    found = index.documents([str(posting.pk)]) if index else ()
    return found[0] if found else Matcher().prepare([PostingRecord.from_mapping(posting.as_feed())])[0]


@cache
def _opened(folder: Path) -> MatchIndex[PreparedPosting]:
    return MatchIndex.open(folder, KIND, REBUILD)


@lru_cache(maxsize=1)
def _suggester(day: date) -> Suggester:
    """What is common among the vacancies comes first; that changes slowly enough to be counted once a day."""
    index = opened()
    return shipped_suggester({} if index is None else index.common_titles())


@contextmanager
def _index_lock() -> Iterator[None]:
    """Read the database and write the index in one turn, or an older reading could overwrite a newer one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDEX_LOCK])
        yield


def _prepare_all(postings: QuerySet[JobPosting]) -> Iterator[PreparedPosting]:
    """Prepare in batches, and note the occupation of postings that had none yet."""
    rows = postings.iterator(chunk_size=BUILD_BATCH)
    while batch := list(islice(rows, BUILD_BATCH)):
        prepared = Matcher().prepare([PostingRecord.from_mapping(one.as_feed()) for one in batch])
        _note_occupations(batch, prepared)
        yield from prepared


def _note_occupations(postings: list[JobPosting], prepared: list[PreparedPosting]) -> None:
    known = set(Occupation.objects.values_list("pk", flat=True).order_by("pk"))
    coded = []
    for posting, one in zip(postings, prepared, strict=True):
        best = one.occupations[0] if one.occupations else None
        if posting.occupation_id is None and best and best.probability >= SURE_OF_OCCUPATION and best.code in known:
            posting.occupation_id = best.code
            coded.append(posting)
    JobPosting.objects.bulk_update(coded, ["occupation"])


def _index_filters(filters: SearchFilters) -> Filters:
    return Filters(
        regions=(filters.region,) if filters.region else (),
        month_min=filters.month_min,
        education=filters.education or None,
        occupations=(filters.occupation,) if filters.occupation else (),
        shifts=(filters.schedule,) if filters.schedule else (),
        housing=True if filters.lodging else None,
        without_credentials=filters.without_credentials,
        sources=(filters.source,) if filters.source else (),
        open_on=timezone.localdate(),
    )
