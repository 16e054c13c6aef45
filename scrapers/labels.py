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
FIELD_OF_LABEL = {word: field for field, words in LABELS.items() for word in words}

_NO_KEY_SIGN = re.compile(r"[^a-z0-9]")
_ORNAMENT = re.compile(r"[\s：:*【】\[\]（）()]+")


def field_of(text: str) -> str | None:
    """The field that a label such as `薪资待遇：` or `工 资` names; None for any other text."""
    return FIELD_OF_LABEL.get(_ORNAMENT.sub("", text)) if len(text) <= 16 else None


def field_of_key(key: str) -> str | None:
    """The field that a key such as `job_name`, or a column such as 薪资待遇, names."""
    return FIELD_OF_KEY.get(_NO_KEY_SIGN.sub("", key.lower())) or field_of(key)
