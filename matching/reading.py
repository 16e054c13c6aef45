"""Rows of a feed, under schema.org or plain names, → JobPosting and Course: raw strings parsed once."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from matching.fields import LONGEST_TEXT, Raw, flag_of, refuse_personal_data, texts_of
from matching.geography import lineage
from matching.parsing import (
    Education,
    Experience,
    Lodging,
    Salary,
    Schedule,
    parse_credentials,
    parse_education,
    parse_experience,
    parse_headcount,
    parse_lodging,
    parse_posted,
    parse_region,
    parse_salary,
    parse_schedule,
)
from matching.records import Course, JobPosting
from matching.skills import default_extractor
from matching.taxonomy import load_taxonomy

# schema.org name → plain name; the first that has a value wins.
NAMES = {
    "title": ("title", "name"),
    "employer": ("employer", "hiringOrganization"),
    "location": ("region", "location", "jobLocation"),
    "address": ("address",),
    "salary": ("salary", "baseSalary", "estimatedSalary"),
    "education": ("education", "educationRequirements"),
    "experience": ("experience", "experienceRequirements"),
    "headcount": ("headcount", "totalJobOpenings"),
    "posted": ("posted", "datePosted"),
    "valid_through": ("valid_through", "deadline", "validThrough"),
    "employment_type": ("employment_type", "employmentType"),
    "schedule": ("schedule", "workHours"),
    "lodging": ("lodging", "jobBenefits"),
    "requirements": ("requirements", "qualifications", "skills"),
    "duties": ("responsibilities",),
    "occupation": ("occupation", "occupationalCategory"),
}
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
MOST, MOST_YEARS = 1_000_000, 60
_UNIT_TEXT = {"HOUR": "小时", "DAY": "天", "WEEK": "周", "MONTH": "月", "YEAR": "年"}
_DIVISION_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3})?")
_BARE_NUMBER = re.compile(r"\d{1,2}(?:\.\d+)?")
_OCCUPATION_CODE = re.compile(r"\d-\d\d(-\d\d){0,2}")
# Not 老兵 or 军人: shops and brands are named so.
_VETERANS = re.compile(r"退役|退伍|复员|转业")
_SENTENCE_BREAK = re.compile(r"[。；;\n！!]")
_CLAUSE_BREAK = re.compile(r"[，,：:]")
_LIST_MARK = re.compile(r"^[\s\d.、．,，)）'’]+")
QUOTED_AROUND = 16
_TAG_BREAK = re.compile(r"[,，、|;；\s]+")


def read_posting(raw: Mapping[str, Any], fallback_id: str) -> JobPosting:
    """Read one posting; anything that a field does not say is its null value.

    Examples
    --------
    >>> row = {"title": "保安", "baseSalary": {"value": {"minValue": 5000, "unitText": "MONTH"}}}
    >>> read_posting(row, "line:1").salary.month_min
    5000
    """
    description = "\n".join(filter(None, (_words(raw.get("description")), *_extra_texts(raw))))[:LONGEST_TEXT]
    tags = _tags(raw.get("tags"))
    everything = "\n".join((_one(raw, "title"), description, "，".join(tags)))
    posted = _posted(raw)
    return JobPosting(
        id=_identifier(raw, fallback_id),
        title=_one(raw, "title"),
        employer=_one(raw, "employer") or None,
        description=description,
        region=region_of(raw),
        address=_one(raw, "address") or None,
        salary=salary_of(raw),
        education=_education(raw),
        experience=_experience(raw),
        headcount=parse_headcount(_one(raw, "headcount")),
        posted=posted,
        valid_through=_valid_through(raw, posted),
        employment_type=_one(raw, "employment_type") or None,
        schedule=_schedule(raw, everything),
        lodging=_lodging(raw, everything),
        occupation=_occupation(raw),
        tags=tags,
        source=_one_of(raw, ("source", "platform")) or None,
        veteran_preference=_veteran_words(everything),
    )


def read_course(raw: Mapping[str, Any], fallback_id: str) -> Course:
    """Read one course; credentials and skills come as ids or are read from its words.

    Examples
    --------
    >>> read_course({"id": 7, "title": "叉车班", "credentials": ["x"], "skills": []}, "line:1").id
    '7'
    """
    refuse_personal_data({key: value for key, value in raw.items() if key in {"phone", "mobile", "tel"}})
    title, description = _one_of(raw, ("title", "name")), _words(raw.get("description"))[:LONGEST_TEXT]
    certificate = _words(raw.get("certificate"))
    # Without a list only title and certificate tell: what a description lists in passing is not learnt.
    credentials = _credential_ids(texts_of(raw, "credentials"), f"{title}。{certificate}")
    skills = _skill_ids(texts_of(raw, "skills"), f"{title}。{certificate}")
    return Course(
        id=_identifier(raw, fallback_id),
        title=title,
        provider=_one_of(raw, ("provider",)) or None,
        kind=_one_of(raw, ("kind", "class_type")) or None,
        credentials=credentials,
        skills=skills,
        region=region_of(raw),
        hours=_loose_number(raw.get("hours")),
        fee=_loose_number(raw.get("fee")),
        subsidised=flag_of(raw, "subsidised"),
        starts=_date(_one_of(raw, ("starts", "startDate"))),
        description=description,
    )


def _credential_ids(stated: tuple[str, ...] | None, text: str) -> tuple[str, ...]:
    known = load_taxonomy().credentials
    found: list[str] = []
    for words in (text,) if stated is None else stated:
        mentions = parse_credentials(words)
        found += [words] if words in known else [m.credential for m in mentions if m.strength != "negated"]
    return tuple(dict.fromkeys(found))


def _skill_ids(stated: tuple[str, ...] | None, text: str) -> tuple[str, ...]:
    known = load_taxonomy().skills
    found: list[str] = []
    for words in (text,) if stated is None else stated:
        found += [words] if words in known else default_extractor().skill_ids(words)
    return tuple(dict.fromkeys(found))


def _identifier(raw: Raw, fallback_id: str) -> str:
    for key in ("id", "identifier", "dev_id"):
        value = raw.get(key)
        if isinstance(value, Mapping):
            value = value.get("value")
        if value not in (None, ""):
            return str(value)
    return fallback_id


def _one(raw: Raw, name: str) -> str:
    return _one_of(raw, NAMES[name])


def _one_of(raw: Raw, keys: tuple[str, ...]) -> str:
    return next((text for key in keys if (text := _words(raw.get(key)))), "")


def _words(value: object) -> str:
    """Flatten what schema.org allows (text, number, list, nested object) into the words it says."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, Mapping):
        parts = (item for key, item in value.items() if not str(key).startswith("@") and key != "url")
        return " ".join(filter(None, map(_words, parts)))
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(_words, value)))
    return str(value)


def _extra_texts(raw: Raw) -> list[str]:
    return [_one(raw, "duties"), _one(raw, "requirements")]


def _tags(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, _TAG_BREAK.split(_words(value)))))


def region_of(raw: Raw) -> str | None:
    """Read the division code of a row's place of work; None when unknown."""
    text = _one(raw, "location")
    if _DIVISION_CODE.fullmatch(text):
        return text if lineage(text) or lineage(text[:6]) else None
    coarse = parse_region(text)
    if coarse.code and not coarse.code.endswith("00"):
        return coarse.code
    # The address may name the district of the city that the location names; it never overrules it.
    fine = parse_region(text + _one(raw, "address"))
    return fine.code or coarse.code


def salary_of(raw: Raw) -> Salary:
    """Read the pay of a row, from figures, a schema.org amount or words."""
    low, high = _loose_number(raw.get("salary_min")), _loose_number(raw.get("salary_max"))
    if low or high:
        months = _loose_number(raw.get("salary_months"))
        return _monthly(low or None, high or None, None if not months else int(months))
    value = raw.get("baseSalary")
    if isinstance(value, Mapping):
        return parse_salary(_monetary_amount(value))
    return parse_salary(_one(raw, "salary"))


def _monthly(low: float | None, high: float | None, months: int | None) -> Salary:
    low = int(low) if low is not None and low == int(low) else low
    high = int(high) if high is not None and high == int(high) else high
    if low is not None and high is not None and high < low:
        return parse_salary(None)
    return Salary(
        amount_min=low,
        amount_max=high,
        unit="month",
        months=months,
        month_min=None if low is None else round(low),
        month_max=None if high is None else round(high),
        negotiable=False,
    )


def _monetary_amount(amount: Raw) -> str:
    value = amount.get("value", amount)
    if not isinstance(value, Mapping):
        return _words(value)
    low, high = value.get("minValue", value.get("value")), value.get("maxValue", value.get("value"))
    unit = _UNIT_TEXT.get(str(value.get("unitText") or amount.get("unitText") or "").upper())
    figure = "-".join(str(end) for end in (low, high) if end is not None)
    if figure and low is not None and high is None and "maxValue" not in value:
        return f"{figure}元/{unit or '月'}以上"
    return f"{figure}元/{unit}" if figure and unit else figure


def _education(raw: Raw) -> Education:
    return parse_education(_one(raw, "education") or None)


def _experience(raw: Raw) -> Experience:
    value = raw.get("experienceRequirements")
    if isinstance(value, Mapping) and (months := _loose_number(value.get("monthsOfExperience"))) is not None:
        return Experience(months / 12, None) if months <= MOST_YEARS * 12 else parse_experience(None)
    text = _one(raw, "experience")
    if _BARE_NUMBER.fullmatch(text):
        return Experience(float(text) if "." in text else int(text), None)
    return parse_experience(text or None)


def _posted(raw: Raw) -> date | None:
    text = _one(raw, "posted")
    posted = parse_posted(text or None)
    if posted.date:
        return _date(str(posted.date))
    year = _words(raw.get("year"))
    if posted.month_day and year.isdigit() and len(year) == 4:
        return _date(f"{year}-{posted.month_day}")
    return None


def _valid_through(raw: Raw, posted: date | None) -> date | None:
    text = _one(raw, "valid_through")
    if text:
        return _date(text) or _date(str(parse_posted(text).date))
    days = _loose_number(raw.get("valid_days"))
    if posted is None or days is None or days > (date.max - posted).days:
        return None
    return posted + timedelta(days=days)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _schedule(raw: Raw, everything: str) -> Schedule:
    stated = parse_schedule(_one(raw, "schedule") or None)
    found = parse_schedule(everything)
    return Schedule(
        shift=stated.shift or found.shift,
        rest_days=found.rest_days if stated.rest_days is None else stated.rest_days,
        night=found.night if stated.night is None else stated.night,
    )


def _lodging(raw: Raw, everything: str) -> Lodging:
    stated = parse_lodging(_one(raw, "lodging") or None)
    found = parse_lodging(everything)
    return Lodging(
        housing=found.housing if stated.housing is None else stated.housing,
        meals=found.meals if stated.meals is None else stated.meals,
    )


def _occupation(raw: Raw) -> str | None:
    found = _OCCUPATION_CODE.fullmatch(_one(raw, "occupation"))
    return found.group() if found else None


def _veteran_words(text: str) -> str | None:
    """Quote the clauses around the first mention of veterans, within its sentence."""
    found = _VETERANS.search(text)
    if found is None:
        return None
    before = _SENTENCE_BREAK.split(text[: found.start()][-QUOTED_AROUND:])[-1]
    if len(before) == QUOTED_AROUND:
        before = _CLAUSE_BREAK.split(before)[-1]
    after = _SENTENCE_BREAK.split(text[found.end() :][:QUOTED_AROUND])[0]
    if len(after) == QUOTED_AROUND:
        after = _CLAUSE_BREAK.split(after)[0]
    return _LIST_MARK.sub("", before + found.group() + after).strip(" ，,、:：’'\"”")


def _loose_number(value: object) -> float | None:
    """A number from 0 to a million, or one written as text; anything else says nothing."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value.strip())
        value = float(found.group()) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        return None
    return value
