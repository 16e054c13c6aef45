"""The thesaurus of titles."""

from hypothesis import given
from hypothesis import strategies as st

from matching.taxonomy import read_table
from matching.text import normalise
from matching.title_words import concepts


def _rows() -> list[tuple[str, list[str]]]:
    return [(row["concept"], row["words"].split("|")) for row in read_table("title_words")]


def test_words_of_postings_and_of_the_classification_meet_in_a_concept() -> None:
    for everyday, official in (
        ("司机", "驾驶员"),
        ("客服", "客户服务"),
        ("老师", "教师"),
        ("hr", "人力资源"),
        ("码农", "软件开发"),
    ):
        assert set(concepts(everyday)) & set(concepts(official)), (everyday, official)


def test_kinds_of_work_that_differ_do_not_meet() -> None:
    for one, other in (("电工", "焊工"), ("护士", "护林员"), ("保安", "保洁"), ("会计", "厨师")):
        assert not set(concepts(one)) & set(concepts(other)), (one, other)


def test_an_abbreviation_counts_as_a_whole_word_alone() -> None:
    assert concepts("HR专员")
    assert not concepts("Chrome")


def test_every_group_has_two_words_or_more_and_none_twice() -> None:
    for concept, words in _rows():
        whole = [normalise(word) for word in (concept, *words)]
        assert len(whole) == len(set(whole)) >= 2, concept


def test_every_word_is_found_where_it_stands_alone() -> None:
    lost = [(c, w) for c, words in _rows() for w in (c, *words) if len(w) > 1 and "=" + c not in concepts(w)]
    assert not lost


def test_there_are_several_hundred_groups() -> None:
    assert len(_rows()) >= 300


@given(st.text(max_size=60))
def test_a_concept_is_never_a_word(text: str) -> None:
    assert all(concept.startswith("=") for concept in concepts(text))
