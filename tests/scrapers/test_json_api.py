"""How a JSON interface is asked for its next page, and what becomes of answers that are none."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import JsonResponse, Response

from scrapers.bases.json_api import JsonApiSpider, Paging
from scrapers.items import Item

URL = "https://jobs.example.cn/api?q=%E4%BF%9D%E5%AE%89&page=3"


def api(**declared: Any) -> tuple[JsonApiSpider, dict[str, int]]:
    """A spider so declared, and what it counts."""
    base = {"rows": "list", "fields": {"title": "t", "identifier": "id"}}
    spider = type("Api", (JsonApiSpider,), base | declared)(name="api")
    spider.publisher = "某单位"
    counts: dict[str, int] = {}
    inc_value = lambda key: counts.update({key: counts.get(key, 0) + 1})  # noqa: E731
    spider.crawler = SimpleNamespace(stats=SimpleNamespace(inc_value=inc_value))
    return spider, counts


def answer(data: Any, url: str = URL, **asked: Any) -> JsonResponse:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return JsonResponse(url, body=body, encoding="utf-8", request=Request(url, **asked))


def requests(spider: JsonApiSpider, response: Response) -> list[Request]:
    return [one for one in spider.parse(response) if isinstance(one, Request)]


ONE = {"list": [{"t": "保安", "id": 1}], "next": "c/2", "more": {"url": "/api?page=9"}}


@pytest.mark.parametrize(
    ("paging", "url"),
    [
        (Paging("page"), "https://jobs.example.cn/api?q=%E4%BF%9D%E5%AE%89&page=4"),
        (Paging("offset", first=0, step=20), f"{URL}&offset=20"),
        (Paging("after", mark="next"), f"{URL}&after=c%2F2"),
        (Paging(link="more.url"), "https://jobs.example.cn/api?page=9"),
    ],
    ids=["number", "offset", "mark", "link"],
)
def test_the_next_page_is_asked_for_as_declared(paging: Paging, url: str) -> None:
    (request,) = requests(api(paging=paging)[0], answer(ONE))
    assert request.url == url


@pytest.mark.parametrize("paging", [Paging("after", mark="none"), Paging(link="none")], ids=["mark", "link"])
def test_without_a_mark_or_link_the_list_ends(paging: Paging) -> None:
    assert requests(api(paging=paging)[0], answer(ONE)) == []


def test_a_page_without_rows_is_the_last() -> None:
    spider, counts = api(paging=Paging("page"))
    assert list(spider.parse(answer({"list": []}))) == []
    assert counts == {"pages/without_vacancy": 1}


def test_a_post_changes_its_body_and_keeps_the_rest_of_it() -> None:
    spider, _ = api(body={"q": "", "page": 1}, paging=Paging("page"))
    (request,) = requests(spider, answer(ONE, method="POST", body=b'{"q": "", "page": 1}'))
    assert (request.method, json.loads(request.body)) == ("POST", {"q": "", "page": 2})
    assert request.url == URL


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[" * 9_999, b'{"list": "x"}', b"null", b'{"list": [1, null, [2]]}']
)
def test_an_answer_that_holds_no_rows_is_counted(body: bytes) -> None:
    spider, counts = api(paging=Paging("page"))
    assert [one for one in spider.parse(answer(body)) if not isinstance(one, Request)] == []
    assert counts["pages/without_vacancy"] == 1


def test_what_is_put_into_an_address_cannot_leave_its_place() -> None:
    spider, _ = api(page_url="https://jobs.example.cn/job/{id}")
    (item,) = spider.parse(answer({"list": [{"t": "保安", "id": "../../x?y=1#z"}]}))
    assert item.url == "https://jobs.example.cn/job/..%2F..%2Fx%3Fy%3D1%23z"


def test_a_detail_adds_to_its_row_and_a_broken_one_leaves_it() -> None:
    spider, counts = api(detail_url="https://jobs.example.cn/d/{id}", detail_fields={"description": "d"})
    (request,) = requests(spider, answer(ONE))
    assert request.url == "https://jobs.example.cn/d/1"
    known: Item = request.cb_kwargs["known"]
    (item,) = spider.parse_detail(answer({"d": "巡逻"}, request.url), known)
    assert (item.title, item.description, item.publisher) == ("保安", "巡逻", "某单位")
    (again,) = spider.parse_detail(answer(b"<html>", request.url), known)
    assert again.title == "保安"
    assert counts == {"pages/no_data": 1}


def test_a_misspelt_field_is_named_at_once() -> None:
    with pytest.raises(TypeError, match="岗位没有 salery 这个字段"):
        api(fields={"salery": "x"})
