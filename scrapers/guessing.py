"""Records whose shape nobody declared: lists of objects that name a vacancy's fields as programs usually do."""

from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.items import JobPosting
from scrapers.labels import KEYS, field_of_key
from scrapers.shapes import Shape

_MOST_NESTING = 8
_MOST_VISITED = 20_000
_MOST_RECORDS = 20_000
# Without one of these beside the title a list is a menu, a search form, or of something else.
_TELLING = frozenset({"hiring_organization", "base_salary", "job_location", "total_job_openings"})
_FEWEST_FIELDS = 3


def guessed_items(data: Any) -> Iterator[JobPosting]:
    """The vacancies of every list in `data` that looks like one of vacancies."""
    for records in _lists_of_records(data):
        shape = guessed_shape(records[0])
        if shape is not None:
            yield from (item for item in shape.items(records[:_MOST_RECORDS]) if item.title)


def guessed_shape(record: Mapping[str, Any]) -> Shape | None:
    """Where a record's fields stand, by the names of its keys; None when it is no vacancy."""
    keys: dict[str, list[str]] = {}
    for key in record:
        if isinstance(key, str) and not set(key) & set(".|{}") and (field := field_of_key(key)):
            keys.setdefault(field, []).append(key)
    if "title" not in keys or not _TELLING & keys.keys() or len(keys) < _FEWEST_FIELDS:
        return None
    return Shape(fields={field: "|".join(sorted(names, key=_rank(field))) for field, names in keys.items()})


def _rank(field: str) -> Any:
    """The more particular name first, as in `KEYS`."""
    order = KEYS.get(field, ())

    def rank(key: str) -> int:
        bare = "".join(sign for sign in key.lower() if sign.isalnum())
        return order.index(bare) if bare in order else len(order)

    return rank


def _lists_of_records(data: Any) -> Iterator[list[Mapping[str, Any]]]:
    waiting: list[tuple[Any, int]] = [(data, 0)]
    visited = 0
    while waiting and visited < _MOST_VISITED:
        value, nesting = waiting.pop()
        visited += 1
        if nesting > _MOST_NESTING:
            continue
        if isinstance(value, list):
            records = [entry for entry in value if isinstance(entry, Mapping)]
            if records and guessed_shape(records[0]) is not None:
                yield records
            else:
                waiting += [(entry, nesting + 1) for entry in reversed(records[:_MOST_VISITED])]
        elif isinstance(value, Mapping) and guessed_shape(value) is not None:
            yield [value]
        elif isinstance(value, Mapping):
            waiting += [(entry, nesting + 1) for entry in reversed(list(value.values())[:_MOST_VISITED])]
