"""What every sub-command of ``python -m matching`` shares: reading, writing and saying what is wrong."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeVar, cast

T = TypeVar("T")

GZIP_MAGIC = b"\x1f\x8b"


class UsageError(Exception):
    """Unusable arguments or unreadable input: the command ends with status 2 and this one line."""


def open_text(path: str) -> IO[str]:
    r"""Open a plain or gzipped UTF-8 file for reading; ``-`` is standard input.

    Examples
    --------
    >>> open_text("no/such/file")
    Traceback (most recent call last):
    matching.commands.UsageError: cannot read no/such/file: No such file or directory
    """
    if path == "-":
        return sys.stdin
    try:
        with Path(path).open("rb") as probe:
            is_gzip = probe.read(2) == GZIP_MAGIC
        if is_gzip:
            return cast(IO[str], gzip.open(path, "rt", encoding="utf-8-sig", newline="\n"))
        return Path(path).open(encoding="utf-8-sig", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def read_lines(stream: IO[str], name: str = "standard input") -> Iterator[str]:
    r"""Yield the lines of a stream; only ``\n`` ends a line and one trailing ``\r`` is removed.

    Examples
    --------
    >>> import io
    >>> list(read_lines(io.StringIO("保安\r\n\n电工\u2028班长", newline="\n")))
    ['保安', '', '电工\u2028班长']
    """
    try:
        for line in stream:
            yield line.removesuffix("\n").removesuffix("\r")
    except (UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        raise UsageError(f"cannot read {name}: {error}") from error


def read_json(path: str) -> Any:
    """Read one JSON value from a file.

    Examples
    --------
    >>> read_json("no/such/file")
    Traceback (most recent call last):
    matching.commands.UsageError: cannot read no/such/file: No such file or directory
    """
    text = "\n".join(_lines_of(path))
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}: not JSON: {error}") from error


def read_json_lines(path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield ``(line number, object)`` of a JSON Lines file; empty lines are skipped.

    Examples
    --------
    >>> next(read_json_lines("no/such/file"))
    Traceback (most recent call last):
    matching.commands.UsageError: cannot read no/such/file: No such file or directory
    """
    for number, line in enumerate(_lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}, line {number}: not JSON: {error}") from error
        if not isinstance(value, dict):
            raise UsageError(f"{path}, line {number}: expected a JSON object, got {type(value).__name__}")
        yield number, value


def read_records(path: str, read: Callable[[Mapping[str, Any], str], T]) -> Iterator[T]:
    """Yield what `read` makes of each object of a JSON Lines file; it also gets a name for one without an id.

    Examples
    --------
    >>> next(read_records("no/such/file", lambda raw, line: raw))
    Traceback (most recent call last):
    matching.commands.UsageError: cannot read no/such/file: No such file or directory
    """
    for number, raw in read_json_lines(path):
        try:
            yield read(raw, f"line:{number}")
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: {error}") from error


def day_of(text: str) -> date:
    """Read the argument of ``--as-of``.

    Examples
    --------
    >>> day_of("2026-11-24"), day_of("today")
    Traceback (most recent call last):
    matching.commands.UsageError: --as-of: expected YYYY-MM-DD, got 'today'
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of: expected YYYY-MM-DD, got {text!r}") from None


def write_json_line(value: object) -> None:
    """Write one JSON object as one line on standard output, Chinese left readable.

    Examples
    --------
    >>> write_json_line({"raw": "面议", "unit": None})
    {"raw":"面议","unit":null}
    """
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _lines_of(path: str) -> Iterator[str]:
    stream = open_text(path)
    try:
        yield from read_lines(stream, path)
    finally:
        if stream is not sys.stdin:
            stream.close()
