"""Template tags and filters that every page may use."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jobsboard.core.regions import region_label

register = template.Library()

NOT_STATED = "来源未提供"
NOT_SCORED = "资料不足，暂不评分"
# Pay by the hour, day or piece is shown in the source's words: a month's sum of it is our own reckoning.
_OTHER_UNIT = re.compile(r"小时|时薪|/[时天日周次件h]|[天日周次件]薪|[元一每][天日周次件]")
_NO_DEMAND = {"不限", "无", "无要求", "不要求", "无需", "无限制"}
# From this score on a match is called good, from the second on middling.
_GOOD, _MIDDLING = 70, 40


class Paid(Protocol):
    """What has pay: a vacancy."""

    salary_text: str
    month_min: int | None
    month_max: int | None


class Placed(Protocol):
    """What is somewhere: a vacancy."""

    job_location: str
    address: str


class Counted(Protocol):
    """A reason with its points."""

    points: Decimal | float


@register.filter
def pay(posting: Paid) -> str:
    """Return the pay of a vacancy: `5500–7000元/月`, the source's words for other units, or 来源未提供."""
    low, high = posting.month_min, posting.month_max
    if (low is None and high is None) or _OTHER_UNIT.search(posting.salary_text):
        return posting.salary_text or NOT_STATED
    if low is None or high is None:
        return f"{low}元/月起" if high is None else f"{high}元/月以内"
    return f"{low}元/月" if low == high else f"{low}–{high}元/月"


@register.filter
def yuan(amount: Decimal | float | None) -> str:
    """Return a sum in 元 without needless decimals; 待核实 when it is not known."""
    if amount is None:
        return "待核实"
    return "免费" if not amount else f"{Decimal(str(amount)).normalize():f}元"


@register.filter
def region(code: str) -> str:
    """Return a place by its division code; 来源未提供 when there is none."""
    return region_label(code or "") or NOT_STATED


@register.filter
def place(posting: Placed) -> str:
    """Return where the work is: the address, after the region unless it begins with the city's name."""
    name = region_label(posting.job_location)
    if not posting.address or not name:
        return posting.address or name
    return posting.address if posting.address.startswith(name[:2]) else f"{name} {posting.address}"


@register.filter
def demand(text: str, what: str) -> str:
    """Return a demand in few words; a bare 不限 says of what: `经验不限`."""
    return f"{what}不限" if text.strip() in _NO_DEMAND else text


@register.filter
def stated(value: object) -> SafeString:
    """Return the value, or a marked 来源未提供: what a source leaves out is shown, never filled in."""
    if value is None or value == "":
        return format_html('<span class="missing">{}</span>', NOT_STATED)
    if isinstance(value, datetime.date):
        return format_html("{}", formats.date_format(value))
    return format_html("{}", value)


@register.filter
def ago(day: datetime.date | datetime.datetime | None) -> str:
    """Return how long ago a day was; after a month the date itself."""
    if day is None:
        return ""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    days = (timezone.localdate() - day).days
    if not 0 <= days <= 30:
        return formats.date_format(day)
    return {0: "今天", 1: "昨天", 2: "前天"}.get(days, f"{days}天前")


@register.filter
def score_grade(score: Decimal | float) -> str:
    """Return the look of a score: good, middle or low."""
    if score >= _GOOD:
        return "good"
    return "middle" if score >= _MIDDLING else "low"


@register.filter
def signed(points: Decimal | float) -> str:
    """Return points with their sign and every decimal, so that what is shown adds up: `+12.5`, `−0.375`, `0`."""
    shown = Decimal(str(points)).normalize()
    if not shown:
        return "0"
    # A true minus: the hyphen is too short beside figures.
    return f"+{shown:f}" if shown > 0 else f"−{-shown:f}"


@register.filter
def largest(rows: Iterable[Counted]) -> float:
    """Return the greatest distance from nothing among the rows: the scale of their bars."""
    return max((abs(float(row.points)) for row in rows), default=0.0)


@register.filter
def without_points(rows: Iterable[Counted]) -> list[Counted]:
    """Return the rows that neither add nor take away: mostly what one side did not state."""
    return [row for row in rows if not row.points]


@register.filter
def bar(points: Decimal | float, scale: float) -> dict[str, float]:
    """Return where a bar begins and how long it is, in percent of a line with nothing in its middle."""
    length = round(50 * min(abs(float(points)) / scale, 1.0), 2) if scale else 0.0
    return {"x": 50.0 if points >= 0 else 50.0 - length, "width": length}


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int) -> str:
    """Return this page's query string with another page number."""
    query: QueryDict = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def of_a_third(sentence: str) -> str:
    """Return a sentence that speaks to a person (您) as one that speaks of him to somebody else (本人)."""
    return sentence.replace("您", "本人")


# How a vacancy's state looks: good news, waiting for somebody, needs a hand.
_STATE_TAGS = {
    "published": "good",
    "shown": "good",
    "pending": "info",
    "rejected": "warn",
    "held": "bad",
    "removed": "bad",
}


@register.filter
def posting_tag(state: str) -> str:
    """Return the kind of tag for the state of a vacancy, or of a course of a public source."""
    return _STATE_TAGS.get(state, "")


_EMPLOYER_TAGS = {"pending": "info", "verified": "good", "suspended": "bad"}


@register.filter
def employer_tag(state: str) -> str:
    """Return the kind of tag for an employer's state."""
    return _EMPLOYER_TAGS.get(state, "")


_FIGURE_TAGS = {"entered": "warn", "verified": "good"}


@register.filter
def figure_tag(status: str) -> str:
    """Return the kind of tag for how far a figure is verified."""
    return _FIGURE_TAGS.get(status, "")


_SEVERITY_TAGS = {"unlawful": "bad", "review": "accent"}


@register.filter
def severity_tag(severity: str) -> str:
    """Return the kind of tag for how grave a finding of the lawful-posting check is."""
    return _SEVERITY_TAGS.get(severity, "")


@register.filter
def notes(field: BoundField) -> list[object]:
    """Return what a check has to say of the words in a form's field; nothing for most fields."""
    return getattr(field.field, "notes", [])
