"""Place of work: the most exact administrative division that a string proves."""

import functools
import re
from dataclasses import dataclass

from matching.geography import city_of, common_region, divisions, lineage, region_names
from matching.parsing.gazetteer import Names, names_within, short_name, top_names
from matching.parsing.numerals import plain


@dataclass(frozen=True, slots=True)
class Region:
    """A six-digit division code and its names from the province down."""

    code: str | None = None
    names: tuple[str, ...] | None = None


_NOWHERE = Region()
# What runs on beyond this is no address; its names would cost much and prove little.
LONGEST_ADDRESS = 400
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_LABEL = re.compile(r"^(?:工作|上班|公司|办公|详细)?(?:地点|地址|城市|地区|区域|位于|在)+\s*[:：]?\s*|^中国[-·,\s]*")
_LIST = re.compile(r"([,、;&+|]|或者?)")
# 广东省,深圳市,南山区 goes down; 广东、深圳 are two places.
_DOWNWARD = ",|"
_STEP = re.compile(r"(\s*[·•・.\-/>\\_]+\s*|\s+)")
# 广州大道, 南京西路, 重庆大厦 and 中山大学 name a street or a house, not the town.
_NAME_OF_SOMETHING = re.compile(
    r"[东南西北中上下新一二三四五六七八九十]{0,2}(?:路|街(?!道)|大道|道(?!里|外)|巷|弄|桥|里|湾|口|大学(?!城)|学院|公园|广场|大厦|大楼"
    r"|酒店|宾馆|中学|小学|医院|银行|饭店|商厦|商城|菜|人(?!民)|话|籍|烤|米粉|拉面|小吃)"
    # 朝阳区望京 is a district of another place than the city 朝阳.
    r"|[区县镇乡村旗](?!内)"
)


def parse_region(text: str | None) -> Region:
    """Read the place of work.

    Streets and estates prove nothing; of several places the one that contains them all counts.

    Examples
    --------
    >>> parse_region("深圳-龙华新区")
    Region(code='440309', names=('广东省', '深圳市', '龙华区'))
    >>> parse_region("济南·历下·千佛山").names
    ('山东省', '济南市', '历下区')
    >>> parse_region("全国")
    Region(code=None, names=None)
    """
    return _parsed(text[:LONGEST_ADDRESS]) if text else _NOWHERE


@functools.lru_cache(maxsize=50_000)
def _parsed(text: str) -> Region:
    line = plain(text).strip("[]【】《》'\" ")
    inside = common_region(found for found in map(_read_list, _IN_BRACKETS.findall(line)) if found)
    outside = _read_list(_IN_BRACKETS.sub(" ", line), inside)
    if outside and "(" in line and inside is None:
        # 深圳(龙华、宝安): what stands in brackets is read in the place before them.
        inside = common_region(found for part in _IN_BRACKETS.findall(line) if (found := _read_list(part, outside)))
    code = inside if inside and (outside is None or outside in lineage(inside)) else outside
    return Region(code, region_names(code)) if code else _NOWHERE


def _read_list(line: str, around: str | None = None) -> str | None:
    items = _LIST.split(line)
    places: list[str] = []
    unread: list[str] = []
    for separator, item in zip(["", *items[1::2]], items[::2], strict=True):
        item = _LABEL.sub("", item.strip())
        # "深圳市南山区、福田区": what follows is read in the city already named.
        near = _city_around(places[-1]) if places else around
        found = _places(item, near)
        if found and places and separator in _DOWNWARD and places[-1] in lineage(found[0]):
            places.pop()
        places += found
        if not found and _is_ambiguous(item):
            unread.append(item)
    # "龙华区或龙岗区": the second says in which city the first lies.
    places += [place for item in unread if places for place in _places(item, _city_around(places[0]))]
    return common_region(places) if places else None


def _city_around(code: str) -> str:
    return city_of(code) or code


def _is_ambiguous(part: str) -> bool:
    """Whether a part begins with a name that several places bear."""
    ambiguous = top_names().ambiguous
    return any(part[:length] in ambiguous for length in range(2, 6))


def _places(line: str, around: str | None) -> list[str]:
    """Walk down the parts of one address; more than one place only where cities stand side by side."""
    parts = _STEP.split(line)
    steps = list(zip(["", *parts[1::2]], parts[::2], strict=True))
    found: list[str] = []
    here: str | None = None
    for separator, part in steps:
        if not part:
            continue
        below = _descend(part, here) if here else _begin(part, around)
        if below:
            here = below
            continue
        beside = _beside(part, here, separator) if here and "·" not in separator else None
        if here and beside:
            found.append(here)
            here = beside
        elif here or _is_ambiguous(part):
            # 普陀区·武宁 is a street of one 普陀区 or the other, not the county 武宁.
            break
    found += [here] if here else []
    return found or _anywhere(line)


def _begin(part: str, around: str | None) -> str | None:
    if around:
        inside = _match(part, names_within(around))
        if inside:
            return inside
    names = top_names()
    return names.short.get(part) or _deepest(part, names)


def _descend(rest: str, here: str) -> str | None:
    """The division of `here` that `rest` begins with, as deep as it goes; None where it names none."""
    rest = rest.strip()
    if not rest or _level(here) == "district":
        return None
    names = names_within(here)
    reached = None
    while rest:
        below = names.short.get(rest) or _deepest(rest, names) or _by_two_short_names(rest, names)
        if below:
            return below
        again = _own_name(rest, here)
        if not again:
            break
        reached, rest = here, rest[len(again) :].strip()
    return reached


def _deepest(rest: str, names: Names) -> str | None:
    """Read a leading full name, or a city's short one, whichever leads deeper: 济南市中区 is 济南·市中区."""
    full = names.starting(rest)
    found = _below(rest[len(full) :], names.full[full]) if full else None
    for length in range(min(5, len(rest)), 1, -1):
        town = names.short.get(rest[:length])
        if town and _is_town(town):
            deeper = _descend(rest[length:], town)
            if deeper and (found is None or len(lineage(deeper)) > len(lineage(found))):
                return deeper
            if found is None and not _NAME_OF_SOMETHING.match(rest, length):
                return town
    return found


def _by_two_short_names(rest: str, names: Names) -> str | None:
    """A district's short name with one of its own towns after it: 龙岗坂田."""
    for length in range(min(5, len(rest)), 1, -1):
        district = names.short.get(rest[:length])
        if district and names_within(district).starting_short(rest[length:]):
            return district
    return None


def _below(rest: str, here: str) -> str:
    return _descend(rest, here) or here


def _match(part: str, names: Names) -> str | None:
    full = names.starting(part)
    return names.full[full] if full else names.short.get(part)


def _own_name(rest: str, here: str) -> str | None:
    """The name of `here` itself where `rest` repeats it: 上海上海浦东新区."""
    name = divisions().by_code[here].name
    for own in (name, short_name(name, here)):
        if rest.startswith(own):
            return own
    return None


def _beside(part: str, here: str, separator: str) -> str | None:
    """A city or province named in full next to another one: 广州-上海, 南山区/福田区, 龙华/宝安."""
    chain = lineage(here)
    if _level(here) == "district" and len(chain) > 1:
        siblings = names_within(chain[-2])
        return siblings.full.get(part) or (siblings.short.get(part) if "/" in separator else None)
    names = top_names()
    town = names.short.get(part) or names.full.get(part)
    return town if town and _is_town(town) and here not in lineage(town) else None


def _anywhere(line: str) -> list[str]:
    """A province or city in full inside an address that begins with something else."""
    for place in re.finditer(r"[一-鿿]{2,9}?(?:省|自治区|市|自治州|高新区)", line):
        names = top_names()
        for start in range(place.start(), place.end() - 2):
            full = names.starting(line[start:])
            if full and _is_town(names.full[full]):
                return [_below(line[start + len(full) :], names.full[full])]
    return []


def _is_town(code: str) -> bool:
    return _level(code) in ("province", "city")


def _level(code: str) -> str:
    return divisions().by_code[code].level
