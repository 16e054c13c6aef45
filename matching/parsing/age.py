"""The ages that a text limits a posting to: read only so that the lawful-posting check can see them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.parsing.numerals import LONGEST_TEXT, chinese_number
from matching.text import normalise_with_offsets


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """Youngest and oldest age in years, None where open, and the span of the words that say so."""

    min: int | None = None
    max: int | None = None
    span: tuple[int, int] | None = None


_YOUNGEST, _OLDEST = 14, 75
_FIGURE = r"(?:\d{2}|[二三四五六七]?十[一二三四五六七八九]?)"
_YEARS = r"\s*周?岁"
_NO_AGE = r"(?!\d|\.\d|[年%])"
_TO = r"\s*(?:[-‐‑‒–—―−~〜∼_一]+\s?-?|到|至)\s*"
_BELOW = r"(?:\(含\))?(?:及?以下|之下|以内|之内|内|封顶)"
_LIMIT = re.compile(
    r"(?P<lead>(?:年龄|年纪)(?:[^\d一二三四五六七十,。不小低]{0,6})(?:不超过?|小于|低于)?|年?满|不得?超过?|小于|低于)?"
    rf"(?<![\d\-~年])(?P<low>{_FIGURE}){_NO_AGE}(?P<unit>{_YEARS})?"
    rf"(?:{_TO}(?P<high>{_FIGURE}){_NO_AGE}(?P<unit_high>{_YEARS})?)?"
    rf"(?:\s*(?P<side>(?:\(含\))?及?以上|\+|起|{_BELOW}))?"
    rf"(?:[,、至\s]?(?P<until>{_FIGURE}){_YEARS}{_BELOW})?"
)
# Of whom the text speaks when it does not speak of applicants: 3-14岁儿童, 60岁以上老人.
_OTHERS = re.compile(r"\s*的?(?:儿童|小?孩|宝宝|幼儿|婴|学[生员]|青少年|老人|长者|客户|会员|患者)")
_FIELD = re.compile(r"(\d{2})?\s?[-–—~]\s?(\d{2})?")


def parse_age_limit(text: str | None) -> AgeLimit:
    """Read the first age limit of a text, or of a board's own field (18-45, 18-, -36).

    Parameters
    ----------
    text : str or None
        A description, a sentence or a field.

    Returns
    -------
    AgeLimit
        With ``text[start:end]`` of `span` as the proof; all None where no limit is stated. 左右 and a
        lone age without 以上 or 以下 are no limits.

    Examples
    --------
    >>> parse_age_limit("要求：18-45周岁，身体健康")
    AgeLimit(min=18, max=45, span=(3, 10))
    >>> parse_age_limit("年龄50以下").max, parse_age_limit("年龄不限").span, parse_age_limit("18-").min
    (50, None, 18)
    """
    return next(_limits(text), AgeLimit()) if text else AgeLimit()


def parse_age_limits(text: str | None) -> tuple[AgeLimit, ...]:
    """Read every age limit of a text, in its order; `parse_age_limit` gives the first.

    Examples
    --------
    >>> [limit.max for limit in parse_age_limits("保安45岁以下，保洁55岁以下")]
    [45, 55]
    >>> parse_age_limits("年龄不限")
    ()
    """
    return tuple(_limits(text)) if text else ()


def _limits(text: str) -> Iterator[AgeLimit]:
    line, offsets = normalise_with_offsets(text[:LONGEST_TEXT])
    field = _FIELD.fullmatch(line.strip())
    if field:
        youngest, oldest = (None if age is None else int(age) for age in field.groups())
        if _is_possible(youngest, oldest):
            yield AgeLimit(youngest, oldest, (0, len(text)))
        return
    for match in _LIMIT.finditer(line):
        low, high = _ends(match)
        if _is_possible(low, high) and not _OTHERS.match(line, match.end()):
            yield AgeLimit(low, high, (offsets[match.start()], offsets[match.end() - 1] + 1))


def _ends(match: re.Match[str]) -> tuple[int | None, int | None]:
    lead = match["lead"] or ""
    if not (match["unit"] or match["unit_high"] or lead[:2] in ("年龄", "年纪")):
        return None, None
    first = _age(match["low"])
    side = match["side"] or ""
    if match["high"]:
        return first, _age(match["high"])
    if match["until"] and (side[-1:] in ("上", "起") or lead.endswith("满")):
        return first, _age(match["until"])
    if side[-1:] in ("下", "内", "顶") or lead.endswith(("超", "过", "于")):
        return None, first
    return (first if side or lead.endswith("满") else None), None


def _age(figure: str) -> int | None:
    return int(figure) if figure.isdecimal() else chinese_number(figure)


def _is_possible(low: int | None, high: int | None) -> bool:
    ages = [age for age in (low, high) if age is not None]
    return bool(ages) and ages == sorted(ages) and ages[0] >= _YOUNGEST and ages[-1] <= _OLDEST
