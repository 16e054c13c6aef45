"""Job seekers, postings and courses as frozen records: ids and facts, no names, phones or ID numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from matching.fields import (
    Raw,
    expect_mapping,
    flag_of,
    mappings_of,
    month_of,
    number_of,
    refuse_personal_data,
    shown,
    text_of,
    texts_of,
)
from matching.geography import lineage
from matching.parsing import Education, Experience, Lodging, Salary, Schedule, parse_education
from matching.secrecy import mask_secrets
from matching.taxonomy import load_taxonomy

_REGION_DIGITS = (6, 9)
_OCCUPATION_CODE = re.compile(r"\d-\d\d(-\d\d){1,2}")


@dataclass(frozen=True, slots=True, repr=False)
class ServiceRecord:
    """One stretch of military service: roles and tasks in civilian words, never a unit."""

    branch: str | None = None
    specialty: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    tasks: str | None = None

    @classmethod
    def from_mapping(cls, raw: Raw, path: str = "service.") -> Self:
        """Read ``{"branch", "specialty", "from", "to", "tasks"}``.

        Examples
        --------
        >>> ServiceRecord.from_mapping({"specialty": "汽车驾驶员", "from": "2016-09"}).date_from
        '2016-09'
        """
        record = cls(
            _masked(text_of(raw, "branch", path)),
            _masked(text_of(raw, "specialty", path)),
            month_of(raw, "from", path),
            month_of(raw, "to", path),
            _masked(text_of(raw, "tasks", path)),
        )
        if record.date_from and record.date_to and record.date_to < record.date_from[: len(record.date_to)]:
            raise ValueError(f"{path}to: {record.date_to!r} is before {path}from {record.date_from!r}")
        return record

    @property
    def years(self) -> float | None:
        """Years served, None where either end is unknown."""
        if not (self.date_from and self.date_to):
            return None
        months = _months(self.date_to) - _months(self.date_from)
        return max(months, 0) / 12

    def __repr__(self) -> str:
        return "ServiceRecord(…)"


@dataclass(frozen=True, slots=True, repr=False)
class PastJob:
    """A civilian job held and for how many years."""

    title: str
    years: float | None = None

    def __repr__(self) -> str:
        return "PastJob(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Wishes:
    """What the job seeker asks of a job; None is "not said", never "does not matter"."""

    regions: tuple[str, ...] | None = None
    occupations: tuple[str, ...] | None = None
    month_min: float | None = None
    lodging: bool | None = None
    shift: str | None = None
    start: str | None = None

    @classmethod
    def from_mapping(cls, raw: Raw) -> Self:
        """Read ``{"regions", "occupations", "month_min", "lodging", "shift", "start"}``.

        Examples
        --------
        >>> Wishes.from_mapping({"regions": ["440300"], "month_min": 6000}).regions
        ('440300',)
        """
        regions = texts_of(raw, "regions", "wishes.")
        for number, code in enumerate(regions or ()):
            check_region(code, f"wishes.regions[{number}]")
        return cls(
            regions,
            _occupations(raw),
            number_of(raw, "month_min", "wishes."),
            flag_of(raw, "lodging", "wishes."),
            _masked(text_of(raw, "shift", "wishes.")),
            month_of(raw, "start", "wishes."),
        )

    def __repr__(self) -> str:
        return "Wishes(…)"


@dataclass(frozen=True, slots=True, repr=False)
class JobSeeker:
    """A veteran looking for work. A list that is None is unknown; an empty one says "none".

    ``not_skills`` are skills, as ids or labels, that service, licences or jobs would imply and that the
    person says he does not have. What he names in ``skills`` himself stays.
    """

    id: str
    service: tuple[ServiceRecord, ...] | None = None
    credentials: tuple[str, ...] | None = None
    education: Education | None = None
    experience: tuple[PastJob, ...] | None = None
    skills: tuple[str, ...] | None = None
    not_skills: tuple[str, ...] = ()
    home: str | None = None
    wishes: Wishes = Wishes()

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Self:
        """Read the seeker contract of the ``match`` command; every key may be missing.

        Raises
        ------
        ValueError
            Names the field and the value that is wrong; personal data is refused by field only.

        Examples
        --------
        >>> seeker = JobSeeker.from_mapping({"id": "p1", "education": "大专", "credentials": []})
        >>> seeker.education.level, seeker.credentials, seeker.skills
        ('大专', (), None)
        >>> JobSeeker.from_mapping({"phone": "…"})
        Traceback (most recent call last):
        ValueError: phone: personal data is not accepted here
        """
        refuse_personal_data(raw)
        service = mappings_of(raw, "service")
        jobs = mappings_of(raw, "experience")
        home, wishes = text_of(raw, "home"), raw.get("wishes")
        if home is not None:
            check_region(home, "home")
        return cls(
            id=text_of(raw, "id") or "seeker",
            service=None
            if service is None
            else tuple(ServiceRecord.from_mapping(row, f"service[{n}].") for n, row in enumerate(service)),
            credentials=_all_masked(texts_of(raw, "credentials")),
            education=_education_of(raw),
            experience=None if jobs is None else tuple(_past_job(row, n) for n, row in enumerate(jobs)),
            skills=_all_masked(texts_of(raw, "skills")),
            not_skills=_all_masked(texts_of(raw, "not_skills")) or (),
            home=home,
            wishes=Wishes.from_mapping(expect_mapping({} if wishes is None else wishes, "wishes")),
        )

    def __repr__(self) -> str:
        return f"JobSeeker({self.id})"


@dataclass(frozen=True, slots=True)
class JobPosting:
    """One vacancy, its raw strings parsed once; ``matching.reading`` makes it from a feed's row."""

    id: str
    title: str
    employer: str | None
    description: str
    region: str | None
    address: str | None
    salary: Salary
    education: Education
    experience: Experience
    headcount: int | None
    posted: date | None
    valid_through: date | None
    employment_type: str | None
    schedule: Schedule
    lodging: Lodging
    occupation: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    veteran_preference: str | None = None

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any], fallback_id: str = "posting") -> "JobPosting":
        """Read schema.org JobPosting names or the plain names of a feed.

        Examples
        --------
        >>> posting = JobPosting.from_mapping({"id": "1", "title": "货车司机", "salary": "8-10K"})
        >>> posting.salary.month_min, posting.region
        (8000, None)
        """
        # Here and not at the top: `reading` makes JobPosting, so it needs this module first.
        from matching.reading import read_posting

        return read_posting(raw, fallback_id)

    def __repr__(self) -> str:
        return f"JobPosting({self.id})"


@dataclass(frozen=True, slots=True)
class Course:
    """A training course: the credentials it grants and the skills it teaches, as ids."""

    id: str
    title: str
    provider: str | None = None
    kind: str | None = None
    credentials: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    region: str | None = None
    hours: float | None = None
    fee: float | None = None
    subsidised: bool | None = None
    starts: date | None = None
    description: str = ""

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any], fallback_id: str = "course") -> "Course":
        """Read a course row; what it grants and teaches is read from its words where not given.

        Examples
        --------
        >>> Course.from_mapping({"id": "k1", "title": "电工班", "credentials": [], "skills": []}).title
        '电工班'
        """
        # Here and not at the top: `reading` makes Course, so it needs this module first.
        from matching.reading import read_course

        return read_course(raw, fallback_id)

    def __repr__(self) -> str:
        return f"Course({self.id})"


def check_region(code: str, where: str) -> None:
    """Raise ``ValueError`` unless ``code`` is the code of a division.

    Examples
    --------
    >>> check_region("深圳", "home")
    Traceback (most recent call last):
    ValueError: home: expected a six-digit region code, got '深圳'
    >>> check_region("999999", "home")
    Traceback (most recent call last):
    ValueError: home: unknown region code '999999'
    """
    if not (code.isascii() and code.isdigit() and len(code) in _REGION_DIGITS):
        raise ValueError(f"{where}: expected a six-digit region code, got {shown(code)}")
    # The towns of most districts are not in the table: a town counts by its district.
    if not lineage(code) and not lineage(code[:6]):
        raise ValueError(f"{where}: unknown region code {shown(code)}")


def _education_of(raw: Raw) -> Education | None:
    text = text_of(raw, "education")
    if text is None:
        return None
    education = parse_education(text)
    if education.level is None:
        raise ValueError(f"education: expected a level such as 高中, 大专 or 本科, got {shown(text)}")
    return education


def _past_job(raw: Raw, number: int) -> PastJob:
    path = f"experience[{number}]."
    title = text_of(raw, "title", path)
    if title is None:
        raise ValueError(f"{path}title: expected text, got {shown(raw.get('title'))}")
    return PastJob(mask_secrets(title), number_of(raw, "years", path, most=60))


def _occupations(raw: Raw) -> tuple[str, ...] | None:
    """Wishes in words or as codes; a code that nobody has is a mistake, not a word."""
    wished = texts_of(raw, "occupations", "wishes.")
    for number, word in enumerate(wished or ()):
        if _OCCUPATION_CODE.fullmatch(word) and word not in load_taxonomy().occupations:
            raise ValueError(f"wishes.occupations[{number}]: unknown occupation code {shown(word)}")
    return _all_masked(wished)


def _masked(text: str | None) -> str | None:
    return None if text is None else mask_secrets(text)


def _all_masked(texts: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(mask_secrets(text) for text in texts)


def _months(day: str) -> int:
    year, month = int(day[:4]), int(day[5:7]) if len(day) > 4 else 1
    return year * 12 + month
