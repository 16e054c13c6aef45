"""Pairs of publications worth comparing, in near-linear time: who shares nothing that is rare is never compared."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from matching.publications import Fingerprint, mixed

# Bands of two least hashes: two texts half alike share one of twelve in 97 % of cases, a tenth alike in 11 %.
BANDS, ROWS = 12, 2
# What hundreds share tells little: there only neighbours in the order of the likeliest likeness are compared.
LARGEST_BLOCK, NEIGHBOURS = 120, 8
_SEEDS = np.arange(1, 1 + BANDS * ROWS, dtype=np.uint64)[:, None]


def candidate_pairs(prints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """Yield pairs ``(i, j)`` with ``i < j``, each once.

    Two are paired that share a web address, an employer's first letters and the beginning or end of a part of
    the title, employer, title and place, or a band of the least hashes of their words (MinHash; Broder 1997).

    Examples
    --------
    >>> from matching.publications import Publication, fingerprint
    >>> guard, welder = Publication("a", "保安", "蓝天物业"), Publication("b", "焊工", "蓝天物业")
    >>> list(candidate_pairs([fingerprint(one) for one in (guard, welder, guard)]))
    [(0, 2)]
    """
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    keys = [tuple(dict.fromkeys(_keys(one))) for one in prints]
    for index, mine in enumerate(keys):
        for key in mine:
            blocks[key].append(index)
    places: dict[Hashable, dict[int, int]] = {}
    for key, block in blocks.items():
        if len(block) > LARGEST_BLOCK:
            block.sort(key=lambda index: (_order(prints[index]), index))
            places[key] = {index: at for at, index in enumerate(block)}
    for index, mine in enumerate(keys):
        partners: set[int] = set()
        for key in mine:
            block = blocks[key]
            if key in places:
                at = places[key][index]
                block = block[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
            partners.update(other for other in block if other > index)
        yield from ((index, other) for other in sorted(partners))


def _order(one: Fingerprint) -> tuple[str, str, str, int]:
    least = int(one.shingles[0]) if len(one.shingles) else 0
    return one.region or "", one.title.joined, one.address, least


def _keys(one: Fingerprint) -> Iterator[Hashable]:
    if one.url:
        yield "url", one.url
    name = one.employer.core
    if name:
        yield "post", name, one.title.joined, one.region
        for part in one.title.parts:
            yield "head", name[:2], part[:2]
            yield "tail", name[:2], part[-2:]
    if len(one.shingles):
        least = mixed(one.shingles, _SEEDS).min(axis=1).reshape(BANDS, ROWS)
        for band, values in enumerate(least):
            yield band, values.tobytes()
