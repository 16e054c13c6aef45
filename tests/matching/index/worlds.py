"""Small invented segments with everything that scoring reads of one, built the slow and obvious way."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.index.layout import LARGEST_COUNT, CommonWords, Tables, TermLists, inverse_norm, text_points
from matching.index.question import Selection
from matching.index.segment_arrays import segment_arrays
from matching.weights import WordWeights, key_of, slots_of

WORDS = tuple("".join(pair) for pair in itertools.product("焊电叉保货数控木钳瓦油漆洗护仓配", "工员车安机床师长"))
FACETS, CODES = 4, 6
# Words once each, or how often each counts.
AskedWords = Sequence[str] | Mapping[str, int]


@dataclass(frozen=True)
class World:
    """Rows of words with counts, and the arrays of a segment that holds them."""

    documents: tuple[dict[str, int], ...]
    weights: WordWeights
    codes: np.ndarray
    words: TermLists
    common: CommonWords
    id_rank: np.ndarray
    id_order: np.ndarray
    places: np.ndarray

    @property
    def rows(self) -> int:
        return len(self.documents)

    @cached_property
    def compiled(self) -> object:
        return segment_arrays(self)


def random_world(rng: np.random.Generator, rows: int, chunk: int, common_share: float = 0.3) -> World:
    """Rows with random words, many of them the same, so that there are ties."""
    texts = [_random_document(rng) for _ in range(max(1, rows // 3))]
    documents = tuple(texts[i] for i in rng.integers(0, len(texts), rows))
    codes = rng.integers(0, CODES, (FACETS, rows)).astype(np.uint32)
    # A word that is not in the weights weighs as one seen once.
    weights = WordWeights.from_documents([*documents[: rows // 2], WORDS])
    order = rng.permutation(rows).astype(np.uint32)
    return world_of(documents, weights, codes, order, rng.integers(0, 5, rows).astype(np.uint8), chunk, common_share)


def world_of(
    documents: tuple[dict[str, int], ...], weights: WordWeights, codes: np.ndarray, id_order: np.ndarray,
    places: np.ndarray, chunk: int, common_share: float,
) -> World:  # fmt: skip
    """Lay the documents out as `layout` says; words that more than a share of the rows hold are common."""
    terms = sorted({word for document in documents for word in document})
    held = {word: sum(word in document for document in documents) for word in terms}
    common = [word for word in terms if held[word] > common_share * len(documents)][:128]
    id_rank = np.empty(len(documents), dtype=np.uint32)
    id_rank[id_order] = np.arange(len(documents), dtype=np.uint32)
    world = World(
        documents, weights, codes, _lists(documents, terms, common, chunk),
        _common_words(documents, terms, common, weights), id_rank, id_order, places,
    )  # fmt: skip
    arrays = [*world.words, *world.common, codes, id_rank, id_order, places]
    for array in arrays:
        array.flags.writeable = False
    return world


def random_tables(rng: np.random.Generator) -> Tables:
    """Tables of the first facets, half of the time with an override; few different values, so that there are ties."""
    sizes = [CODES] * (FACETS - 1)
    values = 4 * rng.integers(-40, 60, sum(sizes)) + rng.integers(0, 2, sum(sizes)) * (rng.random(sum(sizes)) < 0.3)
    values[rng.integers(0, len(values))] = -4 * 100_000
    has_override = rng.random() < 0.5
    return Tables(
        values=values.astype(np.int32),
        starts=np.cumsum([0, *sizes[:-1]]).astype(np.int64),
        facet=rng.permutation(FACETS)[: len(sizes)].astype(np.int64),
        place_values=(4 * rng.integers(0, 9, 5)).astype(np.int32) if rng.random() < 0.7 else np.zeros(0, np.int32),
        override_table=int(rng.integers(0, len(sizes))) if has_override else -1,
        override_facet=int(rng.integers(0, FACETS)) if has_override else 0,
        override_flags=rng.integers(0, 2, CODES).astype(np.uint8) if has_override else np.zeros(0, np.uint8),
        override_value=4 * 17 + 1 if has_override else 0,
        vague=50_000,
    )


def random_selection(rng: np.random.Generator, rows: int) -> Selection:
    """Some ranges, sometimes all rows, sometimes with a mask."""
    cuts = np.sort(rng.integers(0, rows + 1, 2 * int(rng.integers(0, 4))))
    ranges = cuts.reshape(-1, 2).astype(np.int64) if rng.random() < 0.6 else np.array([[0, rows]], dtype=np.int64)
    allowed = rng.integers(0, 2, rows).astype(np.uint8) if rng.random() < 0.5 else None
    return Selection(ranges, allowed)


def naive_points(world: World, row: int, asked: AskedWords, tables: Tables | None, text_worth: float) -> int:
    """Points of one row, word by word and table by table."""
    counts = asked if isinstance(asked, Mapping) else dict.fromkeys(asked, 1)
    weight_of, held = world.weights.weight_of, world.documents[row]
    overlap = sum(weight_of(word) * count * held.get(word, 0) for word, count in counts.items())
    inverse = inverse_norm(sum(weight_of(word) * count**2 for word, count in counts.items()))
    text = text_points(overlap, float(world.common.inverse_norms[row]), inverse, text_worth)
    if tables is None:
        return text
    values = []
    for number, (start, facet) in enumerate(zip(tables.starts, tables.facet, strict=True)):
        value = int(tables.values[start + world.codes[facet, row]])
        if number == tables.override_table and tables.override_flags[world.codes[tables.override_facet, row]]:
            value = tables.override_value
        values.append(value)
    if len(tables.place_values):
        values.append(int(tables.place_values[world.places[row]]))
    knows_something = any(value % 4 for value in values)
    return sum(value // 4 for value in values) - (0 if knows_something else tables.vague) + text


def naive_best(
    world: World, asked: AskedWords, selection: Selection, tables: Tables | None, k: int, text_worth: float
) -> list[tuple[int, int]]:
    """(points, row) of the best rows: points falling, then ids rising."""
    rows = [row for first, behind in selection.ranges.tolist() for row in range(first, behind)]
    if selection.allowed is not None:
        rows = [row for row in rows if selection.allowed[row]]
    scored = [(naive_points(world, row, asked, tables, text_worth), row) for row in rows]
    if tables is None:
        scored = [one for one in scored if one[0] > 0]
    return sorted(scored, key=lambda one: (-one[0], world.id_rank[one[1]]))[:k]


def _random_document(rng: np.random.Generator) -> dict[str, int]:
    # The first words are the common ones.
    chance = np.where(np.arange(len(WORDS)) < 8, 0.6, 0.08)
    counts = np.where(rng.random(len(WORDS)) < 0.02, 300, rng.integers(1, 6, len(WORDS))).clip(max=LARGEST_COUNT)
    held = rng.random(len(WORDS)) < (chance if rng.random() < 0.95 else 0)
    return {word: int(count) for word, count, is_held in zip(WORDS, counts, held, strict=True) if is_held}


def _lists(documents: tuple[dict[str, int], ...], terms: list[str], common: list[str], chunk: int) -> TermLists:
    slot_keys, slots = slots_of(np.array([key_of(word) for word in terms], dtype=np.uint64))
    slot_terms = np.zeros(len(slot_keys), dtype=np.int32)
    slot_terms[slots] = np.arange(len(terms))
    starts: list[list[int]] = []
    rows: list[int] = []
    counts: list[int] = []
    for begin in range(0, len(documents), chunk):
        starts.append([])
        for word in terms:
            starts[-1].append(len(rows))
            for row, document in enumerate(documents[begin : begin + chunk]):
                if word in document and word not in common:
                    rows.append(row)
                    counts.append(document[word])
        starts[-1].append(len(rows))
    shape = (len(starts), len(terms) + 1)
    offsets = np.array(starts, dtype=np.uint32).reshape(shape)
    return TermLists(slot_keys, slot_terms, offsets, np.array(rows, np.uint16), np.array(counts, np.uint8))


def _common_words(
    documents: tuple[dict[str, int], ...], terms: list[str], common: list[str], weights: WordWeights
) -> CommonWords:
    number_of = np.array([common.index(word) if word in common else -1 for word in terms], dtype=np.int16)
    masks = np.zeros((len(documents), 2), dtype=np.uint64)
    starts, counts = [0], []
    rest, inverse_norms = np.zeros(len(documents), np.float32), np.zeros(len(documents), np.float32)
    for row, document in enumerate(documents):
        for number, word in enumerate(common):
            if word in document:
                masks[row, number // 64] |= np.uint64(1 << number % 64)
                counts.append(document[word])
        starts.append(len(counts))
        square = sum(weights.weight_of(word) * count**2 for word, count in document.items())
        if square:
            inverse_norms[row] = 1 / math.sqrt(square)
            part = sum(weights.weight_of(word) * document.get(word, 0) ** 2 for word in common)
            rest[row] = np.nextafter(np.float32(math.sqrt(part) * inverse_norms[row]), np.float32(np.inf))
    packed = np.array(counts, dtype=np.uint8)
    return CommonWords(number_of, masks, np.array(starts, np.uint32), packed, rest, inverse_norms)
