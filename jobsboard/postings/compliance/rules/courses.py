"""The rules of a course: those of a vacancy that hold for it too, some of them read otherwise, and its own.

A course may name its price, train people and recommend them for work. It may not lend them the price, hide a part of
it, or promise a job. Pay, trial, deposits and papers are matters of employment and not looked for.
"""

from __future__ import annotations

import re
from dataclasses import replace

from jobsboard.postings.compliance.findings import QUALITY, REVIEW, UNLAWFUL
from jobsboard.postings.compliance.rules import manners, money, persons, promises, sex
from jobsboard.postings.compliance.rules.rule import FIVE_MINISTRIES, HR_MARKET, NO_SOURCE, Rule
from jobsboard.postings.compliance.senses import is_denied

_DENIED = (
    r"(?:不|未|没有|并非|不是)(?:会|再|能|得|可|作|做|予|以|任何)?(?:承诺|保证|宣称|许诺)?$"
    r"|不(?:承诺|保证|宣称|许诺)[^,。;]{0,4}$"
    r"|(?:拒绝|杜绝|禁止|严禁|谨防|警惕|抵制|远离|打击|防范|凡)[^,。;]{0,6}$"
)
_NOT_LENT = r"(?:不|未)(?:再|会)?(?:办理|提供|介绍|推荐|支持|涉及|参与)[^,。;]{0,6}$"
_WARNING = r"诈骗|骗子|骗局|受骗|勿信|轻信|举报|虚假"
# Whom a special trade or a licence to drive is closed to, the rules on them say themselves.
_HEALTH_BY_LAW = r"妨碍|特种作业|特种设备|器质性|生理缺陷|驾驶"

_SEX_OF_LEARNERS = re.compile(
    r"(?:只招|仅招|限招?|只收|仅限|只限|招收|不招|不收|谢绝)[^,。;男女]{0,3}(?:男|女)(?:性|士|生)?学[员徒](?![和与、及/])"
    r"|(?<![男女和与、及/])(?:男|女)(?:性|士|生)?学[员徒](?:优先|为佳|为主|勿扰|免谈|除外)"
    r"|对象[:为是\s]{0,2}(?:仅?限于?|只限|仅为|只招|只收)?(?:男|女)(?:性|士)(?![和与及或、/,]?\s?[男女]|均可|不限|优先)"
)
_JOB_PROMISED = re.compile(
    r"(?:包|保证|(?<!劳动)(?<!社会)保障|确保|承诺)(?:推荐|安排|介绍|提供)?(?:高薪|稳定|对口)?(?:就业|工作(?![服餐量质证])|上岗|入职|分配|录[用取])"
    r"(?!率|指导|服务|质量|咨询|宿舍|能力)"
    r"|(?:百分百|百分之百|100%)(?:推荐|安排|保证)?(?:就业|上岗|入职|安置)(?!率|指导|服务)"
    r"|(?:入学|开班|报名|培训|学习)[^,。;]{0,3}(?:即|就|前|时|先)签(?:订|署)?[^,。;]{0,4}(?:就业|用工|劳动|录用)(?:协议|合同)"
    r"|(?:诚聘|急聘|急招|直招|内招|招聘(?!会|单位|考试|信息|流程|需求|要求|管理|技巧|专员|面试|企业|平台|[与和、/]))"
    r"[^。;、”“\"]{0,16}(?:学员|学徒|培训生|月薪|底薪|起薪|工资|薪资)"
)
_FEES_ASIDE = re.compile(
    r"(?:另|额外|单独)[行外]?(?:收取?|缴纳?|交纳?|支付|付|加收)[^,。;]{0,10}费"
    r"|费用?等?(?:另[计付算交收]|另行(?:通知|收取|缴纳|支付|计算)|面议|详询|私聊|(?:以)?现场为准|到校再?[交缴]|现场(?:缴纳|收取|告知))"
    r"|(?:学费|价格|费用)[:]?(?:面议|详询|电询|电议|私聊|来电|咨询)"
    r"|^(?:面议|详询|电询|电议|私聊|(?:来电|电话)?咨询)$"
)


def _or(pattern: re.Pattern[str] | None, more: str) -> re.Pattern[str]:
    return re.compile(f"{pattern.pattern}|{more}" if pattern else more)


def _teaches_credit(before: str, hit: str, after: str) -> bool:
    """创业担保贷款培训 teaches about loans."""
    return re.search(r"(?:创业担保|小额(?:担保)?|信用|消费|抵押|扶贫|个人)$", before) is not None


SEX = replace(
    sex.SEX,
    instead="删去性别条件，写明学习和考证本身的要求",
    # 学员, 对象 and 目标 are here those who may come, not somebody's customers.
    before=re.compile(
        r"(?:男|女)(?:性|士|生)?(?:[/、]|或者?|和|与|及)\s?$"
        r"|(?:客户|用户|顾客|会员|服务对象|客群|受众|粉丝|消费者|市场)[^,。;]{0,8}$"
        r"|(?:不限|不论|无论|不分|不限制|无)(?:性别)?[:\s]?$"
    ),
)
SEX_OF_LEARNERS = Rule(
    "sex",
    "限定性别",
    UNLAWFUL,
    HR_MARKET,
    SEX.instead,
    _SEX_OF_LEARNERS,
    needs=("学员", "学徒", "对象"),
    before=re.compile(r"(?:不限|不分|不论)[^,。;]{0,2}$"),
    topic="sex",
)
# A course that a county pays for may be meant for its own people: somebody looks, and it is shown meanwhile.
HOUSEHOLD = replace(
    persons.HOUSEHOLD, severity=REVIEW, instead="删去户籍、地域条件；补贴只给本地户籍的，写明依据哪个文件"
)
HEALTH, ILLNESS_HISTORY = (
    replace(rule, unless=_or(rule.unless, _HEALTH_BY_LAW)) for rule in (persons.HEALTH, persons.ILLNESS_HISTORY)
)
TRAINING_LOAN = replace(
    money.TRAINING_LOAN,
    instead="删去贷款、分期交学费的内容；写明学费总额、能不能享受补贴",
    before=_or(money.TRAINING_LOAN.before, _NOT_LENT),
    after=re.compile(r"^(?:流|接|替|互|作业|卷)"),
    unless=re.compile(rf"{_WARNING}|资助中心|国家助学|生源地"),
    clears=(_teaches_credit,),
)
# Without a lender it may be the school's own: somebody looks.
INSTALMENTS = Rule(
    "training_loan",
    "分期付款",
    REVIEW,
    FIVE_MINISTRIES,
    TRAINING_LOAN.instead,
    re.compile(r"分期(?:付款|付清|支付|[交缴][费款]?)"),
    needs=("分期",),
    before=_or(TRAINING_LOAN.before, r"(?:车|房|客户|信用卡|消费)[^,。;]{0,4}$"),
    unless=TRAINING_LOAN.unless,
)
JOB_PROMISED = Rule(
    "recruit_to_train",
    "包就业、以招聘名义招学员",
    UNLAWFUL,
    FIVE_MINISTRIES,
    "不承诺就业；可以写“推荐就业”，写明推荐到哪些单位",
    _JOB_PROMISED,
    needs=("就业", "工作", "上岗", "入职", "分配", "录", "安置", "协议", "合同", "聘", "招"),
    before=re.compile(_DENIED),
    unless=re.compile(_WARNING),
)
HIDDEN_FEES = Rule(
    "hidden_fees",
    "费用没有写全",
    REVIEW,
    NO_SOURCE,
    "写明一共要交多少钱；学费以外的教材费、考试费等逐项写明",
    _FEES_ASIDE,
    needs=("费", "价格", "面议", "询", "电议", "私聊"),
    after=re.compile(r"^[^。;]{0,6}?\d+(?:\.\d+)?元"),
    clears=(is_denied,),
)
INCOME_LURE = replace(
    promises.INCOME_LURE, instead="删去收入、录用、考试通过的承诺，只写学什么、考什么证", before=re.compile(_DENIED)
)
INCOME_CLAIM = replace(promises.INCOME_CLAIM, instead="删去收入的说法；写岗位收入的，写明从哪里得知")
# One joins at the source: its contacts there are nothing strange.
OFF_PLATFORM = replace(manners.OFF_PLATFORM, severity=QUALITY, instead="删去个人的微信、QQ；报名用来源网站公布的方式")

COURSE_RULES: tuple[Rule, ...] = (
    SEX,
    SEX_OF_LEARNERS,
    sex.SEX_HINT,
    persons.MARITAL,
    HOUSEHOLD,
    persons.ETHNICITY,
    persons.ORIGIN,
    HEALTH,
    ILLNESS_HISTORY,
    TRAINING_LOAN,
    INSTALMENTS,
    JOB_PROMISED,
    HIDDEN_FEES,
    INCOME_LURE,
    INCOME_CLAIM,
    OFF_PLATFORM,
)
