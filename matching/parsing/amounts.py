"""Sums of money in a text: their figures, scale, written unit and open ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Unit = Literal["month", "year", "week", "day", "hour", "piece", "once", "shift"]
Number = int | float

_SCALES = {"千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}
_MOST_DIGITS = 8
_UNITS: dict[Unit, str] = {
    "month": "个?月|month",
    "year": "年|year",
    "week": "周|星期|礼拜|week",
    "hour": "个?小时|个?钟头?|时(?![间候常段代])|hour|h(?![a-z])",
    "day": "天(?![河津])|日(?![期语])|day",
    "shift": "个?班(?![车长组级])",
    "once": "次|场|趟|节|课时",
    "piece": "件|单(?!休)|票|台|套|张|篇|条(?!件)|个|斤|公斤|吨|平米|平方米?|方(?![面便案法])",
}
_UNIT = "(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items()) + ")"
_UNIT_UNNAMED = "(?:" + "|".join(_UNITS.values()) + ")"
_SPAN_UNIT = re.compile(_UNIT)
_OPEN = r"\+|及?(?:\(含\))?以上|起步?|及?以下|以内|封顶"
_FIGURE = r"\d+(?:\.\d+)?"
_SCALE_AND_COIN = r"\s*(?P<scale{0}>[千万kw](?![a-z]))?\s*(?P<coin{0}>元|块钱?|圆|rmb)?"
_AMOUNT = re.compile(
    r"(?P<least>不低于|不少于|至少|最低|>\s*)?(?P<most>不超过|不高于|最高|高达|(?:可|能|可以|能够)达到?)?"
    r"(?P<sign>¥|rmb|人民币)?\s*(?<![\d.])(?<!\d:)(?<![a-z](?=\d))"
    rf"(?P<low>{_FIGURE})(?!\d|[.:]\d)\s*(?P<plus>\+(?=\s*[千万kw]))?"
    + _SCALE_AND_COIN.format(1)
    # 3000元/月-5000元/月 names its unit at both ends.
    + rf"(?:\s*[/每](?P<early>{_UNIT_UNNAMED})(?=\s*(?:-|到|至)\s*\d))?"
    + rf"(?:\s*(?:-+|到|至)\s*¥?(?P<high>{_FIGURE})(?!\d|[.:]\d)"
    + _SCALE_AND_COIN.format(2)
    + rf")?\s*(?:左右|上下)?\s*(?P<open>{_OPEN})?\s*(?:左右)?"
    + rf"(?:(?:/人)?\s*(?P<per>/|每|一)\s*{_UNIT}"
    + r"\s*(?P<service>(?:以上|以下|以内|内)?(?:工作)?(?:经验)?)(?P<start>起)?)?"
    + rf"\s*(?P<late>{_OPEN})?"
)
# What a figure counts when it is not money.
_OTHER_COUNT = re.compile(
    r"\s*(?:(?:多|余)?(?:[人名位]|年(?!薪)|个月|周?岁)|cm|厘米|米|[%亿天号期楼栋点倍级平单件票次趟组]|小时|公里|分钟|薪|以上学历)"
)
_RUNS_ON = re.compile(r"\s*[-/.:,]\s*\d")
_OTHER_UNIT = re.compile(r"\s*/\s*(?:公里|km|人|车|户|晚|夜|米|柜|房|间|亩|棵|桌|位|头|箱|点)")
_FOREIGN = (
    r"\$|€|£|美[元金刀]|港[币元纸]|欧元|英镑|日[元币]|韩元|新币|新加坡元|台币|澳门?币|葡币"
    r"|usd|hkd|sgd|eur|gbp|jpy|mop|aud|cad|twd"
)
_FOREIGN_BEFORE = re.compile(rf"(?:{_FOREIGN})[^\d,。;]{{0,3}}$")
_FOREIGN_AFTER = re.compile(rf"\s*[(\[]?(?:{_FOREIGN})")


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum: its ends (None where open), the written unit, and where in the text it stands."""

    low: Number | None
    high: Number | None
    unit: Unit | None
    start: int
    end: int
    is_marked: bool
    """A scale or a coin stands with it, so that it is money whatever stands around it."""
    has_other_unit: bool

    @property
    def largest(self) -> Number:
        """The larger end that is stated."""
        return self.high if self.high is not None else self.low or 0


def amounts_in(line: str) -> Iterator[Amount]:
    """Yield the undamaged sums of a folded text in CNY, from left to right.

    Whether a bare figure is money at all the caller has to judge by what stands around it.

    Examples
    --------
    >>> [(amount.low, amount.high, amount.unit) for amount in amounts_in("8千-1.2万,20元/小时起")]
    [(8000, 12000, None), (20, None, 'hour')]
    """
    for match in _AMOUNT.finditer(line):
        if _is_money(match) and not _is_foreign(match, line):
            ends = _ends(match, line)
            if ends and ends[1]:
                low, high = _opened(match, *ends)
                other = _OTHER_UNIT.match(line, match.end()) is not None
                yield Amount(low, high, _unit(match), match.start(), match.end(), _is_marked(match), other)


def _unit(match: re.Match[str]) -> Unit | None:
    named = match if match["per"] else _SPAN_UNIT.fullmatch(match["early"]) if match["early"] else None
    return next((unit for unit in _UNITS if named[unit]), None) if named else None


def _is_marked(match: re.Match[str]) -> bool:
    return any(match[part] for part in ("coin1", "coin2", "scale1", "scale2", "sign"))


def _is_money(match: re.Match[str]) -> bool:
    if not match["per"]:
        counts_else = _OTHER_COUNT.match(match.string, match.end())
        return not counts_else and (_is_marked(match) or not _RUNS_ON.match(match.string, match.end()))
    if match["per"] == "/":
        return True
    if match["service"]:  # "2 一年以上": an item number and years of service
        return False
    if match["high"] or _is_marked(match):
        return True
    # "17:30 每天" and "2 每月" lost their front: a bare figure this small before 每 or 一 is no pay.
    is_apart = match.string[match.end("low") : match.start("per")].isspace()
    return float(match["low"]) >= (100 if is_apart else 10)


def _is_foreign(match: re.Match[str], line: str) -> bool:
    before = line[max(0, match.start() - 12) : match.start("low")]
    return _FOREIGN_BEFORE.search(before) is not None or _FOREIGN_AFTER.match(line, match.end()) is not None


def _ends(match: re.Match[str], line: str) -> tuple[Number, Number] | None:
    start = match.start("low")
    if line[start - 1 : start] == "," and line[start - 2 : start - 1].isdigit():
        return None
    first, second = match["scale1"], match["scale2"]
    if _is_damaged(match["low"], bool(first or second)) or _is_damaged(match["high"], bool(first or second)):
        return None
    low, high = float(match["low"]), float(match["high"] or match["low"])
    if match["high"] is None:
        second = first
    elif first is None and second and low > high:
        # 3000-1万 is written out on the left; 8-1.2万 is damaged.
        if low < 100:
            return None
        first, second, high = "", "", high * _SCALES[second]
    elif second is None and first and high >= low * _SCALES[first]:
        first, second, low = "", "", low * _SCALES[first]
    low *= _SCALES.get(first or second or "", 1)
    high *= _SCALES.get(second or first or "", 1)
    return (_tidy(low), _tidy(high)) if low <= high else None


def _is_damaged(figure: str | None, is_scaled: bool) -> bool:
    if figure is None:
        return False
    whole, _, decimals = figure.partition(".")
    return len(whole) > _MOST_DIGITS or len(decimals) > (4 if is_scaled else 2) or whole.lstrip("0") != whole != "0"


def _opened(match: re.Match[str], low: Number, high: Number) -> tuple[Number | None, Number | None]:
    words = "".join(match[part] or "" for part in ("open", "late", "service", "start", "plus"))
    is_alone = match["high"] is None
    if any(word in words for word in "下内封") or (match["most"] and is_alone):
        return None, high
    if any(word in words for word in "上起+") or (match["least"] and is_alone):
        return low, None
    return low, high


def _tidy(amount: float) -> Number:
    rounded = round(amount, 4)
    return int(rounded) if rounded.is_integer() else rounded
