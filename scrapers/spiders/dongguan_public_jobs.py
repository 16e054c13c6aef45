"""东莞市公共就业服务: a JSON interface that counts by offset; assumed, not known."""

from scrapers.bases.json_api import JsonApiSpider, Paging


class DongguanPublicJobsSpider(JsonApiSpider):
    name = "dongguan_public_jobs"
    publisher = "东莞市公共就业服务"
    region = "441900"
    permission = "公共就业服务信息；转载许可待向主办单位书面取得"
    schedule = "每天"
    least_items = 100
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://dghrss.dg.gov.cn/openapi/vacancies?offset=0&limit=2"]
    rows = "vacancies"
    paging = Paging("offset", first=0, step=2)
    page_url = "https://dghrss.dg.gov.cn/vacancy/{zpid}.html"
    fields = {
        "title": "gwmc",
        "hiring_organization": "dwmc",
        "job_location": "东莞市{zjmc}",
        "base_salary": "xzdy",
        "education_requirements": "xlyq",
        "total_job_openings": "zprs",
        "work_hours": "bc",
        "job_benefits": "fl",
        "date_posted": "fbsj",
        "valid_through": "jzsj",
        "description": "gwms",
        "identifier": "zpid",
    }
