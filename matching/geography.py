"""Administrative divisions of China: names, containment, and distances where coordinates are known."""

import csv
import functools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources

home_county = "431127"

_EARTH_KM = 6371.0
# Rows of the official table that only hold other rows together; no address names them.
_COLLECTIVE = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code, official name, level, and the code of the division above it."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Divisions:
    """All divisions that an address can name, without the table's collective rows."""

    by_code: dict[str, Division] = field(default_factory=dict)
    collective: set[str] = field(default_factory=set)
    children: dict[str, list[Division]] = field(default_factory=dict)


@functools.cache
def divisions() -> Divisions:
    """Load the table once.

    Examples
    --------
    >>> divisions().by_code["431127"].name
    '蓝山县'
    """
    table = Divisions()
    # The table goes from the province down, so a collective row is known before what it holds.
    for code, name, level, parent in _table("regions.csv", ","):
        if name in _COLLECTIVE:
            table.collective.add(code)
        elif code != parent:  # 东莞市 stands twice, once as its own district
            above = parent[:2] + "0000" if parent in table.collective else parent
            table.by_code[code] = Division(code, name, level, above)
            table.children.setdefault(above, []).append(table.by_code[code])
    return table


def region_names(code: str) -> tuple[str, ...]:
    """Return the names from the province down; empty for an unknown code.

    Examples
    --------
    >>> region_names("440309"), region_names("110108")
    (('广东省', '深圳市', '龙华区'), ('北京市', '海淀区'))
    """
    return tuple(divisions().by_code[part].name for part in lineage(code))


@functools.lru_cache(maxsize=8192)
def lineage(code: str) -> tuple[str, ...]:
    """Return the codes from the province down to `code` itself; empty for an unknown code.

    Examples
    --------
    >>> lineage("441900119"), lineage("429004")
    (('440000', '441900', '441900119'), ('420000', '429004'))
    >>> lineage("310100")
    ('310000',)
    """
    table = divisions().by_code
    code = _without_collective(code)
    chain: list[str] = []
    while code in table:
        chain.append(code)
        code = table[code].parent
    return tuple(reversed(chain))


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or lies in it.

    Examples
    --------
    >>> contains("440000", "440309"), contains("440300", "441900"), contains("110000", "110108")
    (True, False, True)
    """
    return _without_collective(outer) in lineage(inner)


def province_of(code: str) -> str | None:
    """Return the province of a division.

    Examples
    --------
    >>> province_of("431127")
    '430000'
    """
    chain = lineage(code)
    return chain[0] if chain else None


def city_of(code: str) -> str | None:
    """Return the prefecture-level city, or what stands in its place; None for a mere province.

    Examples
    --------
    >>> city_of("440309"), city_of("110108"), city_of("429004"), city_of("440000")
    ('440300', '110000', '429004', None)
    """
    chain = lineage(code)
    if not chain:
        return None
    if _is_municipality(chain[0]):
        return chain[0]
    return chain[1] if len(chain) > 1 else None


def common_region(codes: Iterable[str]) -> str | None:
    """Return the smallest division that contains all of `codes`, None where only the country does.

    Examples
    --------
    >>> common_region(["440309", "440304"]), common_region(["440300", "441900"]), common_region(["440300", "310000"])
    ('440300', '440000', None)
    """
    chains = [lineage(code) for code in codes]
    shared = None
    for level in zip(*chains, strict=False):
        if len(set(level)) > 1:
            break
        shared = level[0]
    return shared


def distance_km(first: str, second: str) -> float | None:
    """Great-circle distance between the centres of two divisions, None where either is not known.

    The city stands in for a district that has no coordinates of its own, except inside that city.

    Examples
    --------
    >>> 350 < distance_km("431127", "440300") < 380
    True
    >>> distance_km("431127", "999999") is None
    True
    """
    one, other = _located(first), _located(second)
    if one is None or other is None or (one == other and first != second):
        return None
    (lat1, lon1), (lat2, lon2) = _coordinates()[one], _coordinates()[other]
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH_KM * math.asin(math.sqrt(half)), 1)


def _located(code: str) -> str | None:
    """The division whose coordinates stand for `code`: its own, else its city's."""
    known = _coordinates()
    if code in known:
        return code
    city = city_of(code)
    return city if city in known else None


@functools.cache
def _coordinates() -> dict[str, tuple[float, float]]:
    return {
        row[0]: (math.radians(float(row[2])), math.radians(float(row[3]))) for row in _table("coordinates.tsv", "\t")
    }


def _without_collective(code: str) -> str:
    # Feeds give 上海 as 310100 市辖区 just as often as 310000.
    return code[:2] + "0000" if code in divisions().collective else code


def _is_municipality(code: str) -> bool:
    return code in {"110000", "120000", "310000", "500000"}


def _table(name: str, delimiter: str) -> Iterator[list[str]]:
    with resources.files("matching").joinpath("data", name).open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter=delimiter)
        next(rows)
        yield from rows
