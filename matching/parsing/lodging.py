"""Whether bed and board come with the job, read from a description or its tags."""

import re
from dataclasses import dataclass

from matching.parsing.numerals import plain


@dataclass(frozen=True, slots=True)
class Lodging:
    """Bed and board: True provided, False said not to be, None not said."""

    housing: bool | None = None
    meals: bool | None = None


_GIVE = r"(?:包|管|提供|免费提供|免费|供|可提供|安排|免)(?:员工|免费|公司)?"
_BOTH = re.compile(
    rf"{_GIVE}\s*(?:吃[、和及与]?住|食[、和及与]?宿|住[、和及与]?吃|膳宿)|食宿(?:全包|免费|全免)|吃住(?:全包|免费|全免|都包)|全免费吃住"
)
_HOUSING = re.compile(
    rf"{_GIVE}\s*(?:住(?!院|房补|宿补|宅|址)|宿舍|公寓)|(?:提供|有|配|含|带)(?:免费|员工|集体)*(?:宿舍|住宿|公寓)"
    r"|宿舍(?:有|配|免费|[\d一二三四五六]|空调|热水|楼内|到公司)|空调宿舍|\d人间宿舍|分配宿舍|公司宿舍|员工宿舍|免费住|住宿(?:免费|\d)|入住宿舍|免费房|(?:免费|提供|包)[一三]?餐[、和及]住|外地可解决住宿"
)
_MEALS = re.compile(
    rf"{_GIVE}\s*(?:吃(?!苦)|餐|[一二两三1-3]餐|一日|[1-3一二两三]顿|工作餐|早餐|午餐|中餐|晚餐|夜宵|伙食|食(?!宿|品|堂员))|工作餐|餐饮?补|饭补|伙食补|供餐|设[立有](?:内部|员工|公司)?(?:食堂|饭堂)|(?:员工|免费|厂内|公司)(?:食堂|饭堂)|有(?:食堂|饭堂)|三餐免费|包伙"
)
_DENY = r"(?:不|没有?|未|无法|不能|暂不)(?:包|管|提供|安排|供)\s*"
_NO_BOTH = re.compile(rf"{_DENY}(?:吃[、和]?住|食[、和]?宿|膳宿)|[无没]食宿|(?:食宿|吃住)(?:自理|自行|自己解决)")
_NO_HOUSING = re.compile(
    rf"{_DENY}(?:住(?!院)|宿)|[无没]住宿|没有(?:住宿|宿舍)|住宿(?:自理|自行)|自理住宿|自行(?:解决)?住宿"
)
_NO_MEALS = re.compile(
    rf"{_DENY}(?:吃(?!苦)|[\d一二三]?餐|伙食|午餐|饭)|(?:餐食|吃饭|伙食|用餐)(?:自理|自费)|(?:食堂|饭堂)自费"
)
# Duties around other people's beds and meals are no benefit.
_DUTY = re.compile(
    r"(?:负责|协助|管理|检查|打扫|清洁|维护|解决员工|巡查|办理)[^，。；;,\n]{0,12}(?:宿舍|食堂|饭堂|住宿|餐)[^，。；;,\n]{0,6}"
)
_AND_NOT = re.compile(r"包住不包吃|包吃不包住|管住不管吃|管吃不管住")


def parse_lodging(text: str | None) -> Lodging:
    """Read whether housing and meals are provided.

    Examples
    --------
    >>> parse_lodging("五险一金，包吃住"), parse_lodging("包住不包吃")
    (Lodging(housing=True, meals=True), Lodging(housing=True, meals=False))
    >>> parse_lodging("不包住"), parse_lodging("负责员工宿舍管理")
    (Lodging(housing=False, meals=None), Lodging(housing=None, meals=None))
    """
    line = plain(text)
    if not line:
        return Lodging()
    line = _DUTY.sub(" ", line)
    one_sided = _AND_NOT.search(line)
    if one_sided:
        has_bed = one_sided.group().startswith(("包住", "管住"))
        return Lodging(has_bed, not has_bed)
    if _NO_BOTH.search(line):
        return Lodging(False, False)
    housing = _said(_NO_HOUSING, (_BOTH, _HOUSING), line)
    return Lodging(housing, _said(_NO_MEALS, (_BOTH, _MEALS), line))


def _said(denied: re.Pattern[str], given: tuple[re.Pattern[str], ...], line: str) -> bool | None:
    if denied.search(line):
        return False
    return True if any(pattern.search(line) for pattern in given) else None
