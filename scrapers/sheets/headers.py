"""What a column holds, by the words at its head: near words are matched, and the unit written there is kept."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from scrapers.labels import HEADERS, LABELS, OTHER_HEADERS

# What a header can stand for beside a field of scrapers.items, as labels.OTHER_HEADERS has it.
IGNORED, CONTACT, PERSON = "ignored", "contact", "person"

_MEANINGS = {
    word: meant for listed in (LABELS, HEADERS, OTHER_HEADERS) for meant, words in listed.items() for word in words
}
_EXACT, _HOLDS = 100, 60
# One sign of four differs. At less, 工作时间 is taken for 工作地点.
_LEAST_RATIO = 75
_LONGEST = 20
_BRACKETS = re.compile(r"[(\[【<]([^)\]】>]*)[)\]】>]?")
_ORNAMENT = re.compile(r"[\s:*·.、，。]+")
_SLASH_UNIT = re.compile(r"/(?=(?:万元|千元|元|人|名|岁)(?:$|/))")
_UNIT = re.compile(r"单位:?|\s+")
_PAY = re.compile(
    r"(?P<amount>万元|千元|元|万|千|[kK])?(?:人民币)?(?:/|每)?(?:人/)?(?P<period>月|年|天|日|小时|时|件)?"
)
_COUNT = re.compile(r"人|名|个|岁|周岁|年|个月|小时|天|厘米|cm")
_PERIODS = {"月": "月", "年": "年", "日": "天", "时": "小时"}
_PERIOD = re.compile(r"(月|年|日|时)(?:薪|工资|收入)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `score` tells how near its header came, 100 for a word of the list."""

    index: int
    header: str
    field: str
    score: int
    unit: str = ""


def column_of(index: int, parts: Sequence[str]) -> Column | None:
    """The column under a header, which may stand in rows one below the other; None where it has no words."""
    words = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
    if not words or max(map(len, words)) > 2 * _LONGEST:
        return None
    # The nearest row says most; then all rows together, then the row on top.
    readings = [words[-1], "".join(words), words[0]]
    best = max(map(meaning, readings), key=lambda found: found[1])
    if meaning(words[0]) == (CONTACT, _EXACT):
        best = (CONTACT, _EXACT)
    field, score = best
    return Column(index, " ".join(" ".join(words).split()), field, score, _unit("".join(words), field))


@lru_cache(maxsize=4096)
def meaning(text: str) -> tuple[str, int]:
    """The field (or IGNORED, CONTACT, PERSON) that a header names and how surely; `""`, 0 for none.

    >>> meaning("薪资待遇（元/月）"), meaning("需求岗位名称"), meaning("天气")
    (('base_salary', 100), ('title', 80), ('', 0))
    """
    name = _name(text)
    if not 0 < len(name) <= _LONGEST:
        return "", 0
    if name in _MEANINGS:
        return _MEANINGS[name], _EXACT
    near = process.extractOne(name, _MEANINGS.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
    if near:
        return _MEANINGS[near[0]], round(near[1])
    held = [word for word in _MEANINGS if name.endswith(word)] or [
        word for word in _MEANINGS if len(word) > 2 and word in name
    ]
    return (_MEANINGS[max(held, key=len)], _HOLDS) if held else ("", 0)


def is_label(text: str) -> bool:
    """Whether a cell is one of the listed words, as only headers are."""
    return _name(text) in _MEANINGS if len(text) <= _LONGEST else False


def _name(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = _SLASH_UNIT.split(_BRACKETS.sub("", plain))[0] or plain
    return _ORNAMENT.sub("", plain)


def _unit(text: str, field: str) -> str:
    """`月薪（元）` → `元/月`, `人数（人）` → `人`: what must reach the values of the column."""
    plain = unicodedata.normalize("NFKC", text)
    written = [*_BRACKETS.findall(plain), *_SLASH_UNIT.split(plain)[1:]]
    units = [_UNIT.sub("", unit) for unit in written]
    if field != "base_salary":
        return next((unit for unit in units if _COUNT.fullmatch(unit)), "")
    named = _PERIOD.search(plain)
    period = _PERIODS[named[1]] if named else ""
    amount = ""
    for unit in units:
        if match := _PAY.fullmatch(unit):
            amount, period = match["amount"] or amount, match["period"] or period
    return f"{amount or '元'}/{period}" if period else amount
