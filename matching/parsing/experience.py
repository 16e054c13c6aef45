"""Years of work that a posting asks for."""

import re
from dataclasses import dataclass

from matching.parsing.numerals import plain, with_digits_before

Years = int | float
_MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Experience:
    """Years asked for; (0, None) is "any", (None, None) is "not said"."""

    min_years: Years | None = None
    max_years: Years | None = None


# 学历不限 says nothing of experience; 25年薪 and 3年级 are no years of work.
_SCHOOLING = re.compile(r"(?:学历|专业|年龄|性别|户籍)\s*不限")
_YEARS = re.compile(
    r"(?<![\d.])(?P<low>\d{1,2}(?:\.5)?)(?:\s*年)?\s*(?:(?:-+|到|至)\s*(?P<high>\d{1,2}))?\s*年(?![\d薪级代终底假])"
    r"(?P<tail>\s*(?:\+|(?:工作)?(?:相关)?(?:工作)?(?:经验|经历)?\s*(?:及|或|含)?\s*(?:以上|以下|以内|之内|内(?!容)|起)))?"
)
_ANY = re.compile(r"不限|无需|无工作经验|无经验|无相关经验|不要求|不需要|无要求|零经验|0经验|^无$")
_ANY_EXPERIENCE = re.compile(r"经[验历](?:要求)?:?\s*不限|不限经[验历]|无需经验")
_BEGINNER = re.compile(r"应届|在校|毕业生")


def parse_experience(text: str | None) -> Experience:
    """Read the years of experience asked for, also where other columns ran into the string.

    Examples
    --------
    >>> parse_experience("20K-40K 经验3-5年 / 本科")
    Experience(min_years=3, max_years=5)
    >>> parse_experience("1年以内")
    Experience(min_years=0, max_years=1)
    >>> parse_experience("5天/周3个月本科")
    Experience(min_years=None, max_years=None)
    """
    line = plain(text)
    if not line:
        return Experience()
    line = with_digits_before(_SCHOOLING.sub(" ", line), "年|-|到|至")
    line = line.replace("半年", "0.5年") if "年" in line else line
    for match in _YEARS.finditer(line):
        years = _read(match)
        if years is not None:
            return years
    if _ANY_EXPERIENCE.search(line):
        return Experience(0, None)
    if _BEGINNER.search(line):
        return Experience(0, 0)
    return Experience(0, None) if _ANY.search(line) else Experience()


def _read(match: re.Match[str]) -> Experience | None:
    low, high = _number(match["low"]), _number(match["high"])
    if max(low or 0, high or 0) > _MOST_YEARS or (high is not None and low is not None and high < low):
        return None
    tail = match["tail"] or ""
    if "下" in tail or "内" in tail:
        return Experience(0, low if high is None else high)
    return Experience(low, None if "上" in tail or "起" in tail or "+" in tail else high)


def _number(figure: str | None) -> Years | None:
    if figure is None:
        return None
    return float(figure) if "." in figure else int(figure)
