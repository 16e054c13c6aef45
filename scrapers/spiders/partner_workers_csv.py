"""A partner firm (invented) that exports a table from Excel: CSV in GBK, Chinese column names."""

from scrapers.bases.feed import FeedSpider
from scrapers.shapes import Shape


class PartnerWorkersCsvSpider(FeedSpider):
    name = "partner_workers_csv"
    publisher = "湘匠电子（虚构）"
    region = "441900"
    permission = "虚构：合作协议"
    schedule = "每天"
    least_items = 2
    verified = "not verified"
    switched_off = "虚构的合作单位：换成真实单位并取得书面许可后启用"

    start_urls = ["https://hr.xiangjiang-electronics.example/export/jobs.csv"]
    format = "csv"
    shape = Shape(
        fields={
            "identifier": "编号",
            "title": "岗位",
            "hiring_organization": "用工单位",
            "job_location": "厂区",
            "base_salary": "综合工资",
            "total_job_openings": "人数",
            "work_hours": "班次",
            "job_benefits": "食宿",
            "description": "要求",
            "valid_through": "截止",
        }
    )
