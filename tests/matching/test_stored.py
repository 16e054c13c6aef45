"""A stored match: the same score can be made again, what changed is named, nothing personal stands there."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matching import stored as stored_module
from matching.comparisons import Pay
from matching.matcher import Matcher
from matching.records import JobPosting, JobSeeker
from matching.settings import MatchSettings
from matching.stored import StoredMatch

TODAY = date(2026, 11, 23)
SEEKER = JobSeeker.from_mapping(
    {
        "id": "p1",
        "service": [{"specialty": "汽车驾驶员", "tasks": "高原运输"}],
        "credentials": ["B2驾驶证"],
        "home": "431127",
        "wishes": {"occupations": ["货车司机"], "month_min": 6543},
    }
)
ROW: dict[str, Any] = {
    "id": "t",
    "title": "货车司机",
    "employer": "甲物流",
    "salary": "7000-8000元/月",
    "description": "持B2驾驶证，包住。",
}
TRUCK = JobPosting.from_mapping(ROW)
POOL = [JobPosting.from_mapping({**ROW, "id": one, "posted": "2026-11-01"}) for one in ("a", "b")]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(MatchSettings(prior=-1.0), TODAY).fit(POOL)


@pytest.fixture(scope="module")
def stored(matcher: Matcher) -> StoredMatch:
    return StoredMatch.of(matcher, SEEKER, TRUCK)


def test_the_same_score_is_made_again_from_what_was_stored_as_json(stored: StoredMatch) -> None:
    read = StoredMatch.from_mapping(json.loads(json.dumps(stored.to_mapping())))
    assert read == stored
    again = read.make_again(SEEKER, TRUCK)
    assert (again.score, again.explanation) == (stored.score, stored.explanation)


def test_the_place_among_the_employers_postings_is_kept(stored: StoredMatch) -> None:
    assert stored.place == 3
    row = stored.make_again(SEEKER, TRUCK).explanation.contributions[-1]
    assert (row.comparison, row.level) == ("exposure", "third")


def test_nothing_has_changed_where_nothing_has(matcher: Matcher, stored: StoredMatch) -> None:
    assert stored.changes(matcher, SEEKER, TRUCK) == ()
    assert stored.changes(matcher, replace(SEEKER, id="other"), replace(TRUCK, id="other")) == ()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"title": "货车司机长途"}, "posting.title"),
        ({"salary": "7000-8001元/月"}, "posting.salary"),
        ({"employer": "乙物流"}, "posting.employer"),
    ],
)
def test_a_changed_word_of_the_posting_is_named(
    matcher: Matcher, stored: StoredMatch, change: dict[str, Any], named: str
) -> None:
    assert named in stored.changes(matcher, SEEKER, JobPosting.from_mapping({**ROW, **change}))


def test_a_changed_person_is_noticed_without_saying_what(matcher: Matcher, stored: StoredMatch) -> None:
    assert stored.changes(matcher, replace(SEEKER, home="440300"), TRUCK) == ("seeker",)


def test_a_changed_setting_and_day_are_named(stored: StoredMatch) -> None:
    comparisons = [Pay(weight=3.0) if one.name == "pay" else one for one in MatchSettings().comparisons]
    other = Matcher(MatchSettings(-1.0, 3.0, tuple(comparisons)), date(2026, 12, 1)).fit(POOL)
    assert stored.changes(other, SEEKER, TRUCK) == ("settings.comparisons.pay.weight", "as_of")


def test_another_version_of_the_library_is_named(
    matcher: Matcher, stored: StoredMatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_module, "__version__", "99")
    assert stored.changes(matcher, SEEKER, TRUCK) == ("library_version",)


def test_the_redacted_form_keeps_the_rows_and_says_nothing_of_the_person(stored: StoredMatch) -> None:
    bare = stored.redacted()
    assert bare.explanation.micro_total == stored.explanation.micro_total
    text = json.dumps(bare.to_mapping(), ensure_ascii=False)
    assert not any(word in text for word in ("6543", "高原", "431127", "蓝山", "您"))
    assert StoredMatch.from_mapping(bare.to_mapping()) == bare


def test_what_the_person_wrote_shows_in_no_print(stored: StoredMatch) -> None:
    assert repr(stored) == f"StoredMatch({stored.score}, met)"


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"format": 1}, "format: expected 2, got 1"),
        ({"score": 99.9}, "score: expected .*, the figure of the rows, got 99.9"),
        ({"colour": 1}, "unknown field 'colour'"),
        ({"settings": {"version": 1, "scale": -1}}, "scale: expected a number above 0"),
    ],
)
def test_a_damaged_record_is_refused_by_name(stored: StoredMatch, broken: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        StoredMatch.from_mapping({**stored.to_mapping(), **broken})


def test_a_record_without_a_field_is_refused_by_name(stored: StoredMatch) -> None:
    raw = stored.to_mapping()
    del raw["explanation"]
    with pytest.raises(ValueError, match="explanation: missing"):
        StoredMatch.from_mapping(raw)
