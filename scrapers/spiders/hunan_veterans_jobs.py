"""湖南省退役军人事务厅: an RSS feed whose entries lead to pages with schema.org data; the address is a placeholder."""

from scrapers.bases.structured_data import StructuredDataSpider


class HunanVeteransJobsSpider(StructuredDataSpider):
    name = "hunan_veterans_jobs"
    publisher = "湖南省退役军人事务厅"
    region = "430000"
    permission = "政府公开信息；转载许可待书面取得"
    schedule = "每周"
    least_items = 5
    verified = "not verified"
    switched_off = "网址待核实（现为占位），许可待取得"

    start_urls = ["https://hunan-veterans.example.invalid/rss.xml"]
    page_pattern = r"/zhaopin/"
