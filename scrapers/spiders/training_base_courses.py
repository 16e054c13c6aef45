"""A training base (invented) that sends its courses as JSON Lines."""

from scrapers.bases.feed import FeedSpider
from scrapers.items import Course
from scrapers.shapes import Shape


class TrainingBaseCoursesSpider(FeedSpider):
    name = "training_base_courses"
    publisher = "舜水退役军人实训基地（虚构）"
    region = "431127"
    permission = "虚构：合作协议"
    schedule = "每周"
    least_items = 2
    verified = "not verified"
    switched_off = "虚构的合作单位：换成真实单位并取得书面许可后启用"

    start_urls = ["https://data.shunshui-training.example/courses.jsonl"]
    format = "json_lines"
    shape = Shape(
        kind=Course,
        fields={
            "identifier": "no",
            "name": "title",
            "provider": "school",
            "educational_credential_awarded": "certificate",
            "time_required": "{hours}学时",
            "price": "{fee}元",
            "location": "place",
            "start_date": "starts",
            "course_schedule": "class_type",
            "audience": "for",
            "description": "content",
            "url": "page",
        },
    )
