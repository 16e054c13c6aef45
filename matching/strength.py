"""How a text asks for a term that stands in it: required, preferred or negated, read within the term's clause."""

import re
from bisect import bisect_right
from typing import Literal

Strength = Literal["required", "preferred", "negated"]

# As far as a clause is followed to either side of a term; longer clauses are text without punctuation.
REACH = 60
# A preference stands behind the whole list that it is for.
LIST_REACH = 120
# No heading speaks for more.
SECTION = 400

# A clause ends where a new thought starts; 、 and / only part the members of one list. "2、" numbers the next line.
_CLAUSE_END = re.compile(
    r"[，。；;！!？?,\n]|\.(?=\s)|(?<![\da-z.~-])\d{1,2}(?:[、)]|[.:：](?!\d))|\s-{2,}|但(?!不限)|而且?(?=[会能要须需])"
)
_STOP = "，。；;！!？?,\\n"

_DENIAL = re.compile(r"[不无非没未免勿]|拒绝|可|\bno|without|n't|do")
_NOT = (
    r"(?:不(?:做|作|强制)?要求|不需要?|不必|不用(?!担心|来|去|怕|愁|自己|缴|交)|不会(?!被|有|因|让|安排|影响)|不懂|不做"
    r"|不涉及|不接触|不从事|不参与|不含|不包[括含]|无[需须]|毋须|勿需|免(?=试|考|装|搬)|没有|没(?:学|做|干|用|碰|接触)过"
    r"|未(?:学|做|干|用|碰|接触|从事)过|并非|拒绝)"
)
# Between the denial and the term no new statement may begin: 不需要编程 能看懂图纸.
_NEW_STATEMENT = r"[:：]|[、\s/](?:[会能有具懂熟要须需可持善]|身体|责任|从事|做过)|只|仅|就(?!业)|工作岗位"
_DENIED_BEFORE = re.compile(rf"{_NOT}(?:(?!{_NEW_STATEMENT})[^{_STOP}]){{0,14}}$")
# 非流水线: only what follows at once; 非标设备 and 非常熟悉 deny nothing. 学历不限 looks back, 不限 alone forward.
_DENIED_AT_ONCE = re.compile(r"(?:(?<![若除])非|^不限)$")
# 无叉车经验 and 有无叉车证均可; but 无重大事故 and 园区内无安全隐患 are no denials of a skill.
_WITHOUT = re.compile(r"无$")
_WITHOUT_WHAT = re.compile(r"^(?:相关|工作|操作|从业)*(?:经验|基础|证|性质|背景|要求|经历)")
_DENIED_AFTER = re.compile(
    rf"^(?:(?![、/])[^{_STOP}]){{0,6}}?(?:等?[均都]?(?:不限|不要求|不[作做]要求|没关系|无所谓)(?=$|[{_STOP}、\s)）.])"
    rf"|均可培训|可以?(?:现)?学|不会也|有无[均皆都]可)"
)
_ENGLISH_BEFORE = re.compile(
    r"(?:\bno\b(?! less)|\bwithout\b|\bnot (?:require|need)\w*|(?:don't|doesn't|do not|does not) (?:require|need))"
    r"(?: [\w+#.'-]+){0,3} ?$"
)
_ENGLISH_AFTER = re.compile(
    r"^(?: [\w+#.'-]+){0,2} ?(?:is|are)?(?:n't| not) (?:\w+ )?(?:required|needed|necessary|mandatory|a must)"
)
# 没有叉车证勿扰, 非电工勿投: who lacks it is sent away, so it is asked for.
_SENT_AWAY = re.compile(
    rf"^[^{_STOP}]{{0,10}}[{_STOP}]?\s*(?:者|的)?请?(?:勿[扰投来试]|免谈|免投|别[来投]|绕[行道]|止步|不予考虑)"
)

_TAKEN_FIRST = "考虑|录用|录取|聘用|招聘|招录|选择|选用|面试"
_PREFERRED = re.compile(
    r"优先(?![级权])|加分|更佳|更受欢迎|[者为尤最]佳|更好(?![地的])|更优"
    r"|preferred|a plus\b|nice to have|an? (?:advantage|asset|bonus)|desirable"
)
_PREFERRED_BEFORE = re.compile(
    rf"(?:优先(?:{_TAKEN_FIRST})(?![、\s)）者])|最好(?!的)|加分项?[:：]?|(?:nice to have|preferred|bonus):|ideally)"
    rf"[^{_STOP}]{{0,40}}$"
)
# "有叉车证的，优先考虑": the preference may be a clause of its own.
_PREFERRED_NEXT = re.compile(
    rf"\s*(?:者|的|可|将|我们|会)*(?:优先(?:{_TAKEN_FIRST}|安排)?|加分|更[佳好]|为佳|a plus|preferred)"
    rf"\s*(?:$|[{_STOP}.)）])"
)
_MUST = re.compile(r"必须|务必|必备|须|一定要|要求(?!优先)|硬性|\bmust\b|\brequired?\b")

_SECTION = re.compile(
    r"(?:加分项?|优先(?:条件|项|考虑|录用|录取)?|nice to have|preferred(?: qualifications| skills)?|bonus(?: points)?)"
    r"[】\])）]?\s*[:：]"
)
_HEADING = r"(?:^|[\n。；;\s])[【\[（(]?[一-鿿]{2,8}[】\]）)]?[:：]"
_LINE_END = re.compile(rf"\n|{_HEADING}")
_SECTION_END = re.compile(rf"\n\s*\n|{_HEADING}")


class Clauses:
    """The clauses of one normalised text, found once for all terms in it.

    Parameters
    ----------
    plain : str
        In the form of ``matching.text.normalise``.

    Examples
    --------
    >>> text = "必须会电工，有叉车证优先；无需会英语"
    >>> [Clauses(text).strength(text.index(term), text.index(term) + 2) for term in ("电工", "叉车", "英语")]
    ['required', 'preferred', 'negated']
    """

    def __init__(self, plain: str) -> None:
        self._plain = plain
        breaks = list(_CLAUSE_END.finditer(plain))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(plain)]
        self._preferred = list(_preferred_sections(plain))
        self._section_starts = [start for start, _ in self._preferred]

    def strength(self, start: int, end: int) -> Strength:
        """Return how the text asks for the term at ``plain[start:end]``."""
        clause = bisect_right(self._starts, start) - 1
        before = self._plain[max(self._starts[clause], start - REACH) : start]
        # A term may itself hold what ends a clause: 3.5吨叉车.
        stop = max(self._ends[clause], end)
        after = self._plain[end : min(stop, end + LIST_REACH)]
        if _is_denied(before, self._plain[end : end + REACH]):
            return "negated"
        following = self._plain[stop + 1 : stop + 1 + REACH]
        is_preferred = (
            _is_preferred_after(before, after)
            or _PREFERRED_BEFORE.search(before)
            or _PREFERRED_NEXT.match(following)
            or self._is_in_section(start)
        )
        return "preferred" if is_preferred else "required"

    def _is_in_section(self, start: int) -> bool:
        section = bisect_right(self._section_starts, start) - 1
        return section >= 0 and start < self._preferred[section][1]


def _is_denied(before: str, beyond: str) -> bool:
    # Most clauses hold no word of denial, and the patterns below are not cheap.
    if _DENIAL.search(before) is None and _DENIAL.search(beyond) is None:
        return False
    denied = (
        _DENIED_BEFORE.search(before)
        or _DENIED_AT_ONCE.search(before)
        or (_WITHOUT.search(before) and _WITHOUT_WHAT.match(beyond))
        or _DENIED_AFTER.match(beyond)
        or _ENGLISH_BEFORE.search(before)
        or _ENGLISH_AFTER.match(beyond)
    )
    return bool(denied) and _SENT_AWAY.match(beyond) is None


def _is_preferred_after(before: str, after: str) -> bool:
    """A preference behind a list is for all of it, unless what stands before the term says 必须."""
    found = _PREFERRED.search(after)
    if found is None:
        return False
    is_of_another = "、" in after[: found.start()] or " " in after[: found.start()]
    return not (is_of_another and _MUST.search(re.split(r"[:：]", before)[-1]))


def _preferred_sections(plain: str) -> list[tuple[int, int]]:
    """What stands under a heading such as 加分项, up to the next heading."""
    sections = []
    for heading in _SECTION.finditer(plain):
        rest = plain[heading.end() : heading.end() + SECTION]
        # A heading on a line of its own speaks for the lines below, another one for the rest of its line.
        end = (_SECTION_END if rest.lstrip(" ").startswith("\n") else _LINE_END).search(rest)
        sections.append((heading.end(), heading.end() + (end.start() if end else len(rest))))
    return sections
