"""Reads of courses and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from jobsboard.core.actor import Actor, Role

if TYPE_CHECKING:
    from jobsboard.courses.models import ListedCourse, ListedCourseDecision

# Missing from so many whole crawls, one after the other, a listed course is gone; as with vacancies.
MISSED_UNTIL_GONE = 2


class CourseQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> CourseQuerySet:
        """Published ones for everybody; a provider also its own; the bureau all."""
        if actor.role == Role.BUREAU:
            return self
        if actor.role == Role.PROVIDER:
            return self.filter(Q(is_published=True) | Q(provider=actor.organization))
        return self.filter(is_published=True)

    def manageable_by(self, actor: Actor) -> CourseQuerySet:
        """Courses that the actor may edit: a provider's own."""
        return self.filter(provider=actor.organization) if actor.role == Role.PROVIDER else self.none()

    def with_open_sessions(self) -> CourseQuerySet:
        """Fetch `open_sessions`: those still to come with a seat left, soonest first."""
        # Looked up through the relation so that this module need not import models.py (which imports it).
        sessions = self.model.sessions.rel.related_model.objects.open()
        return self.prefetch_related(Prefetch("sessions", sessions, to_attr="open_sessions"))


class CourseSessionQuerySet(models.QuerySet):
    def open(self) -> CourseSessionQuerySet:
        """Sessions that start today or later and have a seat left."""
        return self.filter(starts_on__gte=timezone.localdate(), seats_taken__lt=F("seats"))


class ListedCourseQuerySet(models.QuerySet):
    def listed_on(self, day: date) -> ListedCourseQuerySet:
        """Those that can be joined yet: by their last day, else by when they were last seen at their source."""
        seen_since = timezone.now() - timedelta(days=settings.POSTING_LIFETIME_DAYS)
        in_time = Q(last_day__gte=day) | Q(last_day__isnull=True, last_seen_at__gte=seen_since)
        return self.filter(in_time, missed_runs__lt=MISSED_UNTIL_GONE)

    def named(self, words: str) -> ListedCourseQuerySet:
        """Those whose name or provider has these words."""
        return self.filter(Q(name__icontains=words) | Q(provider_name__icontains=words))

    def sources(self) -> list[tuple[str, str]]:
        """Name and publisher of every source that listed a course."""
        return list(self.order_by("publisher", "source").values_list("source", "publisher").distinct())

    def ended(self, day: date) -> ListedCourseQuerySet:
        """Those that can be joined no more, or that their source lists no more; without what a person took down."""
        return self.exclude(state="removed").exclude(pk__in=self.listed_on(day).values("pk"))

    def shown(self, switched_off: Iterable[str]) -> ListedCourseQuerySet:
        """What everybody may see today, without the sources of these names."""
        return self.listed_on(timezone.localdate()).filter(state="shown").exclude(source__in=switched_off)

    def counts_by_source(self) -> dict[str, int]:
        """How many of these each source has."""
        return dict(self.order_by().values_list("source").annotate(models.Count("pk")))

    def once(self) -> ListedCourseQuerySet:
        """Of the same course of several sources what the source has that listed it here first."""
        return self.filter(source=self._first_source())

    def grouped(self) -> ListedCourseQuerySet:
        """What `once` leaves out."""
        return self.exclude(source=self._first_source())

    def _first_source(self) -> Subquery:
        return Subquery(self.filter(twin_key=OuterRef("twin_key")).order_by("pk").values("source")[:1])

    def add_twins(self, courses: Iterable[ListedCourse]) -> None:
        """Give each course its `twins`: the same course as other sources have it, one a source."""
        courses = list(courses)
        alike: dict[str, list[ListedCourse]] = {}
        for twin in self.filter(twin_key__in={course.twin_key for course in courses}).order_by("pk"):
            alike.setdefault(twin.twin_key, []).append(twin)
        for course in courses:
            others = [twin for twin in alike.get(course.twin_key, []) if twin.source != course.source]
            course.twins = list({twin.source: twin for twin in reversed(others)}.values())[::-1]


class ListedCourseDecisionQuerySet(models.QuerySet):
    def last_of(self, courses: Iterable[ListedCourse]) -> dict[int, ListedCourseDecision]:
        """The last decision about each course that a person decided about, by the course's id."""
        last = self.filter(course__in=list(courses)).order_by("course_id", "-pk").distinct("course_id")
        return {decision.course_id: decision for decision in last}
