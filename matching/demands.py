"""Which of the skills that a posting names it asks for, and which it only mentions."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.skills import SkillSpan
from matching.taxonomy import Taxonomy
from matching.text import clean_title, normalise

PREFERRED_WEIGHT = 0.5
MENTIONED_WEIGHT = 0.5
SOFT, TASK = "soft", "task"

_CLAUSE_END = "，。；;！!？?,\\n"
# 会 asks where a clause begins with it or a verb follows; elsewhere it may be what will happen, or 会议.
_CAN = (
    rf"(?:(?:^|[{_CLAUSE_END}、:：(（/\s\d要须需应得])会(?![议员场所展计同诊有被给在不把安组定和跟与])"
    r"|会(?:用|看|开|修|做|写|说|讲|查|调|骑|使用|操作|一?点|简单))"
)
_ASKED_BEFORE = re.compile(
    rf"(?:{_CAN}|懂|熟[悉练]|掌握|具[备有]|精通|擅长|了解|要求|必须|需要?有"
    rf"|能(?:独立|够|看|用|操作|进行|熟练))[^{_CLAUSE_END}]{{0,22}}$"
)
_ASKED_AFTER = re.compile(rf"^[^{_CLAUSE_END}]{{0,8}}?(?:经验|熟练|基础|功底|技能|拿手|背景)")
# "懂低压电工、持叉车证": the certificate is asked for, and that is read elsewhere.
_IS_CERTIFICATE = re.compile(rf"^[^{_CLAUSE_END}、\s]{{0,6}}证")
_HEADING = re.compile(
    r"(?:^|[\n。；;\s])[【\[（(]?(?:"
    r"(?P<demands>(?:任职|岗位|职位|招聘|应聘|基本|入职)?(?:要求|资格|条件))"
    r"|(?P<offers>(?:公司|企业)(?:介绍|简介)|关于我们|我们提供|(?:薪[资酬]|公司|员工)?(?:福利|待遇){1,2}|薪[资酬]福利"
    r"|(?:工作|上班)(?:时间|地点|地址)|晋升\w{0,4}|培训\w{0,4}|联系\w{0,4})"
    r"|(?P<duties>(?:岗位|工作|职位|主要)?(?:职责|内容|描述))"
    r")[】\])）]?[:：\n]"
)


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill that counts for a posting; whoever lacks it lacks something only where ``is_demanded``."""

    skill: str
    weight: float
    is_demanded: bool


def asked_skills(
    title: str, text: str, spans: Iterable[SkillSpan], codes: Sequence[str], taxonomy: Taxonomy
) -> tuple[AskedSkill, ...]:
    """Tell the skills that a posting asks for from those that its words merely touch.

    Demanded is what the title names, what the words ask for (会…, 熟悉…, …经验, …优先), and what the posting
    names of its occupation's essential skills, or of its usual ones under 任职要求. What else belongs to the
    occupation counts for those who bring it; what does not (the 打印机 that a guard walks past) does not count.

    Parameters
    ----------
    title : str
    text : str
        Begins with the title; the spans are of this text.
    spans : iterable of SkillSpan
    codes : sequence of str
        The likely occupations, the likeliest first.
    taxonomy : Taxonomy

    Examples
    --------
    >>> from matching.skills import default_extractor
    >>> from matching.taxonomy import load_taxonomy
    >>> text = "电工\\n会PLC，夜里巡查水泵。园区有注塑厂"
    >>> spans = default_extractor().extract(text)
    >>> [one.skill for one in asked_skills("电工", text, spans, ["6-31-01-03"], load_taxonomy()) if one.is_demanded]
    ['plc']
    """
    essential = frozenset(taxonomy.essential_skills(codes[0])) if codes else frozenset()
    usual = frozenset(
        skill for code in codes for skill in (*taxonomy.essential_skills(code), *taxonomy.optional_skills(code))
    )
    headings = [(found.end(), found.lastgroup) for found in _HEADING.finditer(text)]
    # Without brackets and the employer: "蓝天物业招聘保安（消防站旁）" is a guard's job.
    bare_title = clean_title(title)
    asked: dict[str, AskedSkill] = {}
    for span in spans:
        known = taxonomy.skills.get(span.skill)
        kind = known.kind if known else ""
        if span.strength == "negated" or kind == SOFT:
            continue
        is_titular = span.end <= len(title) and normalise(span.text) in bare_title
        section = _section(headings, span.start)
        is_fitting = span.skill in essential or (section == "demands" and span.skill in usual)
        is_demanded = is_titular or (section != "offers" and (is_fitting or _is_worded(text, span)))
        if is_demanded or span.skill in usual or not usual:
            one = _weighed(span, is_demanded and kind != TASK)
            asked[span.skill] = max(one, asked.get(span.skill, one), key=lambda it: (it.is_demanded, it.weight))
    return tuple(asked.values())


def _weighed(span: SkillSpan, is_demanded: bool) -> AskedSkill:
    if not is_demanded:
        return AskedSkill(span.skill, MENTIONED_WEIGHT, False)
    return AskedSkill(span.skill, PREFERRED_WEIGHT if span.strength == "preferred" else 1.0, True)


def _section(headings: list[tuple[int, str | None]], place: int) -> str | None:
    before = bisect_right(headings, (place, "~"))
    return headings[before - 1][1] if before else None


def _is_worded(text: str, span: SkillSpan) -> bool:
    after = text[span.end : span.end + 16]
    if _IS_CERTIFICATE.search(after):
        return False
    # The synonym itself may hold the verb: 会开车, 熟悉路况.
    before = text[max(0, span.start - 24) : span.end]
    return span.strength == "preferred" or bool(_ASKED_BEFORE.search(before) or _ASKED_AFTER.search(after))
