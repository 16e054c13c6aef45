"""中国国家人才网: pages that keep their vacancies in a script variable; its name is assumed, not known."""

from scrapers.bases.json_api import JsonApiSpider


class NewjobsTalentsSpider(JsonApiSpider):
    name = "newjobs_talents"
    publisher = "中国国家人才网"
    region = "100000"
    permission = "转载许可待向主办单位书面取得"
    schedule = "每天"
    least_items = 50
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://www.newjobs.com.cn/list/1-1"]
    script = "window.__INITIAL_STATE__"
    rows = "search.jobs"
    page_url = "https://www.newjobs.com.cn/job/{jobId}"
    fields = {
        "title": "jobName",
        "hiring_organization": "company.name",
        "job_location": "city.0|city",
        "base_salary": "salaryText",
        "education_requirements": "degree",
        "experience_requirements": "experience",
        "total_job_openings": "headcount",
        "date_posted": "updateTime",
        "description": "duty",
        "identifier": "jobId",
    }
