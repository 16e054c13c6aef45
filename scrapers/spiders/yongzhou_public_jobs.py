"""永州市公共就业服务: one table a page, a vacancy a row, encoded in GBK; assumed, not known."""

from scrapers.bases.html_list import HtmlListSpider


class YongzhouPublicJobsSpider(HtmlListSpider):
    name = "yongzhou_public_jobs"
    publisher = "永州市人力资源和社会保障局"
    region = "431100"
    permission = "公共就业服务信息；转载许可待向主办单位书面取得"
    schedule = "每天"
    least_items = 20
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://www.yzcity.gov.cn/rsj/zpxx/index.shtml"]
    next_page = ".pages a.next"
    rows = "//table[@class='zp']//tr[td]"
    fields = {
        "hiring_organization": "td:nth-child(1)",
        "title": "td:nth-child(2)",
        "total_job_openings": "td:nth-child(3)",
        "education_requirements": "td:nth-child(4)",
        "base_salary": "td:nth-child(5)",
        "job_location": "td:nth-child(6)",
        "date_posted": "td:nth-child(7)",
    }
