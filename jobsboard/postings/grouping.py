"""Duplicate groups over all that is shown: one of each group stands for the others.

The search keeps some 400 bytes a posting (`matching.duplicate_search`); words are read again where they are needed.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from itertools import islice

from django.db.models import Q

from jobsboard.core.progress import Progress
from jobsboard.postings.models import JobPosting, PostingState
from jobsboard.postings.queries import JobPostingQuerySet
from jobsboard.postings.standing import Moves
from matching.deduplication import Publication
from matching.duplicate_search import DuplicateSearch, RowGroup

S = PostingState
FETCHED = 500
_WORDS = ("pk", "title", "hiring_organization", "job_location", "description", "address", "url")


def group_duplicates(today: date, progress: Progress) -> None:
    """Find the groups anew and write what differs; the groups are those of a search over everything at once."""
    shown = _Shown()
    search = DuplicateSearch()
    rows = candidates(today).order_by("pk").values_list(*_WORDS, "state", "employer_id", "duplicate_of_id")
    for *words, state, employer, head in rows.iterator(chunk_size=FETCHED):
        search.add(_publication(words))
        shown.add(words[0], is_published=state == S.PUBLISHED, is_own=employer is not None, head=head or 0)
        progress.advance(1)
    head_of: dict[int, tuple[int, str]] = {}
    for group in search.groups(shown.publications):
        head_of.update(shown.under_head(group))
    _write(shown.differing(head_of))


def candidates(today: date) -> JobPostingQuerySet:
    """What is shown, or would be but for its group."""
    alive = Q(shown_until=None) | Q(shown_until__gte=today)
    open_origin = (Q(employer=None) | Q(employer__state="verified")) & (Q(source=None) | Q(source__is_enabled=True))
    return JobPosting.objects.filter(alive, open_origin, state__in=[S.PUBLISHED, S.GROUPED])


class _Shown:
    """Of each candidate a few numbers, by its row in the search."""

    def __init__(self) -> None:
        self.keys, self.heads = array("q"), array("q")
        self.is_published, self.is_own = bytearray(), bytearray()

    def add(self, key: int, *, is_published: bool, is_own: bool, head: int) -> None:
        self.keys.append(key)
        self.heads.append(head)
        self.is_published.append(is_published)
        self.is_own.append(is_own)

    def publications(self, rows: Sequence[int]) -> list[Publication]:
        found: dict[int, Publication] = {}
        for at in range(0, len(rows), FETCHED):
            keys = [self.keys[row] for row in rows[at : at + FETCHED]]
            words = JobPosting.objects.filter(pk__in=keys).order_by("pk").values_list(*_WORDS)
            found.update({one[0]: _publication(one) for one in words})
        return [found[self.keys[row]] for row in rows]

    def under_head(self, group: RowGroup) -> dict[int, tuple[int, str]]:
        """Row → the posting that stands for it, and why: an employer's own, else the one shown already."""
        head = min(group.rows, key=lambda row: (not self.is_own[row], not self.is_published[row], row))
        # What an employer posted here itself is never hidden behind another.
        return {row: (self.keys[head], group.reason) for row in group.rows if row != head and not self.is_own[row]}

    def differing(self, head_of: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
        """Posting → where it must go, for those that stand elsewhere now."""
        alone = (0, "")
        found = {}
        for row, key in enumerate(self.keys):
            head, why = head_of.get(row, alone)
            if (head or 0) != self.heads[row] or bool(self.is_published[row]) == bool(head):
                found[key] = (head, why)
        return found


def _write(places: dict[int, tuple[int, str]]) -> None:
    keys = iter(sorted(places))
    while some := list(islice(keys, FETCHED)):
        moves = Moves()
        locked = JobPosting.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some).order_by("pk")
        for posting in locked:
            # Somebody may have held or closed it a moment ago.
            if posting.state in {S.PUBLISHED, S.GROUPED}:
                head, why = places[posting.pk]
                moves.group(posting, head or None, why)
        moves.write()


def _publication(words: Sequence[object]) -> Publication:
    key, title, employer, region, description, address, url = words
    return Publication(str(key), title, employer, region or None, description, address, url)
