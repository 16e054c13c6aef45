"""A partner firm: its sitemap names the vacancies, each page states itself in schema.org JSON-LD."""

from scrapers.bases.structured_data import StructuredDataSpider
from scrapers.settings import SAMPLE_SITES


class PartnerFirmSampleSpider(StructuredDataSpider):
    name = "partner_firm_sample"
    publisher = "嶷岘精密制造集团招聘（示例）"
    region = "441900"
    permission = "随本软件提供的虚构示例网站"
    schedule = "每天"
    least_items = 50
    verified = "saved page"
    switched_off = "" if SAMPLE_SITES else "没有示例网站"

    start_urls = [f"{SAMPLE_SITES}/partner_firm/sitemap.xml"]
    page_pattern = r"/careers/[^/]+\.html$"
