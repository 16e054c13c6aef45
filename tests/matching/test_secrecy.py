"""What a service record may say and what is masked."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.plain import to_plain
from matching.records import JobSeeker
from matching.secrecy import UNIT, WEAPON, mask_secrets


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("第74集团军某旅", "某部某旅"),
        ("第七十三集团军通信兵", "某部通信兵"),
        ("61234部队汽车连驾驶员", "某部汽车连驾驶员"),
        ("三营二连班长", "某部班长"),
        ("保障过歼-16机务", "保障过某型装备机务"),
        ("95式自动步枪射手", "某型装备射手"),
        ("东风-21发射架维修", "某型装备发射架维修"),
        ("052D型驱逐舰机电兵", "某型装备驱逐舰机电兵"),
        ("番号31692，开猛士", "某部，开猛士"),
        ("第38军炮兵", "某部炮兵"),
        ("军工厂5311厂装配", "军工厂某部装配"),
        ("第七十四集團軍", "某部"),
        ("６１２３４部队", "某部"),
        ("６１\u200b234部队", "某部"),
        ("殲-20地勤", "某型装备地勤"),
        ("歼10机务", "某型装备机务"),
        ("ＨＱ－９雷达", "某型装备雷达"),
        ("红旗9B操作", "某型装备操作"),
        ("99A主战坦克驾驶", "某型装备驾驶"),
        ("191式步枪", "某型装备"),
        ("翼龙-2无人机", "某型装备"),
    ],
)
def test_a_unit_or_a_weapon_is_masked(written: str, kept: str) -> None:
    assert mask_secrets(written) == kept


@pytest.mark.parametrize(
    "text",
    [
        "三班倒，能上夜班",
        "带过三个班，任班长五年",
        "持B2驾驶证，开东风140货车，安全行驶12万公里",
        "一连三天抢修，2班长",
        "炊事班长，负责两百人伙食，当过大师傅",
        "排查故障，排除险情",
        "持低压电工证（2019年）",
        "电焊、气割，三级焊工",
        "参加过08年抗冰救灾",
        "第3车间",
        "加95号汽油",
        "05级学员",
        "T恤和轰趴",
        "东风汽车，红旗车，东风日产4S店",
        "红旗5年，东风3路，前卫2号院",
        "3连锁店",
        "一团和气",
        "二连浩特",
        "三营业部",
        "第二排座位，仓库3排",
        "三大队列动作",
        "8支队伍",
        "一带一师徒",
        "海陆空三军",
        "第三军医大学",
        "运20车货",
        "6061铝，304不锈钢，Q235",
    ],
)
def test_civil_words_and_licences_stay(text: str) -> None:
    assert mask_secrets(text) == text


def test_a_seekers_tasks_are_masked_when_they_are_read() -> None:
    seeker = JobSeeker.from_mapping({"service": [{"specialty": "三营汽车修理工", "tasks": "61234部队修车"}]})
    assert seeker.service is not None
    assert (seeker.service[0].specialty, seeker.service[0].tasks) == ("某部汽车修理工", "某部修车")


def test_every_free_text_of_a_seeker_is_masked() -> None:
    secret = "61234部队"
    raw: dict[str, Any] = {
        "service": [{"branch": secret, "specialty": secret, "tasks": secret}],
        "experience": [{"title": f"{secret}电工"}],
        "credentials": [f"{secret}发的电工证"],
        "skills": [f"{secret}修理"],
        "not_skills": [secret],
        "wishes": {"occupations": [secret], "shift": secret},
    }
    assert secret not in json.dumps(to_plain(JobSeeker.from_mapping(raw)), ensure_ascii=False)


CIVIL = st.sampled_from(["开车", "修电机", "值班", "，", "负责", "站岗", "负责伙食", "带新人", "保养"])
SECRETS = st.one_of(
    st.integers(10_000, 99_999).map("{}部队".format),
    st.tuples(st.integers(1, 99), st.sampled_from(["旅", "团", "营", "集团军"])).map(lambda it: f"第{it[0]}{it[1]}"),
    st.tuples(st.sampled_from(["歼", "轰", "直", "运", "东风", "红旗"]), st.integers(1, 41)).map(
        lambda it: f"{it[0]}-{it[1]}"
    ),
    st.integers(54, 99).map("{}式坦克".format),
)


@given(st.lists(CIVIL, max_size=4), SECRETS, st.lists(CIVIL, max_size=4))
def test_a_secret_is_masked_and_the_words_around_it_stay(before: list[str], secret: str, after: list[str]) -> None:
    masked = mask_secrets("".join([*before, secret, *after]))
    assert masked in {"".join([*before, mask, *after]) for mask in (UNIT, WEAPON)}
    assert mask_secrets(masked) == masked


@given(st.text())
def test_masking_takes_any_text_and_does_nothing_twice(text: str) -> None:
    assert mask_secrets(mask_secrets(text)) == mask_secrets(text)
