"""Courses of a feed: validate → parse → list under their source. Nobody enrols here for what a source lists."""

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
from jobsboard.courses.models import ListedCourse
from jobsboard.courses.queries import MISSED_UNTIL_GONE

Columns = dict[str, Any]


class NamedSource(Protocol):
    """The part of a source that is needed here; sources belong to the vacancies."""

    name: str
    publisher: str
    is_enabled: bool


@dataclass
class CourseTally:
    """What became of every course of a feed; held are those of a source that the bureau switched off."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        taken = self.new + self.changed + self.unchanged
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "published": taken - self.held,
            "held": self.held,
            "held_for": {"source_closed": self.held} if self.held else {},
            "dropped": dict(sorted(self.dropped.items())),
        }


class CourseIntake:
    """Writes the courses of one feed, chunk by chunk."""

    def __init__(self, source_of: Callable[[Mapping[str, Any]], NamedSource], progress: Progress) -> None:
        self.source_of, self.progress = source_of, progress
        self.tally = CourseTally()
        self.now, self.today = timezone.now(), timezone.localdate()

    def take(self, rows: Iterable[tuple[FeedRow, bool]]) -> None:
        """Parse a chunk; write what is new or differs, and that all of it was seen."""
        read = dict(self._parsed(rows))
        if not read:
            return
        found = ListedCourse.objects.select_for_update(no_key=True).filter(identity__in=read).order_by("pk")
        known = {course.identity: course for course in found}
        new, touched = [], []
        for identity, columns in read.items():
            course = known.get(identity) or ListedCourse(identity=identity, first_seen_at=self.now)
            if self._is_expired(course, columns):
                continue
            self._count(course, columns)
            is_touched = any(getattr(course, name) != value for name, value in columns.items())
            for name, value in {**columns, "last_seen_at": self.now, "missed_runs": 0}.items():
                setattr(course, name, value)
            if course.pk is None:
                new.append(course)
            elif is_touched:
                course.updated_at = self.now
                touched.append(course)
        ListedCourse.objects.bulk_create(new)
        ListedCourse.objects.bulk_update(touched, [*next(iter(read.values())), "updated_at"])
        seen = [course.pk for course in known.values() if course.last_seen_at == self.now]
        ListedCourse.objects.filter(pk__in=seen).update(last_seen_at=self.now, missed_runs=0)

    def close_gone(self, source: str) -> dict[str, int]:
        """After a whole crawl of a source: count what it lacked, and what is gone for good."""
        missing = ListedCourse.objects.listed_on(self.today).filter(source=source, last_seen_at__lt=self.now)
        keys = list(missing.values_list("pk", flat=True))
        ListedCourse.objects.filter(pk__in=keys).update(missed_runs=F("missed_runs") + 1)
        gone = ListedCourse.objects.filter(pk__in=keys, missed_runs__gte=MISSED_UNTIL_GONE).count()
        return {"missing": len(keys), "gone": gone}

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

    def _count(self, course: ListedCourse, columns: Columns) -> None:
        if course.pk is None:
            self.tally.new += 1
        elif course.content_hash == columns["content_hash"]:
            self.tally.unchanged += 1
        else:
            self.tally.changed += 1
        self.tally.held += not self.source_of(columns["raw"]).is_enabled
