"""Facets of the index in the words of the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jobsboard.core.regions import region_label
from jobsboard.postings.models import Source
from jobsboard.recommendations.results import Facet
from matching.condition_comparisons import SHIFT_NAMES
from matching.taxonomy import load_taxonomy

# The index's name → the filter of the board that takes the facet's values.
_NAMES = {
    "city": "city",
    "district": "district",
    "occupation": "occupation",
    "shift": "schedule",
    "housing": "lodging",
    "source": "source",
}
# The classification's own names of its eight groups fill a line each; these say the same to a job seeker.
_MAJOR_GROUPS = {
    "1": "单位负责人",
    "2": "专业技术",
    "3": "办事与行政、安全和消防",
    "4": "社会生产服务和生活服务",
    "5": "农林牧渔生产",
    "6": "生产制造",
    "7": "军队人员",
    "8": "其他",
}


def labelled_facets(counted: Mapping[str, Mapping[str, int]]) -> dict[str, list[Facet]]:
    """Return the facets under the board's names, each value with a label, greatest first."""
    labels: dict[str, Callable[[str], str]] = {
        "city": region_label,
        "district": region_label,
        "occupation": _occupation_label,
        "shift": lambda value: SHIFT_NAMES.get(value, value),
        "housing": lambda value: "包住" if value == "true" else "不包住",
        "source": _source_labels(counted.get("source", {})),
    }
    return {
        _NAMES[name]: [Facet(_value(value), labels[name](value) or value, count) for value, count in values.items()]
        for name, values in counted.items()
    }


def _value(value: str) -> str:
    return {"true": "1", "false": "0"}.get(value, value)


def _occupation_label(code: str) -> str:
    if code.endswith("-00-00-00"):
        return _MAJOR_GROUPS.get(code[0], code)
    occupation = load_taxonomy().occupations.get(code)
    return occupation.name if occupation else code


def _source_labels(values: Mapping[str, int]) -> Callable[[str], str]:
    if not values:
        return str
    publishers = dict(Source.objects.filter(name__in=list(values)).order_by("pk").values_list("name", "publisher"))
    return lambda value: publishers.get(value, value)
