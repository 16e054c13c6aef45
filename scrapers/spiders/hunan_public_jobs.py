"""湖南公共就业服务: a list with paging, then a page with a table of facts for each vacancy; assumed, not known."""

from scrapers.bases.html_list import HtmlListSpider, beside


class HunanPublicJobsSpider(HtmlListSpider):
    name = "hunan_public_jobs"
    publisher = "湖南省公共就业服务"
    region = "430000"
    permission = "公共就业服务信息；转载许可待向主办单位书面取得"
    schedule = "每天"
    least_items = 50
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://rst.hunan.gov.cn/jobs/index.html"]
    links = "ul.job-list a"
    next_page = "//a[normalize-space()='下一页']"
    fields = {
        "title": ".job-detail h2",
        "hiring_organization": beside("招聘单位"),
        "job_location": beside("工作地点"),
        "base_salary": beside("薪资待遇"),
        "education_requirements": beside("学历要求"),
        "experience_requirements": beside("工作经验"),
        "total_job_openings": beside("招聘人数"),
        "date_posted": beside("发布时间"),
        "valid_through": beside("截止时间"),
        "description": ".job-detail .content",
        "identifier": beside("职位编号"),
    }
