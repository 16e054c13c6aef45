"""The names by which addresses call a division, and what each name means in which place."""

import csv
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from matching.geography import Division, divisions, lineage
from matching.parsing.numerals import plain

_PEOPLES = (
    "(?:蒙古族?|回族?|藏族?|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族"
    "|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族"
    "|普米族|塔吉克族?|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|各族)"
)
_AUTONOMOUS = re.compile(rf"{_PEOPLES}*(?:自治州|自治县|自治旗|联合旗)$|{_PEOPLES}+区$")
_SUFFIX = re.compile(r"(?:新区|地区|(?<=架)林区|街道|[省市区县旗盟镇])$")
_DISTRICT_SUFFIXES = ("区", "县", "市", "新区")
_CITY_SUFFIXES = ("市", "地区", "州", "盟")
# A zone called after a district lies in it: 江宁开发区, 南沙自贸区.
_ZONE_SUFFIXES = ("开发区", "经开区", "经济开发区", "经济技术开发区", "高新区", "自贸区")
# What a city's only high-tech or economic zone is called on the spot.
_ZONE_WORDS = {
    "高新": (
        *("高新技术产业开发区", "高新技术产业园区", "高新技术开发区", "高新技术产业"),
        *("高新技术", "高新开发区", "高新区"),
    ),
    "经济": ("经济技术开发区", "经济开发区", "经开区", "开发区"),
}


@dataclass(slots=True)
class Names:
    """Names valid in one place: `full` ones may run on into what follows, `short` ones stand alone."""

    full: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    longest: int = 0

    def starting(self, text: str) -> str | None:
        """Return the longest full name that `text` begins with."""
        for length in range(min(self.longest, len(text)), 1, -1):
            if text[:length] in self.full:
                return text[:length]
        return None

    def starting_short(self, text: str) -> str | None:
        """Return the longest name of either kind that `text` begins with."""
        known = (text[:length] for length in range(min(6, len(text)), 1, -1))
        return next((name for name in known if name in self.short or name in self.full), None)


def short_name(name: str, code: str) -> str:
    """Return a division's name without what kind of division it is.

    Examples
    --------
    >>> short_name("延边朝鲜族自治州", "222400"), short_name("浦东新区", "310115")
    ('延边', '浦东')
    """
    if code.endswith("0000"):
        return name[:3] if name[:2] in ("内蒙", "黑龙") else name[:2]
    bare = _AUTONOMOUS.sub("", name)
    return bare if bare != name else _SUFFIX.sub("", name)


def is_zone(code: str) -> bool:
    """Whether a code is one of the table's development zones rather than a true division.

    Examples
    --------
    >>> is_zone("320576"), is_zone("320281")
    (True, False)
    """
    return len(code) == 6 and code[4] == "7" and code[2:4] != "90"


@functools.cache
def names_within(code: str) -> Names:
    """Names of what lies in a province or city, former names and development zones included.

    Examples
    --------
    >>> names_within("440300").full["龙华新区"]
    '440309'
    """
    below = list(_descendants(code))
    meanings = _Meanings()
    direct = [division for division in below if division.parent == code]
    for division in direct:
        meanings.say(division, 0)
    for division in below:
        if division.parent != code:
            meanings.say(division, 4)
    for name, _, target, kind in _aliases(code):
        meanings.add(name, target, 1, is_full=len(name) > 2)
        meanings.add(name, target, 1, is_full=False)
        bare = short_name(name, target)
        if kind == "former" and len(bare) > 1 and bare != short_name(divisions().by_code[code].name, code):
            # 天津·塘沽: the bare name of a former district; 绍兴 in 绍兴 is the city, not the former 绍兴县.
            meanings.add(bare, target, 5, is_full=False)
    if direct and all(division.level == "district" for division in direct):
        for name, target in _zone_names(code, direct):
            meanings.add(name, target, 3, is_full=True)
    return meanings.names()


@functools.cache
def top_names() -> Names:
    """Names that mean one place in the whole country.

    Examples
    --------
    >>> top_names().short["义乌"], "普陀区" in top_names().full
    ('330782', False)
    """
    table = divisions()
    meanings = _Meanings()
    for division in table.by_code.values():
        if division.level == "province":
            meanings.say(division, 0)
        elif division.level == "city" or is_like_city(division):
            meanings.say(division, 2)
        elif division.level == "district":
            meanings.say(division, 4)
    for name, _, target, kind in _aliases(None):
        if kind != "local":
            meanings.add(name, target, 5, is_full=True)
            meanings.add(name, target, 5, is_full=False)
    return meanings.names(fewest_characters=3)


def is_like_city(division: Division) -> bool:
    """Whether a county answers to its province alone (仙桃, 济源, 琼海) and so ranks with the cities.

    Examples
    --------
    >>> is_like_city(divisions().by_code["429004"]), is_like_city(divisions().by_code["110108"])
    (True, False)
    """
    return division.level == "district" and division.code[2:4] == "90"


class _Meanings:
    """Name → codes by rank; a lower rank wins, and a name with two codes at its best rank means nothing."""

    def __init__(self) -> None:
        self._full: dict[str, tuple[int, set[str]]] = {}
        self._short: dict[str, tuple[int, set[str]]] = {}

    def say(self, division: Division, rank: int) -> None:
        """Add the official name, the short one, and the short one with any other kind of division."""
        code = lineage(division.code)[-2] if division.level == "town" else division.code
        # Addresses are folded before they are read, which makes 干县 of 乾县 in some sentences and not in others.
        for name in {division.name, plain(division.name)}:
            self._say(division, name, code, rank)

    def _say(self, division: Division, name: str, code: str, rank: int) -> None:
        self.add(name, code, rank, is_full=True)
        if is_zone(division.code):
            return
        short = short_name(name, division.code)
        if len(short) < 2:
            return
        self.add(short, code, rank, is_full=False)
        suffixes = {"city": _CITY_SUFFIXES, "district": _DISTRICT_SUFFIXES}.get(division.level, ())
        for suffix in suffixes:
            self.add(short + suffix, code, rank + 1, is_full=True)
        if division.level == "district" and not _is_namesake(division, short):
            for suffix in _ZONE_SUFFIXES:
                self.add(short + suffix, code, rank + 2, is_full=True)

    def add(self, name: str, code: str, rank: int, *, is_full: bool) -> None:
        """Add one meaning."""
        meanings = self._full if is_full else self._short
        best, codes = meanings.get(name, (rank, set()))
        if rank < best:
            meanings[name] = (rank, {code})
        elif rank == best:
            meanings[name] = (rank, codes | {code})

    def names(self, fewest_characters: int = 2) -> Names:
        """Return the names that mean one place; those too short to run on (道县) still stand alone."""
        full, short = _of_one_place(self._full), _of_one_place(self._short)
        alone = {name: code for name, code in full.items() if len(name) < fewest_characters}
        ambiguous = frozenset(self._full | self._short) - set(full) - set(short)
        running = {name: code for name, code in full.items() if name not in alone}
        return Names(running, alone | short, ambiguous, max(map(len, running), default=0))


def _is_namesake(division: Division, short: str) -> bool:
    """Whether a district bears its city's name: 长沙高新区 is the city's zone, not one of 长沙县."""
    return short == short_name(divisions().by_code[division.parent].name, division.parent)


def _of_one_place(meanings: dict[str, tuple[int, set[str]]]) -> dict[str, str]:
    return {name: next(iter(codes)) for name, (_, codes) in meanings.items() if len(codes) == 1}


def _descendants(code: str) -> Iterator[Division]:
    for child in divisions().children.get(code, []):
        yield child
        yield from _descendants(child.code)


def _zone_names(city: str, children: Iterable[Division]) -> Iterator[tuple[str, str]]:
    city_name = short_name(divisions().by_code[city].name, city)
    zones = [child for child in children if is_zone(child.code)]
    for word, spoken in _ZONE_WORDS.items():
        # The zone called after the city alone is meant (长春高新…, not 长春净月高新…), else the only one.
        alike = [zone for zone in zones if zone.name in {city_name + name for name in spoken}]
        alike = alike or [zone for zone in zones if word in zone.name]
        if len(alike) == 1:
            for name in spoken:
                yield name, alike[0].code
                yield city_name + name, alike[0].code


@functools.cache
def _all_aliases() -> tuple[tuple[str, str, str, str], ...]:
    with files("matching").joinpath("data", "region_aliases.tsv").open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return tuple((name, within, code, kind) for name, within, code, kind in rows)


def _aliases(code: str | None) -> Iterator[tuple[str, str, str, str]]:
    for alias in _all_aliases():
        if code is None or (code in lineage(alias[1]) and (alias[3] != "local" or alias[1] == code)):
            yield alias
