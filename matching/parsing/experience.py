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


# 学历不限 says nothing of experience.
_SCHOOLING = re.compile(r"(?:学历|专业|年龄|性别|户籍)\s*不限|不限\s*(?:学历|专业|年龄|性别|户籍)")
_FIGURE = r"(?:0|[1-9]\d?)(?:\.5)?"
# 25年薪, 3年级 and 05年 are no years of work.
_YEARS = re.compile(
    rf"(?P<short>不满|不足|(?<!不)[少低]于)?\s*(?<![\d.])(?P<low>{_FIGURE})(?:\s*年)?\s*(?:(?:-+|到|至)\s*(?P<high>{_FIGURE}))?"
    r"\s*(?P<plus>\+)?\s*年(?![\d薪级代终底假])"
    r"(?P<tail>\s*(?:\+|(?:工作)?(?:相关)?(?:工作)?(?:经验|经历)?\s*(?:及|或|含|\(含\))?\s*(?:以上|以下|以内|之内|内(?!容)|起))"
    rf"(?:\s*(?P<until>{_FIGURE})\s*年以[下内])?)?"
)
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})\s*个月(?:及?以上)?的?(?:相关)?(?:工作)?经[验历]")
_YEARS_IN_ENGLISH = re.compile(r"(?<=\d)(\+?)\s*(?:years?|yrs?)\b")
_HALVES = re.compile(r"(\d)年半")
# A2两年以上: the licence class is no part of the years.
_CLASS_BEFORE_YEARS = re.compile(r"(?<=[a-z]\d)(?=[一二两三四五六七八九十])")
# Years of a firm, a contract or a service say nothing of experience in the work.
_NOT_OF_WORK = re.compile(r"(?:成立|创立|创办|合同期?|签约?|近|退伍|退役|入伍|服役|毕业|学制|质保)[^\d,。;]{0,3}$")
_NOT_OF_WORK_AFTER = re.compile(r"(?:的?(?:合同|历史|发展|品牌|老店|学制|制)|内?(?:毕业|退伍|退役))")
_ANY = re.compile(r"不限|无需|无工作经验|无经验|无相关经验|不要求|不需|无要求|零经验|0经验|免经验|没有经验|^无$")
_ANY_EXPERIENCE = re.compile(r"经[验历](?:要求)?:?\s*不限|不限(?:工作)?经[验历]|无需经验")
_BEGINNER = re.compile(r"应届|在校|在读|毕业生|\d{2}届")


def parse_experience(text: str | None) -> Experience:
    """Read the years of experience asked for, also where other columns ran into the string.

    Examples
    --------
    >>> parse_experience("20K-40K 经验3-5年 / 本科")
    Experience(min_years=3, max_years=5)
    >>> parse_experience("1年以内")
    Experience(min_years=0, max_years=1)
    >>> parse_experience("5天/周3个月本科"), parse_experience("公司成立20年")
    (Experience(min_years=None, max_years=None), Experience(min_years=None, max_years=None))
    """
    line = plain(text)
    if not line:
        return Experience()
    line = _folded(_SCHOOLING.sub(" ", line))
    for match in _YEARS.finditer(line):
        before = line[max(0, match.start() - 8) : match.start()]
        if _NOT_OF_WORK.search(before) or _NOT_OF_WORK_AFTER.match(line, match.end()):
            continue
        years = _read(match)
        if years is not None:
            return years
    months = _MONTHS.search(line)
    if months and int(months.group(1)) % 3 == 0:
        return Experience(_tidy(int(months.group(1)) / 12), None)
    if _ANY_EXPERIENCE.search(line):
        return Experience(0, None)
    if _BEGINNER.search(line):
        return Experience(0, 0)
    return Experience(0, None) if _ANY.search(line) else Experience()


def _folded(line: str) -> str:
    line = _CLASS_BEFORE_YEARS.sub(" ", _YEARS_IN_ENGLISH.sub(r"\1年", line))
    line = with_digits_before(line, "年|-|到|至|个月")
    if "年" not in line:
        return line
    return _HALVES.sub(r"\1.5年", re.sub(r"(?<=\d)一(?=\d)", "-", line)).replace("半年", "0.5年")


def _read(match: re.Match[str]) -> Experience | None:
    low: Years = _tidy(float(match["low"]))
    high: Years | None = _tidy(float(match["high"])) if match["high"] else None
    tail = match["tail"] or ""
    if match["until"]:
        high = _tidy(float(match["until"]))
    elif match["short"] or "下" in tail or "内" in tail:
        low, high = 0, low if high is None else high
    elif match["plus"] or any(word in tail for word in "上起+"):
        high = None
    ends = [low, _MOST_YEARS] if high is None else [low, high, _MOST_YEARS]
    return Experience(low, high) if ends == sorted(ends) else None


def _tidy(years: float) -> Years:
    return int(years) if years.is_integer() else years
