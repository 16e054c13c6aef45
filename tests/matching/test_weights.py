"""Words weigh what the formula says, whichever way they are asked for, merged or stored."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.weights import LARGEST_WEIGHT, WordWeights, find_slots, key_of, merge_frequencies, slots_of

_DOCUMENTS = [["焊工", "包住", "焊工"], ["保安", "包住"], ["包住", "c++"], []]


def _wanted(frequency: int, documents: int) -> int:
    return max(1, round(200 * math.log((documents + 1) / frequency) ** 2))


def test_the_key_is_fnv_1a_with_its_halves_folded():
    # The published value of FNV-1a for "foobar" is 0x85944171f73967e8.
    assert key_of("foobar") == 0x85944171F73967E8 ^ 0x85944171


@settings(deadline=None)
@given(st.text())
def test_no_word_has_the_key_of_an_empty_slot(word: str):
    assert 0 < key_of(word) < 1 << 64


def test_a_word_weighs_by_the_documents_it_stands_in_not_by_its_repeats():
    weights = WordWeights.from_documents(_DOCUMENTS)
    assert weights.documents == 4
    assert weights.weight_of("包住") == _wanted(3, 4)
    assert weights.weight_of("焊工") == _wanted(1, 4) == weights.default


def test_a_word_never_seen_weighs_as_one_seen_once():
    weights = WordWeights.from_documents(_DOCUMENTS)
    assert weights.weight_of("没见过") == weights.weight_of("焊工")


def test_without_documents_every_word_weighs_one():
    weights = WordWeights.from_documents([])
    assert weights.weight_of("焊工") == 1
    assert weights.of_words(["焊工", "保安"])[1].tolist() == [1, 1]


def test_a_word_of_every_document_still_weighs_one():
    keys = np.array([5], dtype=np.uint64)
    weights = WordWeights.from_frequencies(keys, np.array([1_000_000]), 1_000_000)
    assert weights.slot_weights.max() == 1


def test_a_word_that_no_document_holds_any_more_weighs_as_one_seen_once():
    weights = WordWeights.from_frequencies(np.array([5], dtype=np.uint64), np.array([0]), 100)
    assert weights.of_keys(np.array([5, 6], dtype=np.uint64)).tolist() == [_wanted(1, 100)] * 2


def test_a_question_of_the_heaviest_words_stays_within_32_bits():
    keys = np.array([5], dtype=np.uint64)
    weights = WordWeights.from_frequencies(keys, np.array([1]), 50_000_000)
    assert weights.default == LARGEST_WEIGHT
    assert weights.default * 255 * 200 < 2**31


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("焊电保司机叉车abc"), max_size=6), max_size=8))
def test_single_words_many_words_and_stored_words_agree(documents: list[list[str]]):
    weights = WordWeights.from_documents(documents)
    frequencies = Counter(word for words in documents for word in set(words))
    asked = ["焊", "电", "z", "机", "z"]
    wanted = [_wanted(frequencies[word] or 1, len(documents)) for word in asked]
    if not documents:
        wanted = [1] * len(asked)
    assert [weights.weight_of(word) for word in asked] == wanted
    stored = WordWeights.from_arrays(weights.to_arrays())
    keys, found = stored.of_words(asked)
    assert keys.tolist() == [key_of(word) for word in asked]
    assert found.tolist() == wanted
    assert found.dtype == np.int32


def test_the_heaviest_words_come_first_and_ties_by_their_key():
    weights = WordWeights.from_documents(_DOCUMENTS)
    words = weights.heaviest(["包住", "保安", "焊工", "保安", "c++"], 3)
    assert words == sorted(["保安", "焊工", "c++"], key=key_of)
    assert weights.heaviest(["包住", "保安"], 200) == ["保安", "包住"]


@settings(deadline=None)
@given(st.lists(st.lists(st.lists(st.sampled_from("焊电保司"), max_size=4), max_size=4), max_size=4))
def test_shards_merged_weigh_as_the_whole(shards: list[list[list[str]]]):
    parts = []
    for shard in shards:
        frequencies = Counter(key_of(word) for words in shard for word in set(words))
        keys = np.array(list(frequencies), dtype=np.uint64)
        parts.append((keys, np.array(list(frequencies.values()), dtype=np.int64)))
    merged = WordWeights.from_frequencies(*merge_frequencies(parts), sum(map(len, shards)))
    whole = WordWeights.from_documents(words for shard in shards for words in shard)
    assert merged.of_words(list("焊电保司x"))[1].tolist() == whole.of_words(list("焊电保司x"))[1].tolist()


@settings(deadline=None)
@given(st.sets(st.integers(1, 2**64 - 1), max_size=200), st.integers(0, 6))
def test_every_key_is_found_again_even_where_all_want_one_slot(numbers: set[int], shift: int):
    # Shifted keys share their low bits, so that they collide and wrap around the end of the table.
    keys = np.unique((np.array(sorted(numbers), dtype=np.uint64) << np.uint64(shift)) | np.uint64((1 << shift) - 1))
    keys = keys[keys > 0]
    slot_keys, slots = slots_of(keys)
    assert (slot_keys[slots] == keys).all()
    assert (slot_keys > 0).sum() == len(keys)
    assert len(slot_keys) >= 2 * len(keys)
    assert (find_slots(slot_keys, keys) == slots).all()
    strangers = np.setdiff1d(keys + np.uint64(1 << shift), np.append(keys, np.uint64(0)))
    assert (find_slots(slot_keys, strangers) == -1).all()


@pytest.mark.parametrize("keys", [[3, 3], [0, 1]])
def test_a_key_twice_or_zero_is_refused(keys: list[int]):
    with pytest.raises(ValueError, match="keys: each must stand there once"):
        slots_of(np.array(keys, dtype=np.uint64))


@pytest.mark.parametrize(("frequencies", "documents"), [([-1], 5), ([6], 5), ([1], -1)])
def test_frequencies_out_of_range_are_refused(frequencies: list[int], documents: int):
    with pytest.raises(ValueError, match="frequencies: must be from 0 to documents"):
        WordWeights.from_frequencies(np.array([7], dtype=np.uint64), np.array(frequencies), documents)


def test_arrays_of_two_lengths_are_refused():
    with pytest.raises(ValueError, match="frequencies: 2 numbers for 1 keys"):
        WordWeights.from_frequencies(np.array([7], dtype=np.uint64), np.array([1, 1]), 3)
