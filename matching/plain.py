"""Frozen dataclasses ↔ plain JSON values, driven by their annotations alone."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """Return dataclasses as dicts, tuples as lists and dates as ISO text, all the way down.

    Examples
    --------
    >>> from matching.records import Course
    >>> plain = to_plain(Course("k1", "叉车取证班", credentials=("forklift",), starts=date(2026, 12, 1)))
    >>> plain["credentials"], plain["starts"]
    (['forklift'], '2026-12-01')
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list | frozenset):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: type[T], value: object) -> T:
    """Return the dataclass that ``to_plain`` wrote; keys that are missing take their defaults.

    Examples
    --------
    >>> from matching.records import Course
    >>> course = Course("k1", "叉车取证班", credentials=("forklift",), starts=date(2026, 12, 1))
    >>> from_plain(Course, to_plain(course)) == course
    True
    >>> from_plain(Course, {"id": "k1", "title": "x", "colour": 1})
    Traceback (most recent call last):
    ValueError: Course: unknown field 'colour'
    """
    annotation: Any = kind
    made: T = _reader(annotation)(value)
    return made


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Build the reader of one annotation once; reading many thousand rows then costs no introspection."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if origin in (Union, types.UnionType):
        inner = [_reader(argument) for argument in arguments if argument is not type(None)]
        only = inner[0] if len(inner) == 1 else _as_is
        return lambda value: None if value is None else only(value)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _reader(arguments[0])
        return lambda value: tuple(item(part) for part in value)
    if origin is tuple:
        items = [_reader(argument) for argument in arguments]
        return lambda value: tuple(read(part) for read, part in zip(items, value, strict=True))
    if origin is frozenset:
        return frozenset
    return date.fromisoformat if kind is date else _as_is


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValueError(f"{kind.__name__}: expected an object, got {type(value).__name__}")
        for key in value:
            if key not in readers:
                raise ValueError(f"{kind.__name__}: unknown field {key!r}")
        return kind(**{key: readers[key](item) for key, item in value.items()})

    return read


def _as_is(value: Any) -> Any:
    return value
