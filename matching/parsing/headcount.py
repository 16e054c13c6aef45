"""How many people a posting looks for."""

import re

from matching.parsing.numerals import plain, with_digits_before

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_COUNT = re.compile(
    r"(?<![\d.\-])(?<![数几上近])(?P<low>\d{1,6})(?![\d.])(?:\s*(?:-|到|至)\s*\d{1,6})?\s*(?:\+|余|多)?\s*(?:[人名位个]|$)"
)
_BY_SEX = re.compile(r"[男女]\D{0,2}(\d{1,5})\D{0,4}[男女]\D{0,2}(\d{1,5})")
_TOTAL = re.compile(r"共\D{0,3}(\d{1,6})")
# A ceiling names no number that is sure, and the size of a firm is no number of openings.
_NO_COUNT = re.compile(r"(?<!不)少于|不超过|以下|以内|规模|员工")


def parse_headcount(text: str | None) -> int | None:
    """Read a number of openings; 若干, 不限 and 0 give None, of a range the number that is sure.

    Examples
    --------
    >>> parse_headcount("招4人"), parse_headcount("若干人"), parse_headcount("两名"), parse_headcount("5至8人")
    (4, None, 2, 5)
    """
    line = with_digits_before(_THOUSANDS.sub("", plain(text)), "[人名位个]|-|到|至")
    if _NO_COUNT.search(line):
        return None
    by_sex = _BY_SEX.search(line)
    if by_sex and not _TOTAL.search(line):
        return sum(map(int, by_sex.groups())) or None
    count = _TOTAL.search(line) or _COUNT.search(line)
    return int(count.group(1)) or None if count else None
