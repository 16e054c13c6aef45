"""The shipped tables hang together: every id that is used exists, nothing stands twice."""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import matching
from matching.taxonomy import Taxonomy, load_taxonomy
from matching.text import normalise

DATA = Path(matching.__file__).parent / "data"
TABLES = [
    "occupations",
    "titles",
    "skills",
    "occupation_skills",
    "credentials",
    "occupation_credentials",
    "crosswalk",
    "title_words",
]
SKILL_KINDS = {"skill", "tool", "knowledge", "task", "soft"}
LONGEST_TITLE = 12
EMERGENCY_AND_CITIZEN_LINES = {"110", "120", "12345"}
GUARD, SCREENER, FIRE_ROOM = "4-07-05-01", "4-07-05-02", "4-07-05-03"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.tsv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def repeated(values) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_the_columns_of_its_header_and_no_stray_spaces(table):
    for row in rows(table):
        assert None not in row, row
        for cell in row.values():
            assert cell is not None, row
            assert cell == cell.strip(), row
            assert "||" not in cell, row
            assert not cell.startswith("|"), row
            assert not cell.endswith("|"), row


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_by_their_first_column_and_stand_once(table):
    whole = [tuple(row.values()) for row in rows(table)]
    assert not repeated(whole)
    firsts = [row[0] for row in whole]
    assert all(one <= next_one for one, next_one in pairwise(firsts))


@pytest.mark.parametrize("table", ["occupations", "skills", "credentials", "crosswalk"])
def test_an_identifier_is_given_once(table):
    assert not repeated(next(iter(row.values())) for row in rows(table))


def test_every_occupation_code_that_is_used_is_official(taxonomy):
    for table in ("titles", "occupation_skills", "occupation_credentials", "crosswalk"):
        assert {row["code"] for row in rows(table)} <= taxonomy.occupations.keys(), table


def test_every_skill_that_is_used_is_described(taxonomy):
    assert {row["skill"] for row in rows("occupation_skills")} <= taxonomy.skills.keys()
    for row in taxonomy.crosswalk:
        assert set(row.skills) <= taxonomy.skills.keys(), row.id


def test_every_credential_that_is_used_is_described(taxonomy):
    assert {row["credential"] for row in rows("occupation_credentials")} <= taxonomy.credentials.keys()
    for credential in taxonomy.credentials.values():
        assert set(credential.covers) <= taxonomy.credentials.keys(), credential.id


def test_a_title_leads_to_one_occupation(taxonomy):
    assert not repeated(normalise(title) for titles in taxonomy.titles.values() for title in titles)


def test_a_title_is_a_name_without_brackets_benefits_or_figures(taxonomy):
    for title in (title for titles in taxonomy.titles.values() for title in titles):
        assert len(title) <= LONGEST_TITLE, title
        assert re.fullmatch(r"[\w+#]+", title), title
        assert set(re.findall(r"\d{2,}", title)) <= EMERGENCY_AND_CITIZEN_LINES, title


def test_the_most_advertised_occupations_have_eight_titles_or_more(taxonomy):
    assert sum(len(titles) >= 8 for titles in taxonomy.titles.values()) >= 250


def test_the_occupations_that_service_leads_to_have_fifteen_titles_or_more(taxonomy):
    typical = {row.code for row in taxonomy.crosswalk}
    assert sum(len(taxonomy.titles.get(code, ())) >= 15 for code in typical) >= 120


def test_a_title_is_not_the_official_name_of_another_occupation(taxonomy):
    codes_by_name = {}
    for occupation in taxonomy.occupations.values():
        codes_by_name.setdefault(occupation.name, set()).add(occupation.code)
    strays = [
        (title, code)
        for code, titles in taxonomy.titles.items()
        for title in titles
        if code not in codes_by_name.get(title, {code})
    ]
    assert not strays


def test_what_a_skill_implies_is_described_and_not_itself(taxonomy):
    for skill in taxonomy.skills.values():
        assert set(skill.implies) <= taxonomy.skills.keys() - {skill.id}, skill.id


def test_a_word_means_one_skill(taxonomy):
    words = (word for skill in taxonomy.skills.values() for word in (skill.label, *skill.synonyms))
    assert not repeated(word.lower() for word in words)


def test_a_word_means_one_credential(taxonomy):
    words = (word for one in taxonomy.credentials.values() for word in (one.label, *one.synonyms))
    assert not repeated(word.lower() for word in words)


def test_kinds_and_relations_are_of_the_closed_lists(taxonomy):
    assert {skill.kind for skill in taxonomy.skills.values()} == SKILL_KINDS
    assert {row["relation"] for row in rows("occupation_skills")} == {"essential", "optional"}
    assert {row["kind"] for row in rows("occupation_credentials")} == {"law", "trade"}


def test_a_legal_demand_names_its_rule_and_a_custom_names_none():
    for row in rows("occupation_credentials"):
        assert bool(row["basis"]) == (row["kind"] == "law"), row


def test_a_skill_is_either_essential_or_optional_for_an_occupation():
    assert not repeated((row["code"], row["skill"]) for row in rows("occupation_skills"))


def test_an_occupation_has_a_few_skills_not_a_list_of_everything(taxonomy):
    for code in {row["code"] for row in rows("occupation_skills")}:
        assert 1 <= len(taxonomy.essential_skills(code)) <= 6, code
        assert len(taxonomy.optional_skills(code)) <= 10, code


def test_the_most_advertised_occupations_have_skills_of_both_kinds(taxonomy):
    advertised = sorted(taxonomy.titles, key=lambda code: (-len(taxonomy.titles[code]), code))[:250]
    assert not [code for code in advertised if not taxonomy.essential_skills(code)]
    assert not [code for code in advertised if not taxonomy.optional_skills(code)]


def test_a_crosswalk_row_leads_to_work_that_is_advertised(taxonomy):
    assert not {row.code for row in taxonomy.crosswalk if len(taxonomy.titles.get(row.code, ())) < 3}


def test_crosswalk_rows_speak_in_degrees_and_give_a_reason(taxonomy):
    for row in taxonomy.crosswalk:
        assert 0 < row.strength <= 1, row.id
        assert row.cue_words, row.id
        assert row.skills, row.id
        assert 12 <= len(row.reason) <= 80, row.id
    assert not repeated(row.reason for row in taxonomy.crosswalk)
    assert not repeated((row.family, row.code) for row in taxonomy.crosswalk)


def test_the_crosswalk_reaches_every_branch(taxonomy):
    branches = {branch for row in taxonomy.crosswalk for branch in row.branch.split("|")}
    forces = {"陆军", "海军", "空军", "火箭军", "军事航天", "网络空间", "信息支援", "联勤保障"}
    assert forces | {"武警", "海警", "消防", "通用", "证照"} <= branches


def test_the_tables_are_as_large_as_promised(taxonomy):
    assert len(taxonomy.occupations) == 2047
    assert len(taxonomy.skills) >= 500
    assert len(taxonomy.credentials) >= 240
    assert len(taxonomy.crosswalk) >= 600


@pytest.mark.parametrize(
    ("held", "wanted", "enough"),
    [
        ("driving-a1", "driving-a3", True),
        ("driving-a2", "driving-c1", True),
        ("driving-a1", "driving-a2", False),
        ("driving-a3", "driving-b2", False),
        ("driving-c1", "driving-c2", True),
        ("driving-c2", "driving-c1", False),
        ("electrician-senior", "electrician-mid", True),
        ("electrician-senior", "electrician-lv", False),
        ("electrician-hv", "electrician-lv", False),
        ("guard", "guard", True),
        ("no-such-thing", "guard", False),
    ],
)
def test_covering_follows_the_rules_of_the_licences(taxonomy, held, wanted, enough):
    assert taxonomy.covers(held, wanted) is enough


def test_covering_reaches_through_every_step_and_never_back(taxonomy):
    for held in taxonomy.credentials.values():
        for wanted in held.covers:
            assert held.id not in taxonomy.credentials[wanted].covers, (held.id, wanted)
            assert set(taxonomy.credentials[wanted].covers) <= set(held.covers), (held.id, wanted)


def test_credentials_of_law_come_first(taxonomy):
    demands = taxonomy.required_credentials(GUARD)
    assert demands[0].credential == "guard"
    assert demands[0].kind == "law"
    assert [demand.kind for demand in demands] == sorted(demand.kind for demand in demands)


def test_the_parent_climbs_over_groups_that_the_classification_leaves_out(taxonomy):
    assert taxonomy.parent(GUARD) == "4-07-05-00"
    assert taxonomy.parent("5-02-03-01") == "5-02-00-00"
    assert taxonomy.parent("4-00-00-00") is None


def test_near_occupations_share_group_or_skills(taxonomy):
    near = taxonomy.near(GUARD, 5)
    assert {SCREENER, FIRE_ROOM} <= set(near)
    assert GUARD not in near
    assert taxonomy.near(GUARD, 3) == near[:3]
