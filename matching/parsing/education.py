"""The level of schooling that a posting asks for."""

import re
from dataclasses import dataclass

from matching.parsing.numerals import plain

EDUCATION_LEVELS = ("不限", "小学", "初中", "高中", "中专", "大专", "本科", "硕士", "博士")


@dataclass(frozen=True, slots=True)
class Education:
    """A level of `EDUCATION_LEVELS`, and whether it is a floor (True), a ceiling (False) or unsaid (None)."""

    level: str | None = None
    or_above: bool | None = None


# Longer names first: 大学专科 is no 大学, 博士研究生 no 研究生.
_NAMES = {
    "博士研究生": "博士",
    "硕士研究生": "硕士",
    "大学专科": "大专",
    "大学本科": "本科",
    "高等专科": "大专",
    "中等专科": "中专",
    "中等职业": "中专",
    "职业高中": "中专",
    "职业中学": "中专",
    "技工学校": "中专",
    "普通高中": "高中",
    "高职高专": "大专",
    "研究生": "硕士",
    "不限制": "不限",
    "无要求": "不限",
    "无学历要求": "不限",
    "专升本": "本科",
    "初高中": "初中",
    "不要求": "不限",
    "博士": "博士",
    "硕士": "硕士",
    "mba": "硕士",
    "本科": "本科",
    "大学": "本科",
    "学士": "本科",
    "大专": "大专",
    "高职": "大专",
    "专科": "大专",
    "中专": "中专",
    "中技": "中专",
    "中职": "中专",
    "职高": "中专",
    "职中": "中专",
    "技校": "中专",
    "普高": "高中",
    "高中": "高中",
    "初中": "初中",
    "小学": "小学",
    "不限": "不限",
}
_LEVEL = re.compile("|".join(_NAMES))
# Other columns, and schools or pupils that are no schooling asked for.
_NO_LEVEL = re.compile(
    r"(?:经验|专业|年龄|性别|户籍)\s*(?:不限|无要求|不要求)|大学(?:城|英语|生)|(?:小学|初中|高中|大学)[^,;/\s]{0,4}(?:教师|老师)"
    r"|放宽.*"
)
_SPACE_INSIDE = re.compile(r"(?<=[一-鿿])\s(?=[一-鿿](?:\s|$))")
_ABOVE = re.compile(r"以上|起|\+|不低于|至少|最低")


def parse_education(text: str | None) -> Education:
    """Read the schooling asked for; of several levels the lowest is what is asked.

    Examples
    --------
    >>> parse_education("硕士及以上")
    Education(level='硕士', or_above=True)
    >>> parse_education("中技/中专").level, parse_education("招1人").level
    ('中专', None)
    """
    line = _SPACE_INSIDE.sub("", plain(text))
    if not line:
        return Education()
    if line == "无":
        return Education("不限")
    named = {_NAMES[name] for name in _LEVEL.findall(_NO_LEVEL.sub(" ", line))}
    # 不限 that stands beside a level belongs to another column.
    levels = [level for level in EDUCATION_LEVELS if level in named and (level != "不限" or len(named) == 1)]
    if not levels:
        return Education()
    if "以下" in line:
        return Education(levels[-1], False)
    return Education(levels[0], True if _ABOVE.search(line) and levels[0] != "不限" else None)
