"""Whether the words around a hit turn it into its opposite or speak of somebody else: negation, duty, warning."""

from __future__ import annotations

import re

# Before a demand for money or papers. A noun is denied (无押金), or an act, which may reach further (不得…收取…).
_ADJACENT = re.compile(r"(?:不|无|免|零|没|非|(?<![\d.])0元?)\s{0,2}$")
_DENIED_NOUN = re.compile(r"(?:无|没有|绝无|并无|零|免(?!费))")
_DENIED_ACT = re.compile(
    r"(?:无需|无须|不需要?|不用|不必|不须|不要求?|不得|不会|不再|不能|不允许|不准|不可|不向|不以|不收取?|不交|不缴纳?"
    r"|不扣|不押|不存在|不涉及|不设|不含|严禁|禁止|杜绝|拒绝|谢绝|抵制|从未|从不|从来不|绝不|决不|概不|一律不|均不|都不"
    r"|免收|免交|免缴|免除|未(?:收|向|要)|并非|不是|没有(?:任何|要求|收)|无任何)"
)
# 不满一年押金不退, 未满三个月扣…: these deny something else.
_OTHER_DENIAL = re.compile(
    r"(?:不满|未满|不足|不到|未到|不退|不返|不还|不予|不按|未按|无故|无正当|无责|未提前|未完成|未经)"
)
_NEW_DEMAND = re.compile(r"需(?!要任何)|须|应当?(?!聘)|必须|(?<!不)要(?!求)|自付|(?<!^)先")
_DEMANDS = re.compile(r"^(?:需|须|要(?!求)[^,。;]{0,3}[交缴付])")
_SEPARATOR = re.compile(r"[,、/\s]|[和与及或](?!者)|以及")
# A list of what is not taken goes on as long as its items are of this kind: 报名费、保证金、任何费用.
_ITEM = re.compile(r"(?:[费金款证用等]|费用|原件|任何|形式|名义|方式|借口|一切|各种|各类|其他|其它)$")
_VERB = re.compile(r"^(?:收|缴|交|付|支付|扣|预交|先付|押|抵押|扣押|扣留|上交|垫付|承担|分摊)")
_FILLING = re.compile(r"(?:需|须|任何|各种|各类|其他|其它|所谓|形式|名义|的|一切|额外|变相|乱|隐形|要求|以|向)*$")
_ONLY_IF = re.compile(r"^[^,。;!\n]{0,8}(?:不能|不予|不得|不可|不给|不发|不安排|不办|无法|者不|的不)")
_WAIVED = re.compile(
    r"^(?:[、/和与及或,][^,。;!?\n]{1,8}){0,5}[^,。;!\n]{0,6}(?:都没|全没|全免|免除|免收|免交|免缴|不收|不用(?:交|缴)?|无需|不需|都不|均不|一律不"
    r"|(?:全由|均由|都由|由)?(?:公司|企业|厂家|单位|我司|厂方|店里|老板)(?:全额?)?(?:承担|支付|报销|出|负责|代缴|买单))"
    r"|^(?:用|费)?[:是为]?\s?(?:免费?|无(?![故论])|零|没有|0元?(?![.\d]))"
    r"|^[?？]\s?(?:没有|不收|不存在|无)"
)
_WARNING = re.compile(
    r"(?<!非)(?<!不是)(?:诈骗|骗子)|谨防|举报|上当|受骗|黑中介|切勿|勿信|请勿相信|冒充|假冒|违法行为|投诉"
)

_OTHER_PARTY = re.compile(
    r"租户|租客|租房|租赁合同|租金|业主|商户|商家|客户|顾客|客人|宾客|旅客|游客|住客|访客|来访|用户|会员|买家|乘客|考生|家长|学生|学员"
    r"|供应商|经销商|代理商|加盟商|承包商|承租|投标|招标|履约|质保|工程款|账务|账目|财务|票据|发票|合同管理|台账|退房|入住|结账|期货|开户|账户"
    r"|核算|核销|往来款"
)
_DUTY = re.compile(
    r"(?:负责|办理|核对|登记|清点|统计|处理|结算|开具|管理|协助|审核|催收|追缴|催缴|代收|退还|清退|完成|跟进|收银(?!员)|收费员|出纳)"
    r"[^,。;]{0,14}$"
)
_SEEKER = re.compile(r"入职|员工|应聘|上岗|求职|面试|录用|报到|新人|离职|辞职|本人|你|您")


def is_warned_of(before: str, hit: str, after: str) -> bool:
    """Whether the sentence warns of what it names.

    >>> is_warned_of("凡要求", "刷单", "的都是骗子")
    True
    """
    return _WARNING.search(before + hit + after) is not None


def is_denied(before: str, hit: str, after: str) -> bool:
    """Whether a demand for money or papers is said not to be made, or is warned of.

    >>> is_denied("本公司不向求职者", "收取押金", "")
    True
    >>> is_denied("无需经验,", "交押金", "300元")
    False
    >>> is_denied("不", "交押金", "不能上岗")
    False
    """
    if is_warned_of(before, hit, after):
        return True
    if _WAIVED.search(after):
        return True
    return _is_negated(before, hit) and not _ONLY_IF.search(after)


def _is_negated(before: str, hit: str) -> bool:
    if _OTHER_DENIAL.search(before[-8:]):
        return False
    if _ADJACENT.search(before):
        return True
    # 没有证的须交押金: what is denied is the paper. 无需交押金 was adjacent.
    if _DEMANDS.search(hit):
        return False
    acts = [match.end() for match in _DENIED_ACT.finditer(before)]
    if acts and _reaches(before[acts[-1] :], allows_verb=True):
        return True
    nouns = [match.end() for match in _DENIED_NOUN.finditer(before)]
    return bool(nouns) and _reaches(before[nouns[-1] :], allows_verb=_VERB.search(hit) is None)


def _reaches(gap: str, *, allows_verb: bool) -> bool:
    """Whether a denial still holds after the words between it and the hit."""
    if _NEW_DEMAND.search(gap):
        return False
    *items, last = _SEPARATOR.split(gap)
    if not all(not item or _ITEM.search(item) for item in items):
        return False
    return len(last) <= 20 if allows_verb else _FILLING.fullmatch(last) is not None or _ITEM.search(last) is not None


def is_of_others(before: str, hit: str, after: str) -> bool:
    """Whether the sentence gives a duty or speaks of customers, not of what the applicant pays.

    >>> is_of_others("负责", "收取租户押金", "及水电费")
    True
    >>> is_of_others("员工入职", "交押金", "300元")
    False
    """
    sentence = before + hit + after
    if _SEEKER.search(sentence):
        return False
    return _OTHER_PARTY.search(sentence) is not None or _DUTY.search(before) is not None
