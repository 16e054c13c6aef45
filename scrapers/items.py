"""What a source says about one vacancy or one course, in its own words, under schema.org names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from typing import Any, ClassVar

# Not part of the content: where and when it was read. The rest is hashed to tell a changed posting.
PROVENANCE = frozenset({"source", "publisher", "url", "file", "content_hash", "first_seen", "last_seen"})


class _Item:
    """What vacancies and courses have in common. Every text is as the site wrote it; None is what it does not say."""

    __slots__ = ()
    # The field without which nothing could be shown.
    HEADING: ClassVar[str]
    NOUN: ClassVar[str]

    @classmethod
    @cache
    def field_names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))

    @classmethod
    @cache
    def content_fields(cls) -> tuple[str, ...]:
        return tuple(name for name in cls.field_names() if name not in PROVENANCE)

    @classmethod
    def require_fields(cls, names: Iterable[str], owner: str) -> None:
        """Raise TypeError for the first name that is no field, with the one that it may have been meant for."""
        known = cls.field_names()
        for name in names:
            if name not in known:
                near = "".join(f"，是不是 {one}？" for one in get_close_matches(name, known, n=1))
                raise TypeError(f"{owner}：{cls.NOUN}没有 {name} 这个字段{near}")

    def to_feed(self) -> dict[str, Any]:
        """The row of a feed: schema.org's spelling, absent values left out."""
        values = ((name, getattr(self, name)) for name in self.field_names())
        return {feed_name(name): value for name, value in values if value}

    def change_texts(self, names: tuple[str, ...], change: Callable[[str], str]) -> None:
        """Put `change(text)` in place of each text of these fields; what becomes empty becomes None."""
        for name in names:
            value = getattr(self, name)
            if isinstance(value, str):
                setattr(self, name, change(value) or None)
            elif isinstance(value, list):
                setattr(self, name, [text for text in map(change, value) if text] or None)

    def __repr__(self) -> str:
        # Scrapy logs items; a scraped text may hold a person's data, its address does not.
        return f"{type(self).__name__}({self.source}, {self.identifier or self.url})"


@dataclass(slots=True, repr=False)
class JobPosting(_Item):
    """One vacancy."""

    HEADING: ClassVar[str] = "title"
    NOUN: ClassVar[str] = "岗位"

    title: str | None = None
    hiring_organization: str | None = None
    job_location: str | None = None
    address: str | None = None
    base_salary: str | None = None
    education_requirements: str | None = None
    experience_requirements: str | None = None
    total_job_openings: str | None = None
    employment_type: str | None = None
    work_hours: str | None = None
    job_benefits: str | None = None
    occupational_category: str | None = None
    date_posted: str | None = None
    valid_through: str | None = None
    description: str | None = None
    sex: str | None = None
    age: str | None = None
    breadcrumb: list[str] | None = None
    identifier: str | None = None
    url: str | None = None
    source: str | None = None
    publisher: str | None = None
    file: str | None = None
    content_hash: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(slots=True, repr=False)
class Course(_Item):
    """One course, or one session (CourseInstance) of it where the source names several.

    In a feed its rows carry `"@type": "Course"`; rows without `@type` are vacancies.
    """

    HEADING: ClassVar[str] = "name"
    NOUN: ClassVar[str] = "课程"

    name: str | None = None
    provider: str | None = None
    course_code: str | None = None
    about: str | None = None
    audience: str | None = None
    course_prerequisites: str | None = None
    educational_level: str | None = None
    educational_credential_awarded: str | None = None
    occupational_category: str | None = None
    time_required: str | None = None
    price: str | None = None
    location: str | None = None
    course_mode: str | None = None
    course_schedule: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    maximum_attendee_capacity: str | None = None
    date_posted: str | None = None
    valid_through: str | None = None
    description: str | None = None
    identifier: str | None = None
    url: str | None = None
    source: str | None = None
    publisher: str | None = None
    file: str | None = None
    content_hash: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None

    def to_feed(self) -> dict[str, Any]:
        # Not super(): a dataclass with slots is made anew, and super() would look at the class before.
        return {"@type": "Course"} | _Item.to_feed(self)


Item = JobPosting | Course


@cache
def feed_name(field: str) -> str:
    """`hiring_organization` → `hiringOrganization`."""
    first, *rest = field.split("_")
    return first + "".join(word.capitalize() for word in rest)
