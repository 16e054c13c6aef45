"""退役军人事务部: vacancies for veterans, a page each with facts in a definition list; assumed, not known."""

from scrapers.bases.html_list import HtmlListSpider, beside


class MvaRecruitmentSpider(HtmlListSpider):
    name = "mva_recruitment"
    publisher = "退役军人事务部"
    region = "100000"
    permission = "政府公开信息；转载许可待书面取得"
    schedule = "每周"
    least_items = 5
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://www.mva.gov.cn/fuwu/zpxx/index.html"]
    links = ".list a"
    next_page = "a.next"
    fields = {
        "title": "h1",
        "hiring_organization": beside("招聘单位"),
        "job_location": beside("工作地点"),
        "base_salary": beside("薪酬待遇"),
        "education_requirements": beside("学历要求"),
        "total_job_openings": beside("招聘人数"),
        "valid_through": beside("报名截止"),
        "date_posted": ".source time",
        "description": ".article",
    }
