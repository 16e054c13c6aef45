"""中国公共招聘网: a search interface that answers JSON; how it answers is assumed, not known."""

from scrapers.bases.json_api import JsonApiSpider, Paging


class MohrssPublicJobsSpider(JsonApiSpider):
    name = "mohrss_public_jobs"
    publisher = "中国公共招聘网"
    region = "100000"
    permission = "公共就业服务信息；转载许可待向主办单位书面取得"
    schedule = "每天"
    least_items = 100
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://job.mohrss.gov.cn/api/jobs?area=431100&page=1"]
    rows = "data.list"
    paging = Paging("page")
    page_url = "https://job.mohrss.gov.cn/jobs/{id}.html"
    fields = {
        "title": "jobName",
        "hiring_organization": "companyName",
        "job_location": "workPlace",
        "address": "workAddress",
        "base_salary": "{salaryMin}-{salaryMax}元/月",
        "education_requirements": "education",
        "experience_requirements": "workYears",
        "total_job_openings": "recruitNum",
        "job_benefits": "welfare",
        "date_posted": "publishDate",
        "valid_through": "endDate",
        "description": "description",
        "identifier": "id",
    }
