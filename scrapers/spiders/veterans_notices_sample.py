"""A veterans' affairs bureau: each notice holds a table of vacancies. The site is encoded in GB 18030."""

from scrapers.bases.html_list import HtmlListSpider
from scrapers.settings import SAMPLE_SITES


class VeteransNoticesSampleSpider(HtmlListSpider):
    name = "veterans_notices_sample"
    publisher = "蓝山县退役军人事务局公告（示例）"
    region = "431127"
    permission = "随本软件提供的虚构示例网站"
    schedule = "每天"
    least_items = 40
    verified = "saved page"
    switched_off = "" if SAMPLE_SITES else "没有示例网站"

    start_urls = [f"{SAMPLE_SITES}/veterans_notices/"]
    links = "ul.news a"
    page_fields = {"date_posted": ".posted", "valid_through": ".deadline"}
    rows = "table.grid tr"
    fields = {
        "title": "td:nth-child(2)",
        "hiring_organization": "td:nth-child(3)",
        "total_job_openings": "td:nth-child(4)",
        "education_requirements": "td:nth-child(5)",
        "experience_requirements": "td:nth-child(6)",
        "base_salary": "td:nth-child(7)",
        "job_location": "td:nth-child(8)",
        "description": "td:nth-child(9)",
    }
