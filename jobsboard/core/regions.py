"""Division codes: as prefixes (GB/T 2260), and as the names that people know."""

from functools import cache

from django.conf import settings

from matching.geography import divisions, region_names


def code_prefix(code: str) -> str:
    """Return the part of a division code that all places inside it begin with.

    >>> code_prefix("440000"), code_prefix("440300"), code_prefix("440310")
    ('44', '4403', '440310')
    """
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") and len(code) == 6 else code


def region_label(code: str) -> str:
    """Return a place as people here say it; empty when unknown.

    Without the province when a city is named, and at home without the city.

    >>> region_label("440309"), region_label("430000"), region_label("431127"), region_label("999999")
    ('深圳市龙华区', '湖南省', '蓝山县', '')
    """
    names = region_names(code)
    if code.startswith(settings.HOME_COUNTY):
        return "".join(names[2:])
    return "".join(names[1:] if len(names) > 1 else names)


# Where people of the county look for work: these prefectures by district, the rest of the two provinces by city.
NEAR_PREFECTURES = ("431100", "440300")
NEAR_PROVINCES = ("440000", "430000")


@cache
def region_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return grouped (code, name) pairs for a select: home first, then where veterans go."""
    table = divisions()
    groups = []
    for prefecture in NEAR_PREFECTURES:
        name = table.by_code[prefecture].name
        inside = [(one.code, one.name) for one in table.children[prefecture]]
        groups.append((name, [(prefecture, f"{name}（不限区县）"), *inside]))
    for province in NEAR_PROVINCES:
        cities = [one for one in table.children[province] if one.code not in NEAR_PREFECTURES]
        groups.append((f"{table.by_code[province].name}其他城市", [(one.code, one.name) for one in cities]))
    return groups
