"""What of a posting tells whether another one is the same vacancy, in a form to compare."""

import functools
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.geography import divisions, region_names
from matching.parsing.gazetteer import short_name
from matching.text import normalise, split_title

SHINGLE = 4
# From here on an address names a building or a street; what is shorter names a quarter.
EXACT_ADDRESS = 6

# No title, firm or address is longer; what is, is text in the wrong column.
LONGEST_NAME = 200

Shingles = NDArray[np.uint64]
_FIRST_SEED = np.uint64(0)

_NOISE = re.compile(r"[\W_]+")
# A bracket may be cut open: 彩虹无线(北...
_BRACKETED = re.compile(r"\(([^()]*)(?:\)|$)")
_CUT = re.compile(r"\.{2,}$|…+$")
_LEGAL_FORM = re.compile(r"(?:有限(?:责任)?公司|(?<!分)公司|集团$)")
_LEGAL_TAIL = re.compile(r"(?:股份|控股|集团|总|有限)+$")
_NAMELESS = re.compile(r"个人雇主|匿名|保密|不便公开|^某|知名企业$|^无$")
_TRADE = re.compile(r"(?:人力资源|劳务派遣|企业管理)$")
_BRANCH = re.compile(r"[店部站所厂处]$|中心$|公司$|项目$")

_STAFF = re.compile(r"(?<=..)(?:工作人员|专员|人员|岗位|岗|员)$")
_SAME_WORK = ((re.compile("驾驶员"), "司机"), (re.compile("安保|秩序维护"), "保安"))
_RANK = re.compile(
    r"[队班组店厂科部院园校站]长|厨师长|领班|主管|经理|主任|总监|总裁|首席|学徒|助[理手]|储备|管培|副(?!食|产)|(?<![受可收])实习"
    r"|资深|[初中高]+级|兼职|小时工|[寒暑]假工?"
)
_TERMS_OF_WORK = re.compile(r"(?<![受可收])实习|兼职|小时工|[寒暑]假工|[夜晚白早中]班")
_VARIANT = re.compile(r"[夜晚白早中]班|女|男(?!女)|初中?级|中?高级")

_BOILERPLATE = re.compile(
    r"职能类别[:：].*$|关键字[:：].*$|微信分享|原标题[:：]?《[^》]*》|\.{3}\s*$|…+\s*$"
    r"|【?(?:(?:岗位|工作|职位|主要)?(?:职责|内容|描述|信息)|(?:任职|岗位|职位|招聘)?(?:要求|资格|条件)|(?:薪资|福利)?(?:待遇|福利))】?[:：]",
    re.DOTALL,
)
_FIGURES = re.compile(r"\d+")
_URL = re.compile(r"^\s*(?:https?:)?//(?:www\.|m\.)?|#.*$|/+\s*$", re.IGNORECASE)
# The address of one posting holds its number; that of a list or of a firm's own page does not.
_URL_NUMBER = re.compile(r"(?:\d.*){5}")


@dataclass(frozen=True, slots=True)
class Publication:
    """What deduplication compares of one posting.

    ``region`` is a division code; ``address`` and ``url`` are as published.
    """

    id: str
    title: str
    employer: str | None = None
    region: str | None = None
    description: str = ""
    address: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Employer:
    """A firm's name in parts: what it is called, the place before it, the branch behind it."""

    core: str = ""
    place: str = ""
    branch: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class JobTitle:
    """A title in parts, and the words that make another job of it (主管, 学徒) or a variant (夜班)."""

    parts: frozenset[str]
    joined: str
    bracket: str
    ranks: frozenset[str]
    variants: frozenset[str]


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """A publication in the form in which two are compared."""

    title: JobTitle
    employer: Employer
    region: str | None
    address: str
    url: str
    description: str

    @functools.cached_property
    def shingles(self) -> Shingles:
        """Of the description: sorted and each there once. Most pairs differ in their names already."""
        return shingles(self.description)


def fingerprint(item: Publication) -> Fingerprint:
    """Read a publication.

    Examples
    --------
    >>> seen = fingerprint(Publication("a", "急聘保安员（包吃住）", "蓝天物业有限公司", description="负责门岗值守"))
    >>> seen.title.joined, seen.employer.core, len(seen.shingles)
    ('保安', '蓝天物业', 3)
    """
    url = _URL.sub("", (item.url or "")[:2000])
    return Fingerprint(
        job_title(item.title[:LONGEST_NAME]),
        employer_name((item.employer or "")[:LONGEST_NAME]),
        item.region or None,
        bare_address((item.address or "")[:LONGEST_NAME], item.region),
        url if _URL_NUMBER.search(url) else "",
        item.description,
    )


@functools.lru_cache(maxsize=8192)
def employer_name(name: str | None) -> Employer:
    """Take an employer's name apart.

    Examples
    --------
    >>> employer_name("深圳市蓝天物业服务有限公司（龙岗分公司）")
    Employer(core='蓝天物业服务', place='深圳市', branch='龙岗分公司', is_cut=False)
    >>> employer_name("龙翔物...").core, employer_name("龙翔物...").is_cut
    ('龙翔物', True)
    """
    if not name or _NAMELESS.search(name):
        return Employer()
    whole = normalise(name).strip()
    bare = _CUT.sub("", whole)
    is_cut = bare != whole
    inside = [_NOISE.sub("", part) for part in _BRACKETED.findall(bare)]
    base = _NOISE.sub("", _BRACKETED.sub("", bare))
    legal = _LEGAL_FORM.search(base)
    head, branch = (base[: legal.start()], base[legal.end() :]) if legal else (base, "")
    place = _place_before(head)
    core = _LEGAL_TAIL.sub("", head[len(place) :])
    core = _TRADE.sub("", core) if len(_TRADE.sub("", core)) > 1 else core
    branch = branch or next((part for part in inside if _BRANCH.search(part)), "")
    return Employer(core or base, place, branch, is_cut)


@functools.lru_cache(maxsize=8192)
def job_title(title: str) -> JobTitle:
    """Take a title apart.

    Examples
    --------
    >>> sorted(job_title("仓库管理员/物流专员（急聘）").parts), job_title("保安队长（夜班）").ranks
    (['仓库管理', '物流'], frozenset({'队长'}))
    """
    outside, inside = split_title(title)
    for words, word in _SAME_WORK:
        outside = words.sub(word, outside)
    parts = [_STAFF.sub("", _NOISE.sub("", part)) for part in outside.split()]
    # What is no part of the work's name comes off a title; who is wanted for which shift tells two jobs apart here.
    told = " ".join((outside, inside, *_TERMS_OF_WORK.findall(normalise(title))))
    return JobTitle(
        frozenset(filter(None, parts)),
        "".join(parts),
        _NOISE.sub("", inside),
        frozenset(_RANK.findall(told)),
        frozenset(_VARIANT.findall(told)),
    )


def bare_address(address: str | None, region: str | None) -> str:
    """Return an address without the names of its region; empty where nothing else is in it.

    Examples
    --------
    >>> bare_address("广东省深圳市南山区科技园路8号", "440305"), bare_address("上海·浦东新区", "310115")
    ('科技园路8号', '')
    """
    rest = _NOISE.sub("", normalise(address or ""))
    names = [form for name in region_names(region or "") for form in (name, name.rstrip("省市区县"))]
    stripped = None
    while stripped != rest:
        stripped = rest
        name = next((name for name in names if name and rest.startswith(name)), "") or _place_before(rest)
        rest = rest[len(name) :]
    return rest if len(rest) > 1 else ""


def shingles(description: str) -> Shingles:
    """Return the hashes of all runs of four characters: no spaces, punctuation, figures or a job board's own words.

    Figures are left out because a repost changes pay, ages and dates first.

    Examples
    --------
    >>> bool((shingles("1、负责门岗值守；") == shingles("2. 负责门岗值守 微信分享")).all())
    True
    """
    text = _FIGURES.sub("", _NOISE.sub("", normalise(_BOILERPLATE.sub(" ", description))))
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if not len(points):
        return np.empty(0, np.uint64)
    if len(points) < SHINGLE:
        points = np.pad(points, (0, SHINGLE - len(points)))
    first, second, third, fourth = (points[at : len(points) - SHINGLE + 1 + at] for at in range(SHINGLE))
    # Code points have 21 bits: three fill a word, the fourth is mixed in.
    return np.unique(mixed((first | second << np.uint64(21) | third << np.uint64(42)) ^ mixed(fourth)))


def mixed(values: Shingles, seed: Shingles | np.uint64 = _FIRST_SEED) -> Shingles:
    """Scatter whole numbers over 64 bits, differently for each seed (splitmix64, public domain).

    Examples
    --------
    >>> values = mixed(np.arange(3, dtype=np.uint64))
    >>> len(set(values.tolist()))
    3
    """
    values = values + (seed + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ values >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ values >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return values ^ values >> np.uint64(31)


def _place_before(name: str) -> str:
    """The province, city or county that a name begins with; of short forms two characters must be left."""
    names = _places()
    for length in range(min(11, len(name) - 2), 1, -1):
        if name[:length] in names:
            return name[:length]
    return ""


@functools.cache
def _places() -> frozenset[str]:
    table = divisions().by_code.values()
    short = {short_name(one.name, one.code) for one in table if one.level in {"province", "city"}}
    return frozenset(one.name for one in table if len(one.name) > 2 and one.level != "town") | short
