"""A schema.org JobPosting object, with all the shapes its values take, → JobPosting in plain words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.items import JobPosting
from scrapers.text import squeezed, text_of_markup

_UNITS = {"HOUR": "小时", "DAY": "天", "WEEK": "周", "MONTH": "月", "YEAR": "年"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MOST_NESTING = 6


def job_postings(data: Any, nesting: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every JobPosting object in `data`, however it is wrapped (`@graph`, lists, a page's main entity)."""
    if nesting > _MOST_NESTING:
        return
    if isinstance(data, list):
        for entry in data:
            yield from job_postings(entry, nesting + 1)
    elif isinstance(data, Mapping):
        if "JobPosting" in {str(kind).rpartition("/")[2] for kind in _listed(data.get("@type"))}:
            yield data
        else:
            for key in ("@graph", "mainEntity", "itemListElement", "item"):
                yield from job_postings(data.get(key), nesting + 1)


def to_item(data: Mapping[str, Any]) -> JobPosting:
    """The item that a JobPosting object states; nothing is added or guessed."""
    places = [_place(place) for place in _listed(data.get("jobLocation"))]
    return JobPosting(
        title=_words(data.get("title") or data.get("name")),
        hiring_organization=_words(data.get("hiringOrganization")),
        job_location="；".join(dict.fromkeys(name for name, _ in places if name)) or None,
        address="；".join(dict.fromkeys(street for _, street in places if street)) or None,
        base_salary=_salary(data.get("baseSalary")) or _words(data.get("estimatedSalary")),
        education_requirements=_words(data.get("educationRequirements"), "credentialCategory"),
        experience_requirements=_experience(data.get("experienceRequirements")),
        total_job_openings=_words(data.get("totalJobOpenings")),
        employment_type=_words(data.get("employmentType")),
        work_hours=_words(data.get("workHours")),
        job_benefits=_words(data.get("jobBenefits")),
        occupational_category=_words(data.get("occupationalCategory")),
        date_posted=_words(data.get("datePosted")),
        valid_through=_words(data.get("validThrough")),
        description=_description(data),
        identifier=_words(data.get("identifier"), "value"),
        url=_words(data.get("url")),
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _words(value: Any, *keys: str) -> str | None:
    """One text of a text, a number, an object (its name, or the given keys before it) or a list of these."""
    if isinstance(value, Mapping):
        values = (_words(value.get(key)) for key in (*keys, "name", "value", "description"))
        return next(filter(None, values), None)
    if isinstance(value, list):
        return "、".join(filter(None, (_words(entry, *keys) for entry in value))) or None
    if value is None or isinstance(value, bool):
        return None
    return text_of_markup(str(value)) or None


def _place(place: Any) -> tuple[str | None, str | None]:
    """The place's name and its street."""
    if not isinstance(place, Mapping):
        return _words(place), None
    address = place.get("address")
    if not isinstance(address, Mapping):
        return _words(address) or _words(place), None
    parts = [_words(address.get(key)) for key in ("addressRegion", "addressLocality", "addressCountry")]
    region, locality, country = parts
    if _CHINESE.search(f"{region}{locality}"):
        name = "".join(filter(None, (region, locality)))
    else:
        name = ", ".join(dict.fromkeys(filter(None, (locality, region, country))))
    return name or _words(place), _words(address.get("streetAddress"))


def _salary(value: Any) -> str | None:
    """`5000-7000元/月` of a MonetaryAmount in yuan; of any other currency its code stays."""
    if not isinstance(value, Mapping):
        return _words(value)
    amount = value.get("value")
    holder = amount if isinstance(amount, Mapping) else value
    low, high = _words(holder.get("minValue")), _words(holder.get("maxValue"))
    figure = "-".join(dict.fromkeys(filter(None, (low, high))))
    if low and not high:
        figure += "以上"
    elif high and not low:
        figure += "以下"
    figure = figure or _words(holder.get("value")) or ""
    if not figure or not any(character.isdigit() for character in figure):
        return figure or None
    unit = str(holder.get("unitText") or value.get("unitText") or "").upper()
    currency = _words(value.get("currency")) or ""
    per = _UNITS.get(unit, unit)
    money = "元" if currency in ("CNY", "RMB", "人民币") else f" {currency}" if currency else ""
    return figure + money + (f"/{per}" if per else "")


def _experience(value: Any) -> str | None:
    if isinstance(value, Mapping) and value.get("monthsOfExperience"):
        return f"{_words(value['monthsOfExperience'])}个月"
    return _words(value)


def _description(data: Mapping[str, Any]) -> str | None:
    keys = ("description", "responsibilities", "qualifications", "skills")
    return squeezed("\n".join(filter(None, (_words(data.get(key)) for key in keys)))) or None
