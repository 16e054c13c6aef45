"""Pay: amounts in CNY in the written unit, and what they come to a month."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from matching.parsing.numerals import plain

Unit = Literal["month", "year", "week", "day", "hour", "piece", "once", "shift"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay as written, and its month's worth; every part is None where the text does not say it."""

    amount_min: Number | None = None
    amount_max: Number | None = None
    unit: Unit | None = None
    months: int | None = None
    month_min: int | None = None
    month_max: int | None = None
    negotiable: bool = False


# A month as numerator and denominator: 21.75 paid days and 174 hours, as labour law counts them.
_PER_MONTH: dict[Unit | None, tuple[int, int]] = {
    "month": (1, 1),
    "year": (1, 12),
    "week": (52, 12),
    "day": (87, 4),
    "hour": (174, 1),
}
_SCALES = {"千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}
_LEAST_PAY_WITHOUT_UNIT = 1_000
_LEAST_PAY_AFTER_LEAD: dict[Unit | None, int] = {"day": 80, "hour": 10}
_MOST_DIGITS = 8
_UNITS: dict[Unit, str] = {
    "month": "个?月|month",
    "year": "年|year",
    "week": "周|星期|礼拜",
    "hour": "个?小时|个?钟头?|时(?![间候常段代])|hour|h(?![a-z])",
    "day": "天(?![河津])|日(?![期语])|day",
    "shift": "班(?![车长组级])",
    "once": "次|场|趟|节",
    "piece": "件|单(?!休)|票|台|套|张|篇|条(?!件)|个|斤|公斤|吨|平米|平方米?|方(?![面便案法])",
}
# The unit that a word before the figure gives: 月薪8000, 日结200.
_LEADS: dict[Unit, str] = {
    "month": "月薪|月工资|月收入|月入|月均|每个?月|月综合",
    "year": "年薪|年收入|年入|每年",
    "week": "周薪|周结|每周",
    "hour": "时薪|每个?小时|小时工",
    "day": "日薪|日结|日均|每天|每日|一天",
}
_LEAD = re.compile("(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _LEADS.items()) + r")(?=[^\d]{0,8}$)")
_OPEN = r"\+|及?以上|起|及?以下|以内"
_SCALE_AND_COIN = r"\s*(?P<scale{0}>[千万kw](?![a-z]))?\s*(?P<coin{0}>元|块钱?|圆|rmb)?"
_AMOUNT = re.compile(
    r"(?P<least>不低于|不少于|至少|>\s*)?(?P<most>不超过|不高于|最高|高达|可达到?)?"
    r"(?<![\d.])(?<!\d:)(?<![a-z])"
    r"(?P<low>\d+(?:\.\d+)?)(?!\d|[.:]\d)\s*(?P<plus>\+(?=\s*[千万kw]))?"
    + _SCALE_AND_COIN.format(1)
    + r"(?:\s*(?:-+|到|至)\s*(?P<high>\d+(?:\.\d+)?)(?!\d|[.:]\d)"
    + _SCALE_AND_COIN.format(2)
    + rf")?\s*(?:左右|上下)?\s*(?P<open>{_OPEN})?\s*(?:左右)?"
    + r"(?:\s*(?P<per>/|每|一)\s*(?:"
    + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
    + rf")\s*(?P<service>(?:以上|以下|以内|内)?(?:工作)?(?:经验)?)(?P<start>起)?)?\s*(?P<late>{_OPEN})?"
)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_MONTHS = re.compile(r"(?<![\d.-])(1[2-9]|[23]\d)\s*(?:个月)?薪")
_NEGOTIABLE = re.compile(r"(?<![非不])(?:面议|面谈|另议|详谈)")
_FOREIGN = re.compile(r"\$|€|£|美元|美金|港币|港元|欧元|日元|新币|usd|hkd")
_ALLOWANCE = re.compile(
    r"(?:补贴?|补助|津贴|奖金?|全勤|扣除?|押金|房租|水电费?|住宿费?|餐费|伙食费?|体检费?|罚款?|服装费)\W{0,2}$"
)
_ALLOWANCE_AFTER = re.compile(r"\s*的?(?:加班|补贴|补助|津贴|[餐房车话夜]补|工龄|奖)")
_ONE_AS_DASH = re.compile(r"(?<=\d{3})一(?=\d{3})")
_PAY_WORD = re.compile(r"(?:薪|工资|综合|收入|待遇|保底|报酬|日结|到手)[^\d]{0,8}$")
# What a figure counts when it is not money.
_OTHER_COUNT = re.compile(
    r"\s*(?:年|个月|周?岁|cm|厘米|米|[人名位%天号期楼栋点倍级平单件票次趟组]|小时|公里|分钟|薪|[-/.:,]\s*\d|以上学历)"
)
_NOTHING = Salary()


def parse_salary(text: str | None) -> Salary:
    """Read pay from a salary field or from a sentence.

    Parameters
    ----------
    text : str or None
        Any text. The first amount that is pay counts; an allowance only where there is no other.

    Returns
    -------
    Salary
        All None where nothing is stated or the figures are damaged.

    Examples
    --------
    >>> salary = parse_salary("1-1.5万·13薪")
    >>> salary.amount_min, salary.amount_max, salary.unit, salary.months
    (10000, 15000, 'month', 13)
    >>> parse_salary("21元/小时").month_min
    3654
    >>> parse_salary("面议").negotiable
    True
    """
    line = plain(text).lower()
    if not line:
        return _NOTHING
    negotiable = _NEGOTIABLE.search(line) is not None
    if _FOREIGN.search(line):
        return Salary(negotiable=negotiable)
    if "," in line:
        line = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), line)
    if "一" in line:
        line = _ONE_AS_DASH.sub("-", line)
    found = _first_pay(line)
    if found is None:
        return Salary(negotiable=negotiable)
    months = _MONTHS.search(line)
    return replace(found, months=int(months.group(1)) if months else None, negotiable=negotiable)


def _first_pay(line: str) -> Salary | None:
    without_unit = allowance = None
    for match in _AMOUNT.finditer(line):
        salary = _read(match, line)
        if salary is None:
            continue
        is_allowance = _ALLOWANCE.search(line, max(0, match.start() - 12), match.start()) or (
            line[match.end() - 1] != "+" and _ALLOWANCE_AFTER.match(line, match.end())
        )
        if is_allowance:
            allowance = allowance or salary
        elif match["per"] or match.start() == 0:
            return salary
        else:
            without_unit = without_unit or salary
    return without_unit or allowance


def _read(match: re.Match[str], line: str) -> Salary | None:
    unit = _unit_after(match)
    if not (_is_pay_with_unit(match) if unit else _is_pay_without_unit(match, line)):
        return None
    ends = _ends(match, line)
    if ends is None:
        return None
    low, high = _opened(match, *ends)
    unit = unit or _unit_before(line, match.start())
    if unit is None and all(end is None or end >= _LEAST_PAY_WITHOUT_UNIT for end in (low, high)):
        unit = "month"
    return Salary(low, high, unit, None, _a_month(low, unit), _a_month(high, unit))


def _unit_after(match: re.Match[str]) -> Unit | None:
    return next((unit for unit in _UNITS if match[unit]), None) if match["per"] else None


def _unit_before(line: str, end: int) -> Unit | None:
    leads = list(_LEAD.finditer(line, max(0, end - 16), end))
    return next((unit for unit in _LEADS if leads[-1][unit]), None) if leads else None


def _is_pay_with_unit(match: re.Match[str]) -> bool:
    if match["per"] == "/":
        return True
    if match["service"]:  # "2 一年以上": an item number and years of service
        return False
    if match["coin1"] or match["coin2"] or match["scale1"] or match["scale2"] or match["high"]:
        return True
    # "17:30 每天" and "2 每月" lost their front: a bare figure this small before 每 or 一 is no pay.
    is_apart = match.string[match.end("low") : match.start("per")].isspace()
    return float(match["low"]) >= (100 if is_apart else 10)


def _is_pay_without_unit(match: re.Match[str], line: str) -> bool:
    if _OTHER_COUNT.match(line, match.end()):
        return False
    if match.start() == 0 and match["high"] is None and match.end() == len(line):
        return True
    is_marked = any(match[part] for part in ("coin1", "coin2", "scale1", "scale2"))
    if match.start() == 0:
        return is_marked or line[match.end() : match.end() + 1] in ("", " ", "·")
    before = line[: match.start()]
    lead = _unit_before(line, match.start())
    if lead or _PAY_WORD.search(before[-16:]):
        least = _LEAST_PAY_AFTER_LEAD.get(lead, _LEAST_PAY_WITHOUT_UNIT)
        return is_marked or float(match["high"] or match["low"]) >= least
    return not before.strip(" [(¥") and is_marked


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
    if "下" in words or "内" in words or (match["most"] and is_alone):
        return None, high
    if "上" in words or "起" in words or "+" in words or (match["least"] and is_alone):
        return low, None
    return low, high


def _a_month(amount: Number | None, unit: Unit | None) -> int | None:
    if amount is None or unit not in _PER_MONTH:
        return None
    times, by = _PER_MONTH[unit]
    return round(amount * times / by)


def _tidy(amount: float) -> Number:
    rounded = round(amount, 4)
    return int(rounded) if rounded.is_integer() else rounded
