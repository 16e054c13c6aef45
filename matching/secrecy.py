"""Unit designations and weapon models are masked; roles, tasks and licences stay."""

import re

UNIT = "某部"
WEAPON = "某型装备"

_NUMERAL = r"(?:\d{1,6}|[〇零一二三四五六七八九十百两]{1,6}|[XxＸ×*]{1,5})"
_UNITS = re.compile(
    # What follows the last sign tells a unit (三班) from a shift (三班倒) or a plain word (排查).
    rf"(?:第\s*)?{_NUMERAL}\s*(?:部队|集团军|联勤保障中心|舰队|基地|航空兵?旅|"
    r"合成(?:旅|营)|特战旅|旅|师(?![傅范资生])|团(?![队购建餐膳员])|营(?![业销养])|连(?![续接锁着贯夜三几])|"
    r"支队|大队|中队|分队|排(?![查除水序版班气污])|班(?![倒制组次车运值级长]|两倒))(?:(?=[^\d])|$)"
    r"|[东南西北中]部战区"
)
_WEAPONS = re.compile(
    r"(?:东风|巨浪|红旗|鹰击|长剑|霹雳|海红旗|前卫|红箭)\s*[-－—]?\s*\d{1,2}(?!\d)[A-Z甲乙丙]?(?:型?导弹)?"
    r"|(?:歼轰?|轰|运|直|强|教|空警|空潜|无侦|攻击)\s*[-－—]\s*\d{1,4}[A-Z]?(?:型?(?:战斗机|轰炸机|运输机|直升机|飞机))?"
    r"|(?:歼轰?|轰|运|直|强|空警)\d{1,4}[A-Z]?(?=型|飞机|运输机|直升机|战机|战斗机|机务|机组)"
    r"|(?<![\d.])\d{2}[A-Z]?式\w{0,6}?(?:步枪|手枪|机枪|狙击枪|坦克|步战车|装甲车|火炮|榴弹炮|加榴炮|自行炮|火箭炮|迫击炮|高炮)"
    r"|(?<![A-Za-z])(?:DF|HQ|YJ|JL|PLZ|PHL|PCL|ZTZ|ZBD|QBZ|QSZ|QJY|WZ|KJ)\s*[-－]?\s*\d{1,4}[A-Z]?(?![\dA-Za-z])"
    r"|(?<!\d)0\d{2}[A-Z]?型?(?=\w{0,4}(?:舰|艇))|(?<!\d)\d{3}舰|(?:辽宁|山东|福建)舰"
)


def mask_secrets(text: str) -> str:
    """Replace unit designations by 某部 and weapon models by 某型装备.

    Examples
    --------
    >>> mask_secrets("在61234部队三营二连任班长，驾驶B2货车，三班倒值勤")
    '在某部任班长，驾驶B2货车，三班倒值勤'
    >>> mask_secrets("红旗-9导弹雷达维护，持低压电工证")
    '某型装备雷达维护，持低压电工证'
    """
    masked = _UNITS.sub(UNIT, _WEAPONS.sub(WEAPON, text))
    return re.sub(rf"(?:{UNIT})+", UNIT, masked)
