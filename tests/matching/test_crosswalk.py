"""Service, tasks and licences → occupations: how much each tells, and what the shipped rows read."""

from collections import Counter
from itertools import combinations

import pytest

from matching.crosswalk import LICENCE, affinities_of_licences, kinship, nearest, read_service, widen
from matching.records import ServiceRecord
from matching.taxonomy import Credential, CrosswalkRow, Taxonomy, load_taxonomy

ROW = CrosswalkRow("r1", "陆军", "驾驶", ("汽车驾驶", "货车驾驶"), "4-02-02-04", 0.9, ("truck-driving",), "开过运输车")
LICENSED = CrosswalkRow("r4", LICENCE, "货车证", ("b2",), "4-02-02-04", 0.9, ("truck-driving",), "准驾货车")
CREW = CrosswalkRow("r2", "空军", "机务", ("机组",), "6-32-01-01", 0.9, ("aircraft-maintenance",), "上过机组")
POWER = CrosswalkRow("r3", "通用", "电站", ("发电机组",), "6-28-01-01", 0.9, ("generator-operation",), "值过电站")
LORRY = Credential("b2", "大型货车驾驶证", (), (), "车管所")
TRAILER = Credential("a2", "牵引车驾驶证", (), ("b2",), "车管所")
TAXONOMY = Taxonomy({}, {}, {}, {"b2": LORRY, "a2": TRAILER}, (ROW, CREW, POWER, LICENSED), {}, {})

# Invented: what somebody writes about his years, and the family of rows that should speak first.
BACKGROUNDS = [
    ("在炊事班做大锅饭，百十号人的三餐我掌勺", "炊事"),
    ("给养员，每天带车去市场买菜，过秤验收", "伙食采买"),
    ("当过司务长，伙食账一分一厘对得上", "司务长"),
    ("财务股会计员，做凭证管经费", "财务"),
    ("在饭堂打饭、帮厨，开完饭收台", "饭堂勤务"),
    ("公勤班，负责招待所的客房和前台登记", "招待所与公勤"),
    ("司机班开军卡，跑过长途运输", "汽车驾驶"),
    ("小车班给机关开车，出过不少公差", "小车与机关驾驶"),
    ("开平板车拖大件，重型运输跑了六年", "牵引车驾驶"),
    ("驾驶油罐车给各点送油", "危险品运输"),
    ("在汽车训练单位当汽车教练员，带出过几批学员", "驾驶教练"),
    ("开履带车辆，平时保养底盘", "装甲车辆驾驶"),
    ("修理工，修过发动机和变速箱", "汽车修理"),
    ("修理连里做钣金和补漆", "钣金喷漆"),
    ("汽车电工，查电路换起动机", "汽车电工"),
    ("抢救车上当班长，陷车拖救都去过", "车辆抢救牵引"),
    ("油料员，管油库收发和计量", "油料保障"),
    ("给飞机加油，接地线放沉淀", "航空油料"),
    ("管过库房，器材出入库自己登账", "军需与物资"),
    ("弹药保管员，双人双锁", "弹药与危险品仓储"),
    ("在药库管药材，近效期先发", "药材保管"),
    ("冷库保管，倒垛除霜", "冷库保管"),
    ("被装库发放，换季收旧发新", "被装与缝补"),
    ("报务员，守电台收发报", "无线通信"),
    ("话务员，长途台接转", "话务台"),
    ("爬杆架线，有线兵干了五年", "有线通信"),
    ("光缆抢修，熔接测损耗", "光缆通信"),
    ("卫星站值班，开站对星", "卫星与微波通信"),
    ("程控交换机值机，换板子查中继", "程控交换"),
    ("视频会议保障，联调话筒和大屏", "视频会议保障"),
    ("网管，配交换机看服务器", "网络运维"),
    ("做网络攻防和漏洞整改", "网络安全防护"),
    ("机要员，译电和密码设备", "机要密码"),
    ("保密员，管保密室的文件清退", "保密与文件管理"),
    ("连队文书，起草公文写材料", "文书与机关业务"),
    ("报道员，写稿拍照投稿", "宣传与新闻报道"),
    ("雷达员，值班标图", "雷达操作"),
    ("声呐兵，听音辨向", "水声与声呐"),
    ("油机员，值守柴油发电机", "电站与发供电"),
    ("电工班内外线都干", "电工"),
    ("挖掘机推土机操作手", "工程机械操作"),
    ("修路铺垫层，道路保障任务多", "道路保障与筑路"),
    ("工兵，地爆排障", "工兵作业"),
    ("测绘兵，全站仪放点算平差", "测绘"),
    ("气象兵，观测发报", "气象"),
    ("卫生员，打针换药巡诊", "卫生与医疗救护"),
    ("防化洗消，穿防护服作业", "防化"),
    ("警卫连站岗，营门查验", "警卫执勤"),
    ("站夜岗，凌晨哨年年有", "夜哨"),
    ("武装押运，跟车守押", "押运勤务"),
    ("军犬训导员，带犬巡逻", "军犬训导"),
    ("带过新兵，教队列", "新兵训练与军训"),
    ("军体骨干，教单双杠", "军体骨干"),
    ("轮机兵，值机舱修柴油机", "轮机与主机"),
    ("帆缆兵，系缆放艇", "舰艇甲板与帆缆"),
    ("潜水员，水下检查打捞", "潜水与打捞"),
    ("机务兵，飞机维护放飞", "航空机务"),
    ("无人机操控，飞过航线任务", "无人机操作"),
    ("营房水电维修，修水管换阀", "营房水电维修"),
    ("锅炉兵，冬天烧锅炉供暖", "锅炉供暖"),
    ("扑火队员，打山火用风力灭火机", "森林灭火"),
    ("灭火出警，消防中队战斗员", "消防救援"),
    ("防火检查，宣传消防安全", "防火检查与监督"),
    ("水域救援，激流里拖人上岸", "水域救援"),
    ("抗洪抢险，扛沙袋转移群众", "抢险救灾"),
    ("开冲锋舟、快艇，操舟靠泊", "冲锋舟与舟艇操作"),
    ("心理骨干，做心理疏导和谈心", "心理骨干与思想工作"),
    ("喂猪种菜，农副业生产班", "农副业生产"),
    ("招标比价，采购评审", "招标与物资采购"),
    ("海警，登临检查海上执法", "海上执法与巡航"),
    ("骑兵，饲养军马", "骑兵与军马"),
]
ORDINARY_WORDS = [
    "写过几份法律方面的读后感",
    "英语课上学过 guard 和 teacher 两个词",
    "参加过优秀士兵表彰大会",
    "服从命令听指挥，作风过硬",
    "按时完成上级交给的任务",
    "喜欢打篮球，爱看书",
    "曾获三等功一次",
    "会用打火机点蜡烛",
    "每天测量体温并报告",
    "家属随队，生活稳定",
    "热爱学习，积极要求进步",
    "立志在地方重新开始",
    "身体健康，能吃苦",
    "做事认真，待人诚恳",
    "和战友相处融洽",
    "休假时回家探亲",
    "希望离家近一些",
    "动员大会上发过言",
]


def strength(specialty: str | None, tasks: str | None, *licences: str, branch: str = "陆军") -> float:
    found, _ = read_service([ServiceRecord(branch, specialty, None, None, tasks)], licences, TAXONOMY)
    return found[ROW.code].strength if ROW.code in found else 0.0


def test_tasks_tell_more_than_the_role_and_a_licence_most() -> None:
    role, task, licence = strength("汽车驾驶", None), strength(None, "汽车驾驶"), strength(None, None, "b2")
    assert 0 < role < task < licence < 1


def test_a_licence_that_covers_another_counts_for_it() -> None:
    found, _ = read_service((), ("a2",), TAXONOMY)
    assert found[ROW.code].evidence == "牵引车驾驶证"


def test_a_licence_says_nothing_of_what_was_done_in_service() -> None:
    found, _ = read_service((), ("boiler-g1",), load_taxonomy())
    assert {one.source for one in found.values()} == {"licence"}
    assert not any("在部队" in one.reason for one in found.values())


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


@pytest.fixture(scope="module")
def shipped() -> Taxonomy:
    return load_taxonomy()


def families(tasks: str, taxonomy: Taxonomy) -> list[str]:
    """The families that a background is read as, the surest first."""
    family_of = {row.reason: row.family for row in taxonomy.crosswalk}
    found, _ = read_service([ServiceRecord(None, None, None, None, tasks)], (), taxonomy)
    best_first = sorted(found.values(), key=lambda one: -one.strength)
    return list(dict.fromkeys(family_of[one.reason] for one in best_first))


@pytest.mark.parametrize(("tasks", "family"), BACKGROUNDS)
def test_an_invented_background_is_read_as_its_own_work(shipped: Taxonomy, tasks: str, family: str) -> None:
    assert family in families(tasks, shipped)[:2]


@pytest.mark.parametrize("tasks", ORDINARY_WORDS)
def test_ordinary_words_are_no_cue(shipped: Taxonomy, tasks: str) -> None:
    assert families(tasks, shipped) == []


def test_a_family_picked_from_the_list_is_a_role(shipped: Taxonomy) -> None:
    for row in shipped.crosswalk:
        found, _ = read_service([ServiceRecord(None, row.family)], (), shipped)
        assert row.branch == LICENCE or row.code in found, row.id


def test_no_two_reasons_say_the_same(shipped: Taxonomy) -> None:
    pairs = {row.id: {row.reason[at : at + 2] for at in range(len(row.reason) - 1)} for row in shipped.crosswalk}
    alike = [
        (one, other)
        for one, other in combinations(pairs, 2)
        if len(pairs[one] & pairs[other]) > 0.6 * min(len(pairs[one]), len(pairs[other]))
    ]
    assert not alike


def test_no_reason_only_changes_the_name_of_the_work(shipped: Taxonomy) -> None:
    beginnings = Counter(row.reason[:8] for row in shipped.crosswalk)
    assert max(beginnings.values()) <= 2


def test_a_licence_row_hangs_on_credentials_and_no_other_row_does(shipped: Taxonomy) -> None:
    for row in shipped.crosswalk:
        known = [cue in shipped.credentials for cue in row.cue_words]
        assert all(known) if row.branch == LICENCE else not any(known), row.id


def test_a_licence_leads_further_than_the_role_alone(shipped: Taxonomy) -> None:
    role, _ = read_service([ServiceRecord("陆军", "运输车驾驶")], (), shipped)
    licence, _ = read_service((), ["driving-b2"], shipped)
    assert licence["4-02-02-02"].strength > role["4-02-02-02"].strength


def test_old_and_new_names_of_a_branch_are_the_same_branch(shipped: Taxonomy) -> None:
    def network(branch: str) -> float:
        return read_service([ServiceRecord(branch, "网络运维")], (), shipped)[0]["4-04-04-01"].strength

    assert network("战略支援部队") == network("网络空间部队") == network("信息支援部队") > network("空军")


def test_a_cue_of_ten_characters_at_most_and_of_two_at_least(shipped: Taxonomy) -> None:
    cues = {cue for row in shipped.crosswalk if row.branch != LICENCE for cue in row.cue_words}
    assert all(2 <= len(cue) <= 10 for cue in cues)
