"""Distances of many places from one, as sort values: districts are told apart, towns count by their district."""

from functools import lru_cache

import numpy as np

from matching import geography
from matching.index.layout import Int
from matching.index.query import place_code

# Region numbers have nine digits; the first six of them are the district.
_TOWNS = 1000
_UNKNOWN = -(2**31) + 1


def distance_keys(regions: Int, near: str) -> Int:
    """Sort values of regions by distance: tenths of a kilometre, negative; the least where it is not known.

    Parameters
    ----------
    regions : numpy.ndarray of int32
        Region numbers, -1 is unknown.
    near : str
        Region code or name of a place.

    Examples
    --------
    >>> keys = distance_keys(np.array([440300000, 431127000, -1], dtype=np.int32), "蓝山")
    >>> keys.argsort().tolist(), int(keys[1])
    ([2, 0, 1], 0)
    """
    districts = np.where(regions < 0, 0, regions // _TOWNS)
    # A table over all codes: there are few different ones among a million rows.
    present = np.bincount(districts)
    values = np.full(len(present), _UNKNOWN, dtype=np.int32)
    home = place_code(near)
    for district in np.flatnonzero(present).tolist():
        values[district] = _key(f"{district:06}", home)
    keys: Int = values[districts]
    return keys


@lru_cache(maxsize=16_384)
def _key(district: str, near: str) -> int:
    distance = geography.distance_km(district, near)
    if distance is not None:
        return -round(distance * 10)
    # Districts without coordinates lie where their city lies, so that those of one's own city come first.
    city = geography.city_of(near)
    return 0 if city is not None and city == geography.city_of(district) else _UNKNOWN
