"""Courses for a person: rows of the same shape as those of postings, exact sums, the useful course first."""

from datetime import date
from typing import Any

from matching.course_comparisons import CourseMatch
from matching.matcher import Matcher
from matching.records import Course, JobPosting, JobSeeker

TODAY = date(2026, 11, 23)
SEEKER = JobSeeker.from_mapping(
    {"id": "p1", "credentials": [], "home": "431127", "wishes": {"occupations": ["电工"], "regions": ["440300"]}}
)
POSTS = [
    JobPosting.from_mapping({"id": "1", "title": "低压电工", "description": "须持低压电工证", "region": "440300"}),
    JobPosting.from_mapping({"id": "2", "title": "高压电工", "description": "须持高压电工证和低压电工证"}),
]


def ranked(*courses: Course, posts: list[JobPosting] = POSTS) -> list[CourseMatch]:
    return Matcher(as_of=TODAY).rank_courses(SEEKER, courses, posts)


def electrician(name: str = "lv", **more: Any) -> Course:
    return Course(name, "低压电工取证班", credentials=("electrician-lv",), **more)


def levels(match: CourseMatch) -> dict[str, str]:
    return {row.comparison: row.level for row in match.explanation.contributions}


def test_the_course_that_opens_a_posting_comes_before_the_one_that_does_not() -> None:
    tea = Course("tea", "茶艺班", credentials=("driving-c1",))
    first, second = ranked(tea, electrician())
    assert (first.course_id, first.opened, levels(first)["opens"]) == ("lv", ("1",), "one")
    assert (second.course_id, second.requirements, levels(second)["opens"]) == ("tea", (), "none")


def test_a_course_that_gives_both_missing_papers_opens_what_lacks_both() -> None:
    both = Course("both", "高低压电工班", credentials=("electrician-lv", "electrician-hv"))
    assert ranked(both)[0].opened == ("1", "2")


def test_every_course_is_ranked_not_only_the_named_ones() -> None:
    courses = [electrician(f"k{number}") for number in range(8)]
    assert [one.opened for one in ranked(*courses)] == [("1",)] * 8


def test_the_cheaper_nearer_and_sooner_one_comes_first() -> None:
    good = electrician("good", fee=0, region="440300", starts=date(2026, 12, 1))
    dear = electrician("dear", fee=5000, region="110100", starts=date(2027, 6, 1))
    gone = electrician("gone", subsidised=True, region="440800", starts=date(2026, 11, 1))
    found = {one.course_id: levels(one) for one in ranked(dear, gone, good)}
    names = ("cost", "course_place", "start")
    assert [found["good"][name] for name in names] == ["free", "same_city", "soon"]
    assert [found["dear"][name] for name in names] == ["dear", "far", "later"]
    assert [found["gone"][name] for name in names] == ["free", "same_province", "begun"]
    assert ranked(dear, gone, good)[0].course_id == "good"


def test_what_a_course_does_not_say_is_unknown_and_costs_nothing() -> None:
    (match,) = ranked(electrician())
    assert match.unknown == ("course.fee", "course.region", "course.starts")
    assert all(row.micro_points == 0 for row in match.explanation.contributions if row.settles)


def test_a_course_of_which_nobody_knows_what_it_gives_has_no_score() -> None:
    (match,) = ranked(Course("k", "精品班"))
    assert (match.score, match.unknown[0]) == (None, "course.credentials")


def test_rows_add_up_and_read_as_sentences() -> None:
    for match in ranked(electrician(fee=800, region="431127", starts=date(2027, 1, 1)), Course("k", "精品班")):
        explanation = match.explanation
        rows = explanation.contributions
        assert explanation.micro_total == explanation.micro_prior + sum(row.micro_points for row in rows)
        assert all(row.sentence.endswith("。") and "None" not in row.sentence for row in rows)


def test_without_postings_a_course_opens_nothing() -> None:
    assert levels(ranked(electrician(), posts=[])[0])["opens"] == "none"


def test_a_licence_to_be_had_makes_no_electrician_of_a_cook() -> None:
    cook = JobSeeker.from_mapping({"credentials": [], "experience": [{"title": "中餐厨师", "years": 3}]})
    kitchens = [JobPosting.from_mapping({"id": f"k{n}", "title": "中餐厨师"}) for n in range(60)]
    yards = [{"id": f"e{n}", "title": "低压电工", "description": "须持低压电工证"} for n in range(60)]
    posts = [*kitchens, *(JobPosting.from_mapping(one) for one in yards)]
    assert Matcher(as_of=TODAY).rank_courses(cook, [electrician()], posts)[0].requirements == ()
