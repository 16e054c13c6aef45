"""A public employment service: list pages of twenty, and a page with a table of facts for each vacancy."""

from scrapers.bases.html_list import HtmlListSpider, beside
from scrapers.settings import SAMPLE_SITES


class PublicEmploymentSampleSpider(HtmlListSpider):
    name = "public_employment_sample"
    publisher = "蓝山县公共就业服务网（示例）"
    region = "431127"
    permission = "随本软件提供的虚构示例网站"
    schedule = "每天"
    least_items = 150
    verified = "saved page"
    switched_off = "" if SAMPLE_SITES else "没有示例网站"

    start_urls = [f"{SAMPLE_SITES}/public_employment/jobs/"]
    links = "table.jobs a.job"
    next_page = ".pages a.next"
    fields = {
        "title": "h1.job-title",
        "hiring_organization": beside("用人单位"),
        "job_location": beside("工作地区"),
        "address": beside("工作地址"),
        "base_salary": beside("薪资待遇"),
        "education_requirements": beside("学历要求"),
        "experience_requirements": beside("工作经验"),
        "total_job_openings": beside("招聘人数"),
        "occupational_category": beside("岗位类别"),
        "date_posted": beside("发布日期"),
        "valid_through": beside("截止日期"),
        "description": ".description",
        "identifier": beside("岗位编号"),
    }
