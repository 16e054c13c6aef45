"""The compiled cutters find the words that plain Python finds, and give them the same keys."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.index import keys
from matching.index.keys import character_classes, impact
from matching.text import normalise, terms
from matching.weights import key_of

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


@settings(deadline=None)  # the first example compiles
@given(st.text(alphabet=st.one_of(st.sampled_from(_BORDERS), st.characters(exclude_categories=["Cs"]))))
def test_search_keys_are_those_of_the_terms(text: str):
    assert _run(normalise(text), "terms") == [key_of(term) for term in terms(text)]


@pytest.mark.parametrize(
    "text", ["c++ c# c+", "3d打印ca6140", "12ab3", "abcé++", "éabc++", "a1b2", "焊", "焊工焊", "电a工", "_a_1", ""]
)
def test_search_keys_of_awkward_texts_are_those_of_the_terms(text: str):
    assert _run(text, "terms") == [key_of(term) for term in terms(text)]


@settings(deadline=None)  # the first example compiles
@given(st.text(alphabet=st.one_of(st.just(" "), st.characters(exclude_categories=["Cs"]))))
def test_word_keys_are_those_of_the_words_between_spaces(text: str):
    assert _run(text, "words") == [key_of(word) for word in text.split(" ") if word]


def test_an_impact_rises_with_the_count_falls_with_the_length_and_stays_a_byte():
    for length in (1, 100, 10_000, 10_000_000):
        impacts = [impact(count, length) for count in (1, 2, 10, 1000, 10_000_000)]
        assert impacts == sorted(impacts)
        assert impacts[0] >= 1
        assert impacts[-1] <= 255
    assert impact(3, 50) > impact(3, 500)
