"""The rules of the lawful-posting check: what to look for, on which law it rests, what to write instead.

Patterns run over the normal form of a text (`matching.text`). `unless` is looked for in the sentence around a
hit and clears it. `basis.status` says how far the citation itself was checked (docs: law and policy facts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UNLAWFUL, REVIEW, QUALITY = "unlawful", "review", "quality"
VERIFIED, SECONDARY, UNVERIFIED = "verified", "secondary", "unverified"


@dataclass(frozen=True, slots=True)
class Basis:
    """The law and article a rule rests on; None where no source names it."""

    law: str | None
    article: str | None
    status: str


HR_MARKET = Basis("人力资源市场暂行条例（国务院令第700号）", "第24条", VERIFIED)
EMPLOYMENT = Basis("就业促进法", "第26—31条", VERIFIED)
CONTRACT = Basis("劳动合同法", "第9条、第84条", VERIFIED)
TRIAL = Basis("劳动合同法", "第19条、第20条", VERIFIED)
FIVE_MINISTRIES = Basis("五部门关于规范网络平台招聘类信息发布的通知", None, SECONDARY)
NO_SOURCE = Basis(None, None, UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for in a posting's words."""

    name: str
    severity: str
    basis: Basis
    instead: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    # Whether "不收…", "无…" just before a hit turns it into its opposite.
    can_be_negated: bool = False


# Goods, rooms and relatives that carry the character without saying who is wanted.
_ONE_SEX = r"(?:男|女)(?![女男装鞋包裤袜款科厕友方朋娲王神神儿])(?:性|士|生|孩|工(?!程)|员工?|普工)?"
_ITEM_START = r"(?:^|(?<=[,。;:、\s\d.()\[\]【】!?·-]))"
_ITEM_END = r"(?=[,。;、\s)\]】!?]|$)"
_SEX = re.compile(
    rf"性别(?:要求)?[:\s]*(?:仅?限)?{_ONE_SEX}"
    rf"|(?:仅限|只限|限|只招|只要|仅招|要求){_ONE_SEX}"
    rf"|(?:招聘?收?|需要?|聘)\d*[名位个]?(?:男|女)(?:性|士|生|孩|工(?!程)|员工|普工|司机|保安|服务员|文员)"
    rf"|{_ONE_SEX}(?:者)?(?:优先|为佳|最佳|尤佳|为主)"
    rf"|(?:美女|帅哥|小姐姐|小哥哥)(?:们)?优先"
    rf"|{_ONE_SEX}(?:勿扰|免谈|勿投|不要|不考虑)"
    rf"|{_ITEM_START}(?:男|女)(?:性|士|生)?{_ITEM_END}"
    rf"|{_ITEM_START}(?:男|女)(?:性|士|生)?[,:]?(?:年龄)?\d{{2}}[-~至到—岁]"
)
_BOTH_SEXES = re.compile(r"男[^。;]{0,24}女|女[^。;]{0,24}男|性别不限|不限性别|不限男女")

_MARITAL = re.compile(r"未婚|已婚|已育|未育|婚育|离异|单身(?!公寓|宿舍|间|房|补|贵族|派对|联谊)")
_MARITAL_OPEN = re.compile(r"不限|均可|不论|皆可|都可|无论|公寓|宿舍|婚假|福利|补贴|联谊|相亲|关怀|探亲|礼金|贺金")

_PLACE = r"(?:本地|本市|本省|本县|本区|当地|外地|外省|[\u4e00-\u9fff]{2,3}(?:省|市|县|籍))"
_HOUSEHOLD = re.compile(
    rf"(?:仅限|限|要求|必须|须|只招|只要|仅招)[^,。;]{{0,6}}(?:户口|户籍|本地人)"
    rf"(?!办|管|迁|服|证明|补|落|不限)"
    rf"|{_PLACE}(?:户口|户籍|人)(?:者)?优先|{_ITEM_START}{_PLACE}(?:户口|户籍){_ITEM_END}"
    rf"|(?:外地|外省)人?(?:口|员)?(?:勿扰|免谈|不要|勿投)|不(?:招|要|收|录用)[^,。;]{{0,2}}(?:外地|外省)"
)
_ETHNIC = (
    r"(?:少数民族|维吾尔族?|维族|回族|藏族|彝族|新疆|西藏|青海|宁夏|内蒙古?|甘肃|云南|贵州|四川|凉山|东北|河南|安徽)"
)
_ETHNICITY = re.compile(
    rf"(?:不(?:招|要|收|录用|考虑)|拒绝|谢绝|除外?)[^,。;]{{0,4}}{_ETHNIC}(?:籍|人|的|地区)?"
    rf"|{_ETHNIC}(?:籍|人)?(?:勿扰|免谈|不要|除外|勿投)"
    r"|(?:仅限|限|只招|要求|民族[:\s]*)汉族?(?!语|字|堡)|汉族(?:者)?优先|(?:无|不信仰?|不得有)宗教信仰"
)
_ILLNESS = (
    r"(?:传染[性]?(?:疾?病)?|乙肝|肝炎|大三阳|小三阳|残疾|残障|遗传[性]?(?:疾?病)|精神(?:类)?(?:疾?病)|艾滋|癫痫)"
)
_HEALTH = re.compile(
    rf"(?:无|没有|非|不得有|不患|未患|排除|不招|不收|拒绝)[^,。;]{{0,6}}{_ILLNESS}(?:疾?病|史)*"
    r"|(?:检查|体检含?|需查|查)乙肝|乙肝(?:五项|两对半|检[查测])"
)
_HEALTH_OPEN = re.compile(r"不限|不歧视|接受残疾|欢迎残疾|残疾(?:人|者)?(?:优先|亦可|也可)")
_ILLNESS_HISTORY = re.compile(r"(?:无|没有)[^,。;]{0,6}(?:病史|重大疾病|慢性病|高血压|心脏病)")

_PAYS = r"(?:收取|收(?![率入到银款据发费回])|缴纳?|交纳?|交付?|支付|需付|扣|预交|先付)"
_STAKE = r"(?:押金|保证金|担保金|风险金|抵押金)"
_DEPOSIT = re.compile(
    rf"{_PAYS}[^,。;、]{{0,8}}{_STAKE}"
    rf"|(?:服装|工服|工衣|住宿|宿舍|床位|入职|上岗|车辆|工具|设备|装备|岗位|公司)费?{_STAKE}"
    rf"|{_STAKE}[:为\s]*\d+|{_STAKE}[^,。;]{{0,6}}(?:离职|期满|转正)[^,。;]{{0,4}}退"
)
_DEPOSIT_OF_OTHERS = re.compile(
    r"租户|租客|租房|租金|业主|商户|客户|顾客|会员卡|投标|招标|履约|质保|财务|账|票据|合同管理|代收|加盟商|报销|出纳"
)
_PAPERS = r"(?:身份证|毕业证|学历证|退伍证|退役证|驾驶证|驾照|资格证|证件)(?:原件)?"
_WITHHELD = re.compile(
    rf"(?:扣押|扣留|抵押|(?<!典)押(?!运)|收取|收走|上交|代管|统一保管)[^,。;]{{0,4}}{_PAPERS}(?!复印|影印|扫描)"
    rf"|{_PAPERS}[^,。;]{{0,4}}(?:抵押|扣押|扣留|押在|统一保管|由公司保管|放公司)"
)
_FEE = r"(?:报名费|培训费|学费|服装费|工装费|工服费|体检费|介绍费|中介费|办证费|资料费|入会费|会员费|加盟费|岗前费)"
_FEES = re.compile(
    rf"{_PAYS}[^,。;]{{0,8}}{_FEE}|{_FEE}[:为\s]*\d+|{_FEE}用?(?:自理|自费|自付|自行承担)|学费说明|自费(?:培训|学习|办证)"
)
_FEES_OF_OTHERS = re.compile(r"报销|减免|免除|享受|折扣|补贴|返还|公司承担|公司支付|学员|家长|学生|客户|业主|催缴")
_LOAN = re.compile(
    r"助学贷款?(?!业务|产品|中心|客户)|培训贷|学费贷|贷款培训|分期(?:还|付)?(?:学费|培训费)"
    r"|(?:学费|培训费|实训费|特训费)[^。;]{0,20}(?:贷款|分期)"
    r"|先(?:学习|培训|就业)[^。;]{0,10}后(?:再)?(?:付|还|交)(?:款|学费|费)?|(?:就业|工作|上岗)(?:之)?后再?(?:分期)?(?:还款|付款|付学费|交学费)"
)
_TRAINING = re.compile(
    r"招转培|(?:岗前|入职前|上岗前|先)(?:参加|进行)?实训|实训(?:结束|期间|后|费|学员|营)"
    r"|(?:岗前|入职前|上岗前|先)(?:参加|进行)?(?:培训|学习)[\(约为需]{0,2}[1-6一二三四五六两][-~至到1-6一二三四五六]{0,2}个?月"
    r"|培训(?:合格|结束|毕业|结业)后?(?:推荐|安排|包|签约|签订)[^,。;]{0,6}(?:就业|上岗|工作)|入学即签|包就业|包分配就业|培训招生|推荐就业"
)
_TRAINING_JOB = re.compile(
    r"实训(?:室|教师|老师|讲师|课|设备|基地|指导|中心|平台|教学|楼|项目|任务)|院校|高校|教务|班主任"
)
_LURE = re.compile(
    r"轻松(?:就能|可以?)?(?:月入|日入|年入)?(?:过万|上万|数万|月入|年入)|躺着?[赚挣]|一夜暴富|日[入赚](?:过|上|数)?[千万]"
    r"|(?:在家|居家|坐家|足不出户)(?:就能|也能|即可|可以?)?[^。;]{0,8}(?:赚|挣|月入|日入|日结)"
    r"|保录[用取]|包录[用取]|(?:百分百|百分之百|100%)(?:录[取用]|入职|上岗)|内部(?:名额|指标)|刷单|刷信誉"
)
_BIG_INCOME = re.compile(
    r"(?:月|日|年)(?:入|薪)(?:可)?(?:过|上|数|几)?(?:百万|十万|万元?以上|数万|几万|上万|过万|过十万|\d+万\+)|上不封顶|收入不封顶|薪资不封顶|轻松(?:月薪|日赚|日入|赚|挣)|日[入赚]\d{3}|合伙人[^,。;]{0,8}(?:收入|加盟)"
)
_NO_INSURANCE = re.compile(
    r"(?:无|没有|不(?:交|缴纳?|买|购买|含|提供|办理|给交|上))[^,。;、]{0,3}(?:社保|五险|社会保险)"
    r"(?!人员|者|的|记录|断|纠纷|关系|要求)"
)
_TRIAL_PAY = re.compile(
    r"(?:试岗|试用|试工)期?[^,。;]{0,6}(?:无|不发|没有|不计|不付)(?:工资|薪|酬)|无薪(?:试岗|试用|试工|培训)"
    r"|试用期[^,。;]{0,8}(?:[1-7]\d|[1-7])(?:%|折)|试用期[为:\s]*(?:[7-9]|1[0-2]|[七八九十])个月"
)
_AGE = re.compile(
    r"年龄[^,。;\d]{0,6}\d{2}[^,。;]{0,10}|\d{2}(?:周岁|岁)?[-~至到—]{1,2}\d{2}(?:周岁|岁)(?:以[下内上])?|\d{2}(?:周岁|岁)(?:以下|以内|之内|以上)"
    r"|(?:[6-9]0|0[0-5])后"
)
_LOOKS = re.compile(
    r"形象(?:气质)?(?:良?好|佳|端正|俱佳|优秀)|五官端正|相貌端正|气质(?:良?好|佳|优雅)|颜值|容貌|外貌|(?:无|没有)[^,。;]{0,4}纹身"
)
_HEIGHT = re.compile(r"身高[^,。;\d]{0,6}[12][.\d]{1,4}(?:cm|厘米|公分|米|m)?(?:以上|及以上)?|净高\d{3}")
_PARTY = re.compile(r"(?:中共)?党员(?:者)?(?:优先|身份)|限(?:中共)?党员|政治面貌[:为\s]*(?:中共)?党员")
_CONTACT = re.compile(r"(?:加|联系|添加)?(?:微信|薇信|vx|qq)号?[:：]?\s*[a-z\d_-]{5,}|(?<!\d)1[3-9]\d{9}(?!\d)")

RULES: tuple[Rule, ...] = (
    Rule("sex", UNLAWFUL, HR_MARKET, "删去性别条件，写明工作本身的要求", _SEX, _BOTH_SEXES),
    Rule("marital", UNLAWFUL, EMPLOYMENT, "删去婚育条件", _MARITAL, _MARITAL_OPEN),
    Rule("household", UNLAWFUL, FIVE_MINISTRIES, "删去户籍、地域条件", _HOUSEHOLD, re.compile("不限")),
    Rule("ethnicity", UNLAWFUL, HR_MARKET, "删去民族、宗教、籍贯条件", _ETHNICITY, re.compile("不限|[内外]游")),
    Rule("health", UNLAWFUL, EMPLOYMENT, "写明岗位的身体要求及其法定依据，删去疾病、残疾条件", _HEALTH, _HEALTH_OPEN),
    Rule("illness_history", REVIEW, EMPLOYMENT, "写明岗位的身体要求，不问病史", _ILLNESS_HISTORY, _HEALTH_OPEN),
    Rule("deposit", UNLAWFUL, CONTRACT, "不得收取押金、保证金", _DEPOSIT, _DEPOSIT_OF_OTHERS, True),
    Rule("withheld_papers", UNLAWFUL, CONTRACT, "不得扣押证件，只需出示", _WITHHELD, None, True),
    Rule("fees", REVIEW, NO_SOURCE, "写明不向求职者收取费用", _FEES, _FEES_OF_OTHERS, True),
    Rule("training_loan", UNLAWFUL, FIVE_MINISTRIES, "不得以招聘名义推销培训贷款", _LOAN, None, True),
    Rule("recruit_to_train", UNLAWFUL, FIVE_MINISTRIES, "不以招聘名义招收培训学员", _TRAINING, _TRAINING_JOB),
    Rule("income_lure", UNLAWFUL, FIVE_MINISTRIES, "写明底薪、提成办法和实际收入范围", _LURE, None, True),
    Rule("income_claim", REVIEW, FIVE_MINISTRIES, "写明底薪、提成办法和实际收入范围", _BIG_INCOME),
    Rule("no_social_insurance", REVIEW, NO_SOURCE, "写明依法缴纳社会保险", _NO_INSURANCE),
    Rule("trial_terms", REVIEW, TRIAL, "试用期不超过六个月，工资不低于约定的80%", _TRIAL_PAY),
    Rule("age", QUALITY, NO_SOURCE, "写明工作强度，少用年龄条件", _AGE),
    Rule("looks", QUALITY, NO_SOURCE, "写明工作要求，少用外貌条件", _LOOKS),
    Rule("height", QUALITY, NO_SOURCE, "写明工作要求，少用身高条件", _HEIGHT),
    Rule("party", QUALITY, NO_SOURCE, "确有需要时写明理由", _PARTY),
    Rule("contact", QUALITY, NO_SOURCE, "联系方式填在单位资料里，不写进岗位说明", _CONTACT),
)

# The contents that every posting must have: rule, the fields any of which holds it, what to add.
CONTENTS: tuple[tuple[str, tuple[str, ...], Basis, str], ...] = (
    ("missing_employer", ("employer", "hiringOrganization"), HR_MARKET, "写明用人单位"),
    ("missing_headcount", ("headcount", "totalJobOpenings"), HR_MARKET, "写明招聘人数"),
    (
        "missing_conditions",
        ("education", "educationRequirements", "experience", "experienceRequirements", "qualifications"),
        HR_MARKET,
        "写明招聘条件，没有条件也写“不限”",
    ),
    ("missing_duties", ("description", "responsibilities"), HR_MARKET, "写明工作内容"),
    ("missing_place", ("location", "jobLocation", "region", "address"), HR_MARKET, "写明工作地点"),
    (
        "missing_pay",
        ("salary", "baseSalary", "estimatedSalary", "salary_min", "salary_max"),
        HR_MARKET,
        "写明基本劳动报酬",
    ),
    ("missing_validity", ("valid_through", "validThrough", "deadline"), FIVE_MINISTRIES, "写明有效期"),
)
