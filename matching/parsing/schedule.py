"""Shift and rest days, read from a description."""

import re
from dataclasses import dataclass
from typing import Literal

from matching.parsing.numerals import chinese_number, plain, with_digits_before

Shift = Literal["day", "two_shift", "three_shift", "night", "flexible"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Kind of shift, rest days a month, and whether there is night work; None where it is not said."""

    shift: Shift | None = None
    rest_days: int | float | None = None
    night: bool | None = None


# The first that fits: "两班倒，夜班有补贴" is two shifts with nights, not a night job.
_SHIFTS: tuple[tuple[Shift, str], ...] = (
    ("three_shift", r"3班[倒制]|3班(?:轮|运转)|4班3|5班3|3班2|4班2运转|早[、/]?中[、/]?晚班|3倒"),
    (
        "two_shift",
        r"[两2二]班[倒制]|[两2二]班(?:轮|工作|运转)|白夜班?(?:倒|轮|两)|(?<!不)倒白?夜班|白/?夜班[两2]?班?倒"
        r"|(?:半个?月|\d{1,2}天|1周|1个月)上?白班\W{0,2}(?:半个?月|\d{1,2}天|1周|1个月)上?夜班"
        r"|12小时[两2]班|[两2]倒",
    ),
    ("night", r"长期?夜班|只上夜班|夜班岗|固定夜班|纯夜班|全夜班"),
    (
        "day",
        r"长白班|全白班|常白班|只上白班|固定白班|纯白班|正常白班|不上夜班|无夜班|没有夜班|行政班|常日班"
        r"|(?:不|无需?|不用|不需要)倒班",
    ),
    ("flexible", r"弹性(?:工作|上班|上下班|时间|排班|制)|时间弹性|灵活排班|自由排班|时间自由"),
)
_NO_SHIFT_WORK = re.compile(r"(?:不|无需|不用|不需要|无|没有|不需)倒班|不上夜班|无夜班|没有夜班|不用上夜班|无需夜班")
# 倒班 goes round the clock; 轮班 and 早晚班 of a shop may end in the evening.
_NIGHT = re.compile(r"(?<![不无])倒班|夜班|值夜|通宵|倒夜|大夜|(?<!早)晚班")
_DAYS_A_MONTH = 30
# The first that fits: 大小周 mentions both kinds of week.
_REST: tuple[tuple[int, re.Pattern[str]], ...] = (
    (6, re.compile(r"大小[周休]|单双休|单双周|周末单双|做5休[2二]和做6休[1一]")),
    (4, re.compile(r"单休|6天(?:工作)?制|周末?休息?[1一]天|每?(?:周|星期)[日天]休")),
    (8, re.compile(r"双休|5天8小时|5天(?:工作)?制|周末休|周休息?2")),
)
_REST_DAYS = re.compile(
    r"(?:月休|每月(?:带薪)?休(?:息|假)?|每个月休息?|月度休息?)\s*(\d{1,2}(?:\.5)?)"
    r"(?:\s*(?:-|到|至)\s*\d{1,2})?\s*天?"
)
_REST_DAYS_LATE = re.compile(r"每月(?:有)?(\d{1,2})天(?:带薪)?休")
_CYCLE = re.compile(r"[做上干](?P<work>\d)天?休(?:息)?(?P<rest>[1-9一二两三])(?!\d)")
_NONE_OFF = re.compile(r"无休(?!息)|月休0天|没有休息|全月无休")


def parse_schedule(text: str | None) -> Schedule:
    """Read shift, rest days a month and night work; of a range of rest days the sure number.

    Examples
    --------
    >>> parse_schedule("长白班，月休4天")
    Schedule(shift='day', rest_days=4, night=False)
    >>> parse_schedule("两班倒，夜班有补贴").shift
    'two_shift'
    >>> parse_schedule("包吃住")
    Schedule(shift=None, rest_days=None, night=None)
    """
    line = with_digits_before(plain(text), "班|天|休|小时|晚|日|险|周|个月") if text else ""
    if not line:
        return Schedule()
    shift = _shift(line)
    return Schedule(shift, _rest_days(line), _night(line, shift))


def _shift(line: str) -> Shift | None:
    named = [shift for shift, words in _PATTERNS if words.search(line)]
    if "day" in named and any(shift in named for shift in ("two_shift", "three_shift", "night")):
        # "长白班或两班倒可选": offered both ways, so neither is the job's shift, unless shifts are ruled out.
        return "day" if _NO_SHIFT_WORK.search(line) else None
    return named[0] if named else None


def _night(line: str, shift: Shift | None) -> bool | None:
    if shift == "day" or _NO_SHIFT_WORK.search(line):
        return False
    return True if shift in ("two_shift", "three_shift", "night") or _NIGHT.search(line) else None


def _rest_days(line: str) -> int | float | None:
    stated = _REST_DAYS.search(line) or _REST_DAYS_LATE.search(line)
    if stated:
        days = float(stated.group(1))
        return (int(days) if days.is_integer() else days) if days <= 15 else None
    for resting, pattern in _REST:
        if pattern.search(line):
            return resting
    cycle = _CYCLE.search(line)
    if cycle:
        rest = chinese_number(cycle["rest"]) or int(cycle["rest"])
        return _DAYS_A_MONTH * rest // (int(cycle["work"]) + rest)
    return 0 if _NONE_OFF.search(line) else None


_PATTERNS = tuple((shift, re.compile(words)) for shift, words in _SHIFTS)
