"""Distances of many places from one, as sort values: districts are told apart, towns count by their district."""

from functools import lru_cache

import numpy as np

from matching import geography
from matching.index_next.layout import Int
from matching.index_next.query import place_code

# Region numbers have nine digits; the first six of them are the district.
_TOWNS = 1000
_DISTRICTS = 1_000_000
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
    return _table(place_code(near))[np.where(regions < 0, 0, regions // _TOWNS)]


@lru_cache(maxsize=4)
def _table(near: str) -> Int:
    """Sort value by six-digit code: looking up is faster than a million calls, and there are few codes."""
    table = np.full(_DISTRICTS, _UNKNOWN, dtype=np.int32)
    for code in {code[:6] for code in geography.divisions().by_code}:
        distance = geography.distance_km(code, near)
        if distance is not None:
            table[int(code)] = -round(distance * 10)
    return table
