"""A partner firm (invented) that sends its vacancies as HR-Open Recruiting JSON, PositionOpening."""

from scrapers.bases.feed import FeedSpider
from scrapers.shapes import HR_OPEN_JSON


class PartnerHrOpenSpider(FeedSpider):
    name = "partner_hr_open"
    publisher = "南岭通达物流（虚构）"
    region = "441900"
    permission = "虚构：合作协议"
    schedule = "每天"
    least_items = 2
    verified = "public documentation"
    switched_off = "虚构的合作单位：换成真实单位并取得书面许可后启用"

    start_urls = ["https://feeds.nanling-logistics.example/positions.json"]
    shape = HR_OPEN_JSON
