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


_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_YEARLESS = re.compile(r"(?<![\d:/.-])(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?![\d:/.-])")
_AGO = re.compile(r"(\d{1,4})\s*(分钟|个?小时|天|日|周|星期|个月|月)(?:之|以)?前")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):[0-5]\d(?!\d)")
_DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "个月": 30, "月": 30}
_WORDS = (("大前天", 3), ("前天", 2), ("昨", 1), ("今", 0), ("刚刚", 0), ("刚才", 0))
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
    line = plain(text)
    full = _FULL.search(line) or _COMPACT.search(line)
    if full:
        day = _day(*(int(part) for part in full.groups()))
        return Posted(date=day.isoformat() if day else None)
    line = with_digits_before(line, "天|日|周|星期|个月|月")
    ago = _AGO.search(line)
    if ago:
        return Posted(days_before=int(ago.group(1)) * _DAYS_OF.get(ago.group(2), 0))
    for word, days in _WORDS:
        if word in line:
            return Posted(days_before=days)
    yearless = _YEARLESS.search(line)
    if yearless:
        day = _day(_SOME_LEAP_YEAR, int(yearless.group(1)), int(yearless.group(2)))
        return Posted(month_day=day.strftime("%m-%d") if day else None)
    # Boards show the mere time for what was published today.
    return Posted(days_before=0) if _CLOCK.search(line) else Posted()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
