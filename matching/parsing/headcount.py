"""How many people a posting looks for."""

import re

from matching.parsing.numerals import CHINESE_NUMERAL, chinese_number, plain

_COUNT = re.compile(r"(?<![\d.])(\d{1,6})(?![\d.])(?:\s*-\s*\d{1,6})?\s*(?:[人名位个]|$)")
_CHINESE_COUNT = re.compile(rf"({CHINESE_NUMERAL})\s*[人名位]")


def parse_headcount(text: str | None) -> int | None:
    """Read a number of openings; 若干 and 不限 give None, of a range the number that is sure.

    Examples
    --------
    >>> parse_headcount("招4人"), parse_headcount("若干人"), parse_headcount("两名")
    (4, None, 2)
    """
    line = plain(text)
    count = _COUNT.search(line)
    if count:
        return int(count.group(1))
    chinese = _CHINESE_COUNT.search(line)
    return chinese_number(chinese.group(1)) if chinese else None
