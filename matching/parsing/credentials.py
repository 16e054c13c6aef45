"""Licences and certificates that a text names, and whether it demands, prefers or waives them."""

import functools
import re
from dataclasses import dataclass
from typing import Literal

from matching.parsing.numerals import LONGEST_TEXT
from matching.taxonomy import load_taxonomy

Strength = Literal["required", "preferred", "mentioned", "negated"]


@dataclass(frozen=True, slots=True)
class CredentialMention:
    """One credential named in ``text[start:end]``."""

    credential: str
    start: int
    end: int
    strength: Strength


# One character for one, so that spans point into the text as written.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, ord("執"): ord("执")}
_FOLDED |= {code: code + 32 for code in range(65, 91)} | {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
# As far as a clause is followed to either side of a mention.
_CLAUSE = 60
_CLAUSE_END = re.compile(r"[。；;！!\n\r,，]|\s{2,}|(?<!\d)\d{1,2}[、.](?!\d)")
_NEGATED = re.compile(r"(?:无需|不需要?|不要求|不必|不用|免(?!费)|没有|(?<!有)无)[^，。]{0,4}$")
_WAIVED = re.compile(r"^[^，。]{0,2}(?:不需要|不要求|不限)")
_PREFERRED = re.compile(r"优先|为佳|更佳|者佳|最好|加分|更好|尤佳|放宽|放到|额外")
_PREFERRED_NEXT = re.compile(r"^[,，、]\s*(?:者)?优先")
_REQUIRED = re.compile(r"持|须|需|必|要求|具备|具有|拥有|取得|获得|获取|具|有|提供|凭")
_AFTER_REQUIRED = re.compile(r"及?以上|上岗|司机|^驾驶员|齐全|在有效期|者$")
_OFFERED = re.compile(
    r"考取|培训|考证|可(?:以)?(?:免费)?(?:办理|代办|考|协助)|代办|发放(?!的)|颁发(?!的)|免费(?:办|考)|协助办理|报销|补贴|检查|查验|核对|办理(?!健康)"
)
_DRIVING_CLASS = re.compile(
    r"(?<![a-z0-9])(?P<letter>[abc][1-6])(?=(?P<after>(?:[及或、/和与,，]?[abc][1-6]){0,9}\s{0,3}(?:[(（][^()（）]{0,12}[)）])?"
    r"(?:类|型|级|的|有效|机动车|机动|汽车|小车|大车|货车|客车|手动挡?|自动挡?|准驾|车型|新能源|正式|[及或]?以上|或同等){0,9}\s{0,3}(?:驾|照|司机|本(?!科)|牌|证|票)))"
    r"|(?:驾照|驾驶证|驾驶执照|驾驶资[格质]|驾证|司机|准驾)(?:为|类型|等级|要求|级别|车型|需|持|[:：(（\s]){0,9}(?P<late>[abc][1-6])(?![a-z0-9栋幢座楼室号层])"
)
_MORE_CLASSES = re.compile(r"[及或、/和与](?P<letter>[abc][1-6])(?![a-z0-9栋幢座楼室号层])")


def parse_credentials(text: str | None) -> tuple[CredentialMention, ...]:
    """Find the credentials that a posting or a profile names, in the order of the text.

    Parameters
    ----------
    text : str or None
        A description, a tag list or a profile.

    Returns
    -------
    tuple of CredentialMention
        The longest name counts where names overlap. ``required`` also where the text says only that
        one has it (有电工证); ``mentioned`` where it is offered, paid for or part of the work.

    Examples
    --------
    >>> [(m.credential, m.strength) for m in parse_credentials("持低压电工证，有叉车证优先")]
    [('electrician-lv', 'required'), ('forklift-n1', 'preferred')]
    >>> parse_credentials("负责B2B平台，地址A2栋")
    ()
    """
    if not text:
        return ()
    line = text[:LONGEST_TEXT].translate(_FOLDED)
    found = _named(line) + _driving(line)
    found.sort(key=lambda span: (span[1], span[1] - span[2]))
    mentions: list[CredentialMention] = []
    for credential, start, end in found:
        if mentions and start < mentions[-1].end:
            continue
        mentions.append(CredentialMention(credential, start, end, _strength(line, start, end)))
    return tuple(mentions)


def _named(line: str) -> list[tuple[str, int, int]]:
    pattern, ids = _names()
    return [(ids[match.group()], match.start(), match.end()) for match in pattern.finditer(line)]


def _driving(line: str) -> list[tuple[str, int, int]]:
    found = []
    for match in _DRIVING_CLASS.finditer(line):
        group = "letter" if match["letter"] else "late"
        found.append((_driving_id(match[group]), match.start(group), match.end(group)))
        more = _MORE_CLASSES.match(line, match.end(group))
        while more:
            found.append((_driving_id(more["letter"]), more.start("letter"), more.end("letter")))
            more = _MORE_CLASSES.match(line, more.end())
    known = load_taxonomy().credentials
    return [span for span in dict.fromkeys(found) if span[0] in known]


def _driving_id(letter: str) -> str:
    return f"driving-{letter}"


@functools.cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    ids: dict[str, str] = {}
    for credential in load_taxonomy().credentials.values():
        for name in (credential.label, *credential.synonyms):
            folded = name.translate(_FOLDED)
            # "C1" alone or "一建" inside other words say nothing without 证, 照 or a driving cue.
            if len(folded) > 2:
                ids.setdefault(folded, credential.id)
    longest_first = sorted(ids, key=len, reverse=True)
    # One branch for each first character: at most places of a text a single look rules all names out.
    branches: dict[str, list[str]] = {}
    for name in longest_first:
        ending = "(?![a-z0-9])" if name[-1].isascii() else ""
        branches.setdefault(name[0], []).append(re.escape(name[1:]) + ending)
    words = [
        f"{'(?<![a-z0-9])' if first.isascii() else ''}{re.escape(first)}(?:{'|'.join(rests)})"
        for first, rests in branches.items()
    ]
    firsts = "".join(sorted(map(re.escape, branches)))
    return re.compile(f"(?=[{firsts}])(?:{'|'.join(words)})"), ids


def _strength(line: str, start: int, end: int) -> Strength:
    before, after = _clause(line, start, end)
    if _NEGATED.search(before) or _WAIVED.match(after):
        return "negated"
    if _PREFERRED.search(after) or _PREFERRED.search(before[-4:]) or _PREFERRED_NEXT.match(line[end : end + 8]):
        return "preferred"
    if _OFFERED.search(before[-10:]) or _OFFERED.match(after[:8]):
        return "mentioned"
    if _REQUIRED.search(before) or _AFTER_REQUIRED.search(after):
        return "required"
    # A clause that is nothing but the licence stands in a list of demands, or in a list of what is taught.
    is_alone = not before.strip(" -·、:：") and not after.strip()
    return "required" if is_alone and not _OFFERED.search(line[max(0, start - 30) : start]) else "mentioned"


def _clause(line: str, start: int, end: int) -> tuple[str, str]:
    begin = 0
    for stop in _CLAUSE_END.finditer(line, max(0, start - _CLAUSE), start):
        begin = stop.end()
    stop_after = _CLAUSE_END.search(line, end, end + _CLAUSE)
    return line[max(begin, start - _CLAUSE) : start], line[end : stop_after.start() if stop_after else end + _CLAUSE]
