"""Documents are counted as plain Python counts them, and words numbered as they come, however the table grows."""

import random
from collections import Counter

import numpy as np
import pytest

from matching.index import vocabulary as vocabulary_module
from matching.index.keys import TITLE_COUNT
from matching.index.vocabulary import Entries, Vocabulary
from matching.text import terms
from matching.weights import find_slots, key_of


def _decoded(entries: Entries, vocabulary: Vocabulary) -> list[dict[int, int]]:
    """Key and count of each document's entries."""
    key_of_term = np.zeros(vocabulary.known, dtype=np.uint64)
    filled = vocabulary.slot_keys > 0
    key_of_term[vocabulary.slot_terms[filled]] = vocabulary.slot_keys[filled]
    runs, start = [], 0
    for size in entries.sizes.tolist():
        run = slice(start, start + size)
        runs.append(dict(zip(key_of_term[entries.terms[run]].tolist(), entries.counts[run].tolist(), strict=True)))
        assert len(runs[-1]) == size
        start += size
    assert start == len(entries.terms) == len(entries.counts)
    return runs


def _texts(seed: int, number: int = 40) -> list[str]:
    choice = random.Random(seed)
    words = ["焊工", "保安", "叉车", "c++", "ca6140", *(f"词{i}" for i in range(300))]
    return [" ".join(choice.choices(words, k=choice.choice([0, 1, 5, 60]))) for _ in range(number)]


@pytest.mark.parametrize("seed", range(5))
def test_words_are_counted_as_plain_python_counts_them(seed: int):
    texts = [*_texts(seed), " ", "  ", "焊 " * 300, "😀 𠀀 😀"]
    vocabulary = Vocabulary()
    found = _decoded(vocabulary.count_words([text.encode() for text in texts]), vocabulary)
    assert found == [{key_of(word): min(n, 255) for word, n in Counter(text.split()).items()} for text in texts]


@pytest.mark.parametrize("seed", range(5))
def test_terms_have_the_impact_of_their_count_and_length_with_title_terms_fourfold(seed: int):
    bodies = [*_texts(seed), "", "焊" * 3000]
    titles = [*_texts(seed + 100), "", "焊工"]
    texts = [f"{title}\n{body}".encode() for title, body in zip(titles, bodies, strict=True)]
    vocabulary = Vocabulary()
    found = _decoded(vocabulary.count_terms([title.encode() for title in titles], texts), vocabulary)
    for run, title, body in zip(found, titles, bodies, strict=True):
        counts = Counter(terms(body))
        for term in terms(title):
            counts[term] += TITLE_COUNT
        length = sum(counts.values())
        assert run == {key_of(term): _plain_impact(n, length) for term, n in counts.items()}


def _plain_impact(count: int, length: int) -> int:
    slack = 1.2 * (0.25 + 0.75 * length / 350.0)
    return max(1, int(255 * count / (count + slack) + 0.5))


def test_a_vocabulary_grown_many_times_finds_every_word_under_its_first_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vocabulary_module, "_FIRST_SIZE", 8)
    vocabulary = Vocabulary()
    words = [f"词{i}" for i in range(3000)]
    for start in range(0, 3000, 500):
        part = words[start : start + 500]
        texts = [" ".join(part[i : i + 7]).encode() for i in range(0, 500, 7)]
        entries = vocabulary.count_words(texts)
        assert entries.terms.tolist() == list(range(start, start + 500))
    assert vocabulary.known == 3000
    slots = find_slots(vocabulary.slot_keys, np.array([key_of(word) for word in words], dtype=np.uint64))
    assert vocabulary.slot_terms[slots].tolist() == list(range(3000))
    assert 2 * vocabulary.known <= len(vocabulary.slot_keys)


def test_many_batches_give_the_entries_of_one():
    texts = [text.encode() for text in _texts(9, 200)]
    whole, parts = Vocabulary(), Vocabulary()
    wanted = whole.count_words(texts)
    found = [parts.count_words(texts[i : i + 13]) for i in range(0, 200, 13)]
    for name in Entries._fields:
        assert np.concatenate([getattr(one, name) for one in found]).tolist() == getattr(wanted, name).tolist()


def test_no_documents_give_no_entries():
    entries = Vocabulary().count_words([])
    assert [len(array) for array in entries] == [0, 0, 0]


def test_one_enormous_document_does_not_leave_an_enormous_table():
    vocabulary = Vocabulary()
    vocabulary.count_words([b"welder " * 50_000, b"guard driver"])
    slot_keys, slot_terms = vocabulary.smallest_table()
    assert (len(vocabulary.slot_keys), len(slot_keys)) == (1 << 20, 8)
    slots = find_slots(slot_keys, np.array([key_of(word) for word in ("welder", "guard", "driver")], dtype=np.uint64))
    assert slot_terms[slots].tolist() == [0, 1, 2]
