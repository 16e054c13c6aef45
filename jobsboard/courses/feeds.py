"""Rows of a feed that are courses: the identity of one, and its columns as a listed course."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from jobsboard.core.feeds import content_hash_of, cut_to, flat, identifier_of, identity, link_of, masked, stored
from jobsboard.courses.models import CourseKind, ListedCourse
from matching.parsing import parse_headcount, parse_posted, parse_region
from matching.parsing.amounts import amounts_in
from matching.parsing.numerals import plain
from matching.text import normalise

# 小时 are no 学时: a lesson lasts 45 minutes.
_HOURS = re.compile(r"(?<![\d.-])(\d{1,4})个?(?:学时|课时)")
_BARE_PRICE = re.compile(r"\d{1,6}(?:\.\d{1,2})?(?:-\d{1,6}(?:\.\d{1,2})?)?")
_NO_LETTERS = re.compile(r"[\W_]+")
_FREE = re.compile(r"免费|免收|全额补贴")
_KINDS = (
    (re.compile(r"适应性培训"), CourseKind.ADAPTATION),
    (re.compile(r"创业培训|创业班"), CourseKind.STARTUP),
    (re.compile(r"乡村振兴"), CourseKind.RURAL),
    (re.compile(r"职业技能|职业资格|技能等级|操作证|作业人员证|上岗证"), CourseKind.VOCATIONAL),
)


def has_name(raw: Mapping[str, Any]) -> bool:
    return bool(flat(raw.get("name")))


def identity_of(raw: Mapping[str, Any]) -> str:
    """Return what makes a row the same course as before; sessions that a source tells apart are several."""
    words = (flat(raw.get(name)) for name in ("name", "provider", "location", "startDate", "description"))
    return identity(raw, words, kind="course")


def twin_key_of(columns: Mapping[str, Any]) -> str:
    """Return what is alike for the same course of several sources: its name, provider, first day and place.

    What one does not say is alike only for others that do not say it either.
    """
    place = columns["region"][:6] or _bare(columns["location_text"])
    words = (_bare(columns["name"]), _bare(columns["provider_name"]), str(columns["starts_on"] or ""), place)
    return identity({}, words, kind="twin")


def _bare(text: str) -> str:
    """Letters and digits alone, one spelling."""
    return _NO_LETTERS.sub("", normalise(text))


def columns_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Parse a row into the columns of a listed course; what it does not say, or not clearly, is unknown."""
    raw = masked(row)
    said = {name: flat(raw.get(name)) for name in raw}
    say = said.get
    low, high = price_of(say("price", ""))
    starts, ends, until = (date_of(say(name, "")) for name in ("startDate", "endDate", "validThrough"))
    columns = {
        "identifier": identifier_of(raw),
        "url": link_of(raw),
        "raw": raw,
        "content_hash": content_hash_of(row),
        "name": say("name", ""),
        "provider_name": say("provider", ""),
        "kind": kind_of(" ".join(say(name, "") for name in ("name", "about", "educationalCredentialAwarded"))),
        "description": say("description", ""),
        "audience": say("audience", ""),
        "prerequisites": say("coursePrerequisites", ""),
        "credential_text": say("educationalCredentialAwarded", ""),
        "time_text": say("timeRequired", ""),
        "hours": hours_of(say("timeRequired", "")),
        "price_text": say("price", ""),
        "price_min": low,
        "price_max": high,
        "location_text": say("location", ""),
        "region": parse_region(say("location")).code or "",
        "schedule_text": say("courseSchedule", ""),
        "starts_on": starts,
        "ends_on": ends if not (starts and ends and ends < starts) else None,
        "seats": stored(parse_headcount(say("maximumAttendeeCapacity"))),
        # Who wants to take part must come before it begins, unless the source names another last day.
        "last_day": until or starts or ends,
    }
    # Who names no provider is like nobody else: 中式烹调师 alone is a trade, not a course.
    columns["twin_key"] = twin_key_of(columns) if columns["provider_name"] else identity_of(row)
    return cut_to(ListedCourse, columns)


def price_of(text: str) -> tuple[int | None, int | None]:
    """Return the ends of a price in whole 元; unknown where several sums, or a sum for each lesson, are named.

    >>> price_of("980元"), price_of("980-1280元/人"), price_of("免费"), price_of("原价2600元，现价1980元")
    ((980, 980), (980, 1280), (0, 0), (None, None))
    >>> price_of("凭退役证免费，其他人员800元")
    (None, None)
    """
    line = plain(text)
    sums = [amount for amount in amounts_in(line) if amount.is_marked or _BARE_PRICE.fullmatch(line)]
    if _FREE.search(line):
        return (None, None) if sums else (0, 0)
    if len(sums) != 1 or sums[0].unit:
        return None, None
    low, high = stored(sums[0].low), stored(sums[0].high)
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def hours_of(text: str) -> int | None:
    """Return the lessons of a course; None where they are not counted in lessons, or twice."""
    found = _HOURS.findall(plain(text))
    return int(found[0]) or None if len(found) == 1 else None


def date_of(text: str) -> date | None:
    """Return a day that is stated with its year; 每月开班 and 3月1日 are none."""
    stated = parse_posted(text).date
    return date.fromisoformat(stated) if stated else None


def kind_of(words: str) -> str:
    return next((kind for pattern, kind in _KINDS if pattern.search(words)), "")
