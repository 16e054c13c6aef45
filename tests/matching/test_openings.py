"""One more credential over all postings, and what else a background leads to."""

from typing import Any

import pytest

from matching.advice import near_occupations
from matching.matcher import Matcher
from matching.openings import Openings
from matching.preparation import PreparedPosting
from matching.records import JobPosting, JobSeeker

MATCHER = Matcher()
KIN = ["变配电室值班员", "理货员", "装卸工", "工程机械维修工", "起重工", "物业管理员", "仓管员"]
ROWS: list[dict[str, Any]] = [
    {"id": "lv1", "title": "低压电工", "description": "须持低压电工证，会电气维修", "region": "440300"},
    {"id": "lv2", "title": "物业维修电工", "description": "必须持有低压电工证", "region": "441900"},
    {"id": "both", "title": "配电房值班员", "description": "须持低压电工证和高压电工证"},
    {"id": "guard", "title": "保安员", "description": "须持保安员证"},
    {"id": "fork", "title": "叉车司机", "description": "持叉车证优先"},
    # Titles that demand no paper: what a licence changes here is where it leads.
    *({"id": f"kin{n}", "title": t, "description": "工地上干活", "region": "440300"} for n, t in enumerate(KIN)),
    {"id": "clerk", "title": "行政文员", "description": "收发文件"},
]
POSTINGS = MATCHER.prepare([JobPosting.from_mapping(row) for row in ROWS])
SOLDIER = JobSeeker.from_mapping(
    {
        "id": "p1",
        "service": [{"specialty": "电工", "from": "2016-09", "to": "2021-09", "tasks": "营区用电维护"}],
        "credentials": [],
        "wishes": {"occupations": ["电工", "叉车司机"], "regions": ["440300"]},
    }
)


def brute(credential: str, over: float) -> tuple[set[str], set[str]]:
    """What changes when every posting is scored again."""
    held = JobSeeker(**{**_fields(SOLDIER), "credentials": (credential,)})
    before = {one.posting_id: one for one in MATCHER.rank(SOLDIER, POSTINGS)}
    after = {one.posting_id: one for one in MATCHER.rank(held, POSTINGS)}
    opened = {name for name in after if before[name].eligibility != "met" and after[name].eligibility == "met"}
    raised = {name for name in after if (after[name].score or 0) > over >= (before[name].score or 0)}
    return opened, raised


def _fields(seeker: JobSeeker) -> dict[str, Any]:
    return {name: getattr(seeker, name) for name in JobSeeker.__dataclass_fields__}


@pytest.mark.parametrize("over", [20.0, 40.0, 50.0, 60.0, 70.0, 80.0])
def test_what_one_credential_opens_is_what_scoring_everything_again_says(over: float) -> None:
    found = Openings(MATCHER, POSTINGS).opened_by(SOLDIER, over=over)
    assert {"electrician-lv", "guard"} <= {one.credential for one in found}
    for one in found:
        assert (set(one.opened), set(one.raised)) == brute(one.credential, over), one.credential


def test_the_credential_that_opens_most_comes_first() -> None:
    best = Openings(MATCHER, POSTINGS).opened_by(SOLDIER)[0]
    assert (best.credential, best.label, best.opened) == ("electrician-lv", "低压电工作业证", ("lv1", "lv2"))


def test_a_posting_that_lacks_two_is_not_opened_by_one() -> None:
    (one,) = Openings(MATCHER, POSTINGS).opened_by(SOLDIER, ["electrician-hv"])
    assert "both" not in one.opened


def test_only_what_is_asked_about_is_answered() -> None:
    assert [one.credential for one in Openings(MATCHER, POSTINGS).opened_by(SOLDIER, ["guard"])] == ["guard"]


def test_unknown_credentials_of_a_person_are_asked_for_not_assumed() -> None:
    assert Openings(MATCHER, POSTINGS).opened_by(JobSeeker("p2")) == []


def test_a_credential_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="credentials: unknown credential 'luck'"):
        Openings(MATCHER, POSTINGS).opened_by(SOLDIER, ["luck"])


def test_an_empty_pool_opens_nothing() -> None:
    nothing: list[PreparedPosting] = []
    assert Openings(MATCHER, nothing).opened_by(SOLDIER) == []


def test_near_occupations_are_not_those_wished_for_and_say_why() -> None:
    near = near_occupations(MATCHER, SOLDIER, 5)
    assert len(near) == 5
    assert "6-31-01-03" not in {one.code for one in near}
    assert [one.closeness for one in near] == sorted((one.closeness for one in near), reverse=True)
    assert all(one.reason.endswith("。") and "服役" in one.reason for one in near)


def test_an_occupation_that_is_only_kin_says_to_what() -> None:
    driver = JobSeeker.from_mapping({"experience": [{"title": "出租车司机", "years": 5}]})
    kin = [one for one in near_occupations(MATCHER, driver, 20) if "相近" in one.reason]
    assert kin
    assert all("这一职业和" in one.reason for one in kin)


def test_of_whom_nothing_is_known_nothing_is_near() -> None:
    assert near_occupations(MATCHER, JobSeeker("p3")) == []
