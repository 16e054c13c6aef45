"""壹打工网, a board for workers' jobs on the engine DedeCMS; kept to read saved pages, never crawled."""

from scrapers.platforms.dedecms_jobs import DedeCmsJobsSpider


class DagongSpider(DedeCmsJobsSpider):
    name = "dagong"
    publisher = "壹打工网"
    region = "340100"
    permission = "无：网站声明未经书面授权不得转载"
    schedule = "不抓取"
    least_items = 1
    verified = "saved page"
    switched_off = "发布者没有许可，只用于试读已保存的网页"

    start_urls = ["https://www.1dagong.com/plus/list.php?tid=41"]
