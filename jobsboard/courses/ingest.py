"""Courses of a feed: validate → parse → lawful check → list under their source, or hold.

Nobody enrols here for what a source lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import F
from django.utils import timezone

from jobsboard.core.feeds import FeedRow
from jobsboard.core.progress import Progress
from jobsboard.courses.feeds import columns_of, has_name, identity_of
from jobsboard.courses.models import ListedCourse, ListedCourseDecision, ListedState
from jobsboard.courses.queries import MISSED_UNTIL_GONE
from jobsboard.courses.standing import MustWait, standing

Columns = dict[str, Any]


class NamedSource(Protocol):
    """The part of a source that is needed here; sources belong to the vacancies."""

    name: str
    publisher: str
    is_enabled: bool


@dataclass
class CourseTally:
    """What became of every course of a feed."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    # Shown under the same course of another source.
    grouped: int = 0
    held: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        taken, held = self.new + self.changed + self.unchanged, self.held.total()
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "published": taken - held - self.grouped,
            "held": held,
            "grouped": self.grouped,
            "held_for": dict(sorted(self.held.items())),
            "dropped": dict(sorted(self.dropped.items())),
        }


class CourseIntake:
    """Writes the courses of one feed, chunk by chunk."""

    def __init__(
        self, source_of: Callable[[Mapping[str, Any]], NamedSource], must_wait: MustWait, progress: Progress
    ) -> None:
        self.source_of, self.must_wait, self.progress = source_of, must_wait, progress
        self.tally = CourseTally()
        self.now, self.today = timezone.now(), timezone.localdate()

    def take(self, rows: Iterable[tuple[FeedRow, bool]]) -> None:
        """Parse a chunk, judge every course of it; write what is new or differs, and that all of it was seen."""
        read = dict(self._parsed(rows))
        if not read:
            return
        found = ListedCourse.objects.select_for_update(no_key=True).filter(identity__in=read).order_by("pk")
        known = {course.identity: course for course in found}
        decisions = ListedCourseDecision.objects.last_of(known.values())
        new, touched, seen = [], [], []
        for identity, columns in read.items():
            course = known.get(identity) or ListedCourse(identity=identity, first_seen_at=self.now)
            if self._is_expired(course, columns):
                continue
            is_same = course.content_hash == columns["content_hash"]
            is_touched = _fill(course, columns)
            was, course.state = course.state, standing(course, decisions.get(course.pk), self.must_wait)
            course.last_seen_at = self.now
            self._count(course, is_same=is_same)
            if course.pk is None:
                new.append(course)
                continue
            seen.append(course.pk)
            if is_touched or was != course.state:
                course.updated_at = self.now
                touched.append(course)
        ListedCourse.objects.bulk_create(new)
        ListedCourse.objects.bulk_update(touched, [*next(iter(read.values())), "state", "updated_at"])
        ListedCourse.objects.filter(pk__in=seen).update(last_seen_at=self.now, missed_runs=0)

    def close_gone(self, source: str) -> dict[str, int]:
        """After a whole crawl of a source: count what it lacked, and what is gone for good."""
        missing = ListedCourse.objects.listed_on(self.today).filter(source=source, last_seen_at__lt=self.now)
        keys = list(missing.values_list("pk", flat=True))
        ListedCourse.objects.filter(pk__in=keys).update(missed_runs=F("missed_runs") + 1)
        gone = ListedCourse.objects.filter(pk__in=keys, missed_runs__gte=MISSED_UNTIL_GONE).count()
        return {"missing": len(keys), "gone": gone}

    def count_grouped(self, switched_off: Iterable[str]) -> None:
        """After the last chunk: count what was seen and stands under the same course of another source."""
        grouped = ListedCourse.objects.shown(switched_off).grouped()
        self.tally.grouped = grouped.filter(last_seen_at=self.now).count()

    def _parsed(self, rows: Iterable[tuple[FeedRow, bool]]) -> Iterable[tuple[str, Columns]]:
        """Validate and parse; what cannot be used is dropped with its reason."""
        for row, is_last in rows:
            self.tally.read += 1
            if row.raw is None or not has_name(row.raw):
                self._drop("missing_name", row, "a course without a name")
            elif not is_last:
                self.tally.dropped["repeated_in_file"] += 1
            else:
                try:
                    columns = columns_of(row.raw)
                except ValueError as error:
                    self._drop("unreadable", row, str(error))
                else:
                    source = self.source_of(row.raw)
                    yield identity_of(row.raw), columns | {"source": source.name, "publisher": source.publisher}

    def _drop(self, reason: str, row: FeedRow, why: str) -> None:
        self.tally.dropped[reason] += 1
        self.progress.say(f"line {row.line}: {why}")

    def _is_expired(self, course: ListedCourse, columns: Columns) -> bool:
        """Drop what nobody can join any more; end it here, if it was listed."""
        if columns["last_day"] is None or columns["last_day"] >= self.today:
            return False
        self.tally.dropped["expired"] += 1
        if course.pk and course.last_day != columns["last_day"]:
            course.last_day = columns["last_day"]
            course.save(update_fields=["last_day", "updated_at"])
        return True

    def _count(self, course: ListedCourse, *, is_same: bool) -> None:
        """Count a course that was judged, before it is written."""
        if course.state == ListedState.REMOVED:
            self.tally.dropped["removed_here"] += 1
            return
        if course.pk is None:
            self.tally.new += 1
        elif is_same:
            self.tally.unchanged += 1
        else:
            self.tally.changed += 1
        if not self.source_of(course.raw).is_enabled:
            self.tally.held["source_closed"] += 1
        elif course.state == ListedState.HELD:
            self.tally.held["unlawful"] += 1


def _fill(course: ListedCourse, columns: Columns) -> bool:
    """Write what was read; whether anything of it is new."""
    differing = [name for name, value in columns.items() if getattr(course, name) != value]
    for name in differing:
        setattr(course, name, columns[name])
    return bool(differing)
