"""Data inside scripts: `window.__DATA__ = {…}`, `var jobs = […]`, JSON as JavaScript writes it.

Strict JSON is read by the standard library. What only JavaScript allows (single quotes, bare keys, comments, commas
at the end, `undefined`, `!0`) is rewritten as JSON first; what would have to be run (`new Date(…)`) is refused.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

_DECODER = json.JSONDecoder(strict=False)
_NAME = r"[A-Za-z_$][\w$]*"
_ASSIGNMENT = re.compile(
    rf"(?<![\w$.])(?P<name>{_NAME}(?:\.{_NAME}|\[[\"']{_NAME}[\"']\])*)\s*=\s*"
    r"(?:JSON\.parse\(\s*(?P<parsed>[\"'])|(?=[{\[]))"
)
_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.{0,20000}?\*/|<!--|-->)
    |(?P<double>"(?:[^"\\]|\\.)*")
    |(?P<single>'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.)*`)
    |(?P<number>-?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+))(?![\w$])
    |(?P<flag>!\s*[01](?!\w))
    |(?P<name>[A-Za-z_$\u00a0-\uffff][\w$]*)
    |(?P<sign>[{}\[\]:,])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_WORDS = {"true": "true", "false": "false", "null": "null", "undefined": "null", "NaN": "null", "Infinity": "null"}
_MOST_ASSIGNMENTS = 500
# One that cannot be read costs a scan to where it breaks; all of them together at most this much.
_MOST_SCANNED = 20_000_000


def assigned_values(script: str) -> Iterator[tuple[str, Any]]:
    """(name, value) of each object or array that the script assigns; values that cannot be read are passed over."""
    position = tried = scanned = 0
    while tried < _MOST_ASSIGNMENTS and scanned < _MOST_SCANNED:
        found = _ASSIGNMENT.search(script, position)
        if not found:
            return
        tried += 1
        start = found.end() - 1 if found["parsed"] else found.end()
        try:
            value, position = read_literal(script, start)
            if found["parsed"]:
                value, _ = read_literal(value, 0)
        except LiteralError as error:
            scanned += max(error.position - start, 0)
            position = found.end()
            continue
        yield re.sub(r"\[[\"'](.*?)[\"']\]", r".\1", found["name"]), value


def is_name_of(wanted: str, name: str) -> bool:
    """`__DATA__` and `window.__DATA__` are one variable."""
    return name.removeprefix("window.") == wanted.removeprefix("window.")


class LiteralError(ValueError):
    """No literal: `position` is where reading broke off."""

    def __init__(self, position: int) -> None:
        super().__init__(f"no literal at {position}")
        self.position = position


def load_literal(text: str) -> Any:
    """The value of a text that is one JSON or JavaScript literal, with nothing but `;` and blanks behind it."""
    value, end = read_literal(text, 0)
    if text[end : end + 1000].strip(" \t\r\n;\ufeff"):
        raise LiteralError(end)
    return value


def read_literal(text: str, start: int) -> tuple[Any, int]:
    """The literal that begins at `start`, and where it ends."""
    while text[start : start + 1].isspace() or text[start : start + 1] == "\ufeff":
        start += 1
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        pass
    rewritten, end = _as_json(text, start)
    try:
        return _DECODER.decode(rewritten), end
    except (ValueError, RecursionError):
        raise LiteralError(end) from None


def _as_json(text: str, start: int) -> tuple[str, int]:
    """The literal at `start` rewritten as JSON, and where it ends."""
    parts: list[str] = []
    nesting, position = 0, start
    while True:
        token = _TOKEN.match(text, position)
        if not token:
            raise LiteralError(position)
        position = token.end()
        if token.lastgroup == "skip":
            continue
        if token.lastgroup == "sign":
            sign = token[0]
            if sign in "]}" and parts and parts[-1] == ",":
                parts.pop()
            nesting += (sign in "[{") - (sign in "]}")
            if nesting < 0:
                raise LiteralError(position)
            parts.append(sign)
        else:
            parts.append(_value(token, text))
        if nesting == 0:
            return "".join(parts), position


def _value(token: "re.Match[str]", text: str) -> str:
    """One string, number or word as JSON; a bare word is a key when a colon follows."""
    word = token[0]
    match token.lastgroup:
        case "number":
            return str(int(word, 16)) if word[:3].lower().lstrip("-").startswith("0x") else json.dumps(_number(word))
        case "flag":
            return "true" if word.endswith("0") else "false"
        case "name":
            if re.compile(r"\s*:").match(text, token.end()):
                return json.dumps(word)
            if word in _WORDS:
                return _WORDS[word]
            raise LiteralError(token.start())
    return json.dumps(_ESCAPE.sub(_unescaped, word[1:-1]))


def _number(word: str) -> float | int:
    """A number as JavaScript writes it (`.5`, `1.`)."""
    try:
        return int(word)
    except ValueError:
        return float(word)


def _unescaped(escape: "re.Match[str]") -> str:
    sign = escape[1]
    if len(sign) > 1:
        return chr(int(sign[1:], 16))
    return _PLAIN_ESCAPES.get(sign, sign)
