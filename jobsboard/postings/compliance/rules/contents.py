"""The contents that every posting must have, and by which fields they are given."""

from __future__ import annotations

from dataclasses import dataclass

from jobsboard.postings.compliance.rules.rule import FIVE_MINISTRIES, HR_MARKET, Basis


@dataclass(frozen=True, slots=True)
class Content:
    """One content: any of `fields` holds it (plain or schema.org names); `instead` says what to add."""

    rule: str
    label: str
    fields: tuple[str, ...]
    basis: Basis
    instead: str


CONTENTS: tuple[Content, ...] = (
    Content("missing_employer", "缺用人单位", ("employer", "hiringOrganization"), HR_MARKET, "写明用人单位"),
    Content("missing_headcount", "缺招聘人数", ("headcount", "totalJobOpenings"), HR_MARKET, "写明招聘人数"),
    Content(
        "missing_conditions",
        "缺招聘条件",
        ("education", "educationRequirements", "experience", "experienceRequirements", "qualifications"),
        HR_MARKET,
        "写明招聘条件，没有条件也写“不限”",
    ),
    Content("missing_duties", "缺工作内容", ("description", "responsibilities"), HR_MARKET, "写明工作内容"),
    Content(
        "missing_place", "缺工作地点", ("location", "jobLocation", "region", "address"), HR_MARKET, "写明工作地点"
    ),
    Content(
        "missing_pay",
        "缺劳动报酬",
        ("salary", "baseSalary", "estimatedSalary", "salary_min", "salary_max"),
        HR_MARKET,
        "写明基本劳动报酬",
    ),
    Content(
        "missing_validity", "缺有效期", ("valid_through", "validThrough", "deadline"), FIVE_MINISTRIES, "写明有效期"
    ),
)
# Only of what was taken over from elsewhere; a row without a link of its own was entered here.
REPOST_FIELDS = ("url", "sameAs")
SOURCE = Content(
    "missing_source",
    "转发未注明来源",
    ("source", "publisher", "provider", "platform"),
    FIVE_MINISTRIES,
    "转发的岗位写明来源网站或单位",
)
