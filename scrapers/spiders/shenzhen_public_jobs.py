"""深圳市公共就业服务: a search asked by POST, and a JSON document for each vacancy; assumed, not known."""

from scrapers.bases.json_api import JsonApiSpider, Paging


class ShenzhenPublicJobsSpider(JsonApiSpider):
    name = "shenzhen_public_jobs"
    publisher = "深圳市公共就业服务中心"
    region = "440300"
    permission = "公共就业服务信息；转载许可待向主办单位书面取得"
    schedule = "每天"
    least_items = 100
    verified = "not verified"
    switched_off = "网址与页面结构待核实，许可待取得"

    start_urls = ["https://hrss.sz.gov.cn/api/position/search"]
    body = {"keyword": "", "pageNo": 1, "pageSize": 20}
    paging = Paging("pageNo")
    rows = "result.records"
    fields = {"identifier": "positionId", "title": "positionName", "hiring_organization": "orgName"}
    page_url = "https://hrss.sz.gov.cn/position/{positionId}"
    detail_url = "https://hrss.sz.gov.cn/api/position/{positionId}"
    detail_rows = "result"
    detail_fields = {
        "identifier": "positionId",
        "title": "positionName",
        "hiring_organization": "orgName",
        "job_location": "深圳市{district}",
        "base_salary": "salary",
        "education_requirements": "degreeName",
        "experience_requirements": "workYear",
        "total_job_openings": "openings",
        "date_posted": "publishTime",
        "valid_through": "expireDate",
        "description": "duty",
        "url": "pageUrl",
    }
