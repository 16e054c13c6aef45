"""Unit designations and weapon models are masked; roles, tasks and licences stay."""

import re

from matching.text import normalise_with_offsets

UNIT = "某部"
WEAPON = "某型装备"

# The patterns read the normal form: half-width, lower case, simplified, without control characters.
_NUMERAL = r"(?:\d{1,6}|[〇零一二三四五六七八九十百两]{1,6}|[x×*]{1,5})"
_UNIT = (
    # What follows the last sign tells a unit (三营) from a plain word (三营业部, 一团和气, 二连浩特).
    r"(?:部队|集团军|联勤保障中心|舰队|基地|航空兵?旅|合成(?:旅|营)|特战旅|旅|师(?![傅范资生徒]|\d优)|团(?![队购建餐膳员和圆伙体])|"
    r"营(?![业销养口])|连(?![续接锁着贯夜三几带忙同浩])|支队(?!伍)|大队(?!列)|中队(?!列)|分队(?!列))"
)
_UNITS = re.compile(
    rf"(?:第\s*)?{_NUMERAL}\s*{_UNIT}(?:\s*{_NUMERAL}\s*[排班](?![倒制组次车运值级长]|两倒))*"
    # 三军 is all of them, 第三军医大学 a school.
    rf"|(?:第\s*{_NUMERAL}|(?<!\d)\d{{1,3}})\s*军(?![人事校官用装训工区史民队医令衔营])"
    r"|(?:番号|代号|解放军|武警|部队)\s*[:：]?\s*\d{4,5}(?!\d)"
    r"|(?<!\d)[1-9]\d{3}工?厂(?!房)"
    r"|[东南西北中]部战区"
    r"|舷号\s*[:：]?\s*\d{2,4}|[一-鿿]{2}舰\s*[(（]?\d{2,3}[)）]?|(?:辽宁|山东|福建|四川)舰"
)
_GUNS = (
    r"(?:步枪|手枪|机枪|狙击枪|轻坦|坦克|步战车|装甲车|突击车|火炮|榴弹炮|加榴炮|自行炮|火箭炮|迫击炮|高炮|无后坐力炮)"
)
_ROCKETS = r"(?:东风|巨浪|红旗|鹰击|长剑|霹雳|海红旗|前卫|红箭)"
_WEAPONS = re.compile(
    # With a hyphen it is a model; without one (红旗9台, 东风3路) only what follows can tell.
    rf"{_ROCKETS}\s*[-－—]\s*\d{{1,3}}(?!\d)[a-z甲乙丙]?(?:型?导弹)?"
    rf"|{_ROCKETS}\d{{1,3}}(?:[a-z甲乙丙]|[a-z甲乙丙]?(?=型|导弹|发射|阵地|地空|系统|武器|雷达))(?:型?导弹)?"
    r"|(?:运|直|强|教|空警|空潜|无侦|攻击|翼龙|彩虹)\s*[-－—]\s*\d{1,4}[a-z]?(?:型?(?:战斗机|轰炸机|运输机|直升机|无人机|飞机))?"
    r"|(?:歼轰?|轰|空警)\s*[-－—]?\s*\d{1,3}[a-z]?(?:型?(?:战斗机|战机|轰炸机|飞机))?"
    r"|(?:运|直|强)\d{1,3}[a-z]?(?=型|飞机|运输机|直升机|战机|机务|机组|维护|维修|地勤|$)"
    rf"|(?<![\d.])\d{{2,3}}(?:-\d)?(?:[a-z]?[式型]\w{{0,4}}?|[a-z]\w{{0,2}}?){_GUNS}"
    r"|(?<![a-z])(?:df|hq|yj|jl|pl|plz|phl|pcl|ztz|ztq|zbd|qbz|qsz|qjy|wz|kj)\s*[-－]?\s*\d{1,4}[a-z]?(?![\da-z])"
    r"|(?<!\d)0\d{2}[a-z]?型?(?=\w{0,4}(?:舰|艇)|大驱)|(?<!\d)\d{3}舰"
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
    masked = _replaced(_UNITS, UNIT, _replaced(_WEAPONS, WEAPON, text))
    return re.sub(rf"(?:{UNIT})+", UNIT, masked)


def _replaced(pattern: re.Pattern[str], mask: str, text: str) -> str:
    plain, offsets = normalise_with_offsets(text)
    parts, end = [], 0
    for found in pattern.finditer(plain):
        parts += [text[end : offsets[found.start()]], mask]
        end = offsets[found.end() - 1] + 1
    return "".join([*parts, text[end:]])
