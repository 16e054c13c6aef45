"""Exposure: one employer's many postings of a kind do not fill a list."""

from datetime import date
from itertools import permutations
from typing import Any

from matching.matcher import Matcher
from matching.records import JobPosting, JobSeeker

TODAY = date(2026, 11, 23)
SEEKER = JobSeeker.from_mapping({"id": "p1", "credentials": ["保安员证"], "wishes": {"occupations": ["保安员"]}})


def guard(name: str, employer: str | None, **more: Any) -> JobPosting:
    return JobPosting.from_mapping({"id": name, "title": "保安员", "employer": employer, **more})


def levels(matcher: Matcher, *postings: JobPosting) -> dict[str, str]:
    matches = matcher.rank(SEEKER, postings)
    return {one.posting_id: one.explanation.contributions[-1].level for one in matches}


def test_the_newest_of_an_employer_comes_first_and_the_fourth_last() -> None:
    posts = [guard(str(day), "甲物业", posted=f"2026-11-0{day}") for day in (1, 2, 3, 4)]
    assert levels(Matcher(as_of=TODAY), *posts) == {"4": "first", "3": "second", "2": "third", "1": "further"}


def test_a_list_shows_several_employers_before_the_third_post_of_one() -> None:
    big = [guard(f"a{number}", "甲物业") for number in range(4)]
    small = [guard("b", "乙物业"), guard("c", "丙物业")]
    shown = [one.posting_id for one in Matcher().rank(SEEKER, [*big, *small], k=4)]
    assert shown == ["a0", "b", "c", "a1"]


def test_another_kind_of_work_and_another_spelling_of_the_name() -> None:
    cook = JobPosting.from_mapping({"id": "cook", "title": "中式烹调师", "employer": "甲物业"})
    twin = guard("twin", "甲 物业".replace(" ", "\u200b"))
    assert levels(Matcher(), guard("a", "甲物业"), cook, twin) == {"a": "first", "cook": "first", "twin": "second"}


def test_an_unknown_employer_is_unknown_and_names_the_field() -> None:
    (match,) = Matcher().rank(SEEKER, [guard("a", None)])
    assert match.explanation.contributions[-1].level == "unknown_posting"
    assert "posting.employer" in match.unknown


def test_the_order_of_input_changes_nothing() -> None:
    posts = [guard("a", "甲", posted="2026-11-01"), guard("b", "甲"), guard("c", "甲", posted="2026-11-02")]
    found = {tuple(sorted(levels(Matcher(), *order).items())) for order in permutations(posts)}
    assert found == {(("a", "second"), ("b", "third"), ("c", "first"))}


def test_a_fitted_matcher_knows_postings_that_are_not_at_hand() -> None:
    pool = [guard("a", "甲", posted="2026-11-02"), guard("b", "甲", posted="2026-11-01")]
    matcher = Matcher(as_of=TODAY).fit(pool)
    assert levels(matcher, pool[1]) == {"b": "second"}
    assert levels(matcher, guard("new", "甲", posted="2026-11-03")) == {"new": "first"}
    assert levels(Matcher(as_of=TODAY), pool[1]) == {"b": "first"}


def test_a_sentence_says_why_it_counts() -> None:
    matches = Matcher().rank(SEEKER, [guard("a", "甲"), guard("b", "甲")])
    assert [one.explanation.contributions[-1].sentence for one in matches] == [
        "这家单位的同类岗位里，这是最新的一个。",
        "这家单位的同类岗位里，比这个更新的还有1个；往后放一放，好让您多看到几家单位。",
    ]
