"""Pay: amounts in CNY in the written unit, and what they come to a month."""

import re
from dataclasses import dataclass

from matching.parsing.amounts import Amount, Number, Unit, amounts_in
from matching.parsing.numerals import plain, with_digits_in_amounts


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
_LEAST_PAY_WITHOUT_UNIT = 1_000
_LEAST_PAY_AFTER_LEAD: dict[Unit | None, int] = {"day": 80, "hour": 10}
# Less than this beside other sums is a bonus or an insurance premium.
_LEAST_REGULAR_PAY: dict[Unit | None, int] = {"month": 500, "year": 5_000}
# The unit that a word beside the figure gives: 月薪8000, 日结200, 一小时20元, 20万年薪.
_WAGE_WORDS: dict[Unit, str] = {
    "month": "月薪|月工资|月收入|月入|月均|每个?月|月综合",
    "year": "年薪|年收入|年入|每年",
    "week": "周薪|周结|每周",
    "hour": "时薪|每个?小时|小时工",
    "day": "日薪|日结|日均|每天|每日|一天",
}
_ONE_OF: dict[Unit, str] = {"month": "一个月", "year": "一年", "week": "一周", "hour": "一个?小时", "day": "一天"}
_LEAD = re.compile("(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _WAGE_WORDS.items()) + r")(?=\D{0,8}$)")
_LEAD_ONE = re.compile("(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _ONE_OF.items()) + r"):?\s?$")
_TRAIL = re.compile(r"\s*\(?(?:(?P<month>月薪)|(?P<year>年薪)|(?P<week>周薪)|(?P<hour>时薪)|(?P<day>日薪|日结))")
_PAY_BEFORE = re.compile(
    r"(?:薪|工资|综合|收入|待遇|保底|报酬|日结|到手|实发|税前|税后|试用期?|转正后?|面议|面谈|=)\D{0,8}(?:\d{1,2}个?小时)?\D{0,2}$"
)
_PAY_AFTER = re.compile(r"\s*\(?(?:底薪|保底|起薪|工资|薪资|月薪)")
# What follows a figure that opens a field: nothing, another column, or what comes on top.
_FIELD_END = re.compile(r"$|(?<=\+)|[\s·,;(\[+*×/|、]|包|含|加|五险|六险|双休|单休|可|不等")

_ALLOWANCE = re.compile(
    r"(?<!实习)(?:补贴?|补助|津贴|奖金?|奖励|全勤|满勤|扣除?|押金|房租|水电费?|住宿费?|餐费|伙食费?|体检费?|罚款?|服装费"
    r"|介绍费|递增|上涨|增加|上调|涨薪?)\W{0,2}(?:每[月天日年]|一天)?\W?$"
)
_ALLOWANCE_AFTER = re.compile(r"\s*的?(?:补贴|补助|津贴|[餐房车话夜]补|工龄|奖)")
_OVERTIME = re.compile(r"加班[^\d,。;]{0,8}$")
# 底薪+奖金4000元 is the sum of both; 3000元+奖金400元 are two sums, and the second comes on top.
_COMPOSED = re.compile(r"(?:薪|工资|综合|提成)[^\d,。;]{0,12}\+[^\d,。;]{0,8}$")
_ON_TOP_BEFORE = re.compile(r"(?:[\d元k千w万]\s*\+[^\d,。;]{0,8}|\+\s*)$")
_ON_TOP_AFTER = re.compile(r"\s*的?(?:提成|加班)")
_FOR_A_TIME = re.compile(
    r"(?:试用期?|培训期?|实习期|见习期?|学徒期?|试[工岗]|平时|周[六日末]|双休日|假日)(?!后)[^\d。;]{0,8}$"
)
_BASE = re.compile(r"(?:底薪|基本工资|基本薪资|保底)[^\d,。;]{0,6}$")
_BASE_AFTER = re.compile(r"\s*\(?(?:底薪|保底)")

_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_ONE_AS_DASH = re.compile(r"(?<=\d{3})一(?=\d{3})")
_MONTHS = re.compile(r"(?<![\d.])(?<!\d-)(1[2-9]|[23]\d)\s*(?:个月)?薪")
_NEGOTIABLE = re.compile(r"(?<![非不])(?:面议|面谈|另议|详谈)")
_NOTHING = Salary()


def parse_salary(text: str | None) -> Salary:
    """Read pay from a salary field or from a sentence.

    Parameters
    ----------
    text : str or None
        Any text. The first amount that is regular pay counts; base pay, pay on trial and what comes on top
        only where there is no other; an allowance never.

    Returns
    -------
    Salary
        All None where nothing is stated, the figures are damaged, or the coin is foreign.

    Examples
    --------
    >>> salary = parse_salary("1-1.5万·13薪")
    >>> salary.amount_min, salary.amount_max, salary.unit, salary.months
    (10000, 15000, 'month', 13)
    >>> parse_salary("21元/小时").month_min
    3654
    >>> parse_salary("试用期3000，转正后四千五").amount_min
    4500
    >>> parse_salary("面议").negotiable
    True
    """
    line = with_digits_in_amounts(plain(text))
    if not line:
        return _NOTHING
    negotiable = _NEGOTIABLE.search(line) is not None
    if "," in line:
        line = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), line)
    if "一" in line:
        line = _ONE_AS_DASH.sub("-", line)
    found = _best(line)
    if found is None:
        return Salary(negotiable=negotiable)
    amount, unit = found
    months = _MONTHS.search(line)
    return Salary(
        amount.low,
        amount.high,
        unit,
        int(months.group(1)) if months else None,
        _a_month(amount.low, unit),
        _a_month(amount.high, unit),
        negotiable,
    )


def _best(line: str) -> tuple[Amount, Unit | None] | None:
    best: tuple[int, Amount, Unit | None] | None = None
    for amount in amounts_in(line):
        before = line[max(0, amount.start - 24) : amount.start]
        lead = amount.unit or _lead(before, line, amount.end)
        rank = _rank(amount, before, lead, line) if amount.unit or _is_pay(amount, before, lead, line) else None
        if rank is not None and (best is None or rank < best[0]):
            best = rank, amount, _unit(amount, lead)
            if rank == 0:
                break
    return best[1:] if best else None


def _rank(amount: Amount, before: str, lead: Unit | None, line: str) -> int | None:
    """How far a sum is from the regular pay, 0 the least; None for an allowance."""
    is_floor = line[amount.end - 1] == "+"
    is_composed = _COMPOSED.search(before) is not None
    if _OVERTIME.search(before) or (not is_floor and _ALLOWANCE_AFTER.match(line, amount.end)):
        return None
    if _ALLOWANCE.search(before) and not is_composed:
        return None
    if (_ON_TOP_BEFORE.search(before) and not is_composed) or (not is_floor and _ON_TOP_AFTER.match(line, amount.end)):
        return 4
    if _FOR_A_TIME.search(before):
        return 3
    if _BASE.search(before) or _BASE_AFTER.match(line, amount.end):
        return 2
    if amount.largest < _LEAST_REGULAR_PAY.get(amount.unit, 0):
        return 4
    if amount.unit or amount.start == 0:
        return 0
    return 1 if amount.largest >= _LEAST_PAY_AFTER_LEAD.get(lead, _LEAST_PAY_WITHOUT_UNIT) else 4


def _is_pay(amount: Amount, before: str, lead: Unit | None, line: str) -> bool:
    """Whether a sum without a unit of its own is pay."""
    is_large = amount.largest >= _LEAST_PAY_WITHOUT_UNIT
    if amount.start == 0 and (amount.end == len(line) or amount.is_marked):
        return True
    if amount.start == 0 and is_large and _FIELD_END.match(line, amount.end):
        return True
    if lead or _PAY_BEFORE.search(before) or _PAY_AFTER.match(line, amount.end):
        return amount.is_marked or amount.largest >= _LEAST_PAY_AFTER_LEAD.get(lead, _LEAST_PAY_WITHOUT_UNIT)
    return not before.strip(" [(") and amount.is_marked


def _lead(before: str, line: str, end: int) -> Unit | None:
    named = [*_LEAD.finditer(before), *_LEAD_ONE.finditer(before)]
    found = named[-1] if named else _TRAIL.match(line, end)
    return next((unit for unit in _WAGE_WORDS if found[unit]), None) if found else None


def _unit(amount: Amount, lead: Unit | None) -> Unit | None:
    if amount.unit or lead or amount.has_other_unit:
        return amount.unit or lead
    is_large = all(end is None or end >= _LEAST_PAY_WITHOUT_UNIT for end in (amount.low, amount.high))
    return "month" if is_large else None


def _a_month(amount: Number | None, unit: Unit | None) -> int | None:
    if amount is None or unit not in _PER_MONTH:
        return None
    times, by = _PER_MONTH[unit]
    return round(amount * times / by)
