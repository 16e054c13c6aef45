"""A partner firm (invented) whose XML feed has schema.org's names, as Google for Jobs takes them."""

from scrapers.bases.feed import FeedSpider
from scrapers.shapes import GOOGLE_FOR_JOBS


class PartnerGoogleJobsSpider(FeedSpider):
    name = "partner_google_jobs"
    publisher = "瞬镜安保服务（虚构）"
    region = "440300"
    permission = "虚构：合作协议"
    schedule = "每天"
    least_items = 2
    verified = "public documentation"
    switched_off = "虚构的合作单位：换成真实单位并取得书面许可后启用"

    start_urls = ["https://jobs.shunjing-security.example/feed.xml"]
    shape = GOOGLE_FOR_JOBS
