"""Pages of every make → the words that a reader sees in them."""

from __future__ import annotations

import json

import pytest
from scrapy.http import HtmlResponse

from scrapers.bases.html_list import HtmlListSpider, beside
from scrapers.bases.label_values import read_label_values
from scrapers.bases.structured_data import read_structured_data
from scrapers.decoding import real_encoding
from scrapers.items import JobPosting
from scrapers.labels import field_of
from scrapers.schema_org import to_item
from scrapers.text import text_of_markup

TEXT = "招聘保安员若干名，月薪五千元，包吃包住，联系本单位人事科。" * 3


def page(body: str) -> HtmlResponse:
    return HtmlResponse("https://jobs.example.cn/1", body=body, encoding="utf-8")


@pytest.mark.parametrize(
    ("written_in", "declared", "real"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gbk", "utf-8"),
        ("utf-8", None, "utf-8"),
        ("gb18030", "gb18030", "gb18030"),
        ("gb18030", "utf-8", "gb18030"),
        ("gb18030", None, "gb18030"),
        ("utf-8-sig", "gbk", "utf-8"),
        ("big5", "big5", "big5"),
        ("gb18030", "iso-8859-1", "gb18030"),
        ("gb18030", "windows-1252", "gb18030"),
    ],
)
def test_a_page_is_decoded_as_it_really_is(written_in: str, declared: str | None, real: str) -> None:
    text = "招聘保全人員，月薪五千" if written_in == "big5" else TEXT
    assert real_encoding(text.encode(written_in), declared) == real


def test_european_letters_are_not_taken_for_chinese() -> None:
    text = "Gärtner für große Grünflächen gesucht, déjà formé à l'été" * 3
    assert real_encoding(text.encode("iso-8859-1"), "iso-8859-1") == "iso-8859-1"


def test_one_broken_sign_does_not_make_utf_8_another_encoding() -> None:
    assert real_encoding(TEXT.encode()[:-1], "gbk") == "utf-8"


def test_an_encoding_that_does_not_exist_is_no_error() -> None:
    assert real_encoding(TEXT.encode("gb18030"), "x-klingon") == "gb18030"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一</p><p>二<br>三</p>", "一\n二\n三"),
        ("一<script>x()</script><!-- y -->二", "一二"),
        ("&lt;p&gt;一&lt;/p&gt;&lt;p&gt;二&lt;/p&gt;", "一\n二"),
        ("薪资 &lt; 5000 &amp; 包住", "薪资 < 5000 & 包住"),
        ("一\n\n  二", "一\n二"),
    ],
)
def test_markup_becomes_what_it_shows(markup: str, text: str) -> None:
    assert text_of_markup(markup) == text


def test_deep_nesting_is_no_error() -> None:
    assert text_of_markup("<div>" * 5000 + "保安" + "</div>" * 5000).strip() in ("保安", "")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("薪资待遇：", "base_salary"),
        ("工 资", "base_salary"),
        ("【学历要求】", "education_requirements"),
        ("工资高", None),
    ],
)
def test_a_label_names_its_field_however_it_is_decorated(label: str, field: str | None) -> None:
    assert field_of(label) == field


@pytest.mark.parametrize(
    ("salary", "words"),
    [
        ("23元/小时+绩效", "23元/小时+绩效"),
        ({"currency": "CNY", "value": {"minValue": 5800, "maxValue": 7200, "unitText": "MONTH"}}, "5800-7200元/月"),
        ({"currency": "CNY", "value": {"minValue": 21, "maxValue": 21, "unitText": "HOUR"}}, "21元/小时"),
        ({"currency": "CNY", "minValue": 5000, "value": {"minValue": 5000}}, "5000以上元"),
        ({"currency": "USD", "value": {"value": "90000", "unitText": "YEAR"}}, "90000 USD/年"),
        ({"value": 5000}, "5000"),
        ({"currency": "CNY", "value": {"value": "面议"}}, "面议"),
        (None, None),
    ],
)
def test_pay_in_every_schema_org_shape_becomes_a_phrase(salary: object, words: str | None) -> None:
    assert to_item({"baseSalary": salary}).base_salary == words


def test_places_are_named_from_the_province_down_in_chinese_and_up_elsewhere() -> None:
    def place(**address: str) -> dict[str, object]:
        return {"jobLocation": {"@type": "Place", "address": address}}

    chinese = to_item(place(addressRegion="广东省", addressLocality="东莞市", streetAddress="沙头路1号"))
    assert (chinese.job_location, chinese.address) == ("广东省东莞市", "沙头路1号")
    assert to_item(place(addressLocality="Brno", addressCountry="CZ")).job_location == "Brno, CZ"


def test_a_posting_is_found_however_it_is_wrapped_and_a_broken_script_hides_none() -> None:
    posting = {"@type": "JobPosting", "title": "保安", "identifier": {"@type": "PropertyValue", "value": 7}}
    wrapped = [
        posting,
        [posting],
        {"@graph": [{"@type": "Organization"}, posting]},
        {"@type": "WebPage", "mainEntity": {**posting, "@type": ["JobPosting"]}},
        {"@type": "ItemList", "itemListElement": [{"item": posting}]},
    ]
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(data)}</script>' for data in wrapped)
    read = list(read_structured_data(page('<script type="application/ld+json">{"broken</script>' + scripts)))
    assert [(item.title, item.identifier) for item in read] == [("保安", "7")] * len(wrapped)


def test_an_address_that_is_no_web_address_is_not_taken() -> None:
    script = '{"@type": "JobPosting", "title": "保安", "url": "javascript:alert(1)"}'
    (item,) = read_structured_data(page(f'<script type="application/ld+json">{script}</script>'))
    assert item.url is None


def test_a_page_that_names_its_fields_is_read_without_a_declaration() -> None:
    (item,) = read_label_values(
        page(
            """<ul><li>招聘岗位</li><li>培训</li></ul><h1>仓库保管员</h1>
            <table><tr><th>用人单位：</th><td>某物流公司</td><th>学历要求</th><td>高中</td></tr></table>
            <ul><li><span>工资：</span><b>4500</b>元/月</li><li>招聘人数：3人</li></ul>
            <h3>岗位职责</h3><div><p>收货</p><p>盘点</p></div>"""
        )
    )
    assert item.to_feed() == {
        "title": "仓库保管员",
        "hiringOrganization": "某物流公司",
        "educationRequirements": "高中",
        "baseSalary": "4500元/月",
        "totalJobOpenings": "3人",
        "description": "收货\n盘点",
    }


def test_a_search_form_is_not_a_vacancy() -> None:
    form = "<h1>找工作</h1><dl><dt>学历</dt><dd><a>不限</a><br><a>大专</a></dd><dt>薪资</dt><dd>不限<br>5000</dd></dl>"
    assert list(read_label_values(page(form))) == []


class RowsSpider(HtmlListSpider):
    """No name: a base for the test, not a source."""

    rows = "tr"
    fields = {"title": "td:nth-child(1)", "base_salary": "./td[2]/@data-pay"}
    page_fields = {"valid_through": beside("截止日期"), "base_salary": ".usual-pay"}


def test_rows_share_what_their_page_says_and_overrule_it() -> None:
    spider = RowsSpider(name="rows")
    read = spider.read(
        page(
            """<p><span>截止日期：</span><b>12月1日</b> <i class="usual-pay">面议</i></p>
            <table><tr><th>岗位</th></tr><tr><td>保安</td><td data-pay=" 5000 ">x</td></tr>
            <tr><td>厨师</td></tr></table>"""
        )
    )
    assert list(map(JobPosting.to_feed, read)) == [
        {"title": "保安", "baseSalary": "5000", "validThrough": "12月1日"},
        {"title": "厨师", "baseSalary": "面议", "validThrough": "12月1日"},
    ]
