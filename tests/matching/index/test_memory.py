"""What was worked out is kept up to a limit, the longest unused goes first."""

import numpy as np
import pytest

from matching.index.dictionaries import posting_dictionaries
from matching.index.memory import Memory
from matching.index.plan import Plan
from tests.matching.index.people_and_postings import TODAY, random_settings, random_world


def test_the_array_that_was_not_asked_for_longest_is_forgotten_first() -> None:
    memory, made = Memory[np.ndarray](limit=20), []

    def get(key: str) -> None:
        memory.get(key, lambda: made.append(key) or np.zeros(1))  # type: ignore[func-returns-value]

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert made == ["a", "b", "c", "b"]


def test_an_array_beyond_the_limit_is_made_each_time_and_drives_nothing_out() -> None:
    memory = Memory[np.ndarray](limit=8)
    small = memory.get("small", lambda: np.zeros(1))
    assert memory.get("large", lambda: np.zeros(2)) is not memory.get("large", lambda: np.zeros(2))
    assert memory.get("small", lambda: np.ones(1)) is small


def test_what_is_kept_cannot_be_written_to() -> None:
    kept = Memory[np.ndarray](limit=8).get("a", lambda: np.zeros(1))
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1


def test_two_segments_are_not_taken_for_each_other() -> None:
    postings, people = random_world(3)
    sizes = []
    for kept_rows in (postings, postings[:5]):
        dictionaries = posting_dictionaries()
        dictionaries.codes(kept_rows)
        sizes.append(Plan(people[0], random_settings(0), TODAY).tables(dictionaries.in_memory()).values.size)
    assert sizes[0] > sizes[1]
