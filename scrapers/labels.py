"""The words with which vacancy pages and data name their fields; one list for every reader."""

import re

LABELS: dict[str, tuple[str, ...]] = {
    "title": ("岗位名称", "职位名称", "招聘岗位", "招聘职位", "工种名称"),
    "hiring_organization": ("招聘单位", "用人单位", "单位名称", "公司名称", "企业名称", "招聘企业", "公司"),
    "job_location": ("工作地点", "工作地区", "工作区域", "上班地点", "地区"),
    "address": ("工作地址", "详细地址", "单位地址", "公司地址"),
    "base_salary": ("薪资待遇", "工资待遇", "薪酬待遇", "薪资范围", "职位月薪", "薪资", "工资", "薪酬", "月薪"),
    "education_requirements": ("学历要求", "最低学历", "文化程度", "学历"),
    "experience_requirements": ("工作经验", "经验要求", "工作年限", "经验"),
    "total_job_openings": ("招聘人数", "需求人数", "招聘数量", "人数"),
    "employment_type": ("工作性质", "用工形式", "用工性质"),
    "work_hours": ("工作时间", "班次", "作息时间"),
    "job_benefits": ("福利待遇", "食宿情况", "食宿", "福利"),
    "occupational_category": ("岗位类别", "职位类别", "工种类别"),
    "date_posted": ("发布时间", "发布日期", "更新时间", "更新日期"),
    "valid_through": ("截止时间", "截止日期", "有效期至", "报名截止"),
    "description": ("岗位职责及要求", "岗位职责", "岗位描述", "职位描述", "工作内容", "岗位要求", "任职要求"),
    "sex": ("性别要求", "性别"),
    "age": ("年龄要求", "年龄"),
    "identifier": ("岗位编号", "职位编号"),
}
# The names that programs give the same fields; only letters and digits count (`job_name`, `jobName`).
KEYS: dict[str, tuple[str, ...]] = {
    "title": ("jobname", "jobtitle", "positionname", "positiontitle", "postname", "position", "title", "zwmc", "gwmc"),
    "hiring_organization": (
        *("hiringorganization", "companyfullname", "companyname", "organizationname", "employername", "employer"),
        *("orgname", "unitname", "corpname", "enterprisename", "company", "organization", "dwmc", "gsmc"),
    ),
    "job_location": (
        *("joblocation", "workareatext", "workplace", "workcity", "worklocation", "jobarea", "cityname", "city"),
        *("location", "locations", "areaname", "workarea", "gzdd"),
    ),
    "address": ("workaddress", "address", "positionaddress"),
    "base_salary": ("basesalary", "providesalarytext", "salarytext", "salary", "salaryrange", "pay", "wage", "zwyx"),
    "education_requirements": ("educationrequirements", "education", "educationname", "degree", "degreename", "xlyq"),
    "experience_requirements": ("experiencerequirements", "workyear", "workyears", "experience", "workingexp"),
    "total_job_openings": ("totaljobopenings", "headcount", "recruitnum", "recruitnumber", "openings", "zprs"),
    "employment_type": ("employmenttype", "jobtype", "jobtypes", "jobnature", "worktype"),
    "job_benefits": ("jobbenefits", "jobwelf", "welfare", "benefits"),
    "occupational_category": ("occupationalcategory", "category", "jobcategory", "positiontype"),
    "date_posted": (
        *("dateposted", "issuedate", "publishdate", "publishtime", "updatetime", "updatedate", "createtime"),
        *("dateacquired", "lastupdate", "startdate", "pubdate", "posted"),
    ),
    "valid_through": ("validthrough", "enddate", "deadline", "expiredate", "endtime"),
    "description": ("description", "jobdescription", "jobdesc", "positiondetail", "jobdetail", "content"),
    "identifier": ("identifier", "jobid", "positionid", "referencenumber", "jvid", "number", "id"),
    "url": ("url", "jobhref", "positionurl", "joburl", "link", "href"),
}
FIELD_OF_KEY = {key: field for field, keys in KEYS.items() for key in keys}
# At the head of a column a field may be named more loosely than in running text.
_LOOSER = {
    "title": (
        "岗位 职位 工种 职务 职业 需求岗位 用工岗位 岗位工种 招工岗位 拟招岗位 岗位及人数 招聘岗位及人数 "
        "岗位名称及人数"
    ),
    "hiring_organization": "单位 企业 用工单位 用工企业 需求单位 招工单位 店名",
    "job_location": "上岗地点 就业地点 工作区县 所在地区 工作所在地 工作地 工作城市",
    "address": "企业地址 单位详细地址 企业详细地址 地址 厂址",
    "base_salary": (
        "薪资标准 工资标准 薪酬标准 月工资 年薪 日薪 时薪 日工资 小时工资 综合薪资 工资水平 "
        "薪资水平 月收入 待遇 薪资福利 薪酬福利 工资福利 底薪 参考薪酬 综合月薪"
    ),
    "education_requirements": "学历层次 学历条件 学历学位 学历专业 学历专业要求 学历及专业要求",
    "experience_requirements": "工作经历 工作经验要求 工作年限要求 工龄要求 经历要求",
    "total_job_openings": (
        "用工人数 招工人数 需求数 岗位数 岗位数量 需求数量 招聘名额 计划人数 缺工人数 拟招人数 数量 名额 招聘计划"
    ),
    "employment_type": "用工类型 用工方式 岗位性质 就业形式 工作类型 全职/兼职",
    "work_hours": "上班时间 工作制度 工时制度 作息 工作班次",
    "job_benefits": "福利保障 社会保险 社保 五险一金 吃住情况 住宿情况 其他待遇 其他福利",
    "occupational_category": "岗位类型 工种类型",
    "date_posted": "登记日期 登记时间",
    "valid_through": "有效期 招聘截止时间 报名截止时间 岗位有效期",
    "description": (
        "职责 职位要求 岗位条件 招聘条件 招聘要求 应聘条件 任职条件 任职资格 用工要求 其他要求 "
        "其他条件 具体要求 技能要求 专业要求 所需专业 专业 专业技能 资格条件 岗位简介 岗位说明 "
        "职位说明 备注 说明 其他 要求 条件 基本要求 职业资格 证书要求"
    ),
    "identifier": "岗位代码 职位代码",
}
HEADERS = {field: tuple(words.split()) for field, words in _LOOSER.items()}
# What else stands at the head of a column; each is known so that it is not taken for a field that reads alike.
_OTHER = {
    # Names no field of a vacancy.
    "ignored": (
        "序号 编号 顺序 行号 单位性质 企业性质 单位类型 企业类型 企业规模 单位规模 所属行业 行业 单位简介 "
        "企业简介 公司简介 展位号 展位 面试地点 面试时间 报名地点 报名方式 报名时间 应聘方式 乘车路线 "
        "统一社会信用代码 所属乡镇 面试方式 单位网址"
    ),
    # A contact person is told to who asks the bureau; such a column is never read.
    "contact": (
        "联系人 联系电话 联系方式 联系人及电话 电话 手机 手机号 邮箱 电子邮箱 微信 微信号 咨询电话 联系人姓名 "
        "企业联系人 单位联系人 招聘负责人 招聘联系人 联络人 QQ 简历投递邮箱 联系地址 法人 法定代表人 传真 "
        "咨询方式 报名电话 人事联系人"
    ),
    # A table with one of these is of persons, not of vacancies: a result, a ranking, a list of admitted people.
    "person": (
        "姓名 考生姓名 人员姓名 身份证号 身份证号码 准考证号 笔试成绩 面试成绩 总成绩 综合成绩 毕业院校 "
        "体检结果 考察结果 报考岗位 报考职位 考生编号 录用人员"
    ),
}
OTHER_HEADERS = {meaning: tuple(words.split()) for meaning, words in _OTHER.items()}
FIELD_OF_LABEL = {word: field for field, words in LABELS.items() for word in words}

_NO_KEY_SIGN = re.compile(r"[^a-z0-9]")
_ORNAMENT = re.compile(r"[\s：:*【】\[\]（）()]+")


def label_of(text: str) -> str | None:
    """The bare label (`薪资待遇`) that a text such as `薪资 待遇：` is; None for any other text."""
    bare = _ORNAMENT.sub("", text) if len(text) <= 16 else ""
    return bare if bare in FIELD_OF_LABEL else None


def field_of(text: str) -> str | None:
    """The field that a label such as `薪资待遇：` or `工 资` names; None for any other text."""
    label = label_of(text)
    return FIELD_OF_LABEL[label] if label else None


def field_of_key(key: str) -> str | None:
    """The field that a key such as `job_name`, or a column such as 薪资待遇, names."""
    return FIELD_OF_KEY.get(_NO_KEY_SIGN.sub("", key.lower())) or field_of(key)
