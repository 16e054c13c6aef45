"""Ranking: eligibility, unknowns, exact sums, gaps closed for real, settings."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from matching.background import with_skill
from matching.comparisons import ALL, Pay
from matching.explanation import Contribution, Match
from matching.matcher import Matcher
from matching.persistence import StoreError
from matching.plain import from_plain, to_plain
from matching.preparation import PreparedPosting
from matching.records import Course, JobPosting, JobSeeker
from matching.settings import MatchSettings

TODAY = date(2026, 11, 23)
DRIVER: dict[str, Any] = {
    "id": "driver",
    "service": [{"specialty": "汽车驾驶员", "from": "2014-09", "to": "2022-09", "tasks": "驾驶货车长途运输"}],
    "credentials": ["B2驾驶证"],
    "education": "高中",
    "skills": ["货车驾驶"],
    "wishes": {"regions": ["440300"], "occupations": ["货车司机"], "month_min": 7000, "lodging": True, "shift": "day"},
}
TRUCK = {
    "id": "truck",
    "title": "货车司机",
    "region": "440306",
    "salary": "8000-9000元/月",
    "description": "持B2驾驶证，货车驾驶两年以上，包住，白班。退役军人优先",
    "experience": "2年以上",
    "education": "初中",
    "posted": "2026-11-20",
}
ELECTRICIAN = {
    "id": "electrician",
    "title": "低压电工",
    "region": "440306",
    "salary": "7000元/月",
    "description": "必须持低压电工证，负责配电房值班",
}
GUARD = {"id": "office", "title": "行政文员", "region": "440300", "education": "本科", "experience": "10年以上"}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(as_of=TODAY)


def rank(
    matcher: Matcher, seeker: dict[str, Any], *postings: dict[str, Any], courses: tuple[Course, ...] = ()
) -> list[Match]:
    return matcher.rank(JobSeeker.from_mapping(seeker), [JobPosting.from_mapping(row) for row in postings], courses)


def row(match: Match, name: str) -> Contribution:
    return next(one for one in match.explanation.contributions if one.comparison == name)


def test_the_fitting_job_comes_first_and_the_unmet_one_last_and_marked(matcher: Matcher) -> None:
    matches = rank(matcher, DRIVER, ELECTRICIAN, GUARD, TRUCK)
    assert [(one.posting_id, one.eligibility) for one in matches] == [
        ("truck", "met"),
        ("office", "met"),
        ("electrician", "unmet"),
    ]


def test_a_wish_for_schooling_or_years_filters_nobody(matcher: Matcher) -> None:
    (match,) = rank(matcher, DRIVER, GUARD)
    assert match.eligibility == "met"
    assert row(match, "education").level == "far_below"


def test_an_unknown_licence_is_unknown_and_names_the_field(matcher: Matcher) -> None:
    without = {key: value for key, value in DRIVER.items() if key != "credentials"}
    (match,) = rank(matcher, without, ELECTRICIAN)
    assert (match.eligibility, match.unknown[0]) == ("unknown", "seeker.credentials")
    assert match.missing == () or all(one.requirement != "低压电工作业证" for one in match.missing)


def test_too_little_known_gives_no_score_and_says_what_would_help(matcher: Matcher) -> None:
    (match,) = rank(matcher, {"id": "silent"}, TRUCK)
    assert match.score is None
    assert {"seeker.service", "seeker.wishes.occupations"} <= set(match.unknown)


def test_unknown_is_a_level_of_its_own_with_no_points(matcher: Matcher) -> None:
    (match,) = rank(matcher, DRIVER, {"id": "bare", "title": "货车司机"})
    pay = row(match, "pay")
    assert (pay.level, pay.micro_points, pay.settles) == ("unknown_posting", 0, "posting.salary")


def test_the_printed_decimals_add_up_exactly(matcher: Matcher) -> None:
    for match in rank(matcher, DRIVER, TRUCK, ELECTRICIAN, GUARD):
        printed = match.to_mapping()
        points = [one["points"] for one in printed["contributions"]]
        assert printed["total"] == printed["prior"] + sum(points)
        assert sum(map(Fraction, points)) + Fraction(printed["prior"]) == Fraction(printed["total"])
        for one in printed["contributions"]:
            assert one["points"] == one["value"] * one["weight"]


def test_a_course_closes_the_gap_and_the_score_after_is_a_real_one(matcher: Matcher) -> None:
    course = Course("k1", "低压电工取证班", credentials=("electrician-lv",))
    (match,) = rank(matcher, DRIVER, ELECTRICIAN, courses=(course,))
    missing = next(one for one in match.missing if one.courses == ("k1",))
    held = {**DRIVER, "credentials": ["B2驾驶证", "electrician-lv"]}
    (after,) = rank(matcher, held, ELECTRICIAN)
    assert missing.score_after == after.score
    assert after.eligibility == "met"
    assert match.score is not None
    assert after.score is not None
    assert after.score > match.score


def test_a_course_that_grants_the_only_lacking_licence_opens_the_posting(matcher: Matcher) -> None:
    course = Course("k1", "低压电工取证班", credentials=("electrician-lv",))
    postings = matcher.prepare([JobPosting.from_mapping(ELECTRICIAN)])
    (advice,) = matcher.rank_courses(JobSeeker.from_mapping(DRIVER), [course], postings)
    assert (advice.course_id, advice.opened) == ("k1", ("electrician",))


def test_a_licence_that_covers_another_meets_the_demand_for_it(matcher: Matcher) -> None:
    (match,) = rank(matcher, {**DRIVER, "credentials": ["A2驾驶证"]}, TRUCK)
    assert match.eligibility == "met"


def test_ties_are_ordered_by_identifier(matcher: Matcher) -> None:
    twins = [{**TRUCK, "id": one} for one in ("b", "a", "c")]
    assert [one.posting_id for one in rank(matcher, DRIVER, *twins)] == ["a", "b", "c"]


def test_people_are_ranked_for_a_posting_too(matcher: Matcher) -> None:
    clerk = {"id": "clerk", "experience": [{"title": "行政文员", "years": 3}], "credentials": []}
    people = [JobSeeker.from_mapping(one) for one in (clerk, DRIVER)]
    ranked = matcher.rank_people(JobPosting.from_mapping(TRUCK), people)
    assert [(one.seeker_id, one.eligibility) for one in ranked] == [("driver", "met"), ("clerk", "unmet")]


@pytest.mark.parametrize("field", ["age", "sex", "household", "marital_status", "年龄", "性别"])
def test_age_sex_household_and_marriage_change_nothing(matcher: Matcher, field: str) -> None:
    plain, with_field = rank(matcher, DRIVER, TRUCK), rank(matcher, {**DRIVER, field: "x"}, TRUCK)
    assert plain == with_field
    assert plain == rank(matcher, DRIVER, {**TRUCK, field: "18-25岁，限男性"})


def test_a_redacted_explanation_keeps_the_sum_and_drops_the_person(matcher: Matcher) -> None:
    (match,) = rank(matcher, DRIVER, TRUCK)
    bare = match.explanation.redacted()
    assert bare.micro_total == match.explanation.micro_total
    text = "".join(one.sentence for one in bare.contributions)
    assert all(one.seeker_evidence is None for one in bare.contributions)
    assert not any(word in text for word in ("B2", "7000", "高中", "您"))


def test_every_level_of_every_comparison_reads_as_a_sentence(matcher: Matcher) -> None:
    for match in rank(matcher, DRIVER, TRUCK, ELECTRICIAN, GUARD):
        for one in match.explanation.contributions:
            assert one.sentence.endswith("。")
            assert not any(broken in one.sentence for broken in ("None", "{", "，，", "：。", "，。"))


def test_prepared_postings_survive_the_round_trip_through_json(matcher: Matcher) -> None:
    (prepared,) = matcher.prepare([JobPosting.from_mapping(TRUCK)])
    assert from_plain(PreparedPosting, to_plain(prepared)) == prepared


def test_settings_survive_the_round_trip_and_change_the_score(matcher: Matcher) -> None:
    settings = MatchSettings(comparisons=(Pay(weight=3.0), *[one() for one in ALL if one is not Pay]))
    assert MatchSettings.from_mapping(settings.to_mapping()) == settings
    (before,), (after,) = rank(matcher, DRIVER, TRUCK), rank(Matcher(settings, TODAY), DRIVER, TRUCK)
    assert row(after, "pay").micro_points == 2 * row(before, "pay").micro_points


def test_settings_off_the_grid_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="pay.weight: expected a multiple of 1/8, got 0.3"):
        Pay(weight=0.3)
    with pytest.raises(ValueError, match="version: expected 1, got 7"):
        MatchSettings.from_mapping({"version": 7})


def test_a_comparison_can_be_cloned_and_replaced() -> None:
    assert replace(Pay(), weight=2.0).levels["below"].points == -4_000_000
    assert clone(Pay(), safe=False) == Pay()


def test_one_skill_more_is_the_same_as_preparing_the_person_anew(matcher: Matcher) -> None:
    prepared = with_skill(matcher.prepare_seeker(JobSeeker.from_mapping(DRIVER)), "plc", "PLC编程")
    anew = matcher.prepare_seeker(JobSeeker.from_mapping({**DRIVER, "skills": ["货车驾驶", "plc"]}))
    assert set(prepared.skills or ()) == set(anew.skills or ())
    assert replace(prepared, skills=None) == replace(anew, skills=None)


@pytest.mark.parametrize("words", ["light-van-driving", "轻型货车驾驶"])
def test_a_skill_that_the_person_denies_is_not_read_out_of_his_jobs(matcher: Matcher, words: str) -> None:
    lorry = matcher.prepare_seeker(JobSeeker.from_mapping(DRIVER)).skills or {}
    denied = matcher.prepare_seeker(JobSeeker.from_mapping({**DRIVER, "not_skills": [words]})).skills or {}
    assert lorry.keys() - denied.keys() == {"light-van-driving"}


def test_a_denied_skill_lowers_the_score_of_what_asks_for_it_and_is_missing(matcher: Matcher) -> None:
    van = JobPosting.from_mapping({"id": "1", "title": "4.2米厢货司机"})
    before = matcher.rank(JobSeeker.from_mapping(DRIVER), [van])[0]
    after = matcher.rank(JobSeeker.from_mapping({**DRIVER, "not_skills": ["light-van-driving"]}), [van])[0]
    assert before.score is not None
    assert after.score is not None
    assert before.score > after.score
    assert [one.requirement for one in after.missing] == [*(m.requirement for m in before.missing), "轻型货车驾驶"]


def test_what_the_person_says_he_can_do_stands_over_what_he_denies(matcher: Matcher) -> None:
    seeker = JobSeeker.from_mapping({"skills": ["plc"], "not_skills": ["PLC"]})
    assert set(matcher.prepare_seeker(seeker).skills or ()) == {"plc"}


@pytest.mark.parametrize("is_fitted", [True, False])
def test_a_pair_has_one_number_in_both_directions(is_fitted: bool) -> None:
    pool = [JobPosting.from_mapping({**one, "employer": "甲"}) for one in (TRUCK, ELECTRICIAN, GUARD)]
    pool += [JobPosting.from_mapping({**TRUCK, "employer": "甲", "id": "older", "posted": "2026-10-01"})]
    matcher, seeker = Matcher(as_of=TODAY), JobSeeker.from_mapping(DRIVER)
    if is_fitted:
        matcher.fit(pool)
    for posting in pool:
        (one,) = matcher.rank_people(posting, [seeker])
        assert [one] == matcher.rank(seeker, [posting])
        if is_fitted:
            assert one == next(it for it in matcher.rank(seeker, pool) if it.posting_id == posting.id)


def test_a_matcher_keeps_to_scikit_learns_conventions() -> None:
    settings = MatchSettings(prior=-1.0)
    matcher = Matcher(settings, TODAY).fit([JobPosting.from_mapping(TRUCK)])
    copy = clone(matcher)
    assert (copy.settings, copy.as_of, hasattr(copy, "pool_")) == (settings, TODAY, False)
    assert copy.set_params(as_of=None).get_params()["as_of"] is None
    seeker, posting = JobSeeker.from_mapping(DRIVER), JobPosting.from_mapping(TRUCK)
    assert clone(matcher).rank(seeker, [posting])[0].explanation.micro_prior == -1_000_000


@given(
    prior=st.integers(-40, 40),
    day=st.none() | st.dates(),
    pool=st.none() | st.lists(st.tuples(st.text(max_size=8), st.none() | st.text(max_size=4), st.none() | st.dates())),
)
def test_a_matcher_survives_save_and_load(
    tmp_path_factory: pytest.TempPathFactory,
    prior: int,
    day: date | None,
    pool: list[tuple[str, str | None, date | None]] | None,
) -> None:
    matcher = Matcher(MatchSettings(prior=prior / 8), day)
    if pool is not None:
        rows = [{"id": one, "employer": firm, "posted": posted and posted.isoformat()} for one, firm, posted in pool]
        matcher.fit([PreparedPosting(JobPosting.from_mapping(row)) for row in rows])
    folder = tmp_path_factory.mktemp("store")
    matcher.save(folder)
    loaded = Matcher.load(folder)
    assert (loaded.settings, loaded.as_of) == (matcher.settings, matcher.as_of)
    assert getattr(loaded, "pool_", None) == getattr(matcher, "pool_", None)


def test_a_damaged_matcher_is_refused(tmp_path: Path) -> None:
    Matcher().save(tmp_path)
    meta = next(tmp_path.glob("v*/meta.json"))
    meta.write_text(meta.read_text(encoding="utf-8").replace('"prior": -2.0', '"prior": -3.0'), encoding="utf-8")
    with pytest.raises(StoreError, match=r"damaged, meta\.json differs from its checksum"):
        Matcher.load(tmp_path)


@pytest.mark.parametrize(
    ("seeker", "posting", "helps_most"),
    [
        ({}, TRUCK, "seeker.credentials"),
        ({}, GUARD, "seeker.wishes.occupations"),
        ({"wishes": {"occupations": ["文员"]}}, GUARD, "seeker.wishes.regions"),
        (DRIVER, {"id": "bare", "title": "诚聘英才"}, "posting.title"),
        ({}, {"id": "title only", "title": "行政文员"}, "seeker.wishes.occupations"),
        ({}, {}, "seeker.wishes.occupations"),
    ],
)
def test_the_field_that_would_help_most_is_named_first(
    matcher: Matcher, seeker: dict[str, Any], posting: dict[str, Any], helps_most: str
) -> None:
    (match,) = rank(matcher, seeker, posting)
    assert match.unknown[0] == helps_most


@pytest.mark.parametrize(("seeker", "posting"), [({}, TRUCK), ({}, {}), (DRIVER, {"id": "bare", "title": "诚聘英才"})])
def test_where_too_little_is_known_there_is_no_score_and_no_zero(
    matcher: Matcher, seeker: dict[str, Any], posting: dict[str, Any]
) -> None:
    (match,) = rank(matcher, seeker, posting)
    assert match.score is None
    assert match.unknown
