"""Groups of postings that are one vacancy published several times, each group with its reason."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from matching.blocking import candidate_pairs
from matching.geography import city_of, contains
from matching.publications import EXACT_ADDRESS, Employer, Fingerprint, JobTitle, Publication, fingerprint

__all__ = ["DuplicateGroup", "Publication", "find_duplicates"]

# Likeness of two texts, or part of the shorter that the longer holds, from which they tell of one vacancy.
SAME_DOOR = 0.25, 0.50  # employer, title, region and address are the same: the text may be mostly new
SAME_POST = 0.35, 0.60  # employer, title and region are the same
SAME_FIRM = 0.50, 0.78  # the title says more in one of them, or the place
ALIKE_FIRM = 0.60, 0.85  # the employer goes by a shorter name
NO_FIRM = 0.75, 0.90  # nobody is named as the employer: the words must prove it alone
# A posting this short says too little for a part of it to prove anything.
LEAST_SHINGLES = 20
OTHER_WORDS, SAME_ADDRESS = 60.0, 85.0

SAME_TITLE = "岗位名称相同"
SAME_EMPLOYER = "同一用人单位"
ALIKE_EMPLOYER = "用人单位名称相近"
UNNAMED = "未注明用人单位"


class DuplicateGroup(NamedTuple):
    """Ids of one vacancy in the order given, and why they are held to be one (Chinese)."""

    ids: tuple[str, ...]
    reason: str


class _Finding(NamedTuple):
    strength: float
    reason: str
    is_by_url: bool = False


def find_duplicates(publications: Iterable[Publication]) -> list[DuplicateGroup]:
    """Group what is one vacancy: same employer, like title, no contradicting place, like text.

    The groups do not depend on the order of the publications. A group holds no two members that contradict
    each other in place, branch or rank of the job, unless both stand under one web address.

    Parameters
    ----------
    publications : iterable of Publication
        Where an employer is not named, place and text must agree all the more.

    Returns
    -------
    list of DuplicateGroup
        Groups of two or more, in the order of their first member; the reason is that of the weakest link.

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
    copies: dict[tuple[int, bytes], list[int]] = {}
    for place, item in enumerate(items):
        copies.setdefault(rank_of(item), []).append(place)
    order = sorted(copies)
    prints = [fingerprint(items[copies[content][0]]) for content in order]
    found = []
    for members, reason in joined(prints, candidate_pairs(prints)):
        places = sorted(place for member in members for place in copies[order[member]])
        # A row that repeats an id is that posting itself, not a second publication.
        ids = tuple(dict.fromkeys(items[place].id for place in places))
        if len(ids) > 1:
            found.append((places[0], DuplicateGroup(ids, reason)))
    return [group for _, group in sorted(found)]


def rank_of(item: Publication) -> tuple[int, bytes]:
    """Where a content stands among others, alike for copies: the fullest text leads.

    The rest of the order only has to be one that the order of the rows does not touch.

    Examples
    --------
    >>> rank_of(Publication("a", "保安")) == rank_of(Publication("b", "保安")), rank_of(Publication("a", ""))[0]
    (True, 0)
    """
    texts = (item.description, item.title, item.employer, item.region, item.address, item.url)
    words = "\x1f".join(text or "" for text in texts).encode("utf-8", "surrogatepass")
    return -len(item.description), hashlib.blake2b(words, digest_size=16).digest()


def joined(prints: Sequence[Fingerprint], pairs: Iterable[tuple[int, int]]) -> list[tuple[list[int], str]]:
    """Join pairs, the surest first; every join is measured against the leaders, so that likeness does not drift.

    Parameters
    ----------
    prints : sequence of Fingerprint
        In the order of ``rank_of``, each content once.
    pairs : iterable of (int, int)
        The smaller number first: those worth comparing, or those already known to be alike.

    Returns
    -------
    list of (list of int, str)
        Members and the reason of each group; one member alone where its copies are one vacancy.

    Examples
    --------
    >>> joined([fingerprint(Publication("a", "保安", "蓝天物业", "440306", "负责门岗值守"))], [])
    [([0], '同一用人单位、岗位名称相同、工作地点一致、职位描述相同')]
    """
    findings = []
    for first, second in pairs:
        finding = _compare(prints[first], prints[second])
        if finding is not None:
            findings.append((-finding.strength, first, second, finding))
    group_of = list(range(len(prints)))
    members = {index: [index] for index in group_of}
    # What is alone in its group may stand there several times, word for word.
    alike = ((index, _compare(one, one)) for index, one in enumerate(prints))
    reasons = {index: finding.reason for index, finding in alike if finding}
    for _, first, second, finding in sorted(findings):
        kept, joined = sorted((group_of[first], group_of[second]))
        if kept == joined or not (finding.is_by_url or _may_join(prints, members[kept], members[joined])):
            continue
        for index in members[joined]:
            group_of[index] = kept
        members[kept] += members.pop(joined)
        reasons[kept] = finding.reason
    return [(members[first], reason) for first, reason in reasons.items() if first in members]


def _may_join(prints: Sequence[Fingerprint], some: Sequence[int], others: Sequence[int]) -> bool:
    if len(some) == len(others) == 1:
        return True
    if _compare(prints[min(some)], prints[min(others)]) is None:
        return False
    return not any(_contradict(prints[one], prints[other]) for one, other in product(some, others))


def are_alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two publications are held to be one vacancy, groups aside.

    Examples
    --------
    >>> guard = fingerprint(Publication("a", "保安", "蓝天物业", "440306", "负责门岗值守"))
    >>> are_alike(guard, guard), are_alike(guard, fingerprint(Publication("b", "电工", "蓝天物业")))
    (True, False)
    """
    return _compare(one, other) is not None


def _compare(one: Fingerprint, other: Fingerprint) -> _Finding | None:
    """Say why two publications are one vacancy, None where they are not or it is not sure."""
    employer = _employers(one.employer, other.employer)
    if employer is None:
        return None
    title = _titles(one.title, other.title)
    is_one_address = bool(one.url) and one.url == other.url
    if title is None and not is_one_address:
        return None
    likeness, contained = _text_likeness(one, other)
    if is_one_address and (title or likeness >= SAME_POST[0] or contained >= SAME_POST[1]):
        return _Finding(2.0, "网页地址相同，岗位内容相符", is_by_url=True)
    least = _least_likeness(one, other, employer, title) if title and not _contradict(one, other) else None
    if title is None or least is None:
        return None
    is_told = bool(len(one.shingles) and len(other.shingles))
    if is_told and likeness < least[0] and contained < least[1]:
        return None
    if not is_told and (one.region is None or least not in (SAME_DOOR, SAME_POST)):
        return None
    place = "工作地点一致" if one.region and other.region else "工作地点未全部注明"
    words = _text_words(likeness, contained, is_told=is_told)
    return _Finding(likeness + contained, "、".join((employer, title, place, words)))


def _least_likeness(one: Fingerprint, other: Fingerprint, employer: str, title: str) -> tuple[float, float] | None:
    """How like the texts must be, given what else agrees; None where no text would be enough."""
    same_region = one.region == other.region
    if employer == UNNAMED:
        is_long = min(len(one.shingles), len(other.shingles)) >= LEAST_SHINGLES
        return NO_FIRM if title == SAME_TITLE and same_region and one.region and is_long else None
    if employer == ALIKE_EMPLOYER:
        in_one_city = one.region and other.region and city_of(one.region) == city_of(other.region)
        return ALIKE_FIRM if in_one_city else None
    if title == SAME_TITLE and same_region:
        return SAME_DOOR if _same_door(one.address, other.address) else SAME_POST
    return SAME_FIRM


def _contradict(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether what both say cannot be said of one vacancy: place, branch, rank or shift."""
    return (
        not _places_agree(one.region, other.region)
        or _other_branch(one.employer.branch, other.employer.branch)
        or _other_door(one.address, other.address)
        or _other_post(one.title, other.title)
    )


def _employers(one: Employer, other: Employer) -> str | None:
    if not one.core or not other.core:
        return UNNAMED
    if one.place and other.place and not (one.place.startswith(other.place) or other.place.startswith(one.place)):
        return None
    if one.core == other.core:
        return SAME_EMPLOYER
    short, long = sorted((one, other), key=lambda employer: len(employer.core))
    if len(short.core) >= 3 and short.is_cut and long.core.startswith(short.core):
        return "同一用人单位（名称被截断）"
    if long.core.startswith(short.core) or (len(short.core) >= 4 and short.core in long.core):
        return ALIKE_EMPLOYER
    # 绿城服务 stands for 绿城物业服务.
    is_short_form = len(short.core) >= 4 and short.core[:2] == long.core[:2] and _specifies(short.core, long.core)
    return ALIKE_EMPLOYER if is_short_form else None


def _titles(one: JobTitle, other: JobTitle) -> str | None:
    """A title may say more than the other; one that says something else instead names another job."""
    if one.joined == other.joined or one.parts == other.parts:
        return SAME_TITLE
    shared = len(one.parts & other.parts)
    few = min(len(one.parts), len(other.parts))
    short, long = sorted((one.joined, other.joined), key=len)
    is_alike = shared == few or (shared >= 2 and shared * 2 >= few) or _specifies(short, long)
    return "岗位名称相近" if is_alike and few else None


def _specifies(short: str, long: str) -> bool:
    """Whether `long` is `short` with words put before, behind, or at one place into it."""
    if len(short) < 2:
        return False
    if short in long:
        return True
    for cut in range(2, len(short) - 1):
        begin = long.find(short[:cut])
        if begin >= 0 and long.find(short[cut:], begin + cut) >= 0:
            return True
    return False


def _other_post(one: JobTitle, other: JobTitle) -> bool:
    if one.variants and other.variants and not one.variants & other.variants:
        return True
    # Of brackets only what is no benefit is kept: 保安（科技园）, 工程师（嵌入式方向）.
    if one.bracket and other.bracket and fuzz.partial_ratio(one.bracket, other.bracket) < OTHER_WORDS:
        return True
    differing = one.ranks ^ other.ranks
    # "仓管/物流/助理" and "仓管/物流/单证" list what the post is made of: a rank among them is no rank of the post.
    is_listed = differing <= one.parts | other.parts and len(one.parts & other.parts) > 1
    return bool(differing) and not is_listed


def _other_branch(one: str, other: str) -> bool:
    return bool(one and other) and one not in other and other not in one


def _other_door(one: str, other: str) -> bool:
    is_comparable = bool(one and other) and (len(one) >= EXACT_ADDRESS) == (len(other) >= EXACT_ADDRESS)
    return is_comparable and fuzz.partial_ratio(one, other) < OTHER_WORDS


def _same_door(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= EXACT_ADDRESS and fuzz.ratio(one, other) >= SAME_ADDRESS


def _places_agree(one: str | None, other: str | None) -> bool:
    return not one or not other or contains(one, other) or contains(other, one)


def _text_likeness(one: Fingerprint, other: Fingerprint) -> tuple[float, float]:
    """Jaccard likeness of two sets of shingles, and the part of the smaller that the larger holds."""
    few, many = sorted((one.shingles, other.shingles), key=len)
    if not len(few):
        return 0.0, 0.0
    at = many.searchsorted(few)
    shared = int((many[at.clip(max=len(many) - 1)] == few).sum())
    contained = shared / len(few) if len(few) >= LEAST_SHINGLES else 0.0
    return shared / (len(few) + len(many) - shared), contained


def _text_words(likeness: float, contained: float, *, is_told: bool) -> str:
    if not is_told:
        return "职位描述缺失"
    if contained > likeness and contained >= ALIKE_FIRM[1]:
        return f"较短描述的{round(contained * 100)}%见于另一份"
    return "职位描述相同" if likeness == 1.0 else f"职位描述相似{round(likeness * 100)}%"
