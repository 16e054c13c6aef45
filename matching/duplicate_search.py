"""Duplicates among more publications than fit into memory: some 400 bytes of each are kept, no word of it."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from matching.blocking import LARGEST_BLOCK, NEIGHBOURS, keys_of, number_of, order_of
from matching.deduplication import are_alike, joined, rank_of
from matching.publications import Fingerprint, Publication, fingerprint

Fetch = Callable[[Sequence[int]], Sequence[Publication]]
Rows = NDArray[np.int64]
# Contents in their rank, and those pairs of their places that are alike.
_Component = tuple[list[int], list[tuple[int, int]]]
# So many are compared, or joined, at a time; their partners come on top.
BATCH = 1000


class RowGroup(NamedTuple):
    """Rows of one vacancy, ascending, and why they are held to be one (Chinese)."""

    rows: tuple[int, ...]
    reason: str


class DuplicateSearch:
    """Finds the groups of ``find_duplicates`` without holding the publications.

    Each is shown once with ``add``; ``groups`` asks for those again that share something rare.

    Examples
    --------
    >>> seen = [Publication("a", "急聘保安", "蓝天物业", "440306", "门岗值守和出入登记"),
    ...         Publication("b", "保安", "蓝天物业", "440300", "负责门岗值守和出入登记")]
    >>> search = DuplicateSearch()
    >>> for one in seen:
    ...     search.add(one)
    >>> [group.rows for group in search.groups(lambda rows: [seen[row] for row in rows])]
    [(0, 1)]
    """

    def __init__(self) -> None:
        # Of every row: its rank (see ``rank_of``), its place in the order of large blocks, the end of its keys.
        self._lengths, self._digests, self._orders = array("q"), bytearray(), array("Q")
        self._keys, self._ends = array("Q"), array("q")

    def add(self, item: Publication) -> None:
        """Remember what tells with whom a publication must be compared."""
        least_length, digest = rank_of(item)
        read = fingerprint(item)
        self._lengths.append(least_length)
        self._digests += digest
        self._orders.extend(order_of(read))
        self._keys.extend(number_of(key) for key in dict.fromkeys(keys_of(read)))
        self._ends.append(len(self._keys))

    def groups(self, fetch: Fetch) -> Iterator[RowGroup]:
        """Yield groups of two or more rows.

        Parameters
        ----------
        fetch : callable
            The publications of the rows given, in that order; a row is the number of its ``add``, from 0.

        Returns
        -------
        iterator of RowGroup
            The groups of ``find_duplicates``, in another order.
        """
        if not len(self._lengths):
            return
        first_of, copies = self._contents()
        pairs = _alike(_Blocks(first_of, self._keys, self._ends, self._orders), first_of, fetch)
        repeated = np.flatnonzero(np.diff(copies.indptr) > 1)
        for components in _batched(_components(len(first_of), pairs, repeated)):
            prints = _prints([content for contents, _ in components for content in contents], first_of, fetch)
            for contents, edges in components:
                for members, reason in joined([prints[content] for content in contents], edges):
                    rows = sorted(row for member in members for row in _rows_of(copies, contents[member]))
                    if len(rows) > 1:
                        yield RowGroup(tuple(rows), reason)

    def _contents(self) -> tuple[Rows, csr_matrix]:
        """The first row of each content, contents in their rank; and which rows hold each content."""
        lengths = np.frombuffer(self._lengths, np.int64)
        digests = np.frombuffer(self._digests, ">u8").reshape(-1, 2)
        by_rank = np.lexsort((digests[:, 1], digests[:, 0], lengths))
        is_new = np.ones(len(by_rank), bool)
        is_new[1:] = (np.diff(lengths[by_rank]) != 0) | (digests[by_rank[1:]] != digests[by_rank[:-1]]).any(axis=1)
        starts = np.append(np.flatnonzero(is_new), len(by_rank))
        shape = (len(starts) - 1, len(by_rank))
        return by_rank[is_new], csr_matrix((np.ones(len(by_rank), np.int8), by_rank, starts), shape=shape)


class _Blocks:
    """Which contents share a key: the rule of ``blocking.candidate_pairs`` over numbers."""

    def __init__(self, first_of: Rows, keys: "array[int]", ends: "array[int]", orders: "array[int]") -> None:
        self._keys = np.frombuffer(keys, np.uint64)
        last = np.frombuffer(ends, np.int64)
        counts = np.diff(last, prepend=0)
        self._ends = last[first_of]
        self._starts = self._ends - counts[first_of]
        # A copy of a content has the same keys: only its first row takes part.
        content_of = np.full(len(last), -1, np.int32)
        content_of[first_of] = np.arange(len(first_of), dtype=np.int32)
        owners = np.repeat(content_of, counts)
        by_key = np.argsort(self._keys)
        by_key = by_key[owners[by_key] >= 0]
        by_key = by_key[_is_shared(self._keys[by_key])]
        self._shared, self._owners = self._keys[by_key], owners[by_key]
        self._orders = np.frombuffer(orders, np.uint64).reshape(-1, 5)[first_of]
        self._large: dict[int, NDArray[np.int32]] = {}

    def in_order_of_likeness(self) -> Rows:
        """All contents, those with a likely partner near each other: one batch then holds most partners."""
        lead = np.zeros(len(self._ends), np.uint64)
        has_key = self._ends > self._starts
        # Keys come with the employer's before those of the words.
        lead[has_key] = self._keys[self._starts[has_key]]
        return np.argsort(lead, kind="stable")

    def partners(self, content: int) -> list[int]:
        """The contents after this one that must be compared with it."""
        keys = self._keys[self._starts[content] : self._ends[content]]
        begins, ends = self._shared.searchsorted(keys), self._shared.searchsorted(keys, "right")
        found: set[int] = set()
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            near = self._owners[begin:end] if end - begin <= LARGEST_BLOCK else self._neighbours(begin, end, content)
            found.update(near.tolist())
        return sorted(other for other in found if other > content)

    def _neighbours(self, begin: int, end: int, content: int) -> NDArray[np.int32]:
        if begin not in self._large:
            block = self._owners[begin:end]
            columns = self._orders[block].T
            self._large[begin] = block[np.lexsort((block, *columns[::-1]))]
        members = self._large[begin]
        at = int((members == content).argmax())
        return members[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]


def _is_shared(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of sorted keys stand there more than once."""
    is_as_before = np.zeros(len(keys), bool)
    is_as_before[1:] = keys[1:] == keys[:-1]
    is_as_next = np.zeros(len(keys), bool)
    is_as_next[:-1] = is_as_before[1:]
    return is_as_before | is_as_next


def _alike(blocks: _Blocks, first_of: Rows, fetch: Fetch) -> Rows:
    """Pairs of contents that are held to be one vacancy, smaller number first; shape (pairs, 2)."""
    found = array("q")
    order = blocks.in_order_of_likeness()
    for begin in range(0, len(order), BATCH):
        pairs = [
            (content, other) for content in order[begin : begin + BATCH].tolist() for other in blocks.partners(content)
        ]
        for some in (pairs[at : at + 4 * BATCH] for at in range(0, len(pairs), 4 * BATCH)):
            prints = _prints(sorted({content for pair in some for content in pair}), first_of, fetch)
            for first, second in some:
                if are_alike(prints[first], prints[second]):
                    found.extend((first, second))
    return np.frombuffer(found, np.int64).reshape(-1, 2) if len(found) else np.empty((0, 2), np.int64)


def _prints(contents: Sequence[int], first_of: Rows, fetch: Fetch) -> dict[int, Fingerprint]:
    items = fetch([int(first_of[content]) for content in contents])
    return {content: fingerprint(item) for content, item in zip(contents, items, strict=True)}


def _components(size: int, pairs: Rows, repeated: Rows) -> Iterator[_Component]:
    """What hangs together: its contents in their rank, and its pairs as places among these."""
    graph = csr_matrix((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    _, label_of = connected_components(graph, directed=False)
    contents_of: dict[int, list[int]] = defaultdict(list)
    pairs_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for content in np.union1d(pairs.ravel(), repeated).tolist():
        contents_of[label_of[content]].append(content)
    for first, second in pairs.tolist():
        pairs_of[label_of[first]].append((first, second))
    for label, contents in contents_of.items():
        place_of = {content: place for place, content in enumerate(contents)}
        yield contents, [(place_of[first], place_of[second]) for first, second in pairs_of[label]]


def _batched(components: Iterator[_Component]) -> Iterator[list[_Component]]:
    """Components whose contents are fetched at once."""
    batch: list[_Component] = []
    for component in components:
        batch.append(component)
        if sum(len(contents) for contents, _ in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _rows_of(copies: csr_matrix, content: int) -> list[int]:
    rows: list[int] = copies.indices[copies.indptr[content] : copies.indptr[content + 1]].tolist()
    return rows
