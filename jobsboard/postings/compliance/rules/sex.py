"""A demand for one sex, in the many forms in which postings write it."""

from __future__ import annotations

import re

from jobsboard.postings.compliance.findings import REVIEW, UNLAWFUL
from jobsboard.postings.compliance.rules.rule import HR_MARKET, Rule

# Goods, rooms, customers and relatives that carry the character without saying who is wanted.
_THING = (
    r"[装鞋包裤袜款科厕友方朋娲王神儿足篮排乒团浴频区]|[女男]|主人|主角|子[学组单双足篮]"
    r"|[性士生]?(?:顾客|客户|客人|客群|用户|会员|消费|市场|群体|学员|患者|病|用品|用车|服装|护肤|"
    r"内衣|健康|生殖|专科|医院|养生|美容|向|频道|专区"
    r"|老人|老师|业主|住户|雇主|同学|宿舍|宿管|公寓|浴|部|卫生间|更衣|洗手间|寝室|权益|平等|歧视|友好|心理|生理|平均|占比|比例|居多|老板|领导|朋友|装|鞋)"
)
_X = rf"(?:男|女)(?!{_THING})"
_PERSON = rf"{_X}(?:性|士|生|孩|的|员工|工(?!程|作|艺|业)|同志|同胞|青年)?"
_JOB = (
    r"(?:普工|工人|保安|保洁|司机|驾驶员|客服|文员|服务员|营业员|业务员|销售|收银|主播|秘书|助理|"
    r"导购|操作工|作业员|技师|学徒|模特|公关"
    r"|厨师|厨工|前台|迎宾|护工|护理|辅警|仓管|搬运|装卸|检验员|质检|安检员|店员|员工|教练|保姆|经理|"
    r"会计|队员|学员|店长|技工|焊工)"
)
_START = r"(?:^|(?<=[,。;:、\s\d.()\[\]【】「」/!?·\-+名位个上下岁的]))"
_END = r"(?=[,。;、\s)\]】」!?+/]|$)(?!\s?[/、,]\s?(?:男|女)(?:性|士|生)?(?:均|都|皆|不限))"

_SEX = re.compile(
    rf"性别(?:要求|限制)?[:\s]{{0,3}}(?:仅|只)?限?{_PERSON}"
    rf"|(?:仅限|只限|(?<![不无有局极年])限(?![制度定])|只招|只要|仅招|只收|只考虑|仅考虑|专招|暂招|只缺|[急紧还]缺|[只仅](?:面向|用)|希望[是为]?|"
    rf"暂时只招|(?<!不)要求(?:必须)?[是为]?|须[是为]?"
    rf"|必须[是为]?|(?<![不无])需[是为]?|(?<!不)需要|最好[是为]|建议|优先(?:考虑|录用|录取)?|倾向)于?{_PERSON}"
    rf"|(?:招聘?|招收|[诚急]聘|聘请?|急招|诚招|急需|诚邀|另招|"
    rf"(?<![申邀宴聘])请(?!假))\d{{0,3}}[名位个]?{_X}[\u4e00-\u9fff]{{0,5}}?"
    rf"(?:员(?!额)|工(?!程|作)|师|司机|秘书|客服|保安|主播|导购|模特|经理|学徒|性|士|生(?!产|活)|前台|"
    rf"迎宾|公关|助理)(?!宿舍|公寓|宿管|浴|部|用品|服装)"
    rf"|{_START}{_X}{_JOB}"
    rf"|(?:[名位个]|工作?人?员|岗位?){_X}(?:性|士|生|工(?!程|作))"
    rf"|{_PERSON}(?:者|们)?(?:优先|[为最尤更较]?佳|为主|为宜|最好|优选)"
    r"|(?:美女|帅哥|小姐姐|小哥哥|靓女|靓仔)们?(?:优先|为佳)"
    r"|(?:招聘?|[急诚]聘|[急诚]招|招募|[只需]要|限)\d{0,3}[名位个]?(?:美女|帅哥|小姐姐|小哥哥|靓女|靓仔|小妹)"
    rf"|{_PERSON}(?:者|们)?(?:请|暂)?(?:勿扰|免谈|勿投|勿进|慎投|慎入|不要|不招|不收|不考虑|不录|除外|谢绝|止步)"
    rf"|(?:不招|不要|不收|不考虑|谢绝|暂不招收?|不接受|不录用|不招收){_PERSON}"
    rf"|{_START}{_X}(?:性|士|生|的|工|孩子?|员工|同志)?{_END}"
    rf"|{_START}{_X}(?:性|士|生)?[,:\s]?(?:年龄)?\d{{2}}(?:周?岁|[-~至到—])"
    r"|(?<![a-z])(?:fe)?males?\s?(?:only|preferred)"
)
_BARE = re.compile(
    r"(?P<lead>要求|需要?|限)?(?P<sex>男|女)(?:性|士|生|的)?(?:[,:\s]?(?:年龄)?\d{2}(?:周?岁|[-~至到—]))?"
)
_LIMITS = r"(?:性|士|生|工)?\s?[:,(]?\s?(?:身高|年龄|净高|不超过|\d{2,3})"
# 男18-48岁，女18-40岁 and 身高：男170，女160: limits for both, nobody is shut out. 保安：男；保洁：女 shuts out both.
_LEAD = r"(?:(?:要求|年龄|身高|条件|性别|限制|标准|范围)[:\s】\])]{0,2}|[,;、。\s(/.\d岁米cm上下内右]|^)\s?"
_BOTH = {sex: re.compile(rf"{_LEAD}{sex}{_LIMITS}") for sex in "男女"}
_OTHER = {"男": "女", "女": "男"}
_WORKER = re.compile(rf"(?:男|女)({_JOB})")
_OWN_LEAD = re.compile(rf"{_LEAD}$")
_OWN_LIMITS = re.compile(rf"^{_LIMITS}")


# 男/女均可: the other sex follows at once. Not so behind 男士优先 or 男性勿扰, which have said their word.
_THE_OTHER = {
    sex: re.compile(rf"^\s?(?:(?:[/、,]|或者?|和|与|及|以及|还是|&)?\s?{other}|(?:均|都|皆)(?:可|要|收|招))")
    for sex, other in _OTHER.items()
}
_VERDICT = re.compile(rf"{_X}.*(?:优先|佳|为主|为宜|最好|优选|勿|慎|谈|不|除外|谢绝|止步)")
_SEXES = re.compile("男|女")


def _is_either(before: str, hit: str, after: str) -> bool:
    named = _SEXES.findall(hit)
    return bool(named) and _THE_OTHER[named[-1]].search(after) is not None and _VERDICT.search(hit) is None


def _is_one_of_two(before: str, hit: str, after: str) -> bool:
    worker = _WORKER.fullmatch(hit)
    if worker and f"{_OTHER[hit[0]]}{worker.group(1)}" in before + after:
        return True
    bare = _BARE.fullmatch(hit)
    if not bare or not (bare["lead"] or _OWN_LEAD.search(before)):
        return False
    if not _OWN_LIMITS.search(hit[bare.end("sex") :] + after):
        return False
    other = _BOTH[_OTHER[bare["sex"]]]
    return any(other.search(near) is not None for near in (before[-50:], after[:50]))


SEX = Rule(
    "sex",
    "限定性别",
    UNLAWFUL,
    HR_MARKET,
    "删去性别条件，写明工作本身的要求，例如“能搬运25公斤货物”",
    _SEX,
    needs=("男", "女", "帅哥", "美女", "小姐姐", "小哥哥", "小妹", "靓", "male"),
    before=re.compile(
        r"(?:男|女)(?:性|士|生)?(?:[/、]|或者?|和|与|及)\s?$"
        r"|(?:客户|用户|顾客|会员|学员|对象|客群|群体|受众|粉丝|消费者|市场|团队|同事|老师|目标)[^,。;]{0,8}$"
        r"|(?:(?<![只仅])面向|针对|帮助|关爱|照[顾护]|看护|陪护|服务(?!员))[^,。;:\s]{0,8}$"
        r"|(?:不限|不论|无论|不分|不限制|无)(?:性别)?[:\s]?$"
    ),
    after=re.compile(r"^[^,。;]{0,4}(?:陪产|产假|假期|放假|节日|福利|礼[品金]|宿舍|公寓|体检|保护)"),
    unless=re.compile(r"歧视|性别平等"),
    clears=(_is_one_of_two, _is_either),
    is_wide=True,
)
SEX_HINT = Rule(
    "sex",
    "限定性别",
    REVIEW,
    HR_MARKET,
    "删去性别字样，写明工作本身的要求",
    re.compile(
        rf"(?:适合|方便|欢迎){_X}(?:性|士|生|孩)(?![\u4e00-\u9fff]{{0,4}}(?:穿|使用|产品))"
        rf"|{_START}(?:男|女)(?:性|士|生)?(?=身高)|{_X}(?:性|士|生|孩|工(?!程|作|艺|业))"
    ),
    needs=("男", "女"),
    before=SEX.before,
    after=SEX.after,
    unless=re.compile(r"男女|不限性别|性别不限|歧视|平等|尊重"),
    clears=(_is_one_of_two, _is_either),
    is_wide=True,
)
ONE_SEX_VALUE = re.compile(r"男(?!女)|女|(?<![a-z])(?:fe)?male(?![a-z])")
BOTH_SEXES_VALUE = re.compile(
    r"不限|均可|都可|皆可|不拘|无要求|不要求|男.{0,3}女|女.{0,3}男|any|both|female.*[/,]male|male.*[/,]female"
)
