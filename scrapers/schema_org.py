"""schema.org JobPosting and Course objects, with all the shapes their values take, → items in plain words.

A page's data is foreign: references may run in circles, lists may have no end. Each limit below is far beyond any
honest page, and what lies beyond it is left out; the rest is still read.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.items import Course, Item, JobPosting
from scrapers.records import Broken, untold
from scrapers.text import squeezed, text_of_markup

_UNITS = {"HOUR": "小时", "DAY": "天", "WEEK": "周", "MONTH": "月", "YEAR": "年"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_YUAN = frozenset({"CNY", "RMB", "人民币"})
_KINDS = ("JobPosting", "Course", "CourseInstance")
# Where a page keeps its objects inside another one.
_HOLDERS = ("@graph", "mainEntity", "itemListElement", "item", "about", "hasPart", "dataFeedElement")
_MOST_NESTING = 8
_MOST_OBJECTS = 5_000
_MOST_LISTED = 100
_MOST_SESSIONS = 50
_LONGEST_TEXT = 200_000


def items_of(*documents: Any, broken: Broken = untold) -> Iterator[Item]:
    """The item of every JobPosting and Course in a page's documents: its JSON-LD scripts, or its microdata."""
    of_each = [list(_objects(document)) for document in documents[:_MOST_LISTED]]
    if len(documents) > _MOST_LISTED or any(len(objects) == _MOST_OBJECTS for objects in of_each):
        broken("too_many_objects")
    nodes = list(itertools.chain(*of_each))
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    for node in nodes:
        kinds = _kinds(node)
        if "JobPosting" in kinds:
            yield to_item(node, known)
        elif "Course" in kinds:
            yield from to_courses(node, known)
        elif "CourseInstance" in kinds and node.get("name"):
            yield from to_courses({**node, "hasCourseInstance": node}, known)


def to_item(data: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> JobPosting:
    """The item that a JobPosting object states; nothing is added or guessed. `known`: the page's objects by @id."""
    data = _resolved(data, known or {})
    places = [_place(place) for place in _listed(data.get("jobLocation"))]
    return JobPosting(
        title=_words(data.get("title") or data.get("name")),
        hiring_organization=_words(data.get("hiringOrganization")),
        job_location=_joined(name for name, _ in places),
        address=_joined(street for _, street in places),
        base_salary=_money(data.get("baseSalary")) or _money(data.get("estimatedSalary")),
        education_requirements=_words(data.get("educationRequirements"), "credentialCategory"),
        experience_requirements=_experience(data.get("experienceRequirements")),
        total_job_openings=_words(data.get("totalJobOpenings")),
        employment_type=_words(data.get("employmentType")),
        work_hours=_words(data.get("workHours")),
        job_benefits=_words(data.get("jobBenefits")),
        occupational_category=_words(data.get("occupationalCategory")),
        date_posted=_words(data.get("datePosted")),
        valid_through=_words(data.get("validThrough")),
        description=_description(data, "description", "responsibilities", "qualifications", "skills"),
        identifier=_words(data.get("identifier"), "value"),
        url=_address(data.get("url")),
    )


def to_courses(data: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> Iterator[Course]:
    """A Course: one item, or one for each of its sessions."""
    data = _resolved(data, known or {})
    sessions = [entry for entry in _listed(data.get("hasCourseInstance")) if isinstance(entry, Mapping)]
    for session in [_resolved(entry, known or {}) for entry in sessions[:_MOST_SESSIONS]] or [{}]:
        course = _course(data, session)
        if len(sessions) > 1:
            own = _words(session.get("identifier"), "value") or course.start_date
            course.identifier = "#".join(filter(None, (course.identifier or course.name, own))) or None
        yield course


def _course(data: Mapping[str, Any], session: Mapping[str, Any]) -> Course:
    offer = session.get("offers") or data.get("offers")
    return Course(
        name=_words(data.get("name")),
        provider=_words(data.get("provider")) or _words(data.get("organizer")),
        course_code=_words(data.get("courseCode")),
        about=_words(data.get("about")),
        audience=_words(data.get("audience"), "audienceType"),
        course_prerequisites=_words(data.get("coursePrerequisites")),
        educational_level=_words(data.get("educationalLevel")),
        educational_credential_awarded=_words(data.get("educationalCredentialAwarded")),
        occupational_category=_words(data.get("occupationalCategory")),
        time_required=_words(session.get("courseWorkload") or data.get("timeRequired")),
        price=_price(offer),
        location=_joined(_place(place)[0] for place in _listed(session.get("location") or data.get("location"))),
        course_mode=_words(session.get("courseMode")),
        course_schedule=_schedule(session.get("courseSchedule")),
        start_date=_words(session.get("startDate")),
        end_date=_words(session.get("endDate")),
        maximum_attendee_capacity=_words(session.get("maximumAttendeeCapacity")),
        date_posted=_words(data.get("datePublished")),
        valid_through=_words(offer.get("validThrough")) if isinstance(offer, Mapping) else None,
        description=_description(data, "description", "syllabus"),
        identifier=_words(data.get("identifier"), "value") or _words(data.get("courseCode")),
        url=_address(session.get("url")) or _address(data.get("url")),
    )


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a page that may be an item or be referred to by one, in the page's order."""
    seen = 0
    waiting: list[tuple[Any, int]] = [(data, 0)]
    while waiting and seen < _MOST_OBJECTS:
        value, nesting = waiting.pop()
        if nesting > _MOST_NESTING:
            continue
        if isinstance(value, list):
            waiting += [(entry, nesting + 1) for entry in reversed(value[:_MOST_OBJECTS])]
        elif isinstance(value, Mapping):
            seen += 1
            yield value
            if not _kinds(value) & {"JobPosting", "Course", "CourseInstance"}:
                waiting += [(value[key], nesting + 1) for key in reversed(_HOLDERS) if key in value]


def _kinds(node: Mapping[str, Any]) -> set[str]:
    return {str(kind).rpartition("/")[2].rpartition(":")[2] for kind in _listed(node.get("@type"))[:_MOST_LISTED]}


def _resolved(data: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data` with the objects that its values refer to; one step only, so that circles end."""

    def target(value: Any) -> Any:
        if isinstance(value, list):
            return [target(entry) for entry in value[:_MOST_LISTED] if not isinstance(entry, list)]
        if isinstance(value, Mapping) and len(value) <= 2 and isinstance(value.get("@id"), str):
            return known.get(value["@id"], value)
        return value

    return {key: target(value) for key, value in data.items()} if known else data


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _joined(words: Iterator[str | None]) -> str | None:
    return "；".join(dict.fromkeys(filter(None, words))) or None


def _words(value: Any, *keys: str, nesting: int = 0) -> str | None:
    """One text of a text, a number, an object (its name, or the given keys before it) or a list of these."""
    if nesting > _MOST_NESTING or value is None or isinstance(value, bool):
        return None
    if isinstance(value, Mapping):
        keys = (*keys, "name", "value", "description", "#text")
        return next(filter(None, (_words(value.get(key), nesting=nesting + 1) for key in keys)), None)
    if isinstance(value, list):
        entries = (_words(entry, *keys, nesting=nesting + 1) for entry in value[:_MOST_LISTED])
        return "、".join(filter(None, entries)) or None
    return text_of_markup(str(value)[:_LONGEST_TEXT]) or None


def _address(value: Any) -> str | None:
    """A web address; no `javascript:` and no path of a page that is not known here."""
    text = _words(value)
    return text if text and text.startswith(("http://", "https://")) else None


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


def _money(value: Any) -> str | None:
    """`5000-7000元/月` of a MonetaryAmount in yuan; of any other currency its code stays."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
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
    if not any(character.isdigit() for character in figure):
        return figure or None
    unit = (_words(holder.get("unitText")) or _words(value.get("unitText")) or "").upper()
    per = _UNITS.get(unit, unit)
    return figure + _currency(value.get("currency")) + (f"/{per}" if per else "")


def _price(offer: Any) -> str | None:
    """What a course costs: `1200元` of an Offer."""
    if isinstance(offer, list):
        return _joined(_price(entry) for entry in offer[:_MOST_LISTED] if not isinstance(entry, list))
    if not isinstance(offer, Mapping):
        return _words(offer)
    figure = _words(offer.get("price"))
    return figure + _currency(offer.get("priceCurrency")) if figure else _words(offer.get("category"))


def _currency(value: Any) -> str:
    currency = _words(value) or ""
    return "元" if currency in _YUAN else f" {currency}" if currency else ""


def _experience(value: Any) -> str | None:
    if isinstance(value, Mapping) and value.get("monthsOfExperience"):
        return f"{_words(value['monthsOfExperience'])}个月"
    return _words(value)


def _schedule(value: Any) -> str | None:
    if isinstance(value, Mapping) and value.get("repeatFrequency"):
        return _words([value.get("duration"), value["repeatFrequency"]])
    return _words(value)


def _description(data: Mapping[str, Any], *keys: str) -> str | None:
    return squeezed("\n".join(filter(None, (_words(data.get(key)) for key in keys)))) or None
