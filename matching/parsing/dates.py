"""When a posting was published."""

import re
from dataclasses import dataclass
from datetime import date

from matching.parsing.numerals import plain, with_digits_before


@dataclass(frozen=True, slots=True)
class Posted:
    """A full date, or a month and day (``MM-DD``) without its year, or days before the page was read."""

    date: str | None = None
    month_day: str | None = None
    days_before: int | None = None


# A year of two digits is one only before 年: 21-03-05 may begin with a day.
_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2}|\d{2}(?=\s*年))\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_YEARLESS = re.compile(r"(?<![\d/.-])(?<!\d:)(?<!\d年)(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?![\d:/.-])")
_AGO = re.compile(r"(?<![\d.-])(\d{1,4})\s*(秒|分钟|个?小时|天|日|周|星期|个月|月|年)(?:之|以)?前")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):[0-5]\d(?!\d)")
_DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "个月": 30, "月": 30, "年": 365}
_HOURS_A_DAY = 24
_WORDS = (
    *(("大前天", 3), ("前天", 2), ("前日", 2), ("昨天", 1), ("昨日", 1), ("昨晚", 1)),
    *(("今天", 0), ("今日", 0), ("刚刚", 0), ("刚才", 0), ("半小时前", 0)),
)
_YEAR_IN_CHARACTERS = re.compile(r"[零〇一二三四五六七八九]{4}(?=年)")
_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
# Any leap year: 02-29 is a day of some year.
_SOME_LEAP_YEAR = 2000


def parse_posted(text: str | None) -> Posted:
    """Read a publication date as far as the text states it; no year is guessed.

    Examples
    --------
    >>> parse_posted("2019年12月4日").date, parse_posted("07-14发布").month_day
    ('2019-12-04', '07-14')
    >>> parse_posted("90天前").days_before, parse_posted("今日更新").days_before
    (90, 0)
    """
    line = _YEAR_IN_CHARACTERS.sub(lambda match: match.group().translate(_DIGITS), plain(text))
    line = with_digits_before(line, "天|日|号|周|星期|个月|月|小时|年前")
    full = _FULL.search(line) or _COMPACT.search(line)
    if full:
        day = _day(*(int(part) for part in full.groups()))
        return Posted(date=day.isoformat() if day else None)
    ago = _AGO.search(line)
    if ago:
        return Posted(days_before=_days(int(ago.group(1)), ago.group(2)))
    for word, days in _WORDS:
        if word in line:
            return Posted(days_before=days)
    yearless = _YEARLESS.search(line)
    if yearless:
        day = _day(_SOME_LEAP_YEAR, int(yearless.group(1)), int(yearless.group(2)))
        return Posted(month_day=day.strftime("%m-%d") if day else None)
    # Boards show the mere time for what was published today.
    return Posted(days_before=0) if _CLOCK.search(line) else Posted()


def _days(count: int, unit: str) -> int:
    return count // _HOURS_A_DAY if unit.endswith("小时") else count * _DAYS_OF.get(unit, 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
