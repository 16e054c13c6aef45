"""What a plan looks up for a pair is what the matcher's judge says of it, to the last unit and in both directions."""

import gzip
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import numpy as np
import pytest

from matching.background import PreparedSeeker
from matching.comparison import Comparison
from matching.demands import AskedSkill
from matching.exposure import Pool
from matching.index.dictionaries import KeptArrays, people_dictionaries, posting_dictionaries
from matching.index.layout import FLAG_BITS, FUSED_UNIT, Int, Rows, Tables
from matching.index.plan import CLASS_STEP, UNMET, Plan, PostingPlan, classes_and_totals
from matching.matcher import Matcher
from matching.preparation import PreparedPosting
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings, presets
from matching.standing import Judge, Standing
from tests.matching.index.people_and_postings import (
    TODAY,
    random_seeker,
    random_settings,
    random_world,
)

SHARED = Path("../shared/data/postings-dev.jsonl.gz")
PERSONAS = Path("fixtures/personas.json")


def points_of(tables: Tables, codes: Rows, places: list[int]) -> Int:
    """Add the look-ups up, row by row of `layout.Tables`'s own words."""
    values = np.zeros(codes.shape[1], dtype=np.int64)
    for number, (start, facet) in enumerate(zip(tables.starts, tables.facet, strict=True)):
        found = tables.values[start + codes[facet]]
        if number == tables.override_table:
            is_flagged = tables.override_flags[codes[tables.override_facet]] == 1
            found = np.where(is_flagged, tables.override_value, found)
        values += found
    if len(tables.place_values):
        values += tables.place_values[places]
    flags = values & ((1 << FLAG_BITS) - 1)
    points = (values >> FLAG_BITS) - np.where(flags == 0, tables.vague, 0)
    assert np.abs(values).max(initial=0) < 2**31
    return points.astype(np.int32)


def class_and_total(standing: Standing) -> tuple[int, int]:
    """What the judge says, in the units of a plan."""
    is_unmet, is_vague, _, _ = standing.order("")
    return 2 * is_unmet + is_vague, standing.total // FUSED_UNIT


def place_number(pool: Pool, posting: PreparedPosting) -> int:
    """The place as an index keeps it."""
    return min(pool.place(posting) or 0, 4)


def assert_a_plan_says_what_the_judge_says(
    people: list[PreparedSeeker], postings: list[PreparedPosting], settings: MatchSettings, as_of: date | None
) -> None:
    pool = Pool.of(postings)
    judge = Judge(settings, as_of, pool)
    dictionaries = posting_dictionaries()
    codes, kept = dictionaries.codes(postings), dictionaries.in_memory()
    places = [place_number(pool, posting) for posting in postings]
    for person in people:
        found = classes_and_totals(points_of(Plan(person, settings, as_of).tables(kept), codes, places))
        expected = [class_and_total(judge.stand(person, posting)) for posting in postings]
        assert list(zip(*(part.tolist() for part in found), strict=True)) == expected


def assert_a_plan_of_a_posting_says_what_the_judge_says(
    people: list[PreparedSeeker], postings: list[PreparedPosting], settings: MatchSettings, as_of: date | None
) -> None:
    pool = Pool.of(postings)
    judge = Judge(settings, as_of, pool)
    dictionaries = people_dictionaries()
    codes, kept = dictionaries.codes(people), dictionaries.in_memory()
    for posting in postings:
        plan = PostingPlan(posting, settings, as_of, pool.place(posting))
        found = classes_and_totals(points_of(plan.tables(kept), codes, []))
        expected = [class_and_total(judge.stand(person, posting)) for person in people]
        assert list(zip(*(part.tolist() for part in found), strict=True)) == expected


@pytest.mark.parametrize("seed", range(100))
def test_look_ups_of_a_person_add_up_to_the_standing(seed: int) -> None:
    postings, people = random_world(seed)
    settings, as_of = random_settings(seed), None if seed % 7 == 0 else TODAY
    assert_a_plan_says_what_the_judge_says(people, postings, settings, as_of)


@pytest.mark.parametrize("seed", range(100))
def test_look_ups_of_a_posting_add_up_to_the_standing(seed: int) -> None:
    postings, people = random_world(seed, postings=8, people=25)
    settings, as_of = random_settings(seed), None if seed % 7 == 0 else TODAY
    assert_a_plan_of_a_posting_says_what_the_judge_says(people, postings, settings, as_of)


@pytest.mark.slow
def test_real_postings_stand_for_the_personas_as_the_judge_says() -> None:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not here")
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        rows = [JobPosting.from_mapping(json.loads(line), f"row-{number}") for number, line in enumerate(lines)]
    matcher = Matcher()
    postings = matcher.prepare(rows[::4])
    people = [
        matcher.prepare_seeker(JobSeeker.from_mapping({key: value for key, value in one.items() if key != "about"}))
        for one in json.loads(PERSONAS.read_text(encoding="utf-8"))
    ]
    for settings in (random_settings(0), *map(preset, presets())):
        assert_a_plan_says_what_the_judge_says(people, postings, settings, TODAY)
        assert_a_plan_of_a_posting_says_what_the_judge_says(people, postings[::20], settings, TODAY)


def preset(name: str) -> MatchSettings:
    """The preset without the words, which are added beside the tables."""
    settings = MatchSettings.preset(name)
    return replace(settings, comparisons=tuple(one for one in settings.comparisons if one.name != "wording"))


def test_the_second_page_is_looked_up_and_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    postings, people = random_world(1)
    dictionaries = posting_dictionaries()
    dictionaries.codes(postings)
    kept = dictionaries.in_memory()
    before = Plan(people[0], random_settings(0), TODAY).tables(kept)
    monkeypatch.setattr(Plan, "_judged", None)
    after = Plan(random_world(1)[1][0], random_settings(0), TODAY).tables(kept)
    assert np.array_equal(before.values, after.values)


def test_another_day_other_weights_and_another_person_are_judged_anew() -> None:
    postings, people = random_world(2)
    dictionaries = posting_dictionaries()
    dictionaries.codes(postings)
    kept, settings = dictionaries.in_memory(), random_settings(0)
    heavier = replace(settings, comparisons=tuple(replace(one, weight=7.0) for one in settings.comparisons))
    plans = [
        Plan(people[0], settings, TODAY),
        Plan(people[1], settings, TODAY),
        Plan(people[0], settings, date(2027, 11, 23)),
        Plan(people[0], heavier, TODAY),
    ]
    assert len({plan.tables(kept).values.tobytes() for plan in plans}) == 4


@dataclass(frozen=True)
class Luck(Comparison):
    """A comparison that no facet serves."""

    name: ClassVar[str] = "luck"
    label: ClassVar[str] = "运气"
    ladder: ClassVar = (("good", "好", 1.0),)
    posting_field: ClassVar[str] = "posting.title"
    seeker_field: ClassVar[str] = "seeker.home"

    def judge(self, seeker: PreparedSeeker, posting: PreparedPosting) -> str:
        return "good"

    def evidence(self, seeker: PreparedSeeker, posting: PreparedPosting) -> tuple[str | None, str | None]:
        return None, None

    def sentence(self, *pair: Any) -> str:
        return ""


PERSON = PreparedSeeker(JobSeeker("s1"))
POSTING = PreparedPosting(JobPosting.from_mapping({"id": "p1", "title": "x"}))


def test_a_comparison_that_no_facet_serves_is_refused_by_name() -> None:
    settings = MatchSettings(comparisons=(Luck(),))
    with pytest.raises(ValueError, match="settings.comparisons: 'luck' reads what no facet"):
        Plan(PERSON, settings)
    with pytest.raises(ValueError, match="settings.comparisons: 'luck' reads what no facet"):
        PostingPlan(POSTING, settings)


def test_settings_beyond_what_the_index_can_add_up_are_refused() -> None:
    largest = MatchSettings.from_mapping(
        {
            "version": 1,
            "comparisons": {"pay": {"weight": 1000, "values": {"well_above": 1000}}, "place": {"weight": 1000}},
        }
    )
    assert Plan(PERSON, largest)
    beyond = MatchSettings.from_mapping(
        {
            "version": 1,
            "comparisons": {
                name: {"weight": 1000, "values": {first: 1000}}
                for name, first in (("pay", "well_above"), ("place", "wished"))
            },
        }
    )
    with pytest.raises(ValueError, match="settings: points may add up to 2,000,002, the index counts less than"):
        Plan(PERSON, beyond)


def test_the_classes_lie_so_far_apart_that_no_total_reaches_the_next() -> None:
    largest = CLASS_STEP // 2 - 1
    points = np.array(
        [[kind * -CLASS_STEP + total for total in (-largest, 0, largest)] for kind in range(4)], np.int32
    )
    classes, totals = classes_and_totals(points)
    assert classes.tolist() == [[kind] * 3 for kind in range(4)]
    assert totals.tolist() == [[-largest, 0, largest]] * 4
    assert int(points.min()) - largest > -(2**29)
    assert UNMET == 2 * CLASS_STEP


def test_a_segment_without_documents_has_tables_without_values() -> None:
    tables = Plan(PERSON, random_settings(0), TODAY).tables(posting_dictionaries().in_memory())
    assert tables.values.size == 0
    people = PostingPlan(POSTING, random_settings(0), TODAY).tables(people_dictionaries().in_memory())
    assert people.values.size == 0


def test_settings_without_comparisons_still_tell_who_is_not_eligible() -> None:
    postings, people = random_world(5, postings=60)
    assert_a_plan_says_what_the_judge_says(people, postings, MatchSettings(comparisons=()), None)


def test_an_asked_skill_that_weighs_nothing_is_refused() -> None:
    posting = replace(POSTING, asked=(AskedSkill("plc", 0.0, True),))
    with pytest.raises(ValueError, match="asked.weight: expected more than 0 for 'plc', got 0.0"):
        posting_dictionaries().codes([posting])


def test_dictionaries_hold_no_words_of_a_person() -> None:
    person = random_seeker(Random(3), 3)
    dictionaries = people_dictionaries()
    dictionaries.codes([replace(person, skills={"plc": "秘密的话"}, credentials={"guard": "另一句话"})])
    written = b"".join(array.tobytes() for array in dictionaries.arrays().values())
    assert "秘密的话".encode() not in written
    assert b"\\u79d8" not in written


def test_kept_arrays_are_what_a_segment_gives() -> None:
    with pytest.raises(KeyError):
        KeptArrays({}).extra("facet.work.codes")
