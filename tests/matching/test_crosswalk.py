"""Service, tasks and licences → occupations: how much each tells."""

from matching.crosswalk import affinities_of_licences, kinship, nearest, read_service, widen
from matching.records import ServiceRecord
from matching.taxonomy import CrosswalkRow, Taxonomy, load_taxonomy

ROW = CrosswalkRow(
    "r1", "陆军", "驾驶", ("汽车驾驶", "货车驾驶证"), "4-02-02-04", 0.9, ("truck-driving",), "开过运输车"
)
CREW = CrosswalkRow("r2", "空军", "机务", ("机组",), "6-32-01-01", 0.9, ("aircraft-maintenance",), "上过机组")
POWER = CrosswalkRow("r3", "通用", "电站", ("发电机组",), "6-28-01-01", 0.9, ("generator-operation",), "值过电站")
TAXONOMY = Taxonomy({}, {}, {}, {}, (ROW, CREW, POWER), {}, {})


def strength(specialty: str | None, tasks: str | None, *licences: str, branch: str = "陆军") -> float:
    found, _ = read_service([ServiceRecord(branch, specialty, None, None, tasks)], licences, TAXONOMY)
    return found[ROW.code].strength if ROW.code in found else 0.0


def test_tasks_tell_more_than_the_role_and_a_licence_most() -> None:
    role, task, licence = strength("汽车驾驶", None), strength(None, "汽车驾驶"), strength(None, None, "货车驾驶证")
    assert 0 < role < task < licence < 1


def test_role_and_tasks_that_agree_support_each_other() -> None:
    assert strength("汽车驾驶", "汽车驾驶") > strength(None, "汽车驾驶")


def test_another_branch_counts_nearly_as_much() -> None:
    assert 0.7 < strength("汽车驾驶", None, branch="海军") / strength("汽车驾驶", None) < 1


def test_the_longest_words_win() -> None:
    found, skills = read_service([ServiceRecord(None, None, None, None, "保养发电机组")], (), TAXONOMY)
    assert set(found) == {POWER.code}
    assert set(skills) == {"generator-operation"}


def test_a_record_that_says_nothing_leads_nowhere() -> None:
    assert read_service([ServiceRecord()], (), TAXONOMY) == ({}, {})


def test_a_licence_asked_by_many_occupations_points_less_than_one_asked_by_few() -> None:
    taxonomy = load_taxonomy()
    everyday = max(one.strength for one in affinities_of_licences(["driving-c1"], taxonomy).values())
    special = max(one.strength for one in affinities_of_licences(["seafarer"], taxonomy).values())
    assert everyday < special


def test_an_occupation_is_nearer_to_its_group_than_to_its_field() -> None:
    driver = read_service([ServiceRecord(None, "汽车驾驶")], (), TAXONOMY)[0][ROW.code]
    reach = widen([driver])
    own, link = nearest("4-02-02-04", reach)
    assert own == driver.strength
    assert link is not None
    assert own > nearest("4-02-02-01", reach)[0] > nearest("4-02-06-01", reach)[0] > 0
    assert nearest("2-02-02-01", reach) == (0.0, None)


def test_kinship_is_symmetric_within_the_shipped_taxonomy() -> None:
    assert kinship("4-07-05-01", "4-07-05-02") == kinship("4-07-05-02", "4-07-05-01")
