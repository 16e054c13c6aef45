"""The compiled cutters find the words that plain Python finds, count them alike and number them as they come."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.index_next import keys
from matching.index_next.keys import TITLE_COUNT, Entries, Vocabulary, character_classes, impact
from matching.text import normalise, terms
from matching.weights import find_slots, key_of

# Letters, figures and signs that stand at the borders of the classes of `terms`, of one to four bytes.
_BORDERS = "az09+#_ \n-éßяあ한٣½㐀䶿䶀一鿿\ua000焊电工保𠀀😀\u0301ªλ"


def _run(text: str, kernel: str) -> list[int]:
    raw = text.encode()
    buffer, found = np.frombuffer(raw, dtype=np.uint8), np.zeros(len(raw) + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        if kernel == "words":
            number = keys.word_keys(buffer, 0, len(raw), found)
        else:
            number = keys.search_keys(buffer, 0, len(raw), character_classes(), found)
    return found[:number].tolist()


@given(st.text(alphabet=st.one_of(st.sampled_from(_BORDERS), st.characters(exclude_categories=["Cs"]))))
def test_search_keys_are_those_of_the_terms(text: str):
    assert _run(normalise(text), "terms") == [key_of(term) for term in terms(text)]


@pytest.mark.parametrize(
    "text", ["c++ c# c+", "3d打印ca6140", "12ab3", "abcé++", "éabc++", "a1b2", "焊", "焊工焊", "电a工", "_a_1", ""]
)
def test_search_keys_of_awkward_texts_are_those_of_the_terms(text: str):
    assert _run(text, "terms") == [key_of(term) for term in terms(text)]


@given(st.text(alphabet=st.one_of(st.just(" "), st.characters(exclude_categories=["Cs"]))))
def test_word_keys_are_those_of_the_words_between_spaces(text: str):
    assert _run(text, "words") == [key_of(word) for word in text.split(" ") if word]


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


def test_an_impact_rises_with_the_count_falls_with_the_length_and_stays_a_byte():
    for length in (1, 100, 10_000, 10_000_000):
        impacts = [impact(count, length) for count in (1, 2, 10, 1000, 10_000_000)]
        assert impacts == sorted(impacts)
        assert impacts[0] >= 1
        assert impacts[-1] <= 255
    assert impact(3, 50) > impact(3, 500)


def test_a_vocabulary_grown_many_times_finds_every_word_under_its_first_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "_FIRST_SIZE", 8)
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
