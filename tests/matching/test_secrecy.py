"""What a service record may say and what is masked."""

import pytest

from matching.records import JobSeeker
from matching.secrecy import mask_secrets


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
    ],
)
def test_civil_words_and_licences_stay(text: str) -> None:
    assert mask_secrets(text) == text


def test_a_seekers_tasks_are_masked_when_they_are_read() -> None:
    seeker = JobSeeker.from_mapping({"service": [{"specialty": "三营汽车修理工", "tasks": "61234部队修车"}]})
    assert seeker.service is not None
    assert (seeker.service[0].specialty, seeker.service[0].tasks) == ("某部汽车修理工", "某部修车")
