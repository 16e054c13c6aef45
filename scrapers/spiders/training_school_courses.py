"""A training provider (invented) whose pages state each course and its sessions in schema.org JSON-LD."""

from scrapers.bases.structured_data import StructuredDataSpider


class TrainingSchoolCoursesSpider(StructuredDataSpider):
    name = "training_school_courses"
    publisher = "九嶷职业技能培训学校（虚构）"
    region = "431127"
    permission = "虚构：合作协议"
    schedule = "每周"
    least_items = 2
    verified = "public documentation"
    switched_off = "虚构的合作单位：换成真实单位并取得书面许可后启用"

    start_urls = ["https://www.jiuyi-skills.example/courses/"]
    links = "a.course"
