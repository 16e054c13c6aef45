"""Phone numbers, accounts and names of natural persons in a text, and the text without them.

网络数据安全管理条例 §24: what a crawl picks up of persons by the way is not kept.
A landline or a 400 number is a firm's and stays. An e-mail address goes even when it looks like a firm's:
a person's cannot be told from it.
"""

import re

from scrapers.text import TO_HALF_WIDTH

_TITLES = "先生|女士|小姐|经理|主任|老师|师傅|主管|总"
_OF_PEOPLE = "[万千百多余+]|粉|人|个|名|位|元|好友|用户|会员"
_CONTACTS = (
    (re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dA-Za-z])"), "[证件号]"),
    (re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}){2}(?!\d)"), "[电话]"),
    # Begun at a word's beginning only: a text of one long word is read once. All that goes on behind it goes with it.
    (re.compile(r"(?<![\w.+-])\w[\w.+-]{0,63}@(?=[\w-]+\.[\w-])[\w.-]*\w", re.ASCII), "[邮箱]"),
    (
        re.compile(
            r"(?<=QQ)\s*(?:号码?|群)?\s*(?:[:：]?\s*[1-9]\d{4,10}(?!\d)|[:：]\s*[\w-]{5,})", re.IGNORECASE | re.ASCII
        ),
        "[QQ]",
    ),
    (
        re.compile(
            r"(?:(?<=微信)|(?<=薇信)|(?<=VX)|(?<=WX)|(?<=wechat)|(?<=V信))"
            # 微信wechat：… says twice what it is; 微信50000粉丝 is a number of people.
            r"(?:号|ID)?\s*[:：]?\s*(?!wechat(?:\s*[:：\[]|\s+\w))"
            rf"(?:[A-Za-z][\w-]{{4,}}|\d{{5,}}(?!\d|\s*(?:{_OF_PEOPLE}))[\w-]*)",
            re.IGNORECASE | re.ASCII,
        ),
        "[微信]",
    ),
    (re.compile(rf"(?<=联系人)\s*[:：]\s*[\u4e00-\u9fff]{{1,3}}?(?:{_TITLES}|(?![\u4e00-\u9fff]))"), "[姓名]"),
    (re.compile(rf"[\u4e00-\u9fff](?:{_TITLES})(?=\s*[:：]?\s*\[(?:电话|微信|QQ)\])"), "[姓名]"),
)
# Without any of these no pattern fits; most fields have none.
_SUSPICIOUS = re.compile(r"\d{4}|@|QQ|微信|薇信|V信|VX|WX|wechat|联系人|\[(?:电话|微信|QQ)\]", re.IGNORECASE)
_MOST_PASSES = 5


def without_contacts(text: str) -> tuple[str, int]:
    """The text with each contact replaced by what it was, and how many were replaced."""
    total = 0
    # Where contacts stand one in the other, what is left of them may be one more.
    for _ in range(_MOST_PASSES):
        text, found = _one_pass(text)
        total += found
        if not found:
            break
    return text, total


def _one_pass(text: str) -> tuple[str, int]:
    total = 0
    # Full width hides a number from the eye of a filter only.
    if not _SUSPICIOUS.search(shadow := text.translate(TO_HALF_WIDTH)):
        return text, 0
    for pattern, sign in _CONTACTS:
        spans = [match.span() for match in pattern.finditer(shadow)]
        if spans:
            ends = [0, *(end for _, end in spans)]
            starts = [*(start for start, _ in spans), len(text)]
            text = sign.join(text[end:start] for end, start in zip(ends, starts, strict=True))
            shadow = text.translate(TO_HALF_WIDTH)
        total += len(spans)
    return text, total
