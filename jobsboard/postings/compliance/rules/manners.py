"""What narrows the choice without being forbidden by name, and contacts that lead away from the platform."""

from __future__ import annotations

import re

from jobsboard.postings.compliance.findings import QUALITY, REVIEW
from jobsboard.postings.compliance.rules.rule import NO_SOURCE, Rule

_LOOKS = re.compile(
    r"(?<!业)(?<!司)(?<!牌)(?<!客)形象(?:气质)?[:,、]?(?:良?好|佳|端正|俱佳|优秀|出众)(?!的?(?:口碑|"
    r"服务|企业))|五[官宫]端正|[相面容]貌端正|气质(?:良?好|佳|优雅|出众)"
    r"|颜值(?=高|要求|佳|优先|在线)|容貌(?=端|姣|较)|外貌(?=端|要求|佳|条件)|(?:无|没有|不得有)[^,。;]{0,6}纹身"
)
_HEIGHT = re.compile(
    r"(?:净)?身高[^,。;\d]{0,6}[12][.\d]{1,4}(?:cm|厘米|公分|米|m)?(?:[及或]?以上)?|净高\d{3}(?:cm)?(?:以上)?"
)
_PARTY = re.compile(
    r"(?:中共)?(?:预备)?党员(?:者)?(?:优先|身份|为佳)|限(?:中共)?党员|政治面貌[:为要求\s]{0,4}(?:中共)?党员"
)
_CHAT = r"(?:微信|薇信|维信|威信|v信|v\+?x|(?<![a-z\d])wx(?=[:\s号])|weixin|微-?❤|扣扣|qq|企鹅|vx|微(?=[:号同]))"
_CONTACT = re.compile(
    rf"(?:加|添加|联系|请加|\+)(?:我|人事|hr|客服|主管|老师|以下|本人|一下|下方|"
    rf"[\u4e00-\u9fff]经理)?(?:的|企业)?{_CHAT}(?!小程序|公众号|好友营销|粉丝)|(?:加|\+)(?:v|薇|微|威|"
    rf"❤|卫星)(?![a-z\d]*卡)(?=[:号\sa-z\d\[]|$)"
    rf"|{_CHAT}(?:号码?|id)?[:\s]{{0,2}}(?:\[(?:微信|qq|电话|号码)\]|[a-z\d_-]{{5,20}})|"
    rf"{_CHAT}号?同(?:号|步)|\[(?:微信|qq)\]"
    r"|(?:同|加)v(?![a-z])|(?:扫码?|扫描)[^,。;]{0,8}(?:加群|进群|添加)|(?:进|加)(?:qq|微信)?群[:号咨]"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|[\w.+-]{2,40}@[\w-]{2,40}\.[a-z]{2,6}", re.ASCII)

LOOKS = Rule(
    "looks",
    "外貌条件",
    QUALITY,
    NO_SOURCE,
    "写明工作要求，少用外貌条件",
    _LOOKS,
    needs=("形象", "端正", "气质", "颜值", "貌", "纹身"),
)
HEIGHT = Rule("height", "身高条件", QUALITY, NO_SOURCE, "写明工作要求，少用身高条件", _HEIGHT, needs=("身高", "净高"))
PARTY = Rule("party", "政治面貌", QUALITY, NO_SOURCE, "确有需要时写明理由", _PARTY, needs=("党员",))
OFF_PLATFORM = Rule(
    "off_platform_contact",
    "引向平台以外联系",
    REVIEW,
    NO_SOURCE,
    "删去微信、QQ；求职者在本平台投递和联系",
    _CONTACT,
    needs=("微", "信", "qq", "v", "❤", "扣扣", "企鹅", "群", "wx", "卫星"),
    before=re.compile(
        r"(?:不要|请勿|勿|切勿|不得|禁止|不|主动|客户|用户|引导|顾客|粉丝|添加客户)[^,。;]{0,4}$|(?:熟悉|"
        r"使用|运营|负责|开发|通过|利用|维护)[^,。;]{0,12}$"
    ),
    after=re.compile(r"^(?:公众|小程序|支付|生态|平台|运营|营销|群运营|分享|开发|推广|朋友圈|客户|商城|端|广告|视频)"),
    unless=re.compile(r"加客户|客户微信|添加用户"),
    topic="contact",
)
CONTACT = Rule(
    "contact",
    "正文里的联系方式",
    QUALITY,
    NO_SOURCE,
    "联系方式填在单位资料里，不写进岗位说明",
    _PHONE,
    topic="contact",
)
