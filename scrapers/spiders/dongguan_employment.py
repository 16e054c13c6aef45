"""东莞市公共就业服务: posts of a job fair in a Word document, several posts in one cell."""

from scrapers.bases.announcement import AnnouncementSpider


class DongguanEmploymentSpider(AnnouncementSpider):
    name = "dongguan_employment"
    publisher = "东莞市人力资源和社会保障局"
    region = "441900"
    permission = "政府网站公开的招聘会信息；尚未取得书面同意"
    schedule = "每周"
    least_items = 1
    verified = "not verified"
    switched_off = "网址与页面结构待核实"

    start_urls = ["https://dongguan-employment.example.invalid/zph/"]
    links = ".list-item a"
    page_fields = {"date_posted": ".pub-date", "job_location": ".venue"}
    deadline = ".txt"
