"""The search page's parts: groups of choices with counts, and the conditions that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from jobsboard.core.regions import code_prefix, region_label
from jobsboard.portals.public.forms import EDUCATION, SHIFTS, SORTS
from jobsboard.portals.public.places import HOME_PLACES

PAY_STEPS = (4000, 5000, 6000, 8000, 10000)
# Choices that a group shows at once; more would bury the button on a phone.
MOST_OPTIONS = 10


@dataclass(frozen=True)
class Option:
    """A choice of a group; `count` is None where the index does not count it."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A group of choices of which one may be taken."""

    name: str
    title: str
    options: Sequence[Option]
    chosen: str
    help_text: str = ""


@dataclass(frozen=True)
class Condition:
    """A condition in force, and the address of the same search without it."""

    label: str
    url: str


def groups(asked: Mapping[str, Any], facets: Mapping[str, Iterable[Any]]) -> list[Group]:
    """Return the groups of the filter form, those without a choice left out."""

    def group(name: str, title: str, options: Sequence[Option], help_text: str = "") -> Group:
        return Group(name, title, options, str(asked.get(name, "")), help_text)

    found = [
        group("region", "地区", _region_options(str(asked.get("region", "")), facets)),
        group("month_min", "月薪不低于", _pay_options(asked.get("month_min")), "没写工资的岗位不会出现在这里。"),
        group("occupation", "工种", _counted(facets.get("occupation", ()))),
        group(
            "education", "我的学历", [Option(level, level) for level in EDUCATION], "只留下学历要求不高于它的岗位。"
        ),
        group("lodging", "住宿", [Option("1", "包住", _count_of(facets.get("lodging", ()), "1"))]),
        group("schedule", "班次", _counted(facets.get("schedule", ()))),
        group("source", "来源", _counted(facets.get("source", ()))),
    ]
    return [one for one in found if one.options]


def conditions(asked: Mapping[str, Any], query: QueryDict, labels: Mapping[str, str]) -> list[Condition]:
    """Return the conditions in force; `labels` are those of the groups' chosen options."""
    texts = {
        "q": lambda value: f"“{value}”",
        "region": lambda value: region_label(value) or value,
        "month_min": lambda value: f"月薪 {value} 元以上",
        "education": lambda value: f"学历 {value}",
        "lodging": lambda value: "包住",
        "schedule": lambda value: SHIFTS[value],
    }
    found = []
    for name, value in asked.items():
        if name == "sort":
            continue
        text = texts.get(name, lambda value, name=name: labels.get(name) or str(value))
        found.append(Condition(text(value), _without(query, name)))
    return found


def sorts(asked: Mapping[str, Any], query: QueryDict) -> list[dict[str, Any]]:
    """Return the orders with their addresses; without words, fit means nothing and is not offered."""
    names = list(SORTS) if asked.get("q") else [name for name in SORTS if name != "fit"]
    chosen = asked.get("sort", names[0])
    links = []
    for name in names:
        changed = query.copy()
        changed["sort"] = name
        changed.pop("page", None)
        links.append({"label": SORTS[name], "url": f"?{changed.urlencode()}", "is_current": name == chosen})
    return links


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    for gone in (name, "page"):
        left.pop(gone, None)
    return f"?{left.urlencode()}"


def _region_options(chosen: str, facets: Mapping[str, Iterable[Any]]) -> list[Option]:
    """The three places first, then the other places found, then the chosen one if it is not among them."""
    counts = {str(one.value): one.count for name in ("city", "district") for one in facets.get(name, ())}
    options = [Option(place.code, place.label, counts.get(place.code, 0)) for place in HOME_PLACES]
    listed = {(option.value, option.count) for option in options}
    for one in facets.get("city", ()):
        code = str(one.value)
        # A city whose vacancies are all in a place that is listed already would be the same choice twice.
        is_listed = any(value.startswith(code_prefix(code)) and count == one.count for value, count in listed)
        if len(options) < MOST_OPTIONS and not is_listed:
            options.append(Option(code, one.label, one.count))
    if chosen and chosen not in {option.value for option in options}:
        options.append(Option(chosen, region_label(chosen) or chosen, counts.get(chosen)))
    return options


def _pay_options(chosen: int | None) -> list[Option]:
    steps = sorted({*PAY_STEPS, chosen} if chosen else PAY_STEPS)
    return [Option(str(step), f"{step} 元") for step in steps]


def _counted(facet: Iterable[Any]) -> list[Option]:
    return [Option(str(one.value), one.label, one.count) for one in facet][:MOST_OPTIONS]


def _count_of(facet: Iterable[Any], value: str) -> int | None:
    return next((one.count for one in facet if str(one.value) == value), None)
