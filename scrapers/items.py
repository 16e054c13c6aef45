"""What a source says about one vacancy, in its own words, under schema.org names."""

from dataclasses import dataclass, fields

# Not part of the content: where and when it was read. The rest is hashed to tell a changed posting.
PROVENANCE = frozenset({"source", "publisher", "url", "file", "content_hash", "first_seen", "last_seen"})


@dataclass(slots=True, repr=False)
class JobPosting:
    """One vacancy. Every text is as the site wrote it; None is what the site does not say."""

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

    def to_feed(self) -> dict[str, str | list[str]]:
        """The row of a feed: schema.org's spelling, absent values left out."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {feed_name(name): value for name, value in values if value}

    def __repr__(self) -> str:
        # Scrapy logs items; a scraped text may hold a person's data, its address does not.
        return f"JobPosting({self.source}, {self.identifier or self.url})"


def feed_name(field: str) -> str:
    """`hiring_organization` → `hiringOrganization`."""
    first, *rest = field.split("_")
    return first + "".join(word.capitalize() for word in rest)


FIELD_NAMES = tuple(field.name for field in fields(JobPosting))
CONTENT_FIELDS = tuple(name for name in FIELD_NAMES if name not in PROVENANCE)
