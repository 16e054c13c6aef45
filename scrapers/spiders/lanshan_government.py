"""蓝山县人民政府: notices (公告) of public posts; the vacancies stand in an attached spreadsheet."""

from scrapers.bases.announcement import AnnouncementSpider


class LanshanGovernmentSpider(AnnouncementSpider):
    name = "lanshan_government"
    publisher = "蓝山县人民政府"
    region = "431127"
    permission = "政府网站公开的公告；尚未取得书面同意"
    schedule = "每天"
    least_items = 1
    verified = "not verified"
    switched_off = "网址与页面结构待核实"

    start_urls = ["https://lanshan-government.example.invalid/notices/"]
    links = "ul.list a"
    next_page = "a.next"
    attachments = ".attachments a"
    page_fields = {"date_posted": ".meta .date"}
    deadline = ".content"
