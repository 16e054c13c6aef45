"""永州市公共就业服务: job-fair lists as tables on the page, with merged employers and headers in two rows."""

from scrapers.bases.announcement import AnnouncementSpider


class YongzhouEmploymentSpider(AnnouncementSpider):
    name = "yongzhou_employment"
    publisher = "永州市公共就业服务中心"
    region = "431100"
    permission = "政府网站公开的招聘会信息；尚未取得书面同意"
    schedule = "每周"
    least_items = 1
    verified = "not verified"
    switched_off = "网址与页面结构待核实"

    start_urls = ["https://yongzhou-employment.example.invalid/zph/"]
    links = "table.fairs a"
    page_fields = {"date_posted": "#publish-time"}
    deadline = "#zoom"
