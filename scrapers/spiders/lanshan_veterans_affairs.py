"""蓝山县退役军人事务局: job fairs for ex-soldiers; posts of one fair in a PDF, of another in an old Excel file."""

from scrapers.bases.announcement import AnnouncementSpider


class LanshanVeteransAffairsSpider(AnnouncementSpider):
    name = "lanshan_veterans_affairs"
    publisher = "蓝山县退役军人事务局"
    region = "431127"
    permission = "政府网站公开的公告；尚未取得书面同意"
    schedule = "每天"
    least_items = 1
    verified = "not verified"
    switched_off = "网址与页面结构待核实"

    start_urls = ["https://lanshan-veterans.example.invalid/tzgg/"]
    links = ".news-list a"
    page_fields = {"date_posted": ".info .time"}
    deadline = ".article"
