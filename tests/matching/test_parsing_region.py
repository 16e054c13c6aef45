"""Places: the most exact division that a string proves, and nothing where it proves none."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.geography import divisions, region_names
from matching.parsing import parse_region
from matching.parsing.gazetteer import names_within, short_name, top_names

ADDRESSES = {
    "深圳": "440300",
    "广东": "440000",
    "深圳-南山区": "440305",
    "上海·浦东·张江": "310115",
    "[北京·海淀区]": "110108",
    "济南··": "370100",
    "广东省广州市番禺区石碁镇": "440113",
    "湖南省永州市蓝山县塔峰镇": "431127",
    "湖北省/武汉市": "420100",
    "上海上海浦东新区": "310115",
    "广东省中山东区": "442000",
    "山东省济南市中区": "370103",
    "吉林省长春二道区": "220105",
    "江西省南昌南昌县": "360121",
    "长沙·长沙·榔梨": "430121",
    "内蒙古呼和浩特新城区": "150102",
    "广西南宁青秀区": "450103",
    "郑州·管城·北下街": "410104",
    "西安·碑林·长安路": "610103",
    "红河州·蒙自市": "532503",
    "延边·延吉市": "222401",
    "大理白族自治州·大理市·机场": "532901",
    "吉林": "220000",
    "吉林·丰满区": "220211",
    "朝阳·双塔区·龙山": "211302",
    "仙桃": "429004",
    "昆山": "320583",
    "苏州·昆山·玉山": "320583",
    "黄埔区": "440112",
    "天河区高唐路228号": "440106",
    "北京 - 朝阳": "110105",
    "深圳市南山区粤海街道滨海社区海天一路19、17号": "440305",
    "地址：深圳市宝安区西乡街道": "440306",
    "上海（松江）": "310117",
    "深圳（龙华、宝安）": "440300",
    "普陀区（上海）": "310107",
    "廣東省深圳市寶安區": "440306",
    "中国-广东-深圳": "440300",
    "广东省,深圳市,南山区": "440305",
    "广东|深圳|南山": "440305",
    "陕西咸阳乾县": "610424",
    "道县": "431124",
    "道县·梅花镇": "431124",
    "芒市": "533103",
    "恩施土家族苗族自治州来凤县": "422827",
    "黔东南州凯里市": "522601",
    "深圳龙岗坂田某工业园": "440307",
    "浙江绍兴绍兴": "330600",
    "内蒙呼和浩特": "150100",
}
TOWNS_AND_ZONES = {
    "东莞·虎门镇": "441900",
    "东莞-松山湖区": "441900",
    "深圳·坂田": "440307",
    "合肥·高新区": "340176",
    "长春-高新技术...": "220173",
    "苏州·苏州工业园区·独墅湖": "320576",
    "成都·高新区": "510100",
    "西安·西咸新区": "610100",
    "惠州·大亚湾区": "441303",
    "廊坊·燕郊开发区": "131082",
    "广州南沙自贸区": "440115",
    "萧山经济技术开发区": "330109",
    "长沙高新区": "430100",
    "天津-经济技术开发区": "120116",
}
FORMER = {
    "深圳-龙华新区": "440309",
    "深圳·光明新区": "440311",
    "大鹏新区": "440307",
    "[广州·增城市]": "440118",
    "[广州·萝岗区]": "440112",
    "[西安·户县]": "610118",
    "杭州-下城区": "330105",
    "上海市/闸北区": "310106",
    "南汇区": "310115",
    "荣昌县": "500153",
    "海东地区": "630200",
    "天津·塘沽": "120116",
    "北京-宣武": "110102",
    "邢台-桥西区": "130503",
    "绍兴-绍兴县": "330603",
}
NOTHING = [
    *("", "无", "全国", "远程", "在家办公··", "海外/日本", "国外", "异地招聘", "职位地址", "省直辖行政单位"),
    *("五山路108号", "广州大道南1号", "南京西路", "黄埔大道西666号", "高普路1035号5楼", "开发区南翔二路1号"),
    *("普陀区", "江北区·观音桥", "新城区", "鼓楼区", "朝阳区望京", "普陀区·武宁", "南山区科技园"),
    *("中山路123号", "长安街", "江门口", "海南路", "深圳大学", "香港", "澳门", "台湾", "中国", "城区", "高新区"),
    *("北京/上海", "广州-上海-大连", "某大厦18层（工作地点：广州-上海-大连）"),
]


@pytest.mark.parametrize(("text", "code"), (ADDRESSES | TOWNS_AND_ZONES | FORMER).items())
def test_a_place_is_read_as_far_as_it_is_proved(text, code):
    region = parse_region(text)
    assert region.code == code
    assert region.names == region_names(code)


@pytest.mark.parametrize("text", NOTHING)
def test_what_proves_no_place_is_null(text):
    region = parse_region(text)
    assert (region.code, region.names) == (None, None)


def test_street_and_estate_names_prove_nothing():
    assert parse_region("济南·历下·千佛山").code == "370102"
    assert parse_region("[上海·鞍山]").code == "310000"
    assert parse_region("厦门·思明区·北京路").code == "350203"


def test_several_places_give_what_contains_them_all():
    assert parse_region("广州、深圳").code == "440000"
    assert parse_region("深圳市南山区、福田区").code == "440300"
    assert parse_region("长沙-株洲").code == "430000"
    assert parse_region("朝阳区、海淀区").code == "110000"
    assert parse_region("龙华区或龙岗区").code == "440300"
    assert parse_region("深圳龙华/宝安").code == "440300"


def test_only_the_beginning_of_an_endless_address_is_read():
    assert parse_region("深圳" * 100 + "南山区").code == "440305"
    assert parse_region("深圳" * 3000 + "南山区").code == "440300"


def test_a_name_that_two_districts_bear_needs_its_city():
    assert parse_region("上海·普陀区").code == "310107"
    assert parse_region("舟山·普陀区").code == "330903"


TEMPLATES = [
    "{province}{city}{district}",
    "{province}-{city}-{district}",
    "{province}/{city}/{district}",
    "{province} {city} {district}",
    "{city}{district}",
    "{city}·{district}·人民路",
    "[{town}·{district}]",
    "{town}-{district}",
    "{town}{district}",
    "工作地点：{province}{town}{district}中山路12号",
]
# 海南 alone is the province, so a county of 青海's 海南州 needs its 州.
NAMED_LIKE_A_PROVINCE = "632500"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_district_of_the_country_is_read_however_it_is_written(template):
    wrong = []
    for division in divisions().by_code.values():
        names = region_names(division.code)
        if division.level != "district" or division.parent == NAMED_LIKE_A_PROVINCE:
            continue
        province, city, district = names if len(names) == 3 else (names[0], names[0], names[-1])
        town = short_name(city, division.parent)
        text = template.format(province=province, city=city, district=district, town=town)
        if parse_region(text).code != division.code:
            wrong.append((text, division.code))
    assert wrong == []


@pytest.mark.parametrize("text", list(ADDRESSES | TOWNS_AND_ZONES | FORMER))
def test_traditional_characters_read_the_same(text):
    assert parse_region(opencc.OpenCC("s2t").convert(text)) == parse_region(text)


def test_no_name_of_the_gazetteer_leads_to_an_unknown_code():
    known = divisions().by_code
    for names in (top_names(), names_within("440000"), names_within("440300")):
        assert {*names.full.values(), *names.short.values()} <= set(known)


PLACE_LIKE = st.lists(
    st.sampled_from(
        ["广东省", "深圳", "东莞", "龙华", "上海", "朝阳", "新区", "区", "·", "-", "/", "（", "）", "、", "路", " "]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(max_size=60), PLACE_LIKE))
def test_any_text_gives_a_known_code_or_none(text):
    region = parse_region(text)
    assert region.code is None or region.names == region_names(region.code)
    assert (region.code is None) == (region.names is None)
