"""Licences and certificates that a text names, and whether it demands, prefers or waives them."""

import functools
import re
from dataclasses import dataclass
from typing import Literal

from matching.parsing.numerals import LIST_MARKS, LONGEST_TEXT
from matching.taxonomy import load_taxonomy
from matching.text import normalise, normalise_with_offsets

Strength = Literal["required", "preferred", "mentioned", "negated"]


@dataclass(frozen=True, slots=True)
class CredentialMention:
    """One credential named in ``text[start:end]``."""

    credential: str
    start: int
    end: int
    strength: Strength


# As far as a clause is followed to either side of a mention.
_CLAUSE = 60
_CLAUSE_END = re.compile(r"[。;!\n\r,]|\s{2,}|(?<![\da-z])\d{1,2}[、.](?!\d)")
_NEGATED = re.compile(r"(?:无需|不需要?|不(?:强制)?要求|不必|不用|免(?!费)|没有|有无|(?<!有)无)[^,。]{0,4}$")
_WAIVED = re.compile(r"^[^,。]{0,2}(?:不需要|不要求|不限|不[作做]要求|不强制|非必[须要需])")
_PREFERRED = re.compile(r"优先|为佳|更佳|者佳|最好|加分|更好|尤佳|放宽|放到|额外")
_PREFERRED_NEXT = re.compile(r"^[,、]\s*(?:者)?优先")
_REQUIRED = re.compile(
    r"持|须|需|必|要求|具备|具有|拥有|取得|获得|获取|具|有|提供|凭|通过(?!率|后)"
    r"|(?:驾照|驾驶证|证书|证件)(?:类型|等级|级别|为|:|\s)*$"
)
_AFTER_REQUIRED = re.compile(
    r"及?以上|上岗|司机|^驾驶员|齐全|在有效期|者$|必[须备需]|均可|亦可|即可|[二两三]选一|之一|任一|起码|至少"
)
_OFFERED = re.compile(
    r"考取|培训|考证|可(?:以)?(?:免费)?(?:办理|代办|考|协助)|代办|发放(?!的)|颁发(?!的)|免费(?:办|考|培训)|协助办理|报销|补贴|检查|查验|核对|办理(?!健康)"
)
# What may stand around the licences of a clause that names nothing else: "A2B2驾照", 电工证书(低压).
_NOTHING_ELSE = re.compile(r"(?:[\s|\-·、:/及和或与'\"()\[\]【】]|证书?|书|驾照|驾驶证|\([^()|]{0,12}\))*")
_OR = "[、/及和与或,]"
# 一级/二级建造师, 高、低压电工证: the first name leaves out what the second says.
_RANKS = ("低压", "高压", "一级", "二级", "初级", "中级", "高级")
_RANK_BEFORE = re.compile(rf"(?P<rank>低压?|高压?|一级|二级|初级|中级|高级){_OR}?$")
_VOLTAGES = {"低压": "electrician-lv", "高压": "electrician-hv"}
_VOLTAGE_AFTER = re.compile(rf"\s*[(:]?\s*(?P<first>高压|低压)(?:{_OR}?(?P<second>高压|低压))?")
_LICENCE = "驾照|驾驶证|驾驶执照|驾驶资[格质]|驾证|司机|准驾"
_NO_HOUSE = "(?![a-z0-9栋幢座楼室号层])"
_DRIVING_CLASS = re.compile(
    rf"(?<![a-z0-9])(?P<letter>[abc][1-6])(?=[def]{{0,2}}(?:{_OR}?[abc][1-6]){{0,9}}\s{{0,3}}(?:\([^()]{{0,12}}\))?"
    r"(?:类|型|级|的|有效|机动车|机动|汽车|小车|大车|货车|客车|手动挡?|自动挡?|准驾|车型|新能源|正式|[及或]?以上|或同等){0,9}"
    r"\s{0,3}(?:驾|照|司机|本(?!科)|牌|证|票))"
    rf"|(?:{_LICENCE})(?:为|类型|等级|要求|级别|车型|需|持|[:(\s]){{0,9}}(?P<late>[abc][1-6]){_NO_HOUSE}"
)
_MORE_CLASSES = re.compile(rf"{_OR}?(?P<letter>[abc][1-6]){_NO_HOUSE}")


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
    line, offsets = normalise_with_offsets(text[:LONGEST_TEXT].translate(LIST_MARKS))
    found = _named(line) + _driving(line)
    found.sort(key=lambda span: (span[1], span[1] - span[2]))
    mentions: list[CredentialMention] = []
    others = _blanked(line, found)
    end_of_last = 0
    for credential, start, end in found:
        if start >= end_of_last:
            span = offsets[start], offsets[end - 1] + 1
            mentions.append(CredentialMention(credential, *span, _strength(line, others, start, end)))
            end_of_last = end
    return tuple(mentions)


def _named(line: str) -> list[tuple[str, int, int]]:
    pattern, ids = _names()
    found = []
    for match in pattern.finditer(line):
        found += _elided(match, line, ids)
        if ids[match.group()] == "electrician-lv" and not match.group().startswith("低压"):
            found += _by_voltage(match, line) or [("electrician-lv", match.start(), match.end())]
        else:
            found.append((ids[match.group()], match.start(), match.end()))
    return found


def _elided(match: re.Match[str], line: str, ids: dict[str, str]) -> list[tuple[str, int, int]]:
    """The name before this one that leaves out its end: 一级/二级建造师, 高、低压电工证."""
    rank = next((rank for rank in _RANKS if match.group().startswith(rank)), None)
    before = _RANK_BEFORE.search(line, max(0, match.start() - 4), match.start()) if rank else None
    if rank is None or before is None:
        return []
    first = next(other for other in _RANKS if other.startswith(before["rank"]))
    credential = ids.get(first + match.group()[len(rank) :])
    return [(credential, before.start("rank"), before.end("rank"))] if credential else []


def _by_voltage(match: re.Match[str], line: str) -> list[tuple[str, int, int]]:
    """An electrician's licence whose voltage follows in brackets: 电工证(高压)."""
    after = _VOLTAGE_AFTER.match(line, match.end())
    if after is None:
        return []
    first = (_VOLTAGES[after["first"]], match.start(), after.end("first"))
    second = after["second"] and (_VOLTAGES[after["second"]], after.start("second"), after.end("second"))
    return [first, second] if second else [first]


def _driving(line: str) -> list[tuple[str, int, int]]:
    found = []
    for match in _DRIVING_CLASS.finditer(line):
        letter: re.Match[str] | None = match
        group = "letter" if match["letter"] else "late"
        while letter:
            found.append((f"driving-{letter[group]}", letter.start(group), letter.end(group)))
            letter, group = _MORE_CLASSES.match(line, letter.end(group)), "letter"
    known = load_taxonomy().credentials
    return [span for span in dict.fromkeys(found) if span[0] in known]


@functools.cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    ids: dict[str, str] = {}
    for credential in load_taxonomy().credentials.values():
        for name in (credential.label, *credential.synonyms):
            folded = normalise(name)
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


def _blanked(line: str, found: list[tuple[str, int, int]]) -> str:
    """The text with a mark over every credential, to see whether a clause says anything else."""
    characters = list(line)
    for _, start, end in found:
        characters[start:end] = "|" * (end - start)
    return "".join(characters)


def _strength(line: str, others: str, start: int, end: int) -> Strength:
    before, after = _clause(line, start, end)
    if _NEGATED.search(before) or _WAIVED.match(after):
        return "negated"
    if _PREFERRED.search(after) or _PREFERRED.search(before[-4:]) or _PREFERRED_NEXT.match(line[end : end + 8]):
        return "preferred"
    if _OFFERED.search(before[-10:]) or _OFFERED.match(after[:8].lstrip()):
        return "mentioned"
    if _REQUIRED.search(before) or _AFTER_REQUIRED.search(after):
        return "required"
    # A clause that is nothing but the licence stands in a list of demands, or in a list of what is taught.
    is_alone = all(_NOTHING_ELSE.fullmatch(side) for side in _clause(others, start, end))
    return "required" if is_alone and not _OFFERED.search(line[max(0, start - 30) : start]) else "mentioned"


def _clause(line: str, start: int, end: int) -> tuple[str, str]:
    begin = 0
    for stop in _CLAUSE_END.finditer(line, max(0, start - _CLAUSE), start):
        begin = stop.end()
    stop_after = _CLAUSE_END.search(line, end, end + _CLAUSE)
    return line[max(begin, start - _CLAUSE) : start], line[end : stop_after.start() if stop_after else end + _CLAUSE]
