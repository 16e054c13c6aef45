"""Groups of postings that are one vacancy published several times, each group with its reason."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz import fuzz

from matching.geography import contains
from matching.text import clean_title, normalise

SHINGLE = 5
SAME_TITLE = 88.0
SIMILAR_TEXT = 0.75
# Same employer, same title, same place: a text half rewritten is still the same vacancy.
REWRITTEN_TEXT = 0.50
CONTAINED_TEXT = 0.90
# A posting this short says too little for its words alone to prove anything.
LEAST_SHINGLES = 20
BANDS = 24
LARGEST_BLOCK = 400
UNNAMED = "未注明用人单位"

# A bracket may be cut open: 彩虹无线(北...
_BRACKETED = re.compile(r"\([^()]*(?:\)|$)")
_LEGAL_FORM = re.compile(
    r"(?:股份)?有限(?:责任)?公司.*$|(?:集团)?(?:股份)?公司$|(?:分|总)公司$|集团$|(?:人力资源|劳务派遣|企业管理)$"
)
_CUT = re.compile(r"\.{2,}$|…+$")
_BOILERPLATE = re.compile(r"职能类别[:：].*$|微信分享|关键字[:：].*$|原标题[:：]?《[^》]*》", re.DOTALL)
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Publication:
    """What deduplication compares of one posting."""

    id: str
    title: str
    employer: str | None = None
    region: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Ids of one vacancy in the order given, and why they are held to be one (Chinese)."""

    ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    title: str
    employer: str
    is_cut: bool
    region: str | None
    shingles: frozenset[int]


def employer_core(name: str | None) -> str:
    """Return an employer's name without legal form, brackets and cut marks.

    Examples
    --------
    >>> employer_core("深圳市蓝天物业服务有限公司（龙岗分公司）"), employer_core("龙翔物...")
    ('深圳市蓝天物业服务', '龙翔物')
    """
    if not name:
        return ""
    bare = _CUT.sub("", normalise(name).strip())
    core = _NOISE.sub("", _LEGAL_FORM.sub("", _BRACKETED.sub("", bare)))
    return core or _NOISE.sub("", bare)


def find_duplicates(publications: Iterable[Publication]) -> list[DuplicateGroup]:
    """Group what is one vacancy: same employer, like title, no contradicting place, like text.

    Parameters
    ----------
    publications : iterable of Publication
        Where an employer is not named, place and text must agree all the more.

    Returns
    -------
    list of DuplicateGroup
        Groups of two or more, in the order of their first member.

    Examples
    --------
    >>> find_duplicates([
    ...     Publication("a", "急聘保安", "蓝天物业有限公司", "440306", "负责门岗值守"),
    ...     Publication("b", "保安（包吃住）", "蓝天物业", "440300", "负责门岗值守"),
    ...     Publication("c", "电工", "蓝天物业", "440306", "负责配电房"),
    ... ])
    [DuplicateGroup(ids=('a', 'b'), reason='同一用人单位、岗位名称相同、工作地点一致、职位描述相同')]
    """
    items = list(publications)
    prints = [_fingerprint(item) for item in items]
    leader = list(range(len(items)))
    reasons: dict[int, str] = {}
    for first, second in _candidates(prints):
        one, other = _find(leader, first), _find(leader, second)
        if one == other:
            continue
        reason = _reason(prints[first], prints[second])
        # Every join is measured against the group's first member, so that likeness does not drift along a chain.
        if reason is None or not _agrees_with_leaders(prints, one, other, (first, second)):
            continue
        kept, joined = min(one, other), max(one, other)
        leader[joined] = kept
        reasons[kept] = min(reasons.get(kept, reason), reasons.get(joined, reason), reason, key=len)
    groups: dict[int, list[str]] = defaultdict(list)
    for index, item in enumerate(items):
        groups[_find(leader, index)].append(item.id)
    # A row that repeats an id is that posting itself, not a second publication.
    unique = ((first, tuple(dict.fromkeys(ids))) for first, ids in sorted(groups.items()))
    return [DuplicateGroup(ids, reasons[first]) for first, ids in unique if len(ids) > 1]


def _agrees_with_leaders(prints: Sequence[_Fingerprint], one: int, other: int, pair: tuple[int, int]) -> bool:
    return {one, other} == set(pair) or _reason(prints[one], prints[other]) is not None


def _fingerprint(item: Publication) -> _Fingerprint:
    text = _NOISE.sub("", normalise(_BOILERPLATE.sub(" ", item.description)))
    shingles = frozenset(crc32(text[i : i + SHINGLE].encode()) for i in range(max(len(text) - SHINGLE + 1, 1)))
    return _Fingerprint(
        _NOISE.sub("", clean_title(item.title)),
        employer_core(item.employer),
        bool(item.employer and _CUT.search(item.employer)),
        item.region,
        shingles if text else frozenset(),
    )


def _candidates(prints: Sequence[_Fingerprint]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: they share an employer's first letters, or a band of their least shingles."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for index, fingerprint in enumerate(prints):
        if fingerprint.employer:
            blocks[fingerprint.employer, fingerprint.title].append(index)
            blocks[fingerprint.employer[:3], fingerprint.title[:1]].append(index)
            blocks[fingerprint.employer[:3], fingerprint.title[-1:]].append(index)
        # The least hash values are a sample that like texts share (bottom-k sketch).
        for value in sorted(fingerprint.shingles)[:BANDS:4]:
            blocks[value].append(index)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        # What hundreds share is boilerplate: only neighbours are compared there.
        width = len(block) if len(block) <= LARGEST_BLOCK else 8
        for place, first in enumerate(block):
            for second in block[place + 1 : place + width]:
                if (first, second) not in seen:
                    seen.add((first, second))
                    yield first, second


def _reason(one: _Fingerprint, other: _Fingerprint) -> str | None:
    """Say why two publications are one vacancy, None where they are not or it is not sure."""
    employer = _employer_likeness(one, other)
    if employer is None or not _places_agree(one.region, other.region):
        return None
    title = fuzz.token_set_ratio(one.title, other.title) if one.title != other.title else 100.0
    if title < SAME_TITLE and fuzz.partial_ratio(one.title, other.title) < 100.0:
        return None
    likeness, contained = _text_likeness(one.shingles, other.shingles)
    is_known = min(len(one.shingles), len(other.shingles)) > 0
    is_sure = one.employer == other.employer and one.title == other.title and one.region == other.region
    if is_known and likeness < (REWRITTEN_TEXT if is_sure else SIMILAR_TEXT) and contained < CONTAINED_TEXT:
        return None
    if not is_known and not (employer == "同一用人单位" and title == 100.0 and one.region == other.region):
        return None
    if employer == UNNAMED and (likeness < CONTAINED_TEXT or len(one.shingles) < LEAST_SHINGLES):
        return None
    return "、".join(
        (
            employer,
            "岗位名称相同" if title == 100.0 and one.title == other.title else "岗位名称相近",
            "工作地点一致" if one.region and other.region else "工作地点未全部注明",
            _text_words(likeness, contained, is_known),
        )
    )


def _text_words(likeness: float, contained: float, is_known: bool) -> str:
    if not is_known:
        return "职位描述缺失"
    if contained >= CONTAINED_TEXT and likeness < SIMILAR_TEXT:
        return f"较短描述的{round(contained * 100)}%见于另一份"
    return "职位描述相同" if likeness == 1.0 else f"职位描述相似{round(likeness * 100)}%"


def _employer_likeness(one: _Fingerprint, other: _Fingerprint) -> str | None:
    if not one.employer or not other.employer:
        return UNNAMED
    if one.employer == other.employer:
        return "同一用人单位"
    short, long = sorted((one, other), key=lambda item: len(item.employer))
    if len(short.employer) >= 3 and short.is_cut and long.employer.startswith(short.employer):
        return "同一用人单位（名称被截断）"
    if len(short.employer) >= 4 and short.employer in long.employer:
        return "用人单位名称相近"
    return None


def _places_agree(one: str | None, other: str | None) -> bool:
    return not one or not other or contains(one, other) or contains(other, one)


def _text_likeness(one: frozenset[int], other: frozenset[int]) -> tuple[float, float]:
    """Jaccard likeness of two sets of shingles, and the part of the smaller that the larger holds."""
    if not one or not other:
        return 0.0, 0.0
    shared = len(one & other)
    smaller = min(len(one), len(other))
    contained = shared / smaller if smaller >= LEAST_SHINGLES else 0.0
    return shared / (len(one) + len(other) - shared), contained


def _find(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
